//go:build ci

package main

import (
	"context"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"latchkey/store"
	"latchkey/ui/backups"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// drawFile draws what Settings shows of the file, the sheet of the backups, and
// the window over a file that is damaged.
func (p *player) drawFile(ctx context.Context, dir string) error {
	file, err := p.backUpForPicture(ctx)
	if err != nil {
		return err
	}
	a := test.NewApp()
	defer a.Quit()
	for _, s := range shots {
		d := pictureDesk(ctx, p.program, p.space, p.engine, a, s)
		d.file.path, d.file.folder = file, store.BackupFolder(file)
		d.shell.Go(d.settings.Name())
		if err := savePicture(filepath.Join(dir, "settings-file-"+s.suffix+".png"), d.cfg.win); err != nil {
			return err
		}
		src := d.file.card().Copies
		src.Dispatch = widgets.Sync{}
		backups.Show(d.cfg.win, src, func(store.Copy) {})
		if err := savePicture(filepath.Join(dir, "restore-"+s.suffix+".png"), d.cfg.win); err != nil {
			return err
		}
		d.cfg.win.Close()
		if err := p.drawDamaged(a, file, filepath.Join(dir, "damaged-"+s.suffix+".png"), s.variant); err != nil {
			return err
		}
	}
	return nil
}

// backUpForPicture makes backups as of some days, and an edit after them. It
// returns the path of the file.
func (p *player) backUpForPicture(ctx context.Context) (string, error) {
	now, err := p.store.Holds(ctx)
	if err != nil {
		return "", err
	}
	today := p.clock.Now()
	defer p.clock.Set(today)
	for _, b := range []struct {
		ago time.Duration
		why store.Reason
	}{
		{21 * 24 * time.Hour, store.ReasonDaily}, {15 * 24 * time.Hour, store.ReasonUpdate}, {14 * 24 * time.Hour, store.ReasonDaily},
		{3 * 24 * time.Hour, store.ReasonDaily}, {50 * time.Hour, store.ReasonHand}, {27 * time.Hour, store.ReasonDaily},
	} {
		p.clock.Set(today.Add(-b.ago))
		if _, err := p.store.Backup(ctx, store.BackupFolder(now.Path), b.why); err != nil {
			return "", err
		}
	}
	p.clock.Set(today)
	_, err = p.store.Do(ctx, store.ActorDesk, func(tx *store.Tx) error {
		return tx.SavePerson(&store.Person{FirstName: "Nora", LastName: "Lind", Connect: store.ConnectNone})
	})
	return now.Path, err
}

func (p *player) drawDamaged(a fyne.App, file, path string, v theme.Variant) error {
	a.Settings().SetTheme(theme.New(v))
	text := problemText(&store.Problem{Code: store.CodeDamaged, Text: "The file {{.File}} is damaged. Put back a copy of it, or choose another file; nothing was changed.",
		Args: map[string]any{"File": "latchkey.db"}})
	d := newDamaged(a.NewWindow("Latchkey"), file, text, widgets.Sync{})
	d.src.Now, d.src.Zone = p.clock.Now, p.space.Location()
	d.look()
	defer d.win.Close()
	return savePicture(path, d.win)
}
