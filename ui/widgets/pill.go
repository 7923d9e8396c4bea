package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// Pill is a state in a word, with the icon and the colour of its kind.
type Pill struct {
	widget.BaseWidget
	kind Kind
	icon *theme.Icon // nil: the icon of the kind; none for Neutral and Accent
	text string
}

// NewPill returns a pill. Its icon is that of the kind; Neutral and Accent
// have none.
func NewPill(kind Kind, text string) *Pill {
	p := &Pill{kind: kind, text: text}
	p.ExtendBaseWidget(p)
	return p
}

// NewIconPill returns a pill with an icon of the caller's choice.
func NewIconPill(kind Kind, icon theme.IconName, text string) *Pill {
	p := &Pill{kind: kind, icon: theme.NewIcon(icon), text: text}
	p.ExtendBaseWidget(p)
	return p
}

// Set changes kind and text. A chosen icon stays.
func (p *Pill) Set(kind Kind, text string) {
	if p.kind == kind && p.text == text {
		return
	}
	p.kind, p.text = kind, text
	p.Refresh()
}

// Kind returns the kind shown.
func (p *Pill) Kind() Kind { return p.kind }

// Text returns the word shown.
func (p *Pill) Text() string { return p.text }

func (p *Pill) resource() fyne.Resource {
	switch {
	case p.icon != nil:
		return p.icon.In(p.kind.text())
	case p.kind == Neutral || p.kind == Accent:
		return nil
	default:
		return theme.NewColoredIcon(p.kind.icon(), p.kind.text())
	}
}

// CreateRenderer is called by Fyne.
func (p *Pill) CreateRenderer() fyne.WidgetRenderer {
	r := &pillRenderer{
		owner: p,
		back:  canvas.NewRectangle(nil),
		icon:  canvas.NewImageFromResource(nil),
		word:  NewText("", TextStyle{Size: theme.SizeMuted, Bold: true, Ellipsis: true}),
	}
	r.icon.FillMode = canvas.ImageFillContain
	r.apply()
	return r
}

const (
	pillHeight = 26
	pillSide   = 11 // left and right of the content
	pillIcon   = 14
	pillGap    = 5
)

type pillRenderer struct {
	owner *Pill
	back  *canvas.Rectangle
	icon  *canvas.Image
	word  *Text
}

func (r *pillRenderer) apply() {
	p := r.owner
	r.back.FillColor = fynetheme.Color(p.kind.back())
	r.back.CornerRadius = pillHeight / 2
	r.back.StrokeWidth = 0
	if p.kind == Neutral {
		r.back.StrokeWidth = 1
		r.back.StrokeColor = fynetheme.Color(theme.ColorBorder)
	}
	r.icon.Resource = p.resource()
	if r.icon.Resource == nil {
		r.icon.Hide()
	} else {
		r.icon.Show()
	}
	r.word.style.Color, r.word.text = p.kind.text(), p.text
}

func (r *pillRenderer) iconWidth() float32 {
	if r.icon.Resource == nil {
		return 0
	}
	return pillIcon + pillGap
}

func (r *pillRenderer) Layout(size fyne.Size) {
	top := (size.Height - pillHeight) / 2
	r.back.Move(fyne.NewPos(0, top))
	r.back.Resize(fyne.NewSize(size.Width, pillHeight))
	r.icon.Move(fyne.NewPos(pillSide, top+(pillHeight-pillIcon)/2))
	r.icon.Resize(fyne.NewSquareSize(pillIcon))
	left := pillSide + r.iconWidth()
	r.word.Move(fyne.NewPos(left, top))
	r.word.Resize(fyne.NewSize(max(0, size.Width-left-pillSide), pillHeight))
}

func (r *pillRenderer) MinSize() fyne.Size {
	word := Measure(r.owner.text, theme.SizeMuted, true)
	return fyne.NewSize(2*pillSide+r.iconWidth()+word.Width+1, pillHeight)
}

func (r *pillRenderer) Refresh() {
	r.apply()
	r.Layout(r.owner.Size())
	r.back.Refresh()
	r.icon.Refresh()
	r.word.Refresh()
}

func (r *pillRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.icon, r.word}
}

func (r *pillRenderer) Destroy() {}

// TapPill is a pill that can be tapped, or reached with Tab and pressed with
// Space or Enter.
type TapPill struct {
	Pill
	OnTapped func()
	focused  bool
}

var (
	_ fyne.Tappable      = (*TapPill)(nil)
	_ fyne.Focusable     = (*TapPill)(nil)
	_ desktop.Cursorable = (*TapPill)(nil)
)

// NewTapPill returns a pill that calls tapped.
func NewTapPill(kind Kind, text string, tapped func()) *TapPill {
	p := &TapPill{Pill: Pill{kind: kind, text: text}, OnTapped: tapped}
	p.ExtendBaseWidget(p)
	return p
}

// Tapped is called by Fyne.
func (p *TapPill) Tapped(*fyne.PointEvent) {
	if p.OnTapped != nil {
		p.OnTapped()
	}
}

// Cursor is a hand, as over a link.
func (p *TapPill) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained draws the ring of the focus.
func (p *TapPill) FocusGained() { p.focused = true; p.Refresh() }

// FocusLost takes the ring away.
func (p *TapPill) FocusLost() { p.focused = false; p.Refresh() }

// TypedRune is called by Fyne and ignored.
func (p *TapPill) TypedRune(rune) {}

// TypedKey presses the pill with Space or Enter.
func (p *TapPill) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		p.Tapped(nil)
	default:
		bubble(p, ev)
	}
}

// CreateRenderer is called by Fyne.
func (p *TapPill) CreateRenderer() fyne.WidgetRenderer {
	return &tapPillRenderer{p.Pill.CreateRenderer().(*pillRenderer), p}
}

type tapPillRenderer struct {
	*pillRenderer
	tap *TapPill
}

func (r *tapPillRenderer) Refresh() {
	r.apply()
	if r.tap.focused {
		r.back.StrokeWidth = 2
		r.back.StrokeColor = fynetheme.Color(theme.ColorAccent)
	}
	r.Layout(r.owner.Size())
	r.back.Refresh()
	r.icon.Refresh()
	r.word.Refresh()
}
