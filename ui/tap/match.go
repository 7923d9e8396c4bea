package tap

import (
	"latchkey/store"
	"latchkey/ui/encoder"
)

// Match is what the file knows of a tag that was tapped.
type Match struct {
	Tag encoder.Tag
	// Sure is the one that it is; zero: none for sure.
	Sure store.Tag
	// Perhaps are those of which the reader showed a part only, so that a
	// person has to tell.
	Perhaps []store.Tag
}

// Find looks a tag up among those of the file. One without a UID was never on
// a reader; but what a reader writes may be its very number.
func Find(tag encoder.Tag, tags []store.Tag) Match {
	m := Match{Tag: tag}
	var known []encoder.UID
	var at []int
	for i, t := range tags {
		if len(t.UID) > 0 {
			known, at = append(known, encoder.UID(t.UID)), append(at, i)
		}
	}
	found, answer := encoder.Find(tag, known)
	if answer == encoder.Yes {
		m.Sure = tags[at[found[0]]]
		return m
	}
	for _, i := range found {
		m.Perhaps = append(m.Perhaps, tags[at[i]])
	}
	for _, t := range tags {
		if len(t.UID) == 0 && t.Number != "" && t.Number == tag.Text {
			m.Perhaps = append(m.Perhaps, t)
		}
	}
	return m
}

// Known tells whether the file has the tag for sure.
func (m Match) Known() bool { return m.Sure.ID != 0 }

// Doubt remembers a tag whose UID may be another one at each tap, until it has
// been tapped again. The zero value is ready.
type Doubt struct{ once encoder.UID }

// Sure tells whether a tag can be known again: at once, or because it was tapped
// twice and showed the same.
func (d *Doubt) Sure(t encoder.Tag) bool {
	again := d.once != nil && string(d.once) == string(t.UID)
	d.once = nil
	if t.Random() == encoder.No || again {
		return true
	}
	d.once = t.UID
	return false
}

// Unusable says why a tag that the file does not have cannot be taken into it; nil
// when it can. The Problem is of the field "tag".
func Unusable(t encoder.Tag) error {
	text := ""
	switch {
	case t.Tech == encoder.LF:
		text = "This is a 125 kHz tag: SALTO KS reads 13.56 MHz tags only. Take another."
	case t.Random() == encoder.Yes:
		text = "This tag shows another number each time, as phones and payment cards do. Tap the fob by itself."
	default:
		return nil
	}
	return &store.Problem{Code: store.CodeInvalid, Field: "tag", Text: text}
}

// TechOf is the file's word for the radio of a tag.
func TechOf(t encoder.Tech) store.TagTech {
	switch t {
	case encoder.HF:
		return store.TechHigh
	case encoder.LF:
		return store.TechLow
	}
	return ""
}
