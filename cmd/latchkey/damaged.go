package main

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/backups"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// damaged is the window over a file that cannot be read: it offers the newest
// backup that is whole, or another, to be put back.
type damaged struct {
	win      fyne.Window
	src      backups.Source
	newest   func(context.Context) (store.Copy, bool)
	offer    *fyne.Container
	put      *widgets.Button
	other    *widgets.Button
	frame    *fyne.Container
	good     store.Copy
	chosen   store.Copy // to be put back when the window has closed; the zero Copy: none
	choosing bool
}

// curable tells whether a backup may help where a file does not open. A file
// that is gone although there are backups of it counts as damaged.
func curable(err error) bool { return store.CodeOf(err) == store.CodeDamaged }

const damagedWidth = 560

// newDamaged fills the window; text says what is wrong.
func newDamaged(win fyne.Window, file, text string, dispatch widgets.Dispatcher) *damaged {
	folder := backupsOf(file)
	d := &damaged{win: win, offer: listdetail.Stack(10)}
	d.newest = func(ctx context.Context) (store.Copy, bool) { return store.NewestGood(ctx, folder) }
	d.src = backups.Source{
		File: file, Inspect: store.Inspect, Now: time.Now, Zone: time.Local, Dispatch: dispatch,
		List: func(context.Context) ([]store.Copy, error) { return store.Backups(folder) },
	}
	d.put = widgets.NewPrimaryButton(lang.L("Put this copy back"), func() { d.take(d.good) })
	d.put.Hide()
	d.other = widgets.NewButton(lang.L("Choose another backup…"), d.choose)
	quit := widgets.NewButton(lang.L("Quit"), d.win.Close)
	d.frame = listdetail.Stack(14,
		widgets.Heading(lang.L("Latchkey cannot open the file")),
		widgets.NewParagraph(text, ""), d.offer,
		container.NewHBox(quit, d.other, d.put))
	d.win.SetPadded(false)
	d.win.SetContent(container.NewStack(widgets.NewPanel(theme.ColorSurface, "", 0), widgets.Padded(d.frame)))
	d.win.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) {
		if ev.Name == fyne.KeyEscape {
			d.win.Close()
		}
	})
	d.say(widgets.MutedParagraph(lang.L("Looking for the newest backup that is whole…")))
	d.win.Canvas().Focus(quit)
	return d
}

// look finds the newest backup that is whole.
func (d *damaged) look() {
	d.src.Dispatch.Go(func(ctx context.Context) {
		c, ok := d.newest(ctx)
		d.src.Dispatch.Do(func() { d.show(c, ok) })
	})
}

func (d *damaged) show(c store.Copy, ok bool) {
	if !ok {
		d.say(listdetail.Notice(widgets.Warn, lang.L("There is no backup of it on this computer that is whole. If you have a copy elsewhere, such as on a USB stick, choose it.")))
		return
	}
	d.good = c
	args := map[string]any{"When": backups.When(c.At, d.src.Now(), d.src.Zone), "Holds": backups.Holds(c)}
	d.say(
		listdetail.Notice(widgets.Good, lang.L("The newest backup that is whole is of {{.When}}: {{.Holds}}.", args)),
		widgets.MutedParagraph(lang.L("What is there now is moved aside and kept, for whoever can save something from it. The doors stay as they are: before anything is sent to SALTO KS, Latchkey asks you in Doors.")))
	d.put.Show()
	d.win.Canvas().Focus(d.put)
	d.fit()
}

func (d *damaged) say(objects ...fyne.CanvasObject) {
	d.offer.Objects = objects
	d.offer.Refresh()
	d.fit()
}

// fit gives the window the height that its texts need.
func (d *damaged) fit() {
	for range 2 { // the texts break into lines, and then have a height
		d.frame.Resize(fyne.NewSize(damagedWidth, d.frame.MinSize().Height))
	}
	if !d.choosing {
		d.win.Resize(fyne.NewSize(damagedWidth, d.frame.MinSize().Height).AddWidthHeight(40, 40))
	}
}

// choose shows all backups, in a window that is large enough for them.
func (d *damaged) choose() {
	d.choosing = true
	d.win.Resize(fyne.NewSize(980, 640))
	backups.Show(d.win, d.src, d.take)
}

func (d *damaged) take(c store.Copy) {
	d.chosen = c
	d.win.Close()
}

// damagedWindow asks which backup to put back, until the window is closed. It
// returns the error that has main put it back, or that ends the program.
func damagedWindow(ctx context.Context, win fyne.Window, file, text string) error {
	ctx, cancel := context.WithCancel(ctx)
	dispatch := widgets.NewAsync(ctx, fyne.Do)
	d := newDamaged(win, file, text, dispatch)
	fyne.CurrentApp().Lifecycle().SetOnStarted(d.look)
	d.win.CenterOnScreen()
	d.win.ShowAndRun()
	cancel()
	dispatch.Wait()
	if d.chosen.Path == "" {
		return exitCode(exitError)
	}
	return putBack{file, d.chosen.Path}
}
