package widgets

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// UndoTime is how long an undo is offered.
const UndoTime = 12 * time.Second

// After calls f on the UI thread after d unless stop is called before.
type After func(d time.Duration, f func()) (stop func())

// TimerAfter is the After of the running program.
func TimerAfter(d Dispatcher) After {
	return func(wait time.Duration, f func()) func() {
		t := time.AfterFunc(wait, func() { d.Do(f) })
		return func() { t.Stop() }
	}
}

// Progress is how far a long piece of work has come. A Total of 0 means that
// nobody knows how much there is.
type Progress struct {
	Text        string
	Done, Total int
	Cancel      func() // nil: it cannot be cancelled
}

// UndoBar is the quiet bar at the bottom: what was just done with its undo,
// and long work with a number and a Cancel. It is not there otherwise.
type UndoBar struct {
	widget.BaseWidget
	// OnChanged is called when the bar came or went, so that what is above it
	// can make room.
	OnChanged func()

	after After

	undo     func()
	stop     func()
	done     *Text
	undoBox  *fyne.Container
	what     *Text
	number   *Text
	bar      *widget.ProgressBar
	cancel   *Button
	progress *fyne.Container
	onCancel func()

	notice *Text
	offer  *Button // beside the notice; hidden where there is nothing to do
	do     func()  // what it does
	unsay  func()  // stops the clock of the notice
}

// NewUndoBar returns a hidden bar.
func NewUndoBar(after After) *UndoBar {
	b := &UndoBar{
		after:  after,
		done:   NewText("", TextStyle{Color: Neutral.text(), Ellipsis: true}),
		what:   NewText("", TextStyle{Color: Neutral.text()}),
		number: NewText("", TextStyle{Bold: true}),
		bar:    widget.NewProgressBar(),
		notice: NewText("", TextStyle{Color: Neutral.text()}),
		unsay:  func() {},
	}
	b.bar.TextFormatter = func() string { return "" }
	b.undoBox = container.New(cutRow{}, b.done, NewLinkButton(lang.L("Undo"), func() { b.Undo() }))
	b.cancel = NewLinkButton(lang.L("Cancel"), func() {
		if b.onCancel != nil {
			b.onCancel()
		}
	})
	slim := container.NewCenter(container.NewGridWrap(fyne.NewSize(160, 8), b.bar))
	b.progress = container.NewHBox(b.what, slim, b.number, b.cancel)
	b.offer = NewLinkButton("", func() {
		if b.do != nil {
			b.do()
		}
	})
	b.undoBox.Hide()
	b.progress.Hide()
	b.notice.Hide()
	b.offer.Hide()
	b.ExtendBaseWidget(b)
	b.Hidden = true
	return b
}

// CreateRenderer is called by Fyne.
func (b *UndoBar) CreateRenderer() fyne.WidgetRenderer {
	rows := container.NewBorder(nil, nil, nil, container.NewHBox(b.notice, b.offer, b.progress), b.undoBox)
	return widget.NewSimpleRenderer(container.NewStack(NewPanel(theme.ColorSurface, "", 0),
		container.New(stack{}, Line(), container.New(insets{20, 2}, rows))))
}

// ShowUndo offers to undo what text says was done, for UndoTime. A newer
// offer takes the place of an older one.
func (b *UndoBar) ShowUndo(text string, undo func()) {
	b.forget()
	b.undo = undo
	b.done.SetText(text)
	b.undoBox.Show()
	b.stop = b.after(UndoTime, b.dismiss)
	b.settle()
}

// ShowNotice says something for UndoTime beside what the bar offers. A newer
// notice takes the place of an older one.
func (b *UndoBar) ShowNotice(text string) { b.say(text, "", nil, UndoTime) }

// OfferTime is how long a notice is shown with which something can be done.
const OfferTime = 2 * time.Minute

// ShowOffer is ShowNotice with a button that does something, for OfferTime.
func (b *UndoBar) ShowOffer(text, word string, do func()) { b.say(text, word, do, OfferTime) }

func (b *UndoBar) say(text, word string, do func(), long time.Duration) {
	b.unsay()
	b.notice.SetText(text)
	b.notice.Show()
	b.do = do
	b.offer.SetText(word)
	b.offer.Hidden = do == nil
	b.unsay = b.after(long, func() {
		b.notice.Hide()
		b.offer.Hide()
		b.settle()
	})
	b.settle()
}

// Undo does what the bar offers and reports whether it offered anything.
func (b *UndoBar) Undo() bool {
	undo := b.undo
	if undo == nil {
		return false
	}
	b.dismiss()
	undo()
	return true
}

// CanUndo tells whether an undo is offered.
func (b *UndoBar) CanUndo() bool { return b.undo != nil }

func (b *UndoBar) dismiss() {
	b.forget()
	b.undoBox.Hide()
	b.settle()
}

func (b *UndoBar) forget() {
	if b.stop != nil {
		b.stop()
	}
	b.stop, b.undo = nil, nil
}

// ShowProgress shows work under way, or its next state.
func (b *UndoBar) ShowProgress(p Progress) {
	b.onCancel = p.Cancel
	b.what.SetText(p.Text)
	if p.Total > 0 {
		b.bar.Show()
		b.bar.Max = float64(p.Total)
		b.bar.SetValue(float64(p.Done))
		b.number.SetText(lang.L("{{.Done}} of {{.Total}}", map[string]any{"Done": p.Done, "Total": p.Total}))
	} else {
		b.bar.Hide()
		b.number.SetText(strconv.Itoa(p.Done))
	}
	if p.Cancel == nil {
		b.cancel.Hide()
	} else {
		b.cancel.Show()
	}
	b.progress.Show()
	b.settle()
}

// HideProgress takes the progress away.
func (b *UndoBar) HideProgress() {
	b.onCancel = nil
	b.progress.Hide()
	b.settle()
}

// settle shows the bar while it has something to say.
func (b *UndoBar) settle() {
	before := b.Visible()
	if b.undoBox.Visible() || b.progress.Visible() || b.notice.Visible() {
		b.Show()
	} else {
		b.Hide()
	}
	b.Refresh()
	if b.Visible() != before && b.OnChanged != nil {
		b.OnChanged()
	}
}

// cutRow puts an object right behind a text, which is cut where there is no
// room for all of it.
type cutRow struct{}

func (cutRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	text, next := objects[0].(*Text), objects[1]
	gap, least := fynetheme.Padding(), next.MinSize().Width
	width := min(text.whole(), max(0, size.Width-gap-least))
	text.Move(fyne.Position{})
	text.Resize(fyne.NewSize(width, size.Height))
	next.Move(fyne.NewPos(width+gap, 0))
	next.Resize(fyne.NewSize(least, size.Height))
}

func (cutRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	text, next := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(text.Width+fynetheme.Padding()+next.Width, max(text.Height, next.Height))
}
