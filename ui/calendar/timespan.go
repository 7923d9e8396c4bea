package calendar

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// timeSpan is a field of two times on one row: from and until.
type timeSpan struct {
	widget.BaseWidget
	from, until *widgets.TimeField
}

var _ widgets.Field = (*timeSpan)(nil)

func newTimeSpan() *timeSpan {
	s := &timeSpan{from: widgets.NewTimeField(false), until: widgets.NewTimeField(false)}
	s.ExtendBaseWidget(s)
	return s
}

// Enable implements widgets.Field.
func (s *timeSpan) Enable() { s.from.Enable(); s.until.Enable() }

// Disable implements widgets.Field.
func (s *timeSpan) Disable() { s.from.Disable(); s.until.Disable() }

// Disabled implements widgets.Field.
func (s *timeSpan) Disabled() bool { return s.from.Disabled() }

// Check implements widgets.Field.
func (s *timeSpan) Check() error {
	if err := s.from.Check(); err != nil {
		return err
	}
	return s.until.Check()
}

// State implements widgets.Field.
func (s *timeSpan) State() string { return s.from.State() + "–" + s.until.State() }

// Restore implements widgets.Restorer.
func (s *timeSpan) Restore(state string) {
	from, until, _ := strings.Cut(state, "–")
	s.from.Restore(from)
	s.until.Restore(until)
}

// Watch implements widgets.Field. Only who leaves the second time leaves the
// field: before that the second is on its way.
func (s *timeSpan) Watch(changed, left func()) {
	s.from.Watch(changed, nil)
	s.until.Watch(changed, left)
}

// FocusTarget implements widgets.Field.
func (s *timeSpan) FocusTarget() fyne.Focusable {
	if s.from.Check() == nil && s.until.Check() != nil {
		return s.until.FocusTarget()
	}
	return s.from.FocusTarget()
}

// CreateRenderer is called by Fyne.
func (s *timeSpan) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewHBox(s.from,
		widgets.NewText("–", widgets.TextStyle{Color: theme.ColorMuted}), s.until))
}
