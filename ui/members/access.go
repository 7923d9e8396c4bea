package members

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// accessTab answers which doors a person opens, when and why: now, or at a
// time that the desk asks about.
type accessTab struct {
	deps   Deps
	roster *roster
	person store.Person
	at     time.Time // zero: now
	loader loader[accessQuestion, accessAnswer]

	when  *widgets.Text
	other *widgets.Button
	now   *widgets.Button
	rows  *scrollRows
	outer fyne.CanvasObject
}

type accessQuestion struct {
	person store.PersonID
	at     time.Time // zero: now
}

type accessAnswer struct {
	at    time.Time
	lines []DoorLine
}

func newAccessTab(deps Deps) *accessTab {
	t := &accessTab{deps: deps, when: widgets.Muted(""), rows: newScrollRows()}
	t.loader = loader[accessQuestion, accessAnswer]{desk: deps.Desk, read: t.read, show: t.answered}
	t.other = widgets.NewLinkButton(lang.L("another time…"), t.askTime)
	t.now = widgets.NewLinkButton(lang.L("back to now"), func() { t.setTime(time.Time{}) })
	t.now.Hide()
	head := container.NewBorder(nil, nil, nil, container.NewHBox(t.now, t.other), t.when)
	t.outer = container.NewBorder(head, nil, nil, nil, t.rows.outer)
	return t
}

func (t *accessTab) content() fyne.CanvasObject { return t.outer }

func (t *accessTab) concerns(k store.Kind) bool {
	return k.Has(store.KindPerson | store.KindPlan | store.KindRoom | store.KindBooking | store.KindTag |
		store.KindMirror | store.KindLedger | store.KindSpace)
}

func (t *accessTab) show(r *roster, p store.Person) {
	if p.ID != t.person.ID {
		t.rows.set(nil)
	}
	t.roster, t.person = r, p
	t.loader.ask(accessQuestion{p.ID, t.at})
}

func (t *accessTab) read(ctx context.Context, q accessQuestion) (accessAnswer, error) {
	a := accessAnswer{at: q.at}
	if a.at.IsZero() {
		a.at = t.deps.Desk.Now()
	}
	var err error
	a.lines, err = t.deps.Explain(ctx, q.person, a.at)
	return a, err
}

func (t *accessTab) answered(q accessQuestion, a accessAnswer) {
	if q.person != t.person.ID {
		return
	}
	loc := t.roster.zone
	if q.at.IsZero() {
		t.when.SetText(lang.L("Right now, {{.Time}}", map[string]any{"Time": words.Clock(store.LocalOf(a.at, loc))}))
		t.now.Hide()
	} else {
		t.when.SetText(words.Moment(store.LocalOf(a.at, loc)))
		t.now.Show()
	}
	if len(a.lines) == 0 {
		t.rows.set([]fyne.CanvasObject{note(
			lang.L("No doors are known yet. Connect the space to SALTO KS in Settings; its doors are then listed here."))})
		return
	}
	rows := make([]fyne.CanvasObject, 0, len(a.lines)+1)
	for _, line := range a.lines {
		pill, text := doorWords(line)
		rows = append(rows, widgets.TwoLines(line.Door, text, pill))
	}
	rows = append(rows, note(proofWords(a.lines, t.deps.Desk.Now(), loc)))
	t.rows.set(rows)
}

// shortWhen is how long the hours may be, in characters, to stand in the pill.
const shortWhen = 12

// doorWords makes the pill and the reasons of a door.
func doorWords(line DoorLine) (*widgets.Pill, string) {
	why := sentences(line.Why)
	if !line.Open {
		return widgets.NewPill(widgets.Neutral, lang.L("No")), why
	}
	when := sentences(line.When)
	switch {
	case when == "":
		return widgets.NewPill(widgets.Good, lang.L("Yes")), why
	case utf8.RuneCountInString(when) <= shortWhen:
		return widgets.NewPill(widgets.Good, lang.L("Yes, {{.When}}", map[string]any{"When": when})), why
	}
	return widgets.NewPill(widgets.Good, lang.L("Yes")), joined(when, why)
}

func sentences(all []store.Sentence) string {
	texts := make([]string, len(all))
	for i, s := range all {
		texts[i] = words.Sentence(s)
	}
	return strings.Join(texts, " ")
}

// proofWords says when SALTO KS last confirmed what the open doors rest on.
func proofWords(lines []DoorLine, now time.Time, loc *time.Location) string {
	var last time.Time
	open, unproven := 0, 0
	for _, l := range lines {
		if !l.Open {
			continue
		}
		open++
		if l.Proof.IsZero() {
			unproven++
		} else if l.Proof.After(last) {
			last = l.Proof
		}
	}
	confirmed := lang.L("Confirmed in SALTO KS: {{.Time}}.", map[string]any{"Time": words.Instant(last, now, loc)})
	switch {
	case open == 0:
		return lang.L("No door opens for this person at that time.")
	case unproven == open:
		return lang.L("Not yet confirmed in SALTO KS.")
	case unproven > 0:
		return confirmed + " " + lang.N("{{.Count}} doors are not yet confirmed.", unproven, map[string]any{"Count": unproven})
	}
	return confirmed
}

func (t *accessTab) setTime(at time.Time) {
	t.at = at
	t.loader.ask(accessQuestion{t.person.ID, at})
}

// askTime asks for the moment to explain.
func (t *accessTab) askTime() {
	loc := t.roster.zone
	at := store.LocalOf(t.deps.Desk.Now(), loc)
	if !t.at.IsZero() {
		at = store.LocalOf(t.at, loc)
	}
	day := newDateField(t.roster, false)
	day.SetValue(string(at.Date()))
	clock := widgets.NewTimeField(false)
	clock.SetValue(words.Clock(at))
	widgets.ShowForm(t.deps.Desk.Win, widgets.FormSpec{
		Title: lang.L("Which doors open at another time?"),
		OK:    lang.L("Show"),
		Fields: []widgets.FormField{
			{Name: "day", Label: lang.L("Day"), Field: day},
			{Name: "time", Label: lang.L("Time"), Field: clock},
		},
		OnSave: func(context.Context) error { return nil },
		OnSaved: func() {
			t.setTime(store.LocalTime(day.Value() + "T" + clock.Value()).Start(loc))
		},
	})
}
