package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"latchkey/ui/theme"
)

// Empty is what a screen shows when it has nothing yet: what will be here, and
// the button for the first step. action may be nil.
func Empty(title, text, actionLabel string, action func()) fyne.CanvasObject {
	const width = 380
	head := NewText(title, TextStyle{Size: theme.SizeCardTitle, Bold: true, Align: fyne.TextAlignCenter})
	words := NewParagraph(text, theme.ColorMuted)
	words.SetAlign(fyne.TextAlignCenter)
	rows := container.NewVBox(head, atWidth(width, words))
	if action != nil {
		rows.Add(gap(4))
		rows.Add(container.NewCenter(NewPrimaryButton(actionLabel, action)))
	}
	return container.NewCenter(rows)
}
