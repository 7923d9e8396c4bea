package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
)

// Confirm asks before something is done that takes something away. sentence
// says by name what will happen; danger is the word on the button ("Delete
// booking"). Enter does what the focused button says, which is Cancel until
// the person moves; Esc cancels.
func Confirm(win fyne.Window, title, sentence, danger string, onYes func()) {
	ask(win, question{
		kind: Warn, title: title, sentence: sentence,
		yes: danger, danger: true, no: lang.L("Cancel"), onYes: onYes,
	})
}

// Ask asks an ordinary question: Enter says yes, Esc cancels.
func Ask(win fyne.Window, title, sentence, yes string, onYes func()) {
	ask(win, question{
		kind: Neutral, title: title, sentence: sentence,
		yes: yes, no: lang.L("Cancel"), onYes: onYes,
	})
}

type question struct {
	kind     Kind
	title    string
	sentence string
	yes, no  string // no may be empty: then there is only one way out
	danger   bool
	onYes    func()
	onNo     func() // by the button, not by Esc; may be nil
	onClose  func()
}

const questionWidth = 400

func ask(win fyne.Window, q question) {
	var m *modal
	finish := func(yes bool) {
		m.close()
		if yes && q.onYes != nil {
			q.onYes()
		}
	}
	yes := NewPrimaryButton(q.yes, func() { finish(true) })
	if q.danger {
		yes = NewDangerButton(q.yes, func() { finish(true) })
	}
	buttons, first := []fyne.CanvasObject{yes}, yes
	if q.no != "" {
		no := NewButton(q.no, func() {
			finish(false)
			if q.onNo != nil {
				q.onNo()
			}
		})
		buttons = []fyne.CanvasObject{no, yes}
		if q.danger {
			first = no
		}
	}
	content := container.NewVBox(
		container.NewBorder(nil, nil, statusIcon(q.kind), nil, Heading(q.title)),
		atWidth(questionWidth, NewParagraph(q.sentence, "")),
		gap(8),
		dialogButtons(buttons...),
	)
	m = showModal(win, content, func(ev *fyne.KeyEvent) {
		switch {
		case ev.Name == fyne.KeyEscape:
			finish(false)
		case isEnter(ev):
			finish(first == yes)
		}
	})
	m.onClose = q.onClose
	win.Canvas().Focus(first)
}

func layoutSpacer() fyne.CanvasObject { return layout.NewSpacer() }

// gap is an empty stretch of height in a column.
func gap(height float32) fyne.CanvasObject {
	return container.New(insets{0, height / 2})
}

// OfferSpec is a question with two answers, either of which does something.
type OfferSpec struct {
	Title, Sentence string
	Yes, No         string
	OnYes, OnNo     func()
	// OnClose is called first, whatever is done. May be nil.
	OnClose func()
}

// Offer asks it: Enter says yes, Esc puts the question away and does neither.
func Offer(win fyne.Window, o OfferSpec) {
	ask(win, question{
		kind: Neutral, title: o.Title, sentence: o.Sentence,
		yes: o.Yes, no: o.No, onYes: o.OnYes, onNo: o.OnNo, onClose: o.OnClose,
	})
}
