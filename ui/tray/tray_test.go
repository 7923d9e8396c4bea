package tray

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
)

// bar is a place for icons that remembers.
type bar struct {
	menu  *fyne.Menu
	icon  fyne.Resource
	menus int
}

func (b *bar) SetSystemTrayMenu(m *fyne.Menu)       { b.menu = m; b.menus++ }
func (b *bar) SetSystemTrayIcon(icon fyne.Resource) { b.icon = icon }

func labels(m *fyne.Menu) (out []string) {
	for _, i := range m.Items {
		out = append(out, i.Label)
	}
	return out
}

func TestTheIconSaysHowItStands(t *testing.T) {
	test.NewTempApp(t)
	var b bar
	var did []string
	tip := ""
	tray := New(Spec{
		Host: &b, Tooltip: func(s string) { tip = s },
		Open: func() { did = append(did, "open") }, SyncNow: func() { did = append(did, "sync") }, Quit: func() { did = append(did, "quit") },
	})
	tray.Show(Waiting, "3 changes waiting")
	require.Equal(t, []string{"3 changes waiting", "", "Open Latchkey", "Sync now", "", "Quit"}, labels(b.menu))
	require.True(t, b.menu.Items[0].Disabled, "the state is no button")
	require.Equal(t, "tray-waiting.svg", b.icon.Name())
	require.Empty(t, tip, "Windows takes none before the program runs")
	tray.Started()
	require.Equal(t, "Latchkey: 3 changes waiting", tip)
	for _, i := range []int{2, 3, 5} {
		b.menu.Items[i].Action()
	}
	require.Equal(t, []string{"open", "sync", "quit"}, did)
	require.True(t, b.menu.Items[5].IsQuit, "Fyne adds one of its own otherwise")

	made := b.menus
	tray.Show(Waiting, "3 changes waiting")
	require.Equal(t, made, b.menus, "an open menu is not taken away for nothing")
	tray.Show(SignedOut, "Not connected")
	require.True(t, b.menu.Items[3].Disabled, "there is nothing to sync with")
	require.Equal(t, "tray-signed-out.svg", b.icon.Name())
}

// Each state can be seen, and is told from the others also without colours.
func TestEachStateHasADrawingOfItsOwn(t *testing.T) {
	test.NewTempApp(t)
	seen := map[string]State{}
	for _, s := range States {
		c := software.NewTransparentCanvas()
		c.SetPadded(false)
		c.SetContent(canvas.NewImageFromResource(Icon(s)))
		c.Resize(fyne.NewSquareSize(size))
		grey, colours := look(c.Capture())
		require.GreaterOrEqual(t, len(colours), 3, "%s: the key, its ground and the sign beside it: %v", s, colours)
		require.Empty(t, seen[grey], "%s looks the same", s)
		seen[grey] = s
	}
}

const size = 32

// look returns what is seen without colours, and the colours that fill a part of
// the drawing: a fortieth of it at least.
func look(img image.Image) (grey string, filled []color.Color) {
	var shades []byte
	count := map[color.Color]int{}
	for i := range size * size {
		at := img.At(i%size, i/size)
		count[at]++
		r, g, b, _ := at.RGBA()
		shades = append(shades, byte((r+g+b)/3>>13)) // eight of them
	}
	for c, n := range count {
		if _, _, _, a := c.RGBA(); n > size*size/40 && a == 0xffff {
			filled = append(filled, c)
		}
	}
	return string(shades), filled
}
