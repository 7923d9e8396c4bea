package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/encoder"
	"latchkey/ui/listdetail"
	"latchkey/ui/widgets"
)

// Reader is the tag reader, as the program keeps it. Its functions return at
// once.
type Reader struct {
	Status func() encoder.Status
	Use    func(encoder.PortInfo)
	Forget func()
}

// readerCard says how it stands with the tag reader, and asks which one it is
// where that is not plain.
type readerCard struct {
	reader  *Reader
	resized func()
	last    string // the tag that was tapped last, for a test
	body    *fyne.Container
	content fyne.CanvasObject
}

func newReaderCard(reader *Reader, resized func()) *readerCard {
	c := &readerCard{reader: reader, resized: resized, body: listdetail.Stack(8)}
	c.content = widgets.Card(lang.L("Tag reader"), c.body)
	if reader == nil {
		c.content.Hide()
		return c
	}
	c.show(reader.Status())
	return c
}

// show brings the card up to date.
func (c *readerCard) show(s encoder.Status) {
	kind, state := readerState(s)
	c.body.Objects = []fyne.CanvasObject{listdetail.Title(readerName(s), widgets.NewPill(kind, state))}
	say := func(text string) { c.body.Add(widgets.MutedParagraph(text)) }
	if s.Err != nil {
		c.body.Add(widgets.NewParagraph(lang.L(encoder.Sentence(s.Err)), ""))
	}
	switch s.State {
	case encoder.Looking:
		say(lang.L("Plug in a USB tag reader. Latchkey finds it by itself; without one, tags are chosen by their number."))
		say(lang.L("A reader that types like a keyboard needs no setting up: put the cursor into a tag field, and tap."))
	case encoder.Gone:
		say(lang.L("It was unplugged. Plug it in again, into any port."))
	case encoder.Ready:
		if c.last == "" {
			say(lang.L("Tap a tag to try it. A tap on any screen shows whose the tag is."))
		} else {
			say(lang.L("It has just read {{.UID}}.", map[string]any{"UID": c.last}))
		}
	}
	if s.State != encoder.Ready {
		for _, d := range s.Others {
			say(portless(d))
		}
	}
	c.ask(s)
	if s.State == encoder.Ready || s.State == encoder.Trouble || s.State == encoder.Gone {
		c.body.Add(container.NewHBox(widgets.NewButton(lang.L("Forget this reader"), c.reader.Forget)))
	}
	c.body.Refresh()
	c.resized()
}

// ask offers the ports of which nobody knows what is behind. It is out of the way
// once a reader works.
func (c *readerCard) ask(s encoder.Status) {
	if len(s.Choices) == 0 || s.State == encoder.Ready {
		return
	}
	c.body.Add(widgets.MutedParagraph(lang.L("Is one of these your tag reader? Nothing is sent to a device before you say so.")))
	for _, p := range s.Choices {
		c.body.Add(widgets.TwoLines(p.Title(), p.Name, widgets.NewLinkButton(lang.L("This is it"), func() { c.reader.Use(p) })))
	}
}

// portless says of a reader without a port what can be done with it.
func portless(d encoder.Device) string {
	args := map[string]any{"Name": d.Name}
	if d.Manner == encoder.KeyboardReader {
		return lang.L("{{.Name}} is plugged in. It types like a keyboard: put the cursor into a tag field, and tap.", args)
	}
	return lang.L("{{.Name}} is plugged in. It is a PC/SC reader, which Latchkey cannot use. Set it to type like a keyboard, if it can, or take a reader with a serial port.", args)
}

// tapped shows what the reader has just read.
func (c *readerCard) tapped(t encoder.Tag) {
	c.last = t.UID.String()
	c.show(c.reader.Status())
}

func readerName(s encoder.Status) string {
	if s.Name == "" {
		return lang.L("No tag reader")
	}
	return s.Name
}

func readerState(s encoder.Status) (widgets.Kind, string) {
	switch s.State {
	case encoder.Ready:
		if s.Err != nil {
			return widgets.Warn, lang.L("ready")
		}
		return widgets.Good, lang.L("ready")
	case encoder.Opening:
		return widgets.Neutral, lang.L("starting")
	case encoder.Gone:
		return widgets.Warn, lang.L("unplugged")
	case encoder.Trouble:
		return widgets.Bad, lang.L("not working")
	case encoder.Ask:
		return widgets.Warn, lang.L("which one is it?")
	}
	return widgets.Neutral, lang.L("not plugged in")
}
