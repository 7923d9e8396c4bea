package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

// ProgressDialog shows over the window how far a piece of work has come that
// the person waits for. It is used on the UI thread.
type ProgressDialog struct {
	stopping
	modal  *modal
	bar    *widget.ProgressBar
	number *Text
}

const progressWidth = 340

// ShowProgress opens the dialog. Cancel and Esc wait for OnCancel; the dialog
// stays until Close.
func ShowProgress(win fyne.Window, title string) *ProgressDialog {
	p := &ProgressDialog{bar: widget.NewProgressBar(), number: Muted("")}
	p.bar.TextFormatter = func() string { return "" }
	p.cancel = NewButton(lang.L("Cancel"), p.stop)
	content := container.NewVBox(Heading(title), gap(8),
		container.NewGridWrap(fyne.NewSize(progressWidth, 8), p.bar), p.number, gap(8), dialogButtons(p.cancel))
	p.modal = showModal(win, content, func(ev *fyne.KeyEvent) {
		if ev.Name == fyne.KeyEscape {
			p.stop()
		}
	})
	win.Canvas().Focus(p.cancel)
	return p
}

// Set shows how much is done of all there is.
func (p *ProgressDialog) Set(done, total int) {
	p.bar.Max = float64(max(1, total))
	p.bar.SetValue(float64(done))
	p.number.SetText(lang.L("{{.Done}} of {{.Total}}", map[string]any{"Done": done, "Total": total}))
}

// Close takes the dialog away.
func (p *ProgressDialog) Close() { p.modal.close() }
