package settings

import (
	"context"
	"errors"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/backups"
	"latchkey/ui/widgets"
)

// work does something with the file that takes a while: with a dialog that says
// so, and a way to stop it. tell gets done, which says in the past tense what was
// done.
func (c *fileCard) work(doing, done string, tell func(string), work func(ctx context.Context) error) {
	d := c.desk
	c.verdict.Objects = nil
	shown := widgets.ShowWaiting(d.Win, doing)
	d.Dispatch.Go(func(ctx context.Context) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		d.Dispatch.Do(func() { shown.OnCancel(cancel) })
		err := work(ctx)
		stopped := ctx.Err() != nil
		d.Dispatch.Do(func() {
			shown.Close()
			switch {
			case err == nil:
				tell(done)
			case stopped || errors.Is(err, context.Canceled): // the desk wanted it so
			default:
				widgets.ShowProblem(d.Win, err)
			}
			c.look()
		})
	})
}

func (c *fileCard) backup(tell func(string)) {
	c.work(lang.L("Making a backup"), lang.L("A backup was made, and read again to be sure of it."), tell, c.file.Backup)
}

func (c *fileCard) check() {
	c.work(lang.L("Checking the file"), lang.L("The file is whole: all of it was read, and every line of the log is as it was written."), c.say, c.file.Check)
}

// saveCopy asks where to, and writes a copy there.
func (c *fileCard) saveCopy(tell func(string)) {
	day := string(store.DateOf(c.desk.Now(), c.file.Copies.Zone))
	widgets.ShowSave(c.desk.Win, widgets.SaveSpec{
		Title: lang.L("Save a copy"), Name: "Latchkey " + day, Ending: ".db", Dispatcher: c.desk.Dispatch,
		OnChosen: func(path string) {
			c.work(lang.L("Saving a copy"), lang.L("The copy is {{.File}}.", map[string]any{"File": filepath.Base(path)}), tell,
				func(ctx context.Context) error { return c.file.SaveCopy(ctx, path) })
		},
	})
}

// menu is what the File menu and the palette have of it. How it ended is told in
// the bar at the bottom: the card may be out of sight.
func (c *fileCard) menu() []*fyne.MenuItem {
	return []*fyne.MenuItem{
		fyne.NewMenuItem(lang.L("Make a backup now"), func() { c.backup(c.file.Notice) }),
		fyne.NewMenuItem(lang.L("Save a copy of the file…"), func() { c.saveCopy(c.file.Notice) }),
		fyne.NewMenuItem(lang.L("Restore a backup…"), c.restore),
	}
}

func (c *fileCard) restore() { backups.Show(c.desk.Win, c.file.Copies, c.file.Restore) }
