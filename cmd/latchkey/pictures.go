package main

import (
	"context"
	"fmt"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"latchkey/store"
	"latchkey/sync/engine"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// drawPictures draws every screen with Fyne's software painter, light and
// dark, and at the smallest size of the window.
func drawPictures(ctx context.Context, p *program, space store.Space, e *engine.Engine, dir string, out io.Writer) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return &store.Problem{Code: store.CodeFile, Text: "The folder {{.Folder}} cannot be made. Choose another with --data.", Args: map[string]any{"Folder": dir}, Err: err}
	}
	a := test.NewApp()
	defer a.Quit()
	for _, shot := range []struct {
		variant theme.Variant
		size    fyne.Size
		suffix  string
	}{
		{theme.Light, fyne.NewSize(1440, 900), "light"},
		{theme.Dark, fyne.NewSize(1440, 900), "dark"},
		{theme.Light, fyne.NewSize(1024, 700), "small"},
	} {
		look := theme.New(shot.variant)
		a.Settings().SetTheme(look)
		win := test.NewWindow(nil)
		d := newDesktop(ctx, desktopConfig{
			program: p, space: space, app: a, win: win, theme: look, dispatch: widgets.Sync{}, file: "latchkey.db",
			after: never,
		})
		win.Resize(shot.size)
		d.status(e.Status(), true)
		for _, s := range d.screens {
			d.shell.Go(s.Name())
			if s.Name() == d.members.Name() {
				d.selectForPicture(ctx)
			}
			if err := savePicture(filepath.Join(dir, s.Name()+"-"+shot.suffix+".png"), win); err != nil {
				return err
			}
		}
		win.Close()
	}
	fmt.Fprintf(out, "Pictures of every screen are in %s.\n", dir)
	return nil
}

// never is a clock that does not move on while a picture is made.
func never(time.Duration, func()) (stop func()) { return func() {} }

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
