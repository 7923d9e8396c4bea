package calendar

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"latchkey/store"
	"latchkey/ui/widgets"
)

// How a repetition ends.
const (
	endsOnDay = "day"
	endsAfter = "times"
)

// ends is a field that says when a repetition ends: on a day, or after so many
// bookings.
type ends struct {
	widget.BaseWidget
	how   *widgets.SelectField
	day   *widgets.DateField
	times *widgets.NumberField
}

var _ widgets.Field = (*ends)(nil)

func newEnds(today func() string) *ends {
	e := &ends{
		how: widgets.NewSelectField("",
			widgets.Choice{ID: endsOnDay, Text: lang.L("on a day")},
			widgets.Choice{ID: endsAfter, Text: lang.L("after")}),
		day:   widgets.NewDateField(widgets.DateSpec{Today: today}),
		times: widgets.NewNumberField(widgets.NumberSpec{Unit: lang.L("bookings"), Min: 1, Max: 400}),
	}
	e.times.SetValue(10)
	e.how.OnChanged = func(string) { e.settle() }
	e.how.SetValue(endsOnDay)
	e.ExtendBaseWidget(e)
	return e
}

func (e *ends) settle() {
	if e.how.Value() == endsAfter {
		e.day.Hide()
		e.times.Show()
	} else {
		e.times.Hide()
		e.day.Show()
	}
}

// of completes a repetition that goes on so often.
func (e *ends) of(every string) repetition {
	if e.how.Value() == endsAfter {
		return repetition{Every: every, Times: e.times.Value()}
	}
	return repetition{Every: every, Until: store.Date(e.day.Value())}
}

// end is the field in sight beside the choice.
func (e *ends) end() widgets.Field {
	if e.how.Value() == endsAfter {
		return e.times
	}
	return e.day
}

// Enable implements widgets.Field.
func (e *ends) Enable() { e.how.Enable(); e.day.Enable(); e.times.Enable() }

// Disable implements widgets.Field.
func (e *ends) Disable() { e.how.Disable(); e.day.Disable(); e.times.Disable() }

// Disabled implements widgets.Field.
func (e *ends) Disabled() bool { return e.how.Disabled() }

// Check implements widgets.Field.
func (e *ends) Check() error { return e.end().Check() }

// State implements widgets.Field.
func (e *ends) State() string { return e.how.State() + " " + e.end().State() }

// Restore implements widgets.Restorer.
func (e *ends) Restore(state string) {
	how, end, _ := strings.Cut(state, " ")
	e.how.Restore(how)
	if r, able := e.end().(widgets.Restorer); able {
		r.Restore(end)
	}
}

// Watch implements widgets.Field.
func (e *ends) Watch(changed, left func()) {
	e.how.Watch(changed, nil)
	e.day.Watch(changed, left)
	e.times.Watch(changed, left)
}

// FocusTarget implements widgets.Field: what is wrong, when something is.
func (e *ends) FocusTarget() fyne.Focusable {
	if e.Check() != nil {
		return e.end().FocusTarget()
	}
	return e.how.FocusTarget()
}

// CreateRenderer is called by Fyne.
func (e *ends) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewHBox(e.how, e.day, e.times))
}
