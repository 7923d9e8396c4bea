package mapping

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/listdetail"
	"latchkey/ui/widgets"
)

// StageNotice explains why there is nothing to choose from yet, and offers to
// connect the space, unless connect is nil. There is none once the site has
// been read.
func StageNotice(s Stage, connect func()) fyne.CanvasObject {
	switch s {
	case NoSite:
		var actions []fyne.CanvasObject
		if connect != nil {
			actions = append(actions, widgets.NewButton(lang.L("Connect to SALTO KS…"), connect))
		}
		return listdetail.Notice(widgets.Neutral,
			lang.L("Doors and groups appear here once this space is connected to SALTO KS. Everything else works as it is, and what you enter is kept."), actions...)
	case NotLooked:
		return listdetail.Notice(widgets.Neutral, lang.L("Doors and groups appear here after the first look at SALTO KS."))
	case Ready:
	}
	return nil
}
