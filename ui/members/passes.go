package members

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"latchkey/store"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// passesTab shows the passes that a person may use: what is left, and what
// became of each.
type passesTab struct {
	deps    Deps
	dialogs *dialogs
	roster  *roster
	person  store.Person
	book    passBook
	shown   passSight // as the rows show it
	opened  map[string]bool
	loader  loader[store.PersonID, passBook]
	rows    *scrollRows
	give    *widgets.Button
	kinds   *widgets.Button
	foot    *fyne.Container
	outer   *fyne.Container
}

// passSight is all that the rows depend on.
type passSight struct {
	book  passBook
	day   store.Date
	state string
	needs bool
}

func newPassesTab(deps Deps, d *dialogs) *passesTab {
	t := &passesTab{deps: deps, dialogs: d, rows: newScrollRows(), opened: map[string]bool{}}
	t.loader = loader[store.PersonID, passBook]{
		desk: deps.Desk, show: t.answered,
		read: func(ctx context.Context, id store.PersonID) (passBook, error) {
			return readPasses(ctx, deps.Desk.Store, id)
		},
	}
	t.give = widgets.NewButton(lang.L("Give passes…"), func() { t.dialogs.askPasses(t.person, t.book) })
	t.kinds = widgets.NewButton(lang.L("Kinds of passes…"), func() { t.deps.GoKinds() })
	t.give.Hide()
	t.kinds.Hide()
	t.foot = container.NewHBox(t.give, t.kinds)
	t.outer = container.NewBorder(nil, t.foot, nil, nil, t.rows.outer)
	return t
}

func (t *passesTab) content() fyne.CanvasObject { return t.outer }

func (t *passesTab) concerns(k store.Kind) bool {
	return k.Has(store.KindPass | store.KindCheckIn | store.KindSetting)
}

func (t *passesTab) show(r *roster, p store.Person) {
	if p.ID != t.person.ID {
		t.rows.set(nil)
		t.shown, t.opened = passSight{}, map[string]bool{}
	}
	t.roster, t.person = r, p
	t.loader.ask(p.ID)
}

// readPasses reads what is known of the passes that somebody may use.
func readPasses(ctx context.Context, s *store.Store, id store.PersonID) (b passBook, err error) {
	team, err := s.Team(ctx, id)
	if err != nil {
		return b, fmt.Errorf("members: who shares passes: %w", err)
	}
	for _, one := range team {
		p, err := s.Person(ctx, one)
		if err != nil {
			return b, fmt.Errorf("members: who shares passes: %w", err)
		}
		b.team = append(b.team, p)
	}
	if b.uses, err = s.PassesOf(ctx, id); err != nil {
		return b, fmt.Errorf("members: passes: %w", err)
	}
	if b.stays, err = s.CheckInsOf(ctx, team...); err != nil {
		return b, fmt.Errorf("members: check-ins: %w", err)
	}
	if b.kinds, err = s.PassTypes(ctx); err != nil {
		return b, fmt.Errorf("members: kinds of passes: %w", err)
	}
	return b, nil
}

func (t *passesTab) answered(id store.PersonID, b passBook) {
	if id != t.person.ID {
		return
	}
	t.book = b
	some := len(offered(b.kinds)) > 0
	setVisible(t.give, some)
	setVisible(t.kinds, !some && t.deps.GoKinds != nil)
	t.foot.Refresh()
	t.outer.Refresh()
	if len(t.rows.box.Objects) > 0 && reflect.DeepEqual(t.sight(), t.shown) {
		return // the keyboard stays where it is
	}
	t.fill()
}

func (t *passesTab) sight() passSight {
	_, state := passWords(t.roster, t.person)
	return passSight{t.book, t.roster.today(), state, t.roster.needsPass(t.person)}
}

// fill makes the rows anew.
func (t *passesTab) fill() {
	t.shown = t.sight()
	now, zone := t.deps.Desk.Now(), t.roster.zone
	if len(t.book.uses) == 0 {
		t.rows.set([]fyne.CanvasObject{note(t.noPasses())})
		return
	}
	rows := []fyne.CanvasObject{spaced(10, 10, t.summary(now, zone))}
	for _, b := range t.book.batches(now, zone) {
		rows = append(rows, t.batchRow(b, now, zone))
	}
	t.rows.set(rows)
}

// noPasses explains an empty tab.
func (t *passesTab) noPasses() string {
	if len(offered(t.book.kinds)) == 0 {
		return lang.L("There are no kinds of passes yet. Say in Plans, under “Kinds of passes”, how long one lasts and what it costs.")
	}
	text := lang.L("No passes yet. Give some: each check-in uses one up, the cheapest first.")
	if t.roster.needsPass(t.person) {
		text = lang.L("No passes yet, and the plan opens its doors only with a valid one. Give some: the doors open again at once.")
	}
	return text
}

// summary is the balance in plain words.
func (t *passesTab) summary(now time.Time, zone *time.Location) fyne.CanvasObject {
	left, account := t.book.balance(now, zone)
	kind := widgets.Neutral
	switch t.roster.passStateOf(t.person) {
	case passNone:
		kind = widgets.Bad
		left += " " + lang.L("The plan opens no door before one is given.")
	case passLast:
		kind = widgets.Warn
		if t.roster.passes[t.person.ID].Left == 0 {
			left += " " + lang.L("The last one is in use.")
		}
	}
	lines := []fyne.CanvasObject{listdetail.Notice(kind, left)}
	if account != "" {
		lines = append(lines, widgets.MutedParagraph(lang.L("So far: {{.Account}}.", map[string]any{"Account": account})))
	}
	if names := t.book.sharers(t.person.ID); names != "" {
		lines = append(lines, widgets.MutedParagraph(lang.L("Shared with {{.Names}}.", map[string]any{"Names": names})))
	}
	return listdetail.Stack(4, lines...)
}

// fewLines is how much of a batch is shown before it is asked for.
const fewLines = 3

// batchRow shows what was given at once, and what became of it.
func (t *passesTab) batchRow(b *batch, now time.Time, zone *time.Location) fyne.CanvasObject {
	kind, state := b.state(now, zone)
	title := widgets.NewText(b.title(), widgets.TextStyle{Bold: true, Ellipsis: true})
	rows := container.New(wrapRows{},
		container.NewBorder(nil, nil, nil, container.NewCenter(widgets.NewPill(kind, state)), title),
		widgets.MutedParagraph(b.origin(now, zone)))
	most := fewLines
	if len(b.free) == 0 {
		most = 0
	}
	if t.opened[b.key] {
		most = len(b.lines)
	}
	for i, l := range b.lines[:min(most, len(b.lines))] {
		above := float32(2)
		if i == 0 {
			above = 6
		}
		rows.Add(spaced(above, 0, widgets.NewParagraph(l.text, theme.ColorText)))
	}
	links := container.NewHBox(layout.NewSpacer())
	if more := len(b.lines) - most; more > 0 {
		text := lang.N("Show {{.Count}} more", more, map[string]any{"Count": more})
		if most == 0 {
			text = lang.N("What became of them", b.count)
		}
		links.Add(widgets.NewLinkButton(text, func() {
			t.opened[b.key] = true
			t.fill()
		}))
	}
	if len(b.free) > 0 {
		links.Add(widgets.NewLinkButton(lang.L("Take back…"), func() { t.dialogs.takeBack(t.person, b) }))
	}
	if len(links.Objects) > 1 {
		rows.Add(links)
	}
	return spaced(8, 8, rows)
}

// offered are the kinds that can be given.
func offered(kinds []store.PassType) []store.PassType {
	var out []store.PassType
	for _, k := range kinds {
		if !k.Archived {
			out = append(out, k)
		}
	}
	return out
}

func setVisible(o fyne.CanvasObject, visible bool) {
	if visible {
		o.Show()
	} else {
		o.Hide()
	}
}
