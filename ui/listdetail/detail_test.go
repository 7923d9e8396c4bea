package listdetail

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"latchkey/ui/listdetail/hand"
	"latchkey/ui/widgets"
)

func shown(t *testing.T, o fyne.CanvasObject, size fyne.Size) hand.Hand {
	t.Helper()
	win := fyne.CurrentApp().NewWindow("")
	t.Cleanup(win.Close)
	win.SetContent(o)
	win.Resize(size)
	return hand.Hand{T: t, Win: win}
}

func TestDetailShowsAndClears(t *testing.T) {
	d := NewDetail("Nothing chosen", "Choose a row.")
	h := shown(t, d.Content(), fyne.NewSize(400, 300))
	require.Contains(t, h.Texts(), "Nothing chosen")
	d.Show("a", []fyne.CanvasObject{Title("Studio", widgets.NewPill(widgets.Good, "2 doors"))},
		[]fyne.CanvasObject{Section("Doors", []fyne.CanvasObject{Row("Front door", widgets.Muted("always"))})})
	require.Subset(t, h.Texts(), []string{"Studio", "2 doors", "Doors", "Front door", "always"})
	require.NotContains(t, h.Texts(), "Nothing chosen")
	d.Clear()
	require.Contains(t, h.Texts(), "Nothing chosen")
	require.NotContains(t, h.Texts(), "Studio")
}

// A change of what is shown keeps the place; another row begins at the top.
func TestDetailKeepsItsPlace(t *testing.T) {
	d := NewDetail("", "")
	shown(t, d.Content(), fyne.NewSize(400, 300))
	long := func() []fyne.CanvasObject {
		return []fyne.CanvasObject{widgets.NewParagraph(strings.Repeat("word ", 500), "")}
	}
	d.Show("a", nil, long())
	scroll := d.scroll.scroll
	require.Greater(t, scroll.Content.Size().Height, scroll.Size().Height, "it has its full height at once")
	scroll.ScrollToOffset(fyne.NewPos(0, 120))
	d.Show("a", nil, long())
	require.Equal(t, float32(120), scroll.Offset.Y)
	d.Show("b", nil, long())
	require.Zero(t, scroll.Offset.Y)
}

func TestTextsBreakIntoTheWidthThereIs(t *testing.T) {
	d := NewDetail("", "")
	h := shown(t, d.Content(), fyne.NewSize(700, 400))
	notice := Notice(widgets.Bad, strings.Repeat("word ", 40))
	below := Row("Below", widgets.Muted("x"))
	d.Show("a", nil, []fyne.CanvasObject{notice, below})
	wide := notice.Size().Height
	require.Equal(t, notice.Position().Y+wide+partGap, below.Position().Y)
	h.Win.Resize(fyne.NewSize(300, 400))
	require.Greater(t, notice.Size().Height, wide)
	require.Equal(t, notice.Position().Y+notice.Size().Height+partGap, below.Position().Y)
}

// What is at the right of a name leaves it a third.
func TestRowLeavesRoomForTheName(t *testing.T) {
	right := widgets.NewText(strings.Repeat("long ", 40), widgets.TextStyle{Ellipsis: true})
	row := Row("Front door", right)
	row.Resize(fyne.NewSize(300, 40))
	require.Equal(t, float32(200), right.Size().Width)
	short := widgets.NewText("always", widgets.TextStyle{Ellipsis: true})
	row = Row("Front door", short)
	row.Resize(fyne.NewSize(300, 40))
	require.Less(t, short.Size().Width, float32(60))
	require.Equal(t, float32(300), short.Position().X+short.Size().Width)
}
