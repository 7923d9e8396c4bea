package widgets

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// DateSpec says what a DateField takes.
type DateSpec struct {
	// Today returns the present date of the space as "2006-01-02".
	Today func() string
	// Optional allows the field to stay empty.
	Optional bool
	// Locale is how dates are written here; its zero value means SystemDates.
	Locale DateLocale
}

// DateField takes a date: typed in the order of the locale or as ISO, or
// picked from a calendar, which opens with Down and at the date entered. Its
// value has no time zone: it is a date in the space's zone.
type DateField struct {
	fieldBase
	// OnChanged is called when the date changed, with "" for none.
	OnChanged func(date string)

	spec  DateSpec
	last  string // the value told to OnChanged last
	entry *entry
	month *monthView
	popup *widget.PopUp
}

var _ Field = (*DateField)(nil)

const isoDate = "2006-01-02"

// NewDateField returns an empty field.
func NewDateField(spec DateSpec) *DateField {
	if spec.Locale.Separator == "" {
		spec.Locale = SystemDates()
	}
	f := &DateField{spec: spec, entry: newEntry(), month: newMonthView(spec.Locale.WeekStart)}
	f.entry.SetPlaceHolder(f.example())
	f.entry.ActionItem = newFieldIcon(theme.IconCalendar, f.open)
	f.entry.OnChanged = func(string) { f.changedText() }
	f.entry.onLeft = f.leave
	f.entry.onKey = func(ev *fyne.KeyEvent) bool {
		if ev.Name != fyne.KeyDown {
			return false
		}
		f.open()
		return true
	}
	f.month.onPick = f.pick
	f.month.onCancel = f.close
	f.month.onTab = func() {
		c := f.popup.Canvas
		f.close()
		c.FocusNext()
	}
	f.ExtendBaseWidget(f)
	return f
}

// example shows the order in which to type.
func (f *DateField) example() string {
	day, month, year := lang.L("DD"), lang.L("MM"), lang.L("YYYY")
	parts := []string{day, month, year}
	switch f.spec.Locale.Order {
	case MonthDayYear:
		parts = []string{month, day, year}
	case YearMonthDay:
		parts = []string{year, month, day}
	case DayMonthYear:
	}
	return strings.Join(parts, f.spec.Locale.Separator)
}

// Value returns the date as "2006-01-02", or "" when there is none that can be
// read: Check tells which.
func (f *DateField) Value() string {
	d, err := f.date()
	if err != nil {
		return ""
	}
	return d.Format(isoDate)
}

// SetValue shows a date given as "2006-01-02"; anything else empties the field.
func (f *DateField) SetValue(date string) {
	d, err := time.Parse(isoDate, date)
	if err != nil {
		f.entry.SetText("")
		return
	}
	f.entry.SetText(d.Format(f.spec.Locale.layout()))
}

func (f *DateField) date() (time.Time, error) {
	return parseDate(f.entry.Text, f.spec.Locale, f.today())
}

func (f *DateField) today() time.Time {
	d, err := time.Parse(isoDate, f.spec.Today())
	if err != nil {
		return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return d
}

func (f *DateField) changedText() {
	if v := f.Value(); v != f.last {
		f.last = v
		if f.OnChanged != nil {
			f.OnChanged(v)
		}
	}
	f.tellChanged()
}

// leave writes out in full what was typed short.
func (f *DateField) leave() {
	if d, err := f.date(); err == nil {
		f.entry.SetText(d.Format(f.spec.Locale.layout()))
	}
	f.tellLeft()
}

func (f *DateField) open() {
	c := CanvasOf(f.entry)
	if c == nil || f.entry.Disabled() {
		return
	}
	today := f.today()
	chosen, err := f.date()
	at := chosen
	if err != nil {
		at = today
	}
	f.month.open(at, chosen, today)
	f.popup = widget.NewPopUp(container.NewStack(f.month), c)
	at0 := fyne.CurrentApp().Driver().AbsolutePositionForObject(f.entry)
	below := at0.AddXY(0, f.entry.Size().Height+2)
	size := f.popup.MinSize()
	if below.Y+size.Height > c.Size().Height {
		below.Y = max(0, at0.Y-size.Height-2)
	}
	below.X = max(0, min(below.X, c.Size().Width-size.Width))
	f.popup.ShowAtPosition(below)
	c.Focus(f.month)
}

func (f *DateField) close() {
	f.popup.Hide()
	f.popup.Canvas.Focus(f.entry)
}

func (f *DateField) pick(d time.Time) {
	f.close()
	f.entry.SetText(d.Format(f.spec.Locale.layout()))
}

// Enable implements Field.
func (f *DateField) Enable() { f.entry.Enable() }

// Disable implements Field.
func (f *DateField) Disable() { f.entry.Disable() }

// Disabled implements Field.
func (f *DateField) Disabled() bool { return f.entry.Disabled() }

// Check implements Field.
func (f *DateField) Check() error {
	if strings.TrimSpace(f.entry.Text) == "" {
		if f.spec.Optional {
			return nil
		}
		return badInput("Enter a date.", nil)
	}
	if _, err := f.date(); err != nil {
		return badInput("“{{.Text}}” is not a date. Write it like {{.Example}}.",
			map[string]any{"Text": f.entry.Text, "Example": f.today().Format(f.spec.Locale.layout())})
	}
	return nil
}

// State implements Field.
func (f *DateField) State() string {
	if v := f.Value(); v != "" {
		return v
	}
	return f.entry.Text
}

// FocusTarget implements Field.
func (f *DateField) FocusTarget() fyne.Focusable { return f.entry }

// CreateRenderer is called by Fyne.
func (f *DateField) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewHBox(
		container.NewGridWrap(fyne.NewSize(150, f.entry.MinSize().Height), f.entry)))
}
