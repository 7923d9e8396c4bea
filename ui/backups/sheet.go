package backups

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
)

// Show opens the sheet of the copies over a window. putBack is called with the
// copy that the person chose and agreed to put back.
func Show(win fyne.Window, src Source, putBack func(store.Copy)) {
	s := &sheet{win: win, putBack: putBack}
	s.put = widgets.NewPrimaryButton(lang.L("Put this one back"), s.ask)
	s.put.Disable()
	other := widgets.NewButton(lang.L("Another file…"), func() { askFile(win, src, s.chooser.Look) })
	s.chooser = NewChooser(src, warning(src.Present != nil), func() {
		if _, ok := s.chooser.Chosen(); ok {
			s.put.Enable()
		} else {
			s.put.Disable()
		}
	})
	s.chooser.table.OnActivate = func(store.Copy) { s.ask() }
	s.shut = widgets.ShowSheet(win, widgets.SheetSpec{
		Title: lang.L("Put back a backup"), Content: s.chooser.Content(), Buttons: []*widgets.Button{other, s.put},
	})
	win.Canvas().Focus(s.chooser.FocusTarget())
	s.chooser.Load()
}

// warning says what happens when a copy is put back.
func warning(readable bool) string {
	if !readable {
		return lang.L("The damaged file is moved aside and kept. Before anything is sent to SALTO KS, Latchkey looks at what has changed at the doors since and asks you in Doors.")
	}
	return lang.L("Latchkey closes and opens again with this copy; what is in the file now is kept as a backup. The doors stay as they are: before anything is sent to SALTO KS, Latchkey shows you in Doors what would change, and asks.")
}

type sheet struct {
	win     fyne.Window
	putBack func(store.Copy)
	chooser *Chooser
	put     *widgets.Button
	shut    func()
}

// ask has the person say once more that the file is to be replaced.
func (s *sheet) ask() {
	b, ok := s.chooser.Chosen()
	if !ok {
		return
	}
	args := map[string]any{"When": When(b.At, s.chooser.src.Now(), s.chooser.src.Zone), "Holds": Holds(b)}
	widgets.Confirm(s.win, lang.L("Put this backup back?"),
		lang.L("The file becomes as it was {{.When}}: {{.Holds}}. What was entered since is then only in the backup that is made now.", args),
		lang.L("Put it back"), func() { s.shut(); s.putBack(b) })
}
