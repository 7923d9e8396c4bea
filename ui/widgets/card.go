package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"latchkey/ui/theme"
)

// Card is a surface with a title, actions at the right of it, and content that
// fills the rest. An empty title with no actions leaves the head out.
func Card(title string, content fyne.CanvasObject, actions ...fyne.CanvasObject) *fyne.Container {
	pad := fynetheme.Size(theme.SizeCardPadding)
	body := content
	if head := cardHead(title, actions); head != nil {
		body = container.New(stack{gap: 12}, head, content)
	}
	return container.NewStack(surface(), container.New(insets{pad, pad}, body))
}

// FlushCard is a card whose content goes to its edges, for tables.
func FlushCard(title string, content fyne.CanvasObject, actions ...fyne.CanvasObject) *fyne.Container {
	pad := fynetheme.Size(theme.SizeCardPadding)
	body := content
	if head := cardHead(title, actions); head != nil {
		body = container.New(stack{}, container.New(insets{pad, pad * 3 / 4}, head), content)
	}
	// One pixel on each side keeps the border of the card in sight.
	return container.NewStack(surface(), container.New(insets{1, 1}, body))
}

func surface() *Panel {
	return NewPanel(theme.ColorSurface, theme.ColorBorder, fynetheme.Size(fynetheme.SizeNameCardRadius))
}

func cardHead(title string, actions []fyne.CanvasObject) fyne.CanvasObject {
	if title == "" && len(actions) == 0 {
		return nil
	}
	var right fyne.CanvasObject
	if len(actions) > 0 {
		right = container.NewHBox(actions...)
	}
	line := CardTitle(title)
	line.style.Ellipsis = true
	return container.NewBorder(nil, nil, nil, right, line)
}

// stack is a layout of a head and the body that takes all the room below it.
type stack struct{ gap float32 }

func (s stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, body := objects[0], objects[1]
	height := head.MinSize().Height
	head.Move(fyne.Position{})
	head.Resize(fyne.NewSize(size.Width, height))
	body.Move(fyne.NewPos(0, height+s.gap))
	body.Resize(fyne.NewSize(size.Width, max(0, size.Height-height-s.gap)))
}

func (s stack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	head, body := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(max(head.Width, body.Width), head.Height+s.gap+body.Height)
}
