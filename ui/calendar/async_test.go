package calendar

import (
	"context"
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// later is a Dispatcher whose work runs when the test says so.
type later struct{ work []func(context.Context) }

func (l *later) Go(work func(ctx context.Context)) { l.work = append(l.work, work) }
func (l *later) Do(f func())                       { f() }

// next runs the oldest piece of work.
func (l *later) next() {
	work := l.work[0]
	l.work = l.work[1:]
	work(context.Background())
}

func TestManyChangesWhileReadingAreOneMoreRead(t *testing.T) {
	sc := newScene(t)
	d := &later{}
	sc.page.deps.Desk.Dispatch = d
	for range 5 {
		sc.changed()
	}
	require.Len(t, d.work, 1)
	d.next()
	require.Len(t, d.work, 1, "what came meanwhile is read once")
	d.next()
	require.Empty(t, d.work)
}

func TestTurningOnWhileReadingShowsTheLastDay(t *testing.T) {
	sc := newScene(t)
	d := &later{}
	sc.page.deps.Desk.Dispatch = d
	sc.page.turn(1)
	sc.page.turn(1)
	d.next()
	require.Equal(t, monday, sc.page.grid.day.Date, "Tuesday is not wanted any more")
	d.next()
	require.Equal(t, monday.AddDays(2), sc.page.grid.day.Date)
}

func TestMovesFasterThanTheFile(t *testing.T) {
	sc := newScene(t)
	b := sc.book(0, sc.mia, "09:00", "10:00")
	sc.page.grid.choose(sc.page.grid.day.pickOf(b.ID))
	d := &later{}
	sc.page.deps.Desk.Dispatch = d
	for range 4 {
		sc.shortcut(fyne.KeyDown, fyne.KeyModifierAlt)
	}
	require.Equal(t, 10*60, sc.page.grid.day.byID(b.ID).From, "it is shown at once")
	require.Equal(t, at("09:00"), sc.only().Start, "and not saved yet")
	d.next()
	require.Equal(t, at("09:15"), sc.only().Start)
	require.Equal(t, 10*60, sc.page.grid.day.byID(b.ID).From)
	for len(d.work) > 0 {
		d.next()
	}
	require.Equal(t, at("10:00"), sc.only().Start)
	require.Empty(t, sc.page.saves)
}

func TestManyRoomsScrollSideways(t *testing.T) {
	sc := newScene(t)
	sc.do(func(tx *store.Tx) error {
		for i := range 8 {
			r := store.Room{Space: sc.space.ID, Name: fmt.Sprintf("Booth %d", i)}
			if err := tx.SaveRoom(&r); err != nil {
				return err
			}
		}
		return nil
	})
	sc.changed()
	f := sc.page.frame
	require.Len(t, f.rooms.Objects, 10)
	require.Greater(t, f.grid.Size().Width, f.scroll.Size().Width)
	f.grid.choose(f.grid.day.pickAt(9, 22*60))
	require.Positive(t, f.scroll.Offset.X)
	require.InDelta(t, -f.scroll.Offset.X, f.rooms.Position().X, 0.1, "the heads go along")
	require.InDelta(t, -f.scroll.Offset.Y, f.hours.Position().Y, 0.1, "and so do the hours")
	left := f.rooms.Objects[9].Position().X
	require.InDelta(t, 9*f.grid.columnWidth()+columnGap/2, left, 0.1)
}
