package calendar

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// head is the line above the day: the date, what is particular about it or
// wrong, and what can be done with the booking that is picked. Its height does
// not change: a drag goes on below it.
type head struct {
	widget.BaseWidget
	title   *widgets.Text
	text    *widgets.Text
	buttons *fyne.Container
	show    *widgets.Button

	note, wrong string
	picked      bool

	edit, remove, person func()
}

const headHeight = 46

func newHead() *head {
	h := &head{
		title: widgets.CardTitle(""),
		text:  widgets.NewText("", widgets.TextStyle{Ellipsis: true}),
	}
	h.show = widgets.NewLinkButton(lang.L("Show person"), func() { h.person() })
	h.buttons = container.NewHBox(
		h.show,
		widgets.NewButton(lang.L("Edit"), func() { h.edit() }),
		widgets.NewButton(lang.L("Delete"), func() { h.remove() }))
	h.ExtendBaseWidget(h)
	h.settle()
	return h
}

func (h *head) setDay(d *day) {
	h.title.SetText(words.Day(d.Date))
	h.note = d.note()
	h.settle()
}

// say shows what is wrong, until it is taken away with "".
func (h *head) say(text string) {
	if h.wrong != text {
		h.wrong = text
		h.settle()
	}
}

func (h *head) setPicked(picked, person bool) {
	h.picked = picked
	h.show.Hidden = !person
	h.settle()
}

// settle shows what matters most: an error takes the room of the buttons.
func (h *head) settle() {
	if h.wrong != "" {
		h.text.SetText(h.wrong)
		h.text.SetColor(theme.ColorBad)
	} else {
		h.text.SetText(h.note)
		h.text.SetColor(theme.ColorWarn)
	}
	h.buttons.Hidden = !h.picked || h.wrong != ""
	h.Refresh()
}

// CreateRenderer is called by Fyne.
func (h *head) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(headLayout{h}, h.title, h.text, h.buttons))
}

// headLayout gives the text what the title and the buttons leave.
type headLayout struct{ head *head }

func (l headLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	const side, gap = 16, 16
	h := l.head
	title := h.title.MinSize().Width
	h.title.Move(fyne.NewPos(side, 0))
	h.title.Resize(fyne.NewSize(title, size.Height))
	end := size.Width - 8
	if h.buttons.Visible() {
		need := h.buttons.MinSize()
		h.buttons.Move(fyne.NewPos(end-need.Width, (size.Height-need.Height)/2))
		h.buttons.Resize(need)
		end -= need.Width + gap
	}
	left := side + title + gap
	h.text.Move(fyne.NewPos(left, 0))
	h.text.Resize(fyne.NewSize(max(0, end-left), size.Height))
}

func (l headLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(400, headHeight) }
