package settings

import (
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/widgets"
)

func TestASpaceThatAsksFirst(t *testing.T) {
	b := newBench(t)
	require.Contains(t, b.texts(), "at once")
	b.press("Edit")
	ask := field[*widgets.CheckField](b, 1)
	require.False(t, ask.Value())
	ask.SetValue(true)
	require.Contains(t, b.texts(), "What would change then waits in Doors until somebody has looked at it and agreed. Only “Block now” goes out at once.")
	b.press("Save")
	require.True(t, b.saved().AskFirst)
	require.False(t, b.saved().AutoConnect, "the other box is as it was")

	b.page.Refresh(store.Change{Kinds: store.KindSpace})
	require.Contains(t, b.texts(), "after somebody has agreed, in Doors")
	b.press("Edit")
	require.True(t, field[*widgets.CheckField](b, 1).Value())
	field[*widgets.CheckField](b, 1).SetValue(false)
	b.press("Save")
	require.False(t, b.saved().AskFirst)
}
