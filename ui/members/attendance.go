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
	"latchkey/ui/passes"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// attendanceTab shows when a person was there, month by month.
type attendanceTab struct {
	deps   Deps
	roster *roster
	person store.Person
	record record
	shown  record // as the rows show it
	said   string // the summary
	months int    // how many are shown
	loader loader[store.PersonID, record]
	rows   *scrollRows
	in     *widgets.Button
	out    *widgets.Button
	foot   *fyne.Container
	outer  fyne.CanvasObject
}

// The months that are shown, at first and more each time that it is asked for.
const (
	firstMonths = 3
	moreMonths  = 12
)

func newAttendanceTab(deps Deps, d *dialogs) *attendanceTab {
	t := &attendanceTab{deps: deps, rows: newScrollRows(), months: firstMonths}
	t.loader = loader[store.PersonID, record]{desk: deps.Desk, read: t.read, show: t.answered}
	t.in = widgets.NewButton(lang.L("Check in now"), func() { d.checkIn(t.person) })
	t.out = widgets.NewButton(lang.L("Left at…"), func() { d.checkOut(t.person) })
	t.out.Hide()
	t.foot = container.NewHBox(t.in, t.out)
	t.outer = container.NewBorder(nil, t.foot, nil, nil, t.rows.outer)
	return t
}

func (t *attendanceTab) content() fyne.CanvasObject { return t.outer }

func (t *attendanceTab) concerns(k store.Kind) bool { return k.Has(store.KindCheckIn | store.KindPass) }

func (t *attendanceTab) show(r *roster, p store.Person) {
	if p.ID != t.person.ID {
		t.rows.set(nil)
		t.shown, t.months = record{}, firstMonths
	}
	t.roster, t.person = r, p
	t.loader.ask(p.ID)
}

func (t *attendanceTab) read(ctx context.Context, id store.PersonID) (r record, err error) {
	s := t.deps.Desk.Store
	if r.stays, err = s.CheckInsOf(ctx, id); err != nil {
		return r, fmt.Errorf("members: check-ins: %w", err)
	}
	if r.corrections, err = s.CorrectionsOf(ctx, id); err != nil {
		return r, fmt.Errorf("members: corrections: %w", err)
	}
	uses, err := s.PassesOf(ctx, id)
	if err != nil {
		return r, fmt.Errorf("members: passes: %w", err)
	}
	kinds, err := s.PassTypes(ctx)
	if err != nil {
		return r, fmt.Errorf("members: kinds of passes: %w", err)
	}
	names := passes.Names(kinds)
	r.passes = make(map[store.PassID]string, len(uses))
	for _, u := range uses {
		r.passes[u.ID] = names[u.Type]
	}
	r.spaces, err = s.Spaces(ctx)
	return r, err
}

func (t *attendanceTab) answered(id store.PersonID, r record) {
	if id != t.person.ID {
		return
	}
	t.record = r
	today := t.roster.today()
	setVisible(t.out, r.cameOn(today))
	t.foot.Refresh()
	if len(t.rows.box.Objects) > 0 && t.summary() == t.said && reflect.DeepEqual(r, t.shown) {
		return // the keyboard stays where it is
	}
	t.fill()
}

// fill makes the rows anew.
func (t *attendanceTab) fill() {
	t.shown, t.said = t.record, t.summary()
	months := t.record.months()
	if len(months) == 0 {
		t.rows.set([]fyne.CanvasObject{note(lang.L("Not seen yet. Who opens a door of the space with a tag or a phone is listed here, day by day; who came in by a door that was open can be checked in by hand."))})
		return
	}
	rows := []fyne.CanvasObject{spaced(10, 10, widgets.NewParagraph(t.said, theme.ColorText))}
	for _, m := range months[:min(t.months, len(months))] {
		rows = append(rows, monthHead(m))
		for _, d := range m.days {
			rows = append(rows, t.dayRow(d))
		}
	}
	if more := len(months) - t.months; more > 0 {
		rows = append(rows, container.NewHBox(widgets.NewLinkButton(lang.L("Show earlier months"), func() {
			t.months += moreMonths
			t.fill()
		})))
	}
	t.rows.set(rows)
}

// summary says how often somebody comes, and when they were seen last.
func (t *attendanceTab) summary() string {
	now := t.deps.Desk.Now()
	here, before := monthOf(t.roster.today()), monthBefore(t.roster.today())
	n, was := t.record.daysIn(here), t.record.daysIn(before)
	text := lang.N("{{.Count}} days this month", n, map[string]any{"Count": n}) + ", " + lang.L("{{.Count}} last month.", map[string]any{"Count": was})
	if last, loc, ok := t.record.lastSeen(); ok {
		text += " " + lang.L("Last seen {{.Time}}.", map[string]any{"Time": words.Instant(last, now, loc)})
	}
	for _, s := range t.record.stays {
		if s.In(now) {
			text += " " + lang.L("The pass lets in until {{.Time}}.", map[string]any{
				"Time": words.Instant(s.Until, now, t.record.zone(s.Space))})
			break
		}
	}
	return text
}

func monthHead(m month) fyne.CanvasObject {
	n := len(m.seen)
	return spaced(14, 4, container.NewBorder(nil, nil, nil, container.NewCenter(widgets.Muted(lang.N("{{.Count}} days", n, map[string]any{"Count": n}))),
		widgets.CardTitle(monthWords(m.first))))
}

// dayRow is one stay, with what the desk said of it.
func (t *attendanceTab) dayRow(d dayLine) fyne.CanvasObject {
	rows := container.New(wrapRows{}, widgets.Strong(words.ShortDay(d.day)))
	if len(d.corrections) > 0 {
		rows = container.New(wrapRows{}, container.NewBorder(nil, nil, nil, container.NewCenter(widgets.NewPill(widgets.Neutral, lang.L("by hand"))),
			widgets.Strong(words.ShortDay(d.day))))
	}
	if text := t.record.stayWords(d); text != "" {
		rows.Add(widgets.MutedParagraph(text))
	}
	for _, c := range d.corrections {
		rows.Add(container.NewBorder(nil, nil, nil, container.NewCenter(
			widgets.NewLinkButton(lang.L("Take back"), func() { t.uncorrect(c) })),
			container.NewVBox(layout.NewSpacer(), widgets.NewParagraph(t.record.correctionWords(c), theme.ColorText), layout.NewSpacer())))
	}
	return spaced(6, 6, rows)
}

// uncorrect takes back what the desk said.
func (t *attendanceTab) uncorrect(c store.Correction) {
	t.deps.Desk.Save(lang.L("Correction of {{.Name}} taken back.", named(t.person)), func(tx *store.Tx) error { return tx.Uncorrect(c.ID) })
}

// checkIn says that somebody is there, as of now.
func (d *dialogs) checkIn(p store.Person) {
	space := d.roster().Space.ID
	d.deps.Desk.Save(lang.L("{{.Name}} checked in.", named(p)), func(tx *store.Tx) error {
		return tx.Correct(&store.Correction{Space: space, Person: p.ID, Kind: store.CheckedIn, At: tx.Now})
	})
}

// checkOut asks when somebody left today.
func (d *dialogs) checkOut(p store.Person) {
	r := d.roster()
	clock, remark := widgets.NewTimeField(false), widgets.NewTextField("")
	clock.SetValue(words.Clock(store.LocalOf(r.Now, r.zone)))
	widgets.ShowForm(d.deps.Desk.Win, widgets.FormSpec{
		Title: lang.L("When did {{.Name}} leave?", named(p)),
		Fields: []widgets.FormField{
			{Name: "at", Label: lang.L("Left at"), Field: clock, Hint: lang.L("Today, on the space’s clock. A later entry is another stay.")},
			{Name: "note", Label: lang.L("Note"), Field: remark},
		},
		OnSave: func(ctx context.Context) error {
			at := store.LocalTime(string(r.today()) + "T" + clock.Value()).Start(r.zone)
			return d.deps.Desk.Commit(ctx, lang.L("{{.Name}} left at {{.Time}}.", map[string]any{"Name": p.Name(), "Time": clock.Value()}),
				func(tx *store.Tx) error {
					return tx.Correct(&store.Correction{Space: r.Space.ID, Person: p.ID, Kind: store.CheckedOut, At: notAfter(at, tx.Now), Note: remark.Value()})
				})
		},
		Dispatcher: d.deps.Desk.Dispatch,
	})
}

// notAfter is at, but now where they are in the same minute: a clock shows no
// seconds.
func notAfter(at, now time.Time) time.Time {
	if d := now.Sub(at); d > 0 && d < time.Minute {
		return now
	}
	return at
}
