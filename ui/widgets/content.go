package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
)

// SheetSpec is something to read or to choose from, over the window.
type SheetSpec struct {
	Title   string
	Content fyne.CanvasObject
	// Buttons stand at the bottom, from left to right, behind Close. The last
	// has the keyboard; without one Close has it.
	Buttons []*Button
	// OnClose is called when the sheet has closed, by whatever. May be nil.
	OnClose func()
}

// ShowSheet opens a sheet, with Close and Esc to close it. It returns the
// function that closes it, which may be called more than once.
func ShowSheet(win fyne.Window, spec SheetSpec) (closeIt func()) {
	var m *modal
	shut := func() { m.close() }
	end := NewButton(lang.L("Close"), shut)
	first := end
	buttons := []fyne.CanvasObject{end}
	for _, b := range spec.Buttons {
		buttons, first = append(buttons, b), b
	}
	m = showModal(win, sheet(spec.Title, spec.Content, buttons), func(ev *fyne.KeyEvent) {
		if ev.Name == fyne.KeyEscape {
			shut()
		}
	})
	m.onClose = spec.OnClose
	win.Canvas().Focus(first)
	return shut
}

// ShowContent shows something to read under a title, with Close (Enter, Esc).
// It returns the function that closes it.
func ShowContent(win fyne.Window, title string, content fyne.CanvasObject, actions ...fyne.CanvasObject) (closeIt func()) {
	var m *modal
	shut := func() { m.close() }
	end := NewPrimaryButton(lang.L("Close"), shut)
	buttons := append(append([]fyne.CanvasObject{}, actions...), end)
	m = showModal(win, sheet(title, content, buttons),
		func(ev *fyne.KeyEvent) {
			if ev.Name == fyne.KeyEscape || isEnter(ev) {
				shut()
			}
		})
	win.Canvas().Focus(end)
	return shut
}

// ShowText shows a text under a title, with Close (Enter, Esc).
func ShowText(win fyne.Window, title, text string) {
	ShowContent(win, title, atWidth(questionWidth, NewParagraph(text, "")))
}

func sheet(title string, content fyne.CanvasObject, buttons []fyne.CanvasObject) fyne.CanvasObject {
	return container.NewBorder(container.NewVBox(Heading(title), gap(8)),
		container.NewVBox(gap(12), dialogButtons(buttons...)), nil, nil, content)
}
