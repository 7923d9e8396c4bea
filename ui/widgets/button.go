package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// ButtonStyle is how loudly a button speaks.
type ButtonStyle int

// The styles. A screen or dialog has at most one Primary; Danger is filled,
// for the last step of taking something away, and QuietDanger the button that
// leads there; Link has no border.
const (
	Plain ButtonStyle = iota
	Primary
	Danger
	QuietDanger
	Link
)

// Button is pressed with the pointer, Space or Enter.
type Button struct {
	widget.DisableableWidget
	OnTapped func()
	// OnRoom is called when the button wants more or less room than before: it
	// was shown or hidden, or has another word. Fyne tells only its window.
	OnRoom func()

	text    string
	icon    fyne.Resource
	style   ButtonStyle
	hovered bool
	focused bool
}

var (
	_ fyne.Tappable     = (*Button)(nil)
	_ fyne.Focusable    = (*Button)(nil)
	_ fyne.Accessible   = (*Button)(nil)
	_ desktop.Hoverable = (*Button)(nil)
)

// NewButton returns an ordinary button.
func NewButton(text string, tapped func()) *Button {
	return NewStyledButton(Plain, text, nil, tapped)
}

// NewPrimaryButton returns the one button of a screen or dialog that does what
// it is for.
func NewPrimaryButton(text string, tapped func()) *Button {
	return NewStyledButton(Primary, text, nil, tapped)
}

// NewDangerButton returns a filled button for what takes something away.
func NewDangerButton(text string, tapped func()) *Button {
	return NewStyledButton(Danger, text, nil, tapped)
}

// NewLinkButton returns a button that looks like a link.
func NewLinkButton(text string, tapped func()) *Button {
	return NewStyledButton(Link, text, nil, tapped)
}

// NewIconButton returns an ordinary button with an icon, and text unless empty.
func NewIconButton(text string, icon fyne.Resource, tapped func()) *Button {
	return NewStyledButton(Plain, text, icon, tapped)
}

// NewStyledButton returns a button; icon may be nil, or text empty. A
// *theme.Icon takes the colour of the text.
func NewStyledButton(style ButtonStyle, text string, icon fyne.Resource, tapped func()) *Button {
	b := &Button{OnTapped: tapped, text: text, icon: icon, style: style}
	b.ExtendBaseWidget(b)
	return b
}

// Text returns the word on the button.
func (b *Button) Text() string { return b.text }

// SetText changes the word.
func (b *Button) SetText(text string) {
	if b.text != text {
		b.text = text
		b.Refresh()
		b.tellRoom()
	}
}

// Show makes a hidden button visible.
func (b *Button) Show() {
	hidden := !b.Visible()
	b.DisableableWidget.Show()
	if hidden {
		b.tellRoom()
	}
}

// Hide takes the button out of sight.
func (b *Button) Hide() {
	shown := b.Visible()
	b.DisableableWidget.Hide()
	if shown {
		b.tellRoom()
	}
}

func (b *Button) tellRoom() {
	if b.OnRoom != nil {
		b.OnRoom()
	}
}

// SetStyle changes the style.
func (b *Button) SetStyle(style ButtonStyle) {
	if b.style != style {
		b.style = style
		b.Refresh()
	}
}

// Tapped presses the button.
func (b *Button) Tapped(*fyne.PointEvent) {
	if !b.Disabled() && b.OnTapped != nil {
		b.OnTapped()
	}
}

// TypedKey presses the button with Space or Enter.
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	if isEnter(ev) || ev.Name == fyne.KeySpace {
		b.Tapped(nil)
		return
	}
	bubble(b, ev)
}

// TypedRune is called by Fyne and ignored.
func (b *Button) TypedRune(rune) {}

// FocusGained draws the ring of the focus.
func (b *Button) FocusGained() { b.focused = true; b.Refresh() }

// FocusLost takes the ring away.
func (b *Button) FocusLost() { b.focused = false; b.Refresh() }

// MouseIn shows that the button can be pressed.
func (b *Button) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved is called by Fyne.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (b *Button) MouseOut() { b.hovered = false; b.Refresh() }

// AccessibilityLabel is the word on the button.
func (b *Button) AccessibilityLabel() string {
	if b.text == "" && b.icon != nil {
		return b.icon.Name()
	}
	return b.text
}

// AccessibilityRole is that of a button.
func (b *Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// colors of the style: fill, border ("" for none) and text.
func (b *Button) colors() (fill, border, text fyne.ThemeColorName) {
	switch b.style {
	case Primary:
		fill, text = theme.ColorAccent, theme.ColorOnAccent
	case Danger:
		fill, text = theme.ColorBad, theme.ColorOnBad
	case QuietDanger:
		fill, border, text = theme.ColorSurface, fynetheme.ColorNameInputBorder, theme.ColorBad
	case Link:
		fill, text = transparent, theme.ColorAccent
	default:
		fill, border, text = theme.ColorSurface, fynetheme.ColorNameInputBorder, theme.ColorText
	}
	if b.Disabled() {
		text = fynetheme.ColorNameDisabled
		if b.style != Link {
			fill, border = fynetheme.ColorNameDisabledButton, theme.ColorBorder
		}
	}
	return fill, border, text
}

// transparent marks a button without a fill.
const transparent fyne.ThemeColorName = ""

// CreateRenderer is called by Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		owner: b,
		back:  canvas.NewRectangle(nil),
		over:  canvas.NewRectangle(nil),
		ring:  canvas.NewRectangle(nil),
		icon:  widget.NewIcon(nil),
		word:  NewText("", TextStyle{Bold: true, Ellipsis: true}),
	}
	r.apply()
	return r
}

const (
	buttonSide = 14
	linkSide   = 9 // also of a button without a word
	buttonIcon = 18
	buttonGap  = 8
)

type buttonRenderer struct {
	owner            *Button
	back, over, ring *canvas.Rectangle
	icon             *widget.Icon
	word             *Text
}

func (r *buttonRenderer) apply() {
	fill, border, text := r.owner.colors()
	radius := fynetheme.Size(fynetheme.SizeNameButtonRadius)
	r.back.CornerRadius, r.over.CornerRadius, r.ring.CornerRadius = radius, radius, radius
	r.back.FillColor = nil
	if fill != transparent {
		r.back.FillColor = fynetheme.Color(fill)
	}
	r.back.StrokeWidth = 0
	if border != "" {
		r.back.StrokeWidth, r.back.StrokeColor = 1, fynetheme.Color(border)
	}
	r.over.FillColor = fynetheme.Color(theme.ColorHover)
	r.over.Hidden = !r.owner.hovered || r.owner.Disabled()
	r.ring.StrokeWidth, r.ring.StrokeColor = 2, fynetheme.Color(theme.ColorAccent)
	r.ring.Hidden = !r.owner.focused
	if filled := r.owner.style == Primary || r.owner.style == Danger; filled {
		r.ring.StrokeColor = fynetheme.Color(theme.ColorText)
	}
	r.word.style.Color, r.word.text = text, r.owner.text
	icon := r.owner.icon
	if own, ok := icon.(*theme.Icon); ok {
		icon = own.In(text)
	}
	r.icon.Resource = icon
	r.icon.Hidden = icon == nil
}

func (r *buttonRenderer) iconWidth() float32 {
	switch {
	case r.owner.icon == nil:
		return 0
	case r.owner.text == "":
		return buttonIcon
	default:
		return buttonIcon + buttonGap
	}
}

func (r *buttonRenderer) side() float32 {
	if r.owner.text == "" || r.owner.style == Link {
		return linkSide
	}
	return buttonSide
}

func (r *buttonRenderer) wordWidth() float32 {
	return Measure(r.owner.text, theme.SizeText, true).Width
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	for _, rect := range []*canvas.Rectangle{r.back, r.over, r.ring} {
		rect.Resize(size)
	}
	width := min(r.wordWidth()+1, max(0, size.Width-2*r.side()-r.iconWidth()))
	left := (size.Width - r.iconWidth() - width) / 2
	if r.owner.text == "" {
		left = (size.Width - buttonIcon) / 2
	}
	r.icon.Move(fyne.NewPos(left, (size.Height-buttonIcon)/2))
	r.icon.Resize(fyne.NewSquareSize(buttonIcon))
	r.word.Move(fyne.NewPos(left+r.iconWidth(), 0))
	r.word.Resize(fyne.NewSize(width, size.Height))
}

func (r *buttonRenderer) MinSize() fyne.Size {
	width := 2*r.side() + r.iconWidth()
	if r.owner.text != "" {
		width += r.wordWidth() + 1
	}
	return fyne.NewSize(width, fynetheme.Size(theme.SizeControl))
}

func (r *buttonRenderer) Refresh() {
	r.apply()
	r.Layout(r.owner.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.over, r.icon, r.word, r.ring}
}

func (r *buttonRenderer) Destroy() {}
