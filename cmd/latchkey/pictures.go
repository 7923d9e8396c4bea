//go:build ci

package main

import (
	"context"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/spf13/cobra"

	"latchkey/store"
	"latchkey/sync/engine"
	"latchkey/sync/reconcile"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// pictureFlag offers to draw the screens of the day that was played.
func pictureFlag(cmd *cobra.Command) (draw func(context.Context, *player)) {
	var dir string
	cmd.Flags().StringVar(&dir, "pictures", "", "with --headless: draw every screen into this folder, as PNG, light and dark")
	return func(ctx context.Context, p *player) {
		if dir != "" {
			p.draw(ctx, filepath.Clean(dir))
		}
	}
}

// draw draws every screen; those of passes and attendance on the Monday after,
// when people are in, and last those that ask something.
func (p *player) draw(ctx context.Context, dir string) {
	draws := func(what func(context.Context, *program, store.Space, *engine.Engine, string) error) {
		if p.err == nil {
			p.err = what(ctx, p.program, p.space, p.engine, dir)
		}
	}
	draws(drawScreens)
	p.monday(ctx)
	draws(drawAttendance)
	draws(drawQuestions)
	draws(drawSupport)
	draws(drawClosing)
	if p.err == nil {
		p.err = p.drawFile(ctx, dir)
	}
	if p.err == nil {
		fmt.Fprintf(p.out, "Pictures of every screen are in %s.\n", dir)
	}
}

// shot is one look of the window that is drawn.
type shot struct {
	variant theme.Variant
	size    fyne.Size
	suffix  string
}

var shots = []shot{
	{theme.Light, fyne.NewSize(1440, 900), "light"},
	{theme.Dark, fyne.NewSize(1440, 900), "dark"},
	{theme.Light, fyne.NewSize(1024, 700), "small"},
}

// drawScreens draws every screen with Fyne's software painter, light and dark,
// and at the smallest size of the window.
func drawScreens(ctx context.Context, p *program, space store.Space, e *engine.Engine, dir string) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return &store.Problem{Code: store.CodeFile, Text: "The folder {{.Folder}} cannot be made. Choose another with --data.", Args: map[string]any{"Folder": dir}, Err: err}
	}
	a := test.NewApp()
	defer a.Quit()
	for _, s := range shots {
		d := pictureDesk(ctx, p, space, e, a, s)
		for _, page := range d.screens {
			d.shell.Go(page.Name())
			if page.Name() == d.members.Name() {
				d.selectForPicture(ctx)
			}
			if err := savePicture(filepath.Join(dir, page.Name()+"-"+s.suffix+".png"), d.cfg.win); err != nil {
				return err
			}
		}
		d.cfg.win.Close()
	}
	return nil
}

// pictureDesk is a window that stands still.
func pictureDesk(ctx context.Context, p *program, space store.Space, e *engine.Engine, a fyne.App, s shot) *desktop {
	look := theme.New(s.variant)
	a.Settings().SetTheme(look)
	win := test.NewWindow(nil)
	d := newDesktop(ctx, desktopConfig{
		program: p, space: space, app: a, win: win, theme: look, dispatch: widgets.Sync{}, file: "latchkey.db",
		after: func(time.Duration, func()) func() { return func() {} }, tray: noPanel{},
	})
	win.Resize(s.size)
	d.status(e.Status(), true)
	return d
}

// drawQuestions draws Doors while many people lose their access at once and
// somebody has changed things in SALTO KS, and the preview of it. Afterwards
// nobody's access is another than before.
func drawQuestions(ctx context.Context, p *program, space store.Space, e *engine.Engine, dir string) error {
	a := test.NewApp()
	defer a.Quit()
	cancelled, err := p.store.Do(ctx, store.ActorDesk, func(tx *store.Tx) error { return cancelForPicture(ctx, p, space, tx) })
	if err != nil {
		return err
	}
	e.Pass(ctx) // asks, and sends nothing
	if _, err := p.store.Do(ctx, store.ActorSync, func(tx *store.Tx) error { return changeForPicture(tx, space) }); err != nil {
		return err
	}
	for _, s := range shots {
		d := pictureDesk(ctx, p, space, e, a, s)
		d.shell.Go(d.doors.Name())
		if err := savePicture(filepath.Join(dir, "doors-asks-"+s.suffix+".png"), d.cfg.win); err != nil {
			return err
		}
		items := d.doors.Menu()
		items[len(items)-1].Action()
		if err := savePicture(filepath.Join(dir, "doors-preview-"+s.suffix+".png"), d.cfg.win); err != nil {
			return err
		}
		d.cfg.win.Close()
	}
	if _, err := p.store.Undo(ctx, cancelled.Undo); err != nil {
		return err
	}
	e.Pass(ctx)
	return nil
}

// cancelForPicture ends the membership of more people than are taken off
// without a question.
func cancelForPicture(ctx context.Context, p *program, space store.Space, tx *store.Tx) error {
	people, err := p.store.People(ctx, store.PeopleFilter{State: store.StateActive, On: store.DateOf(tx.Now, space.Location())})
	if err != nil {
		return err
	}
	for i := range min(len(people), 9) {
		people[i].EndsOn = store.DateOf(tx.Now.AddDate(0, 0, -1), space.Location())
		if err := tx.SavePerson(&people[i]); err != nil {
			return err
		}
	}
	return nil
}

// changeForPicture notes what somebody might have changed in SALTO KS.
func changeForPicture(tx *store.Tx, space store.Space) error {
	found := func(key, kind string, way store.Way, text, name string) store.Drift {
		return store.Drift{
			Key: key, Kind: kind, Way: way, FoundAt: tx.Now.Add(-90 * time.Minute),
			What: store.Sentence{Text: text, Args: map[string]string{"Name": name, "Seen": "Zoe Petit"}},
		}
	}
	kept := found("kept", reconcile.UserBlocked, store.Narrower, "{{.Name}} was blocked in SALTO KS by somebody, and opens nothing.", "Hugo Bernard")
	kept.Answer, kept.AnsweredAt = store.Keep, tx.Now.Add(-time.Hour)
	closed := found("closed", reconcile.HoursLonger, store.Wider, "The hours of “{{.Group}}” of {{.Name}} were made longer in SALTO KS by somebody.", "Ioana Popescu")
	closed.What.Args["Group"], closed.OverAt = "Latchkey 3a35-63", tx.Now.Add(-80*time.Minute)
	for _, d := range []store.Drift{
		found("blocked", reconcile.UserBlocked, store.Narrower, "{{.Name}} was blocked in SALTO KS by somebody, and opens nothing.", "Bastien Leroy"),
		found("named", reconcile.NameChanged, store.Other, "{{.Name}} is called {{.Seen}} in SALTO KS now.", "Zoé Petit"), closed, kept,
	} {
		if err := tx.PutDrift(space.ID, d); err != nil {
			return err
		}
	}
	return nil
}

// selectForPicture shows somebody with a plan and a booking.
func (d *desktop) selectForPicture(ctx context.Context) {
	people, err := d.desk.Store.PersonByName(ctx, "Bastien Leroy")
	if err == nil && len(people) > 0 {
		d.members.Select(people[0].ID)
	}
}

func savePicture(path string, win fyne.Window) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := png.Encode(f, widgets.Capture(win)); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}
