package main

import (
	"path/filepath"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/sync/ks"
	"latchkey/ui/backups"
	"latchkey/ui/settings"
	"latchkey/ui/widgets"
)

// openFolder shows the folder of the file in the person's own file manager.
func (f *fileDesk) openFolder() {
	folder := filepath.Dir(f.path)
	go func() { // not waited for: some file managers return only when they are closed
		err := ks.OpenFolder(folder)
		if err == nil || f.ctx.Err() != nil {
			return
		}
		f.cfg.dispatch.Do(func() {
			f.shell.ShowProblem(&store.Problem{Code: store.CodeMissing, Text: "The folder could not be opened. Open it by hand: {{.Folder}}.",
				Args: map[string]any{"Folder": folder}, Err: err})
		})
	}()
}

// noticeOther tells that another computer has, or had, the file open in a folder
// that is carried between the two.
func (f *fileDesk) noticeOther(o store.Owner, is bool) {
	if !is || f.cfg.sim != nil {
		return
	}
	widgets.ShowText(f.cfg.win, lang.L("The file may be open on another computer"),
		lang.L("{{.Host}} opened it {{.When}} and has not closed it, as far as this computer knows. Close Latchkey there and wait until the folder is up to date here, before you enter anything: otherwise what is entered on one of the two is lost.",
			map[string]any{"Host": o.Host, "When": backups.When(o.Since, f.desk.Now(), f.cfg.space.Location())}))
}

// prefPlace remembers of which folders it was said that they are carried to
// other computers.
const prefPlace = "file.synced"

// noticePlace says once of a folder that another program carries it to other
// computers.
func (f *fileDesk) noticePlace(p store.Place) {
	prefs := f.cfg.app.Preferences()
	folder := filepath.Dir(f.path)
	if p.Kind != store.PlaceSynced || f.cfg.sim != nil || prefs.String(prefPlace) == folder {
		return
	}
	prefs.SetString(prefPlace, folder)
	widgets.ShowText(f.cfg.win, lang.L("The file lies in {{.Place}}", map[string]any{"Place": p.Name}),
		settings.SyncedWords(p.Name))
}
