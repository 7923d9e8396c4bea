package members

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"latchkey/store"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// preview is a row of a dialog that says which doors the person gains and
// loses by what is entered. It is a field only in that it stands among them:
// nothing can be entered.
type preview struct {
	widget.BaseWidget
	loader loader[previewQuestion, previewAnswer]
	today  store.Date
	zone   *time.Location
	extra  func(after store.Person) string // a further sentence; may be nil
	form   *widgets.Form                   // nil until it is open

	gains, loses, note *widgets.Paragraph
	body               *fyne.Container
}

// previewQuestion is what a person is and would be, and from which day on.
type previewQuestion struct {
	before, after store.Person
	day           store.Date
}

// previewAnswer names the doors; those of bookings are with the bookings.
type previewAnswer struct {
	gains, loses []string
	bookings     []bookingLine // of the person, that are not over
}

var _ widgets.Field = (*preview)(nil)

// previewWidth is the width of the fields of a form.
const previewWidth = 340

func newPreview(deps Deps, r *roster) *preview {
	p := &preview{
		today: r.today(), zone: r.zone,
		gains: widgets.NewParagraph("", theme.ColorGood),
		loses: widgets.NewParagraph("", theme.ColorBad),
		note:  widgets.MutedParagraph(""),
	}
	p.gains.Hide()
	p.loses.Hide()
	p.loader = loader[previewQuestion, previewAnswer]{
		desk: deps.Desk,
		read: func(ctx context.Context, q previewQuestion) (previewAnswer, error) {
			return readPreview(ctx, deps, q, p.today)
		},
		show: p.answered,
	}
	for _, text := range []*widgets.Paragraph{p.gains, p.loses, p.note} {
		text.Resize(fyne.NewSize(previewWidth, 0))
	}
	p.body = container.New(previewRows{}, p.gains, p.loses, p.note)
	p.ExtendBaseWidget(p)
	return p
}

// readPreview runs away from the UI thread.
func readPreview(ctx context.Context, deps Deps, q previewQuestion, today store.Date) (a previewAnswer, err error) {
	a.gains, a.loses, err = deps.Preview(ctx, asOn(q.before, q.day, today), asOn(q.after, q.day, today))
	if err != nil || q.before.ID == 0 {
		return a, err
	}
	a.bookings, err = bookingsOf(ctx, deps.Desk.Store, q.before.ID, deps.Desk.Now())
	return a, err
}

// ask looks at the doors of a change that takes effect on a day.
func (p *preview) ask(before, after store.Person, day store.Date) {
	p.loader.ask(previewQuestion{before, after, day})
}

func (p *preview) answered(q previewQuestion, a previewAnswer) {
	p.set(p.gains, "")
	if len(a.gains) > 0 {
		p.set(p.gains, lang.L("Gains: {{.Doors}}", doorArgs(a.gains)))
	}
	p.set(p.loses, "")
	if len(a.loses) > 0 {
		p.set(p.loses, lang.L("Loses: {{.Doors}}", doorArgs(a.loses)))
	}
	p.set(p.note, strings.Join(p.notes(q, a), " "))
	p.body.Refresh()
	if p.form != nil {
		p.form.Refit()
	}
}

// notes are the sentences below the doors.
func (p *preview) notes(q previewQuestion, a previewAnswer) []string {
	notes := bookingNotes(a.bookings, q.before, q.after, p.zone)
	switch {
	case len(a.gains)+len(a.loses)+len(notes) == 0:
		notes = append(notes, lang.L("No change at the doors."))
	case q.day > p.today:
		notes = append([]string{lang.L("From {{.Day}} on.", map[string]any{"Day": words.Day(q.day)})}, notes...)
	}
	if isBlocked(q.after) {
		notes = append(notes, lang.L("Blocked: no door opens before “Unblock”."))
	}
	if p.extra != nil {
		if s := p.extra(q.after); s != "" {
			notes = append(notes, s)
		}
	}
	return notes
}

func (p *preview) set(text *widgets.Paragraph, words string) {
	text.SetText(words)
	text.Hidden = words == ""
}

func doorArgs(doors []string) map[string]any {
	return map[string]any{"Doors": strings.Join(doors, ", ")}
}

// CreateRenderer is called by Fyne.
func (p *preview) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.body) }

// Enable implements widgets.Field.
func (p *preview) Enable() {}

// Disable implements widgets.Field.
func (p *preview) Disable() {}

// Disabled implements widgets.Field: nothing can be entered.
func (p *preview) Disabled() bool { return true }

// Check implements widgets.Field.
func (p *preview) Check() error { return nil }

// State implements widgets.Field: it never changes by hand.
func (p *preview) State() string { return "" }

// Watch implements widgets.Field.
func (p *preview) Watch(_, _ func()) {}

// FocusTarget implements widgets.Field.
func (p *preview) FocusTarget() fyne.Focusable { return nil }

// previewRows stacks the texts at the height of a control at least.
type previewRows struct{}

const previewTop = 8 // the first line stands beside the label

func (previewRows) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(previewTop)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		y += o.MinSize().Height
	}
}

func (previewRows) MinSize(objects []fyne.CanvasObject) fyne.Size {
	height := float32(previewTop)
	for _, o := range objects {
		if o.Visible() {
			height += o.MinSize().Height
		}
	}
	return fyne.NewSize(previewWidth, height)
}
