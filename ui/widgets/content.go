package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
)

// ShowContent shows something to read under a title, with Close (Enter, Esc).
// It returns the function that closes it.
func ShowContent(win fyne.Window, title string, content fyne.CanvasObject, actions ...fyne.CanvasObject) (closeIt func()) {
	var m *modal
	shut := func() { m.close() }
	end := NewPrimaryButton(lang.L("Close"), shut)
	buttons := append(append([]fyne.CanvasObject{}, actions...), end)
	m = showModal(win,
		container.NewBorder(container.NewVBox(Heading(title), gap(8)),
			container.NewVBox(gap(12), dialogButtons(buttons...)), nil, nil, content),
		func(ev *fyne.KeyEvent) {
			if ev.Name == fyne.KeyEscape || isEnter(ev) {
				shut()
			}
		})
	win.Canvas().Focus(end)
	return shut
}
