package listdetail

import (
	"context"
	"errors"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/theme"
)

// TestMain gives the tests an app with the theme of the desk.
func TestMain(m *testing.M) {
	test.NewApp().Settings().SetTheme(theme.New(theme.Light))
	os.Exit(m.Run())
}

// later keeps work until it is told to run it.
type later struct{ work []func(context.Context) }

func (l *later) Go(work func(context.Context)) { l.work = append(l.work, work) }
func (l *later) Do(f func())                   { f() }

func (l *later) run(ctx context.Context) {
	work := l.work
	l.work = nil
	for _, w := range work {
		w(ctx)
	}
}

func TestLoaderReadsOnceForManyWishes(t *testing.T) {
	d := &later{}
	space := store.SpaceID(1)
	var read, shown []store.SpaceID
	l := Loader[store.SpaceID]{
		Desk: &desk.Desk{Dispatch: d, Space: func() store.SpaceID { return space }},
		Read: func(_ context.Context, s store.SpaceID) (store.SpaceID, error) {
			read = append(read, s)
			return s, nil
		},
		Show: func(s store.SpaceID) { shown = append(shown, s) },
	}
	l.Ask()
	space = 2
	l.Ask()
	l.Ask()
	d.run(context.Background())
	require.Equal(t, []store.SpaceID{1}, read)
	require.Empty(t, shown, "it is old: another space was asked for meanwhile")
	d.run(context.Background())
	require.Equal(t, []store.SpaceID{1, 2}, read)
	require.Equal(t, []store.SpaceID{2}, shown)
	require.Empty(t, d.work, "three wishes, two readings")
	l.Ask()
	require.Len(t, d.work, 1)
}

func TestLoaderSaysWhatWentWrong(t *testing.T) {
	win := fyne.CurrentApp().NewWindow("")
	defer win.Close()
	d := &later{}
	l := Loader[int]{
		Desk: &desk.Desk{Dispatch: d, Win: win, Space: func() store.SpaceID { return 1 }},
		Read: func(context.Context, store.SpaceID) (int, error) { return 0, errors.New("broken") },
		Show: func(int) { t.Error("there is nothing to show") },
	}
	l.Ask()
	d.run(context.Background())
	require.NotNil(t, win.Canvas().Overlays().Top())
	l.Ask()
	require.Len(t, d.work, 1, "it can be tried again")
}

func TestLoaderIsSilentWhenTheProgramEnds(t *testing.T) {
	d := &later{}
	l := Loader[int]{
		Desk: &desk.Desk{Dispatch: d, Space: func() store.SpaceID { return 1 }},
		Read: func(ctx context.Context, _ store.SpaceID) (int, error) { return 0, ctx.Err() },
		Show: func(int) { t.Error("nobody looks any more") },
	}
	l.Ask()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	d.run(ctx)
}
