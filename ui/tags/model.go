package tags

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/encoder"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// standing is whether SALTO KS knows a tag.
type standing int

const (
	unread       standing = iota // the space has no site, or it was not read yet
	registered                   // at the site of the space
	elsewhere                    // at that of another space
	unregistered                 // nowhere
	unusable                     // of a kind that no lock of SALTO KS reads
)

// standingOf returns whether SALTO KS knows a tag, and the space at whose site
// it is elsewhere. A site that shows no list of its tags is believed in what
// was found out in another way.
func (f facts) standingOf(t store.Tag) (standing, string) {
	if t.Tech == store.TechLow {
		return unusable, ""
	}
	for i, at := range f.Sites {
		switch there := at.IDs[t.KSID] || t.Number != "" && at.Numbers[t.Number]; {
		case there && i == 0 && f.connected():
			return registered, ""
		case there && i > 0:
			return elsewhere, at.Space
		}
	}
	switch {
	case !f.connected():
		return unread, ""
	case t.KSID != "" && len(f.Sites[0].IDs) == 0:
		return registered, ""
	}
	return unregistered, ""
}

// connected tells whether the space has a site that has been read.
func (f facts) connected() bool { return f.Space.SiteID != "" && f.Looked }

func standingWords(s standing, space string) string {
	switch s {
	case registered:
		return lang.L("registered")
	case elsewhere:
		return lang.L("in {{.Space}}", map[string]any{"Space": space})
	case unregistered:
		return lang.L("not registered yet")
	case unusable:
		return lang.L("cannot be used")
	case unread:
	}
	return "–"
}

// stateWords says what became of a tag.
func stateWords(s store.TagState) (widgets.Kind, string) {
	switch s {
	case store.TagHeld:
		return widgets.Good, lang.L("held")
	case store.TagLost:
		return widgets.Bad, lang.L("lost")
	case store.TagBroken:
		return widgets.Warn, lang.L("broken")
	case store.TagFree:
	}
	return widgets.Neutral, lang.L("free")
}

// row is one tag in the list.
type row struct {
	Tag    store.Tag
	Title  string
	Holder string
	Kind   widgets.Kind
	State  string
	KS     string
	Seen   time.Time // zero: never

	standing standing
	find     string // what a search looks through, folded
	byTitle  string // folded
	byHolder string // folded
}

// rowsOf returns the tags by title.
func rowsOf(f facts) []*row {
	out := make([]*row, len(f.Tags))
	for i, t := range f.Tags {
		out[i] = f.row(t)
	}
	slices.SortFunc(out, byTitle)
	return out
}

func (f facts) row(t store.Tag) *row {
	r := &row{Tag: t, Title: t.Title(), Seen: f.Seen[t.ID]}
	if t.Holder != 0 {
		r.Holder = f.Holders[t.Holder].Name()
	}
	r.Kind, r.State = stateWords(t.State)
	var space string
	r.standing, space = f.standingOf(t)
	r.KS = standingWords(r.standing, space)
	r.byTitle, r.byHolder = words.Fold(r.Title), words.Fold(r.Holder)
	r.find = words.Fold(strings.Join([]string{
		t.Number, strings.ReplaceAll(t.Number, " ", ""), t.Printed, encoder.UID(t.UID).String(), r.Holder,
	}, "\n"))
	return r
}

// aYear is how old a day is at most that is told without its year.
const aYear = 300 * 24 * time.Hour

// moment says when something was: the time of today, the day and time of this
// year, the day of an earlier one. Empty for never.
func (f facts) moment(t time.Time) string {
	loc := f.Space.Location()
	if f.Now.Sub(t) > aYear && !t.IsZero() {
		return words.Day(store.DateOf(t, loc))
	}
	return words.Instant(t, f.Now, loc)
}

// filter chooses rows; its zero value chooses all.
type filter struct {
	State string   // a store.TagState, or notRegistered
	Words []string // folded
}

// notRegistered is a filter beside the states of a tag.
const notRegistered = "not registered"

func (f filter) apply(rows []*row) []*row {
	if f.State == "" && len(f.Words) == 0 {
		return rows
	}
	var out []*row
	for _, r := range rows {
		if f.fits(r) {
			out = append(out, r)
		}
	}
	return out
}

func (f filter) fits(r *row) bool {
	switch f.State {
	case "", string(r.Tag.State):
	case notRegistered:
		if r.standing != unregistered {
			return false
		}
	default:
		return false
	}
	for _, w := range f.Words {
		if !strings.Contains(r.find, w) {
			return false
		}
	}
	return true
}

// How the rows of the list are ordered.

func byTitle(a, b *row) int {
	return cmp.Or(strings.Compare(a.byTitle, b.byTitle), cmp.Compare(a.Tag.ID, b.Tag.ID))
}

// last is behind every name.
const last = "\U0010FFFF"

// byHolder puts those that nobody has at the end.
func byHolder(a, b *row) int {
	return cmp.Or(strings.Compare(cmp.Or(a.byHolder, last), cmp.Or(b.byHolder, last)), byTitle(a, b))
}

func byState(a, b *row) int { return cmp.Or(strings.Compare(a.State, b.State), byTitle(a, b)) }

func byStanding(a, b *row) int { return cmp.Or(cmp.Compare(a.standing, b.standing), byTitle(a, b)) }

func newestFirst(a, b *row) int { return cmp.Or(b.Seen.Compare(a.Seen), byTitle(a, b)) }
