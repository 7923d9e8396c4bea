package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

// WaitingDialog shows over the window that work goes on of which nobody knows
// how much is left. It is used on the UI thread.
type WaitingDialog struct {
	stopping
	modal *modal
	bar   *widget.ProgressBarInfinite
}

// ShowWaiting opens the dialog. Cancel and Esc wait for OnCancel; the dialog
// stays until Close.
func ShowWaiting(win fyne.Window, title string) *WaitingDialog {
	w := &WaitingDialog{bar: widget.NewProgressBarInfinite()}
	w.cancel = NewButton(lang.L("Cancel"), w.stop)
	content := container.NewVBox(Heading(title), gap(8),
		container.NewGridWrap(fyne.NewSize(progressWidth, 8), w.bar), gap(8), dialogButtons(w.cancel))
	w.modal = showModal(win, content, func(ev *fyne.KeyEvent) {
		if ev.Name == fyne.KeyEscape {
			w.stop()
		}
	})
	win.Canvas().Focus(w.cancel)
	return w
}

// Close takes the dialog away.
func (w *WaitingDialog) Close() {
	w.bar.Stop()
	w.modal.close()
}

// stopping is the button of a dialog over work that the person may stop.
type stopping struct {
	cancel    *Button
	onCancel  func()
	cancelled bool
}

// OnCancel says how the work is stopped. If the person did not want to wait
// for that, it is stopped at once.
func (s *stopping) OnCancel(f func()) {
	s.onCancel = f
	if s.cancelled {
		f()
	}
}

func (s *stopping) stop() {
	if s.cancelled {
		return
	}
	s.cancelled = true
	s.cancel.Disable()
	if s.onCancel != nil {
		s.onCancel()
	}
}
