package settings

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/widgets"
)

func TestDoorsThatCountAsArriving(t *testing.T) {
	b := newBench(t)
	require.Contains(t, b.texts(), "every door")
	b.press("Edit")
	require.Contains(t, b.texts(), "Which doors count as arriving can be chosen once the space is connected to SALTO KS. Until then every door counts.")
	b.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})

	require.NoError(t, b.change(func(s *store.Space) { s.SiteID, s.Arrivals = "s1", "gone" }))
	b.do(func(tx *store.Tx) error {
		return tx.SaveMirror(b.space, store.Mirror{Site: store.KSSite{ID: "s1", Name: "Nord", Zone: "Europe/Paris"}, Doors: []store.KSDoor{
			{ID: "box", Name: "Letter box"}, {ID: "front", Name: "Front door"},
		}})
	})
	require.Contains(t, b.texts(), "A door that is gone")
	b.press("Edit")
	doors := field[*widgets.CheckGroup](b, 0)
	require.Equal(t, []string{"gone"}, doors.Value())
	require.Contains(t, strings.Join(b.texts(), "|"), "None chosen: every door counts.")
	doors.SetValue([]string{"front"})
	b.press("Save")
	require.Equal(t, "front", b.saved().Arrivals)
	b.page.Refresh(store.Change{Kinds: store.KindSpace})
	require.Contains(t, b.texts(), "Front door")
	require.Equal(t, "Space saved.", b.undone)

	b.press("Edit")
	field[*widgets.CheckGroup](b, 0).SetValue(nil)
	b.press("Save")
	require.Empty(t, b.saved().Arrivals)
}

func TestCoMembersShareOrNot(t *testing.T) {
	b := newBench(t)
	apart := func() bool {
		on, err := b.store.PassesApart(context.Background())
		require.NoError(t, err)
		return on
	}
	box := b.page.passes.shared
	require.True(t, box.Value())
	b.win.Canvas().Focus(box.FocusTarget())
	b.win.Canvas().Focused().TypedRune(' ')
	require.True(t, box.Value(), "nothing is done before it is agreed to")
	require.Contains(t, strings.Join(b.texts(), "|"), "Where a plan opens its doors only with a valid pass, those without one lose them at once.")
	b.press("Cancel")
	require.False(t, apart())
	require.True(t, box.Value())

	box.SetValue(false)
	b.press("Keep apart")
	require.True(t, apart())
	b.page.Refresh(store.Change{Kinds: store.KindSetting})
	require.False(t, box.Value())
	box.SetValue(true)
	b.press("Share passes")
	require.False(t, apart())
	b.page.Refresh(store.Change{Kinds: store.KindSetting})
	require.True(t, box.Value())
}
