package members

import (
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/encoder"
	"latchkey/ui/tap"
)

// newTag is a tag of which only the reader knows: it has no number yet.
type newTag struct {
	text string // in the field
	encoder.Tag
}

func (n newTag) is(text string) bool { return n.text != "" && n.text == text }

// listen has what is tapped while the form is open go into it.
func (f *memberForm) listen() {
	f.release = func() {}
	if taps := f.dialogs.deps.Taps; taps != nil {
		f.release = taps.Take(f.tap)
	}
}

// tap puts the tag on the reader into the field, or says why it cannot be given.
func (f *memberForm) tap(e encoder.Event) {
	switch {
	case e.Err != nil:
		f.form.ShowError(tagProblem(e.Err.Error(), nil))
		return
	case e.Several:
		f.form.ShowError(tagProblem("More than one tag is on the reader. Tap them one at a time.", nil))
		return
	}
	switch m := tap.Find(e.Tag, f.roster.Tags); {
	case m.Known():
		f.take(m.Sure)
	case len(m.Perhaps) > 0:
		f.form.ShowError(tagProblem("The reader shows only a part of this tag’s number. Choose its number from the list.", nil))
	default:
		f.takeNew(e.Tag)
	}
}

func (f *memberForm) take(t store.Tag) {
	if err := f.usable(t); err != nil {
		f.form.ShowError(err)
		return
	}
	f.tagField.SetValue(tagID(t.ID))
}

// takeNew takes a tag that the file does not have. Its number in SALTO KS is
// asked for later, in Tags.
func (f *memberForm) takeNew(t encoder.Tag) {
	if err := tap.Unusable(t); err != nil {
		f.form.ShowError(err)
		return
	}
	if !f.doubt.Sure(t) {
		f.form.ShowError(tagProblem("Some tags show another number each time, and this may be one. Take it away, and tap it again.", nil))
		return
	}
	f.tapped = newTag{text: lang.L("New tag {{.UID}}", map[string]any{"UID": t.UID.String()}), Tag: t}
	f.tagField.SetCreated(f.tapped.text)
}

// pairNew asks for the number of a tag that was given by a tap: without it no
// door opens.
func (f *memberForm) pairNew() {
	text, _ := f.tagField.Created()
	if pair := f.dialogs.deps.Pair; pair != nil && f.tapped.is(text) {
		pair(f.tapped.Tag)
	}
}
