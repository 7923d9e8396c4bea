package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	ltheme "latchkey/ui/theme"
)

// modal is a dialog over the whole window. Keys that no focused widget wants
// come to onKey until it closes.
type modal struct {
	canvas  fyne.Canvas
	curtain *curtain
	before  func(*fyne.KeyEvent)
	onClose func()
	open    bool
}

// showModal opens content in the middle of the window, with the padding of a
// card around it. onKey gets the keys that bubble up.
func showModal(win fyne.Window, content fyne.CanvasObject, onKey func(*fyne.KeyEvent)) *modal {
	c := win.Canvas()
	padded := container.NewStack(overlayPanel(theme.SizeNameDialogRadius),
		container.New(insets{dialogPadding, dialogPadding}, content))
	m := &modal{canvas: c, curtain: newCurtain(padded), before: c.OnTypedKey(), open: true}
	c.SetOnTypedKey(onKey)
	c.Overlays().Add(m.curtain)
	return m
}

func (m *modal) close() {
	if !m.open {
		return
	}
	m.open = false
	m.canvas.Unfocus() // or the cursor of a field that nobody sees goes on blinking
	m.canvas.Overlays().Remove(m.curtain)
	m.canvas.SetOnTypedKey(m.before)
	if m.onClose != nil {
		m.onClose()
	}
}

// fit gives the dialog the size that its content needs now, in the middle.
func (m *modal) fit() { m.curtain.Refresh() }

const dialogPadding = 20

// insets is a layout that puts fixed room around its objects.
type insets struct{ horizontal, vertical float32 }

func (i insets) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(i.horizontal, i.vertical))
		o.Resize(size.SubtractWidthHeight(2*i.horizontal, 2*i.vertical))
	}
}

func (i insets) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size.AddWidthHeight(2*i.horizontal, 2*i.vertical)
}

// minWidth is a layout that keeps its objects at least so wide.
type minWidth float32

func (w minWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

func (w minWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(float32(w), 0)
	for _, o := range objects {
		if o.Visible() {
			size = size.Max(o.MinSize())
		}
	}
	return size
}

// atWidth puts a wrapping text into its final width before it is measured, so
// that the dialog around it opens at the right height.
func atWidth(width float32, o fyne.CanvasObject) fyne.CanvasObject {
	o.Resize(fyne.NewSize(width, o.MinSize().Height))
	return container.New(minWidth(width), o)
}

// row of buttons at the right end of a dialog.
func dialogButtons(buttons ...fyne.CanvasObject) fyne.CanvasObject {
	all := append([]fyne.CanvasObject{layoutSpacer()}, buttons...)
	return container.NewHBox(all...)
}

// statusIcon is the round mark at the left of a question.
func statusIcon(kind Kind) fyne.CanvasObject {
	img := widget.NewIcon(ltheme.NewColoredIcon(kind.icon(), kind.text()))
	return container.NewGridWrap(fyne.NewSquareSize(24), img)
}

// overlayPanel is the back of a dialog or a list with the border that sets it
// off in the dark, where shadows do not.
func overlayPanel(radius fyne.ThemeSizeName) fyne.CanvasObject {
	return NewPanel(theme.ColorNameOverlayBackground, ltheme.ColorBorder, theme.Size(radius))
}
