package widgets

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// monthView is a month of days to pick one from. Dates are midnight UTC. Keys:
// arrows by days and weeks, PageUp and PageDown by months, Home for today,
// Enter picks.
type monthView struct {
	widget.BaseWidget
	at, today time.Time
	chosen    time.Time // zero without
	weekStart time.Weekday
	onPick    func(time.Time)
	onCancel  func()
	onTab     func()

	title *Text
	days  [42]*dayCell
}

var (
	_ fyne.Focusable = (*monthView)(nil)
	_ fyne.Tabbable  = (*monthView)(nil)
)

func newMonthView(weekStart time.Weekday) *monthView {
	m := &monthView{weekStart: weekStart}
	m.title = NewText("", TextStyle{Bold: true, Align: fyne.TextAlignCenter})
	for i := range m.days {
		m.days[i] = newDayCell(func(d time.Time) { m.onPick(d) })
	}
	m.ExtendBaseWidget(m)
	return m
}

// open shows the month of at, which the keyboard is on.
func (m *monthView) open(at, chosen, today time.Time) {
	m.chosen, m.today = chosen, today
	m.moveTo(at)
}

func (m *monthView) moveTo(at time.Time) {
	m.at = at
	m.title.SetText(monthName(at.Month()) + " " + strconv.Itoa(at.Year()))
	day := m.first()
	for _, c := range m.days {
		c.set(day, dayState{
			other:  day.Month() != at.Month(),
			today:  day.Equal(m.today),
			chosen: day.Equal(m.chosen),
			at:     day.Equal(at),
		})
		day = day.AddDate(0, 0, 1)
	}
}

// first is the day in the upper left corner.
func (m *monthView) first() time.Time {
	first := m.at.AddDate(0, 0, 1-m.at.Day())
	back := (int(first.Weekday()) - int(m.weekStart) + 7) % 7
	return first.AddDate(0, 0, -back)
}

// AcceptsTab lets Tab close the calendar.
func (m *monthView) AcceptsTab() bool { return true }

func (m *monthView) FocusGained()   {}
func (m *monthView) FocusLost()     {}
func (m *monthView) TypedRune(rune) {}

func (m *monthView) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft:
		m.moveTo(m.at.AddDate(0, 0, -1))
	case fyne.KeyRight:
		m.moveTo(m.at.AddDate(0, 0, 1))
	case fyne.KeyUp:
		m.moveTo(m.at.AddDate(0, 0, -7))
	case fyne.KeyDown:
		m.moveTo(m.at.AddDate(0, 0, 7))
	case fyne.KeyPageUp:
		m.moveTo(addMonths(m.at, -1))
	case fyne.KeyPageDown:
		m.moveTo(addMonths(m.at, 1))
	case fyne.KeyHome:
		m.moveTo(m.today)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		m.onPick(m.at)
	case fyne.KeyEscape:
		m.onCancel()
	case fyne.KeyTab:
		m.onTab()
	}
}

func (m *monthView) CreateRenderer() fyne.WidgetRenderer {
	step := func(icon theme.IconName, months int) fyne.CanvasObject {
		return container.NewGridWrap(fyne.NewSquareSize(28),
			newFieldIcon(icon, func() { m.moveTo(addMonths(m.at, months)) }))
	}
	head := container.NewBorder(nil, nil, step(theme.IconLeft, -1), step(theme.IconRight, 1), m.title)
	grid := container.New(monthGrid{})
	for i := range 7 {
		name := weekdayName(time.Weekday((int(m.weekStart) + i) % 7))
		grid.Add(NewText(name, TextStyle{Color: theme.ColorMuted, Size: theme.SizeMuted, Align: fyne.TextAlignCenter}))
	}
	for _, c := range m.days {
		grid.Add(c)
	}
	return widget.NewSimpleRenderer(container.NewStack(overlayPanel(fynetheme.SizeNamePopupRadius),
		container.New(insets{8, 8}, container.New(stack{gap: 4}, head, grid))))
}

// monthGrid is seven columns of equal cells.
type monthGrid struct{}

const (
	dayWidth  = 38
	dayHeight = 30
)

func (monthGrid) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i%7)*dayWidth, float32(i/7)*dayHeight))
		o.Resize(fyne.NewSize(dayWidth, dayHeight))
	}
}

func (monthGrid) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(7*dayWidth, 7*dayHeight)
}

type dayState struct{ other, today, chosen, at bool }

// dayCell is one day of a monthView.
type dayCell struct {
	widget.BaseWidget
	day  time.Time
	tap  func(time.Time)
	back *Panel
	text *Text
}

func newDayCell(tap func(time.Time)) *dayCell {
	c := &dayCell{
		tap:  tap,
		back: NewPanel(theme.ColorSurface, "", 6),
		text: NewText("", TextStyle{Align: fyne.TextAlignCenter}),
	}
	c.ExtendBaseWidget(c)
	return c
}

func (c *dayCell) set(day time.Time, s dayState) {
	c.day = day
	c.text.SetText(strconv.Itoa(day.Day()))
	c.text.SetBold(s.today || s.chosen)
	fill, border, text := theme.ColorSurface, fyne.ThemeColorName(""), theme.ColorText
	switch {
	case s.chosen:
		fill, text = theme.ColorAccent, theme.ColorOnAccent
	case s.today:
		fill, text = theme.ColorAccentBack, theme.ColorAccent
	case s.other:
		text = theme.ColorMuted
	}
	if s.at && !s.chosen {
		border = theme.ColorAccent
	}
	c.text.SetColor(text)
	c.back.SetFill(fill, border)
}

func (c *dayCell) Tapped(*fyne.PointEvent) { c.tap(c.day) }

func (c *dayCell) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (c *dayCell) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(container.New(insets{2, 1}, c.back), c.text))
}
