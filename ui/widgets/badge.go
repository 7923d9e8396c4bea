package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// Badge is a small red number of things that wait. It is not there at zero.
type Badge struct {
	widget.BaseWidget
	count int
}

// NewBadge returns a badge.
func NewBadge(count int) *Badge {
	b := &Badge{count: count}
	b.ExtendBaseWidget(b)
	b.Hidden = count <= 0
	return b
}

// Count returns the number shown.
func (b *Badge) Count() int { return b.count }

// SetCount shows another number.
func (b *Badge) SetCount(count int) {
	if b.count == count {
		return
	}
	b.count = count
	b.Hidden = count <= 0
	b.Refresh()
}

func (b *Badge) label() string {
	if b.count > 99 {
		return "99+"
	}
	return strconv.Itoa(b.count)
}

// CreateRenderer is called by Fyne.
func (b *Badge) CreateRenderer() fyne.WidgetRenderer {
	r := &badgeRenderer{owner: b, back: canvas.NewRectangle(nil), number: canvas.NewText("", nil)}
	r.number.Alignment = fyne.TextAlignCenter
	r.number.TextStyle, r.number.FontSource = fyne.TextStyle{Bold: true}, boldFont(true)
	r.number.TextSize = 11
	r.apply()
	return r
}

const badgeHeight = 20

type badgeRenderer struct {
	owner  *Badge
	back   *canvas.Rectangle
	number *canvas.Text
}

func (r *badgeRenderer) apply() {
	r.back.FillColor = fynetheme.Color(theme.ColorBad)
	r.back.CornerRadius = badgeHeight / 2
	r.number.Color = fynetheme.Color(theme.ColorOnBad)
	r.number.Text = r.owner.label()
}

func (r *badgeRenderer) Layout(size fyne.Size) {
	at := fyne.NewPos(0, (size.Height-badgeHeight)/2)
	r.back.Move(at)
	r.back.Resize(fyne.NewSize(size.Width, badgeHeight))
	r.number.Move(at)
	r.number.Resize(fyne.NewSize(size.Width, badgeHeight))
}

func (r *badgeRenderer) MinSize() fyne.Size {
	return fyne.NewSize(max(badgeHeight, r.number.MinSize().Width+10), badgeHeight)
}

func (r *badgeRenderer) Refresh() {
	r.apply()
	r.Layout(r.owner.Size())
	r.back.Refresh()
	r.number.Refresh()
}

func (r *badgeRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.number}
}

func (r *badgeRenderer) Destroy() {}
