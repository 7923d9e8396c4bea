package tap

import (
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/encoder"
	"latchkey/ui/widgets"
)

// unknown leads a tag that the file does not have to its number in SALTO KS,
// where it can be used there at all.
func (f *Flow) unknown(a facts) {
	t := a.Tag
	switch {
	case t.Tech == encoder.LF:
		f.refuse(lang.L("This tag cannot be used"),
			lang.L("It is a 125 kHz tag: SALTO KS reads 13.56 MHz tags only."),
			lang.L("If it is a fob with both, tap it on a reader of 13.56 MHz, or choose its number in Tags."))
	case t.Random() == encoder.Yes:
		f.refuse(lang.L("This tag cannot be used"),
			lang.L("It shows another number each time, as phones and payment cards do, so that nobody can know it again."),
			lang.L("Tap the fob by itself, without a phone or a wallet near it."))
	case !f.doubt.Sure(t):
		f.refuse(lang.L("Tap it once more"),
			lang.L("Some tags show another number each time, and this may be one. Take it away, and tap it again."))
	default:
		f.Pair(t)
	}
}

func (f *Flow) refuse(title string, sentences ...string) {
	f.open(widgets.SheetSpec{Title: title, Content: lines(sentences...)})
}
