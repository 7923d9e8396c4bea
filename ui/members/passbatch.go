package members

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/passes"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// passBook is everything that is known of the passes that somebody may use.
type passBook struct {
	team  []store.Person // themselves, and who shares passes with them
	uses  []store.PassUse
	stays []store.CheckIn // of the team
	kinds []store.PassType
}

// batch is what was given at once.
type batch struct {
	key    string
	first  store.PassUse // all of them were given as this one
	kind   string
	holder string // whose it is, where several people share passes
	count  int
	free   []store.PassID // that can still be used
	lines  []passLine     // what became of the others, the newest first
	used   int
	ended  int
	late   int // that expired
}

// passLine is what became of a pass, or of several at once.
type passLine struct {
	at   time.Time
	text string
}

// batches returns what was given, the newest first.
func (b passBook) batches(now time.Time, zone *time.Location) []*batch {
	teller := b.teller(now, zone)
	byKey := map[string]*batch{}
	var out []*batch
	for _, u := range b.uses {
		key := batchKey(u)
		have, known := byKey[key]
		if !known {
			have = &batch{key: key, first: u, kind: teller.kinds[u.Type]}
			if len(b.team) > 1 {
				have.holder = teller.names[u.Person]
			}
			byKey[key] = have
			out = append(out, have)
		}
		teller.add(have, u)
	}
	for _, one := range out {
		teller.tellEnds(one)
		slices.SortStableFunc(one.lines, func(a, b passLine) int { return b.at.Compare(a.at) })
	}
	slices.SortStableFunc(out, func(a, b *batch) int {
		return cmp.Or(b.first.GrantedAt.Compare(a.first.GrantedAt), cmp.Compare(b.first.ID, a.first.ID))
	})
	return out
}

func batchKey(u store.PassUse) string {
	if u.Batch == "" {
		return u.Key
	}
	return u.Batch
}

// teller says what became of passes.
type teller struct {
	now    time.Time
	zone   *time.Location
	kinds  map[store.PassTypeID]string
	names  map[store.PersonID]string
	shared bool
	back   map[store.PassID][]passLine // when it was given back for a longer one
	ends   map[*batch]map[end]int      // taken back and expired, at once
}

// end is when passes were taken back and why, or expired.
type end struct {
	at  time.Time
	why string
	day store.Date
}

func (b passBook) teller(now time.Time, zone *time.Location) *teller {
	t := &teller{
		now: now, zone: zone, kinds: passes.Names(b.kinds), names: map[store.PersonID]string{}, shared: len(b.team) > 1,
		back: map[store.PassID][]passLine{}, ends: map[*batch]map[end]int{},
	}
	for _, p := range b.team {
		t.names[p.ID] = p.Name()
	}
	kindOf := map[store.PassID]string{}
	for _, u := range b.uses {
		kindOf[u.ID] = t.kinds[u.Type]
	}
	for _, s := range b.stays {
		for _, id := range s.GaveBack {
			t.back[id] = append(t.back[id], passLine{s.First, t.who(s.Person, lang.L("{{.Day}}: given back, the pass “{{.Kind}}” was used instead",
				map[string]any{"Day": words.ShortDay(s.Day), "Kind": kindOf[s.Pass]}))})
		}
	}
	return t
}

// who puts a name before what somebody did, where several people share passes.
func (t *teller) who(id store.PersonID, text string) string {
	if name := t.names[id]; t.shared && name != "" {
		return name + ", " + text
	}
	return text
}

func (t *teller) add(b *batch, u store.PassUse) {
	b.count++
	b.lines = append(b.lines, t.back[u.ID]...)
	switch u.State(t.now, t.zone) {
	case store.PassUsed:
		b.used++
		b.lines = append(b.lines, passLine{u.From, t.who(u.By, words.Span(store.LocalOf(u.From, t.zone), store.LocalOf(u.Until, t.zone)))})
	case store.PassEnded:
		b.ended++
		t.note(b, end{at: u.EndedAt, why: u.Why})
	case store.PassExpired:
		b.late++
		t.note(b, end{at: u.ExpiresOn.End(t.zone), day: u.ExpiresOn})
	default:
		b.free = append(b.free, u.ID)
	}
}

func (t *teller) note(b *batch, e end) {
	if t.ends[b] == nil {
		t.ends[b] = map[end]int{}
	}
	t.ends[b][e]++
}

func (t *teller) tellEnds(b *batch) {
	for e, n := range t.ends[b] {
		text := lang.N("{{.Count}} expired on {{.Day}}", n, map[string]any{"Count": n, "Day": words.ShortDay(e.day)})
		if e.day == "" {
			text = lang.N("{{.Count}} taken back on {{.Day}}: {{.Why}}", n, map[string]any{
				"Count": n, "Day": words.ShortDay(store.DateOf(e.at, t.zone)), "Why": e.why})
		}
		b.lines = append(b.lines, passLine{e.at, text})
	}
}

// title is how many of which kind.
func (b *batch) title() string {
	if b.count == 1 {
		return b.kind
	}
	return lang.L("{{.Count}} × {{.Kind}}", map[string]any{"Count": b.count, "Kind": b.kind})
}

// state says in two words how it stands with a batch.
func (b *batch) state(now time.Time, zone *time.Location) (widgets.Kind, string) {
	switch n := len(b.free); {
	case n > 0 && b.first.GrantedAt.After(now):
		return widgets.Accent, lang.L("from {{.Day}}", map[string]any{"Day": words.ShortDay(store.DateOf(b.first.GrantedAt, zone))})
	case n > 0 && b.count == 1:
		return widgets.Good, lang.L("free")
	case n > 0:
		return widgets.Good, lang.N("{{.Count}} left", n, map[string]any{"Count": n})
	case b.used == 0 && b.late == 0:
		return widgets.Neutral, lang.L("taken back")
	case b.used == 0 && b.ended == 0:
		return widgets.Neutral, lang.L("expired")
	}
	return widgets.Neutral, lang.L("used up")
}

// origin says how and when a batch came, what it cost, and until when it is
// good.
func (b *batch) origin(now time.Time, zone *time.Location) string {
	p := b.first
	came := passes.Came(p.Source) + " " + words.ShortDay(store.DateOf(p.GrantedAt, zone))
	price, good := "", lang.L("never expires")
	if p.Source == store.Bought && p.Price > 0 {
		price = words.Money(p.Price*int64(b.count), p.Currency)
	}
	if p.ExpiresOn != "" {
		good = lang.L("until {{.Day}}", map[string]any{"Day": words.Day(p.ExpiresOn)})
	}
	if len(b.free) == 0 {
		good = ""
	}
	return joined(b.holder, came, price, good, shortNote(p.Note))
}

// balance says what is left of all, and how it came to that.
func (b passBook) balance(now time.Time, zone *time.Location) (left, account string) {
	c := store.CountPasses(b.uses, b.stays, now, zone)
	var parts []string
	for _, part := range []struct {
		n    int
		said string
	}{
		{c.Used, lang.N("{{.Count}} used", c.Used, map[string]any{"Count": c.Used})},
		{c.Returned, lang.N("{{.Count}} given back", c.Returned, map[string]any{"Count": c.Returned})},
		{c.Expired, lang.N("{{.Count}} expired", c.Expired, map[string]any{"Count": c.Expired})},
		{c.Ended, lang.N("{{.Count}} taken back", c.Ended, map[string]any{"Count": c.Ended})},
	} {
		if part.n > 0 {
			parts = append(parts, part.said)
		}
	}
	return passes.Balance(b.uses, passes.Names(b.kinds), now, zone), strings.Join(parts, ", ")
}

// sharers names those with whom somebody shares passes; "" for nobody.
func (b passBook) sharers(self store.PersonID) string {
	var names []string
	for _, p := range b.team {
		if p.ID != self {
			names = append(names, p.Name())
		}
	}
	const few = 5
	if more := len(names) - few; more > 0 {
		names = append(names[:few], lang.N("and {{.Count}} more", more, map[string]any{"Count": more}))
	}
	return strings.Join(names, ", ")
}
