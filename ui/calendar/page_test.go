package calendar

import (
	"context"
	"image/color"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui"
	"latchkey/ui/desk"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

var _ ui.Page = (*Page)(nil)

// scene is the page in a window, on a file of its own with two rooms, a member
// and a visitor. It is Monday 23 November 2026, 10:36 in Paris.
type scene struct {
	*testing.T
	store   *store.Store
	win     fyne.Window
	page    *Page
	space   store.Space
	rooms   [2]store.Room
	mia     store.Person
	lena    store.Person
	undo    func()
	said    string // by the undo bar
	states  map[store.BookingID]State
	trouble error // of the states
	shown   store.PersonID
}

func emptyScene(t *testing.T) *scene {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light))
	now := time.Date(2026, 11, 23, 9, 36, 0, 0, time.UTC)
	s, err := store.Open(t.Context(), store.Options{
		Path: filepath.Join(t.TempDir(), "space.latchkey"),
		Now:  func() time.Time { return now },
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })

	sc := &scene{T: t, store: s, win: app.NewWindow("")}
	sc.space = store.Space{
		Name: "Maison Nord", Zone: "Europe/Paris", Before: 5, After: 10, HorizonDays: 14,
		Leaving: store.LeavingSuspend, OpenFrom: "08:00", OpenUntil: "20:00",
	}
	sc.do(func(tx *store.Tx) error { return tx.SaveSpace(&sc.space) })
	d := &desk.Desk{
		Store: s, Win: sc.win, Dispatch: widgets.Sync{},
		Space:  func() store.SpaceID { return sc.space.ID },
		Undone: func(text string, undo func()) { sc.said, sc.undo = text, undo },
	}
	sc.page = New(Deps{
		Desk: d,
		BookingStates: func(context.Context, []store.BookingID) (map[store.BookingID]State, error) {
			return sc.states, sc.trouble
		},
		ShowPerson: func(id store.PersonID) { sc.shown = id },
		GoRooms:    func() {},
	})
	sc.win.SetContent(sc.page.Content())
	sc.win.Resize(fyne.NewSize(1000, 700))
	return sc
}

func newScene(t *testing.T) *scene {
	t.Helper()
	sc := emptyScene(t)
	sc.do(func(tx *store.Tx) error {
		sc.mia = store.Person{FirstName: "Mia", LastName: "Berg", Email: "mia@example.com", Connect: store.ConnectPhoneAndTag}
		sc.lena = store.Person{FirstName: "Lena", LastName: "Roth", Connect: store.ConnectTagOnly}
		for _, p := range []*store.Person{&sc.mia, &sc.lena} {
			if err := tx.SavePerson(p); err != nil {
				return err
			}
		}
		for i, name := range []string{"Studio A", "Workshop"} {
			sc.rooms[i] = store.Room{Space: sc.space.ID, Name: name, Doors: []store.KSRef{{ID: "d" + name, Name: name}}}
			if err := tx.SaveRoom(&sc.rooms[i]); err != nil {
				return err
			}
		}
		return nil
	})
	sc.page.Shown()
	return sc
}

func (sc *scene) do(f func(tx *store.Tx) error) {
	sc.Helper()
	_, err := sc.store.Do(sc.Context(), store.ActorDesk, f)
	require.NoError(sc, err)
}

// book puts a booking of today into the file and shows it.
func (sc *scene) book(room int, who store.Person, from, until string) store.Booking {
	sc.Helper()
	b := store.Booking{Room: sc.rooms[room].ID, Person: who.ID, Start: at(from), End: at(until)}
	sc.do(func(tx *store.Tx) error { return tx.SaveBooking(&b) })
	sc.changed()
	return b
}

func at(clock string) store.LocalTime { return store.LocalTime(string(monday) + "T" + clock) }

// changed tells the page what the feed of the file would.
func (sc *scene) changed() { sc.page.Refresh(store.Change{Kinds: store.KindBooking}) }

// bookings are those in the file from the day before to a year later.
func (sc *scene) bookings() []store.Booking {
	sc.Helper()
	from := monday.AddDays(-1).Start(time.UTC)
	list, err := sc.store.Bookings(sc.Context(), sc.space.ID, from, from.AddDate(1, 0, 0))
	require.NoError(sc, err)
	return list
}

func (sc *scene) only() store.Booking {
	sc.Helper()
	list := sc.bookings()
	require.Len(sc, list, 1)
	return list[0]
}

// drag drags on the grid from one place to another, in three moves.
func (sc *scene) drag(fromColumn int, from string, toColumn int, to string) {
	g := sc.page.grid
	point := func(column int, clock string) fyne.Position {
		return fyne.NewPos((float32(column)+0.5)*g.columnWidth(), yOf(clockMinute(clock, 0)))
	}
	a, b := point(fromColumn, from), point(toColumn, to)
	g.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: a}, Button: desktop.MouseButtonPrimary})
	last := a
	for i := float32(1); i <= 3; i++ {
		next := a.AddXY((b.X-a.X)*i/3, (b.Y-a.Y)*i/3)
		g.Dragged(&fyne.DragEvent{
			PointEvent: fyne.PointEvent{Position: next},
			Dragged:    fyne.NewDelta(next.X-last.X, next.Y-last.Y),
		})
		last = next
	}
	g.DragEnd()
}

func (sc *scene) key(name fyne.KeyName) {
	sc.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name})
}

func (sc *scene) shortcut(name fyne.KeyName, m fyne.KeyModifier) {
	sc.page.grid.TypedShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: m})
}

// dialog tells whether a form or a question is open.
func (sc *scene) dialog() bool { return sc.win.Canvas().Overlays().Top() != nil }

func TestNoRoomsYet(t *testing.T) {
	sc := emptyScene(t)
	sc.page.Shown()
	require.NotEqual(t, sc.page.body, sc.page.content.Objects[0])
	sc.page.Menu()[0].Action()
	require.True(t, sc.dialog(), "it says that a room is missing")
	sc.key(fyne.KeyEscape)
}

func TestTheDayHasTheKeyboardWhenThePageIsShown(t *testing.T) {
	sc := newScene(t)
	require.Equal(t, sc.page.grid, sc.win.Canvas().Focused())
	sc.win.Canvas().Focused().TypedRune('n')
	require.True(t, sc.dialog(), "N books at once")
	sc.key(fyne.KeyEscape)

	target := sc.page.picker.FocusTarget()
	sc.win.SetContent(container.NewVBox(sc.page.picker, sc.page.Content()))
	sc.win.Canvas().Focus(target)
	sc.page.Shown()
	require.Equal(t, target, sc.win.Canvas().Focused(), "it is not taken from who is typing")
}

func TestShowsTodayOfTheSpace(t *testing.T) {
	sc := newScene(t)
	require.Equal(t, monday, sc.page.date)
	require.Equal(t, at("10:36"), sc.page.grid.now)
	require.Equal(t, "Mon 23 Nov 2026", sc.page.head.title.Text())
	sc.page.grid.focus()
	sc.key(fyne.KeyPageDown)
	require.Equal(t, monday.AddDays(1), sc.page.date)
	sc.key(fyne.KeyPageUp)
	sc.key(fyne.KeyPageUp)
	require.Equal(t, monday.AddDays(-1), sc.page.date)
	require.Equal(t, "2026-11-22", sc.page.picker.Value())
	test.Type(sc.page.grid, "t")
	require.Equal(t, monday, sc.page.date)
	sc.page.picker.SetValue("2026-12-24")
	require.Equal(t, store.Date("2026-12-24"), sc.page.date)
	require.Equal(t, "Thu 24 Dec 2026", sc.page.head.title.Text())
}

func TestShowsTheOpeningHourFirst(t *testing.T) {
	sc := newScene(t)
	top := minuteAt(sc.page.frame.scroll.Offset.Y)
	require.InDelta(t, 8*60, top, 20)
}

func TestDragMakesABooking(t *testing.T) {
	sc := newScene(t)
	sc.drag(1, "14:02", 1, "15:25")
	require.True(t, sc.dialog(), "the form is open")
	test.Type(sc.win.Canvas().Focused(), "mia")
	sc.key(fyne.KeyReturn)
	sc.key(fyne.KeyReturn)
	require.False(t, sc.dialog())
	b := sc.only()
	require.Equal(t, sc.rooms[1].ID, b.Room)
	require.Equal(t, sc.mia.ID, b.Person)
	require.Equal(t, []store.LocalTime{at("14:00"), at("15:30")}, []store.LocalTime{b.Start, b.End})
	require.Equal(t, "Booking of Mia Berg added.", sc.said)
	require.Equal(t, b.ID, sc.page.grid.pick.Booking, "the new booking is picked")
	sc.undo()
	require.Empty(t, sc.bookings())
}

func TestDragMovesToAnotherRoom(t *testing.T) {
	sc := newScene(t)
	b := sc.book(0, sc.mia, "09:00", "10:00")
	sc.drag(0, "09:20", 1, "12:20")
	now := sc.only()
	require.Equal(t, b.ID, now.ID)
	require.Equal(t, sc.rooms[1].ID, now.Room)
	require.Equal(t, []store.LocalTime{at("12:00"), at("13:00")}, []store.LocalTime{now.Start, now.End})
	require.Equal(t, b.ID, sc.page.grid.pick.Booking)
	sc.undo()
	require.Equal(t, at("09:00"), sc.only().Start)
}

func TestDragOfTheLowerEdgeResizes(t *testing.T) {
	sc := newScene(t)
	sc.book(0, sc.mia, "09:00", "10:00")
	sc.drag(0, "09:57", 0, "11:30")
	require.Equal(t, []store.LocalTime{at("09:00"), at("11:30")}, []store.LocalTime{sc.only().Start, sc.only().End})
}

func TestDragIntoSomebodySnapsBack(t *testing.T) {
	sc := newScene(t)
	sc.book(0, sc.mia, "10:00", "11:00")
	sc.book(0, sc.lena, "13:00", "14:00")
	sc.drag(0, "13:20", 0, "10:50")
	require.Equal(t, "Studio A is taken 10:00–11:00 by Mia Berg.", sc.page.head.text.Text())
	require.False(t, sc.dialog())
	require.Equal(t, at("13:00"), sc.bookings()[1].Start)
	require.Equal(t, 13*60, sc.page.grid.day.pickOf(2).From, "it is back where it was")
	sc.page.grid.MouseDown(&desktop.MouseEvent{})
	require.Empty(t, sc.page.head.text.Text())
}

func TestARefusalOfTheFileSnapsBack(t *testing.T) {
	sc := newScene(t)
	sc.rooms[0].OpenFrom, sc.rooms[0].OpenUntil = "08:00", "18:00"
	sc.do(func(tx *store.Tx) error { return tx.SaveRoom(&sc.rooms[0]) })
	b := sc.book(0, sc.mia, "09:00", "10:00")
	sc.drag(0, "09:20", 0, "20:20")
	require.Contains(t, sc.page.head.text.Text(), "Studio A can be booked from 08:00 to 18:00")
	require.Equal(t, at("09:00"), sc.only().Start)
	require.Equal(t, 9*60, sc.page.grid.day.byID(b.ID).From)
	require.Empty(t, sc.page.saves)
}

func TestKeysMoveAndResize(t *testing.T) {
	sc := newScene(t)
	sc.book(0, sc.mia, "09:00", "10:00")
	sc.page.grid.focus()
	for range 2 { // from 10:30, the present, to 10:00 and the booking
		sc.key(fyne.KeyUp)
	}
	require.NotZero(t, sc.page.grid.pick.Booking)
	sc.shortcut(fyne.KeyDown, fyne.KeyModifierAlt)
	sc.shortcut(fyne.KeyDown, fyne.KeyModifierAlt)
	sc.shortcut(fyne.KeyRight, fyne.KeyModifierAlt)
	sc.shortcut(fyne.KeyRight, fyne.KeyModifierAlt) // there is no third room
	sc.shortcut(fyne.KeyDown, fyne.KeyModifierAlt|fyne.KeyModifierShift)
	b := sc.only()
	require.Equal(t, sc.rooms[1].ID, b.Room)
	require.Equal(t, []store.LocalTime{at("09:30"), at("10:45")}, []store.LocalTime{b.Start, b.End})
	sc.key(fyne.KeyEscape)
	require.True(t, sc.page.grid.pick.None())
}

func TestKeysNewEditDelete(t *testing.T) {
	sc := newScene(t)
	sc.page.grid.focus()
	test.Type(sc.page.grid, "n")
	require.True(t, sc.dialog())
	sc.key(fyne.KeyEscape)
	require.False(t, sc.dialog())

	b := sc.book(0, sc.mia, "09:00", "10:00")
	sc.page.grid.choose(sc.page.grid.day.pickOf(b.ID))
	sc.page.grid.focus()
	sc.key(fyne.KeyReturn)
	require.True(t, sc.dialog())
	sc.key(fyne.KeyEscape)
	sc.page.grid.focus()
	sc.key(fyne.KeyDelete)
	require.Empty(t, sc.bookings())
	require.Equal(t, "Booking of Mia Berg deleted.", sc.said)
	sc.undo()
	require.Len(t, sc.bookings(), 1)
}

func TestHeadActsOnThePick(t *testing.T) {
	sc := newScene(t)
	require.False(t, sc.page.head.buttons.Visible())
	b := sc.book(0, sc.mia, "09:00", "10:00")
	sc.page.Go(monday, b.ID)
	require.True(t, sc.page.head.buttons.Visible())
	test.Tap(sc.page.head.show)
	require.Equal(t, sc.mia.ID, sc.shown)
}

func TestChangesOfOthersAppear(t *testing.T) {
	sc := newScene(t)
	b := sc.book(0, sc.mia, "09:00", "10:00")
	sc.states = map[store.BookingID]State{b.ID: {widgets.Good, store.Sentence{Text: "in KS since 09:58"}}}
	sc.page.Refresh(store.Change{Kinds: store.KindPlan})
	require.Nil(t, sc.page.grid.day.byID(b.ID).State, "a plan is nothing to the day")
	sc.page.Refresh(store.Change{Kinds: store.KindLedger})
	require.Equal(t, "in KS since 09:58", sc.page.grid.day.byID(b.ID).State.Text.Text)
}

func TestThemeChangesReachTheBlocks(t *testing.T) {
	sc := newScene(t)
	sc.book(0, sc.mia, "09:00", "10:00")
	pixel := func() color.Color {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(sc.page.grid)
		img := sc.win.Canvas().Capture()
		return img.At(int(at.X)+columnGap/2+2, int(at.Y+yOf(9*60+50)))
	}
	require.Equal(t, color.NRGBAModel.Convert(tintOf(1, false).Ink), color.NRGBAModel.Convert(pixel()))
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Dark))
	require.Equal(t, color.NRGBAModel.Convert(tintOf(1, true).Ink), color.NRGBAModel.Convert(pixel()))
}

func TestEscapeGivesUpADrag(t *testing.T) {
	sc := newScene(t)
	sc.book(0, sc.mia, "09:00", "10:00")
	g := sc.page.grid
	g.focus()
	move := func(clock string) {
		g.Dragged(&fyne.DragEvent{
			PointEvent: fyne.PointEvent{Position: fyne.NewPos(20, yOf(clockMinute(clock, 0)))},
			Dragged:    fyne.NewDelta(0, yOf(60)),
		})
	}
	move("10:30")
	require.True(t, g.ghost.Visible())
	sc.key(fyne.KeyEscape)
	require.False(t, g.ghost.Visible())
	move("12:00")
	require.False(t, g.ghost.Visible(), "the button is still down, but the drag is over")
	g.DragEnd()
	require.Equal(t, at("09:00"), sc.only().Start)
	sc.drag(0, "09:30", 0, "12:30")
	require.Equal(t, at("12:00"), sc.only().Start)
}

func TestNewBookingFromAnotherScreen(t *testing.T) {
	sc := newScene(t)
	elsewhere := New(sc.page.deps) // never shown
	elsewhere.newBooking()
	require.True(t, sc.dialog())
	test.Type(sc.win.Canvas().Focused(), "lena")
	sc.key(fyne.KeyReturn)
	sc.key(fyne.KeyReturn)
	b := sc.only()
	require.Equal(t, []store.LocalTime{at("11:00"), at("12:00")}, []store.LocalTime{b.Start, b.End}, "the next half hour on the space's clock")
}

func TestADayWithoutStatesIsShown(t *testing.T) {
	sc := newScene(t)
	b := sc.book(0, sc.mia, "09:00", "10:00")
	sc.trouble = &store.Problem{Code: store.CodeOffline, Text: "SALTO KS cannot be reached."}
	sc.changed()
	require.NotNil(t, sc.page.grid.day.byID(b.ID))
	require.Equal(t, "SALTO KS cannot be reached.", sc.page.head.text.Text())
	sc.trouble = nil
	sc.changed()
	require.Empty(t, sc.page.head.text.Text())
}

func TestTheLineOfThePresentMovesOn(t *testing.T) {
	sc := newScene(t)
	var tick func()
	sc.page.deps.After = func(_ time.Duration, f func()) func() { tick = f; return func() {} }
	sc.page.Shown()
	sc.page.Shown()
	sc.page.grid.now = at("10:00")
	tick()
	require.Equal(t, at("10:36"), sc.page.grid.now)
	require.NotNil(t, tick)
}
