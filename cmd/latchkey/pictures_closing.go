//go:build ci

package main

import (
	"context"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"latchkey/store"
	"latchkey/sync/engine"
	"latchkey/ui/drafts"
)

// noPanel takes an icon and shows it nowhere.
type noPanel struct{}

func (noPanel) SetSystemTrayMenu(*fyne.Menu)    {}
func (noPanel) SetSystemTrayIcon(fyne.Resource) {}

// drawClosing draws what is asked when the window is closed, and what is asked
// after a crash in the middle of a form.
func drawClosing(ctx context.Context, p *program, space store.Space, e *engine.Engine, dir string) error {
	a := test.NewApp()
	defer a.Quit()
	for _, s := range shots {
		for name, ask := range map[string]func(*desktop){
			"closing": func(d *desktop) { d.back.ask() },
			"half-written": func(d *desktop) {
				d.offer([]drafts.Entry{{Kind: "member", Title: "New member", About: "Mia Berg", At: d.desk.Now().Add(-time.Hour)}})
			},
		} {
			d := pictureDesk(ctx, p, space, e, a, s)
			ask(d)
			if err := savePicture(filepath.Join(dir, name+"-"+s.suffix+".png"), d.cfg.win); err != nil {
				return err
			}
			d.cfg.win.Close()
		}
	}
	return nil
}
