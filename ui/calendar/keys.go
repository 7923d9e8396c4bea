package calendar

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"latchkey/store"
)

// FocusGained shows where the keyboard is. It does not scroll: the button of
// the mouse may have just gone down.
func (g *grid) FocusGained() {
	g.focused = true
	if g.pick.None() {
		g.pick = g.day.pickAt(0, g.day.firstMinute(g.now))
		g.on.picked()
	}
	g.Refresh()
}

// FocusLost makes it quiet.
func (g *grid) FocusLost() { g.focused = false; g.Refresh() }

// TypedRune takes N and T. They are taken as letters, not as keys: otherwise
// the letter would go on into the form that it opens.
func (g *grid) TypedRune(r rune) {
	switch r {
	case 'n', 'N':
		g.create()
	case 't', 'T':
		g.on.today()
	}
}

// TypedKey moves the pick and acts on it.
func (g *grid) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyUp:
		g.step(up)
	case fyne.KeyDown:
		g.step(down)
	case fyne.KeyLeft:
		g.step(left)
	case fyne.KeyRight:
		g.step(right)
	case fyne.KeyPageUp:
		g.on.turn(-1)
	case fyne.KeyPageDown:
		g.on.turn(1)
	case fyne.KeyReturn, fyne.KeyEnter:
		g.open()
	case fyne.KeyDelete, fyne.KeyBackspace:
		if g.pick.Booking != 0 {
			g.on.remove(g.pick.Booking)
		}
	case fyne.KeyEscape:
		g.escape()
	}
}

func (g *grid) step(to direction) {
	if len(g.day.Rooms) > 0 {
		g.choose(g.day.step(g.pick, to, g.day.firstMinute(g.now)))
	}
}

// escape gives up a drag, or what is picked.
func (g *grid) escape() {
	g.giveUp()
	g.choose(nothing)
}

// open edits the booking that is picked, or makes one in the free stretch.
func (g *grid) open() {
	if g.pick.Booking != 0 {
		g.on.edit(g.pick.Booking)
		return
	}
	g.create()
}

// create makes a booking where the pick is.
func (g *grid) create() {
	if len(g.day.Rooms) == 0 {
		return
	}
	p := g.pick
	if p.None() {
		p = g.day.pickAt(0, ceilTo(slotMinutes, g.day.firstMinute(g.now)))
	}
	from, until := g.day.proposal(p)
	g.on.create(g.day.Rooms[p.Column].ID, readingAt(g.day.Date, from), readingAt(g.day.Date, until))
}

// TypedShortcut takes Alt with the arrows, which move the booking by a quarter
// of an hour or to the next room, and with Shift its end.
func (g *grid) TypedShortcut(s fyne.Shortcut) {
	c, ok := s.(*desktop.CustomShortcut)
	b := g.pickedBlock()
	if !ok || b == nil {
		return
	}
	const alt, altShift = fyne.KeyModifierAlt, fyne.KeyModifierAlt | fyne.KeyModifierShift
	out := b.Booking
	switch {
	case c.Modifier == alt && c.KeyName == fyne.KeyUp:
		out, ok = g.day.nudged(out, -snap, 0)
	case c.Modifier == alt && c.KeyName == fyne.KeyDown:
		out, ok = g.day.nudged(out, snap, 0)
	case c.Modifier == alt && c.KeyName == fyne.KeyLeft:
		out, ok = g.day.nudged(out, 0, -1)
	case c.Modifier == alt && c.KeyName == fyne.KeyRight:
		out, ok = g.day.nudged(out, 0, 1)
	case c.Modifier == altShift && c.KeyName == fyne.KeyUp:
		out, ok = g.day.stretched(out, -snap)
	case c.Modifier == altShift && c.KeyName == fyne.KeyDown:
		out, ok = g.day.stretched(out, snap)
	default:
		return
	}
	if ok {
		g.nudge(out)
	}
}

// nudge asks for a change unless somebody is in the way.
func (g *grid) nudge(to store.Booking) {
	if by, taken := clash(to, g.day.Bookings); taken {
		g.on.refuse(g.day.taken(by))
		return
	}
	g.on.refuse("")
	g.on.change(to)
}
