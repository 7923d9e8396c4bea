package support

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/listdetail"
	"latchkey/ui/widgets"
)

// FileSpec is a text that the desk may save, and sees whole before.
type FileSpec struct {
	Win      fyne.Window
	Dispatch widgets.Dispatcher
	Title    string
	Intro    []string // sentences above the text
	Text     string

	Name, Ending string                                       // offered for the file
	Save         func(ctx context.Context, path string) error // writes it, away from the UI thread
	Saved        func(path string)                            // says so, on the UI thread

	// Drop forgets the text, by a button of its own; nil: there is no such
	// button. Close leaves everything as it is.
	Drop func()
}

// ShowFile opens a text over the window.
func ShowFile(spec FileSpec) {
	list := newListing()
	list.set(Lines(spec.Text))
	content := listdetail.Stack(8)
	for _, sentence := range spec.Intro {
		p := widgets.NewParagraph(sentence, "")
		p.Resize(fyne.NewSize(listingWidth, p.MinSize().Height)) // breaks into lines before it is measured
		content.Add(p)
	}
	content.Add(list.box)
	var shut func()
	var buttons []*widgets.Button
	if spec.Drop != nil {
		buttons = append(buttons, widgets.NewButton(lang.L("Don’t keep"), func() {
			shut()
			spec.Drop()
		}))
	}
	buttons = append(buttons, widgets.NewPrimaryButton(lang.L("Save…"), func() { askWhere(spec, func() { shut() }) }))
	shut = widgets.ShowSheet(spec.Win, widgets.SheetSpec{Title: spec.Title, Content: content, Buttons: buttons})
}

func askWhere(spec FileSpec, done func()) {
	widgets.ShowSave(spec.Win, widgets.SaveSpec{
		Title: spec.Title, Name: spec.Name, Ending: spec.Ending, Dispatcher: spec.Dispatch,
		OnChosen: func(path string) {
			spec.Dispatch.Go(func(ctx context.Context) {
				err := spec.Save(ctx, path)
				spec.Dispatch.Do(func() {
					if err != nil {
						widgets.ShowProblem(spec.Win, err)
						return
					}
					done()
					spec.Saved(path)
				})
			})
		},
	})
}
