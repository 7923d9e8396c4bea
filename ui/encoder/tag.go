package encoder

// Tech is the radio that a tag answers to.
type Tech int

// SALTO KS knows 13.56 MHz only.
const (
	TechUnknown Tech = iota // the reader doesn't tell
	HF                      // 13.56 MHz
	LF                      // 125 kHz
)

// Tag is what a reader says of a tag.
type Tag struct {
	// UID is UID0 first as far as the reader keeps to that order: not every
	// one says which it uses, so tags are compared with Compare, never byte
	// by byte.
	UID  UID
	Tech Tech
	// Text is what a reader wrote that gives text rather than bytes.
	Text string
	// Guess tells that Text can be read as more than one UID (it may be
	// decimal, or hexadecimal without a letter), of which UID is the likely
	// one.
	Guess bool
}

// Compare tells whether a tag is the one with a UID that is known.
func (t Tag) Compare(known UID) Answer {
	if t.Guess {
		return CompareText(t.Text, known)
	}
	return Compare(t.UID, known)
}

// Random tells whether the tag makes up another UID each time, so that it can't
// be known again: phones and payment cards do, and some DESFire cards. Only
// those of 13.56 MHz can.
func (t Tag) Random() Answer {
	if t.Tech == LF || len(t.UID) != 4 {
		return No
	}
	if t.Guess {
		if t.UID.Random() != No || t.UID.Reversed().Random() != No {
			return Perhaps
		}
		return No
	}
	return t.UID.Random()
}
