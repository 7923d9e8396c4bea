package calendar

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"latchkey/store"
	"latchkey/ui/widgets"
)

// Measures of the day. A column is as wide as the window allows, but not
// narrower than columnLeast: then the day scrolls sideways.
const (
	hourHeight  = 64
	columnLeast = 150
	columnGap   = 10
)

func yOf(minute int) float32 { return float32(minute) * hourHeight / 60 }

func minuteAt(y float32) int { return int(y * 60 / hourHeight) }

// gridEvents is what a person asks for on the grid.
type gridEvents struct {
	create func(room store.RoomID, from, until store.LocalTime)
	change func(b store.Booking) // moved or resized
	refuse func(sentence string) // a drag that cannot be, or "" once it can
	edit   func(id store.BookingID)
	remove func(id store.BookingID)
	menu   func(id store.BookingID, at fyne.Position)
	picked func()
	turn   func(days int)
	today  func()
}

// grid is the day itself, without the names of the rooms and the hours.
type grid struct {
	widget.BaseWidget
	widgets.ProgramTheme
	on      gridEvents
	day     *day
	now     store.LocalTime
	pick    pick
	drag    *drag
	dropped bool // the drag under way was given up; what follows of it is nothing
	ghost   *ghost
	over    fyne.Position // of the pointer
	focused bool
	// reveal brings a stretch of a column into sight.
	reveal func(column, from, until int)
}

var (
	_ fyne.Focusable         = (*grid)(nil)
	_ fyne.Shortcutable      = (*grid)(nil)
	_ fyne.Draggable         = (*grid)(nil)
	_ fyne.DoubleTappable    = (*grid)(nil)
	_ fyne.SecondaryTappable = (*grid)(nil)
	_ desktop.Mouseable      = (*grid)(nil)
	_ desktop.Hoverable      = (*grid)(nil)
	_ desktop.Cursorable     = (*grid)(nil)
)

func newGrid(on gridEvents) *grid {
	g := &grid{on: on, pick: nothing, day: &day{}, ghost: newGhost(), reveal: func(int, int, int) {}}
	g.ExtendBaseWidget(g)
	return g
}

// show draws a day. What was picked stays picked where it still is.
func (g *grid) show(d *day, now store.LocalTime) {
	if d.Date != g.day.Date && g.pick.Booking == 0 {
		g.pick = nothing
	}
	if d.Date != g.day.Date || len(d.Rooms) != len(g.day.Rooms) {
		g.giveUp()
	}
	g.day, g.now = d, now
	g.pick = d.again(g.pick)
	g.Refresh()
	g.on.picked()
}

// setNow moves the line of the present time.
func (g *grid) setNow(now store.LocalTime) {
	g.now = now
	g.Refresh()
}

// choose picks something and brings it into sight.
func (g *grid) choose(p pick) {
	g.pick = p
	g.on.refuse("")
	if !p.None() {
		g.reveal(p.Column, p.From, p.Until)
	}
	g.Refresh()
	g.on.picked()
}

// pickedBlock returns the block of the booking that is picked, or nil.
func (g *grid) pickedBlock() *block {
	if g.pick.Booking == 0 {
		return nil
	}
	return g.day.byID(g.pick.Booking)
}

func (g *grid) columnWidth() float32 {
	if len(g.day.Rooms) == 0 {
		return columnLeast
	}
	return g.Size().Width / float32(len(g.day.Rooms))
}

// spot returns the column and the minute at a point of the grid.
func (g *grid) spot(at fyne.Position) (column, minute int) {
	column = int(at.X / g.columnWidth())
	column = min(max(column, 0), len(g.day.Rooms)-1)
	return column, min(max(minuteAt(at.Y), 0), dayMinutes)
}

// MinSize is the whole day.
func (g *grid) MinSize() fyne.Size {
	return fyne.NewSize(float32(max(1, len(g.day.Rooms)))*columnLeast, yOf(dayMinutes))
}

func (g *grid) focus() {
	if c := widgets.CanvasOf(g); c != nil {
		c.Focus(g)
	}
}
