package settings

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/stretchr/testify/require"

	"latchkey/ui/listdetail/hand"
)

func TestClosingTheWindowIsChosenWhereThereIsATray(t *testing.T) {
	b := newBench(t)
	var chosen []bool
	deps := b.deps()
	deps.Background = &Background{SetKeep: func(keep bool) { chosen = append(chosen, keep) }}
	started := []bool{}
	var problem error
	deps.Background.Start = func(on bool) error { started = append(started, on); return os.ErrPermission }
	deps.Background.Problem = func(err error) { problem = err }
	deps.Updates = &Updates{On: true, Set: func(bool) {}, Open: func() {}}
	page := New(deps)
	b.win.SetContent(container.NewStack(page.Content()))
	b.win.Resize(fyne.NewSize(1210, 820))
	page.Shown()
	h := hand.Hand{T: t, Win: b.win}
	const none = "This computer shows no icons beside the clock: Latchkey ends with its window, and what waits goes out at the next start."
	require.Contains(t, h.Texts(), none)
	require.True(t, page.back.keep.Disabled())

	page.SetTray(true)
	require.NotContains(t, h.Texts(), none)
	require.False(t, page.back.keep.Disabled())
	page.back.keep.SetValue(true)
	require.Equal(t, []bool{true}, chosen)
	page.back.start.SetValue(true)
	require.Equal(t, []bool{true}, started)
	require.ErrorIs(t, problem, os.ErrPermission)
	page.SetKeep(false)
	require.False(t, page.back.keep.Value())

	require.Nil(t, h.Button("Open the download page"))
	page.SetNewVersion("0.2.0")
	require.Contains(t, h.Texts(), "Latchkey 0.2.0 is there.")
	require.NotNil(t, h.Button("Open the download page"))
	page.SetNewVersion("")
	require.Nil(t, h.Button("Open the download page"))
}

// A program that asks neither shows neither.
func TestWhatIsNotToBeChosenIsNotShown(t *testing.T) {
	b := newBench(t)
	require.NotContains(t, hand.Hand{T: t, Win: b.win}.Texts(), "When the window is closed")
	b.page.SetTray(true)
	b.page.SetKeep(true)
	b.page.SetNewVersion("0.2.0")
}
