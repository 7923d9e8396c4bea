package encoder

import (
	"strings"
	"time"
)

const (
	// burstGap is what ends a burst: a pause between two characters that no
	// reader makes. They take 1 to 20 ms, to which a busy window adds its own;
	// people type no eight characters in a row that fast.
	burstGap = 60 * time.Millisecond
	// burstLongest is the longest text that can be a tag.
	burstLongest = longestText
)

// Wedge tells a reader that types like a keyboard from somebody who types. Hand
// it each character of a field with its time, and Flush when Due comes; what it
// gives back goes into the field or is a tag.
//
// It holds characters back for burstGap, which nobody notices, so that the
// number of a tag never shows in a field. The zero value is ready.
type Wedge struct {
	held []rune
	last time.Time
	slow bool // the characters run on from ones that were given back
}

// Typed is what became of characters: text for the field ("\n" for Enter), or a
// tag, or neither yet.
type Typed struct {
	Text string
	Tag  Tag
	OK   bool // Tag is one
}

// Rune takes a character; Enter is '\n' or '\r'.
func (w *Wedge) Rune(r rune, at time.Time) Typed {
	var before string
	if gap := at.Sub(w.last); gap >= burstGap || gap < 0 {
		before = w.release()
		w.slow = false
	}
	w.last = at
	switch {
	case r == '\n' || r == '\r':
		return w.enter(before)
	case w.slow:
		return Typed{Text: before + string(r)}
	case len(w.held) == burstLongest || !burstRune(r):
		w.held = append(w.held, r)
		before += w.release()
		w.slow = true
		return Typed{Text: before}
	}
	w.held = append(w.held, r)
	return Typed{Text: before}
}

func (w *Wedge) enter(before string) Typed {
	held := w.held
	w.held, w.slow = nil, false
	if tag, ok := burstTag(held); ok {
		return Typed{Text: before, Tag: tag, OK: true}
	}
	return Typed{Text: before + string(held) + "\n"}
}

// Due is when Flush has something to give, and whether it has.
func (w *Wedge) Due() (time.Time, bool) {
	return w.last.Add(burstGap), len(w.held) > 0
}

// Flush gives what was held back as plain typing, once its time has come.
func (w *Wedge) Flush(now time.Time) Typed {
	if due, ok := w.Due(); !ok || now.Before(due) {
		return Typed{}
	}
	w.slow = false
	return Typed{Text: w.release()}
}

func (w *Wedge) release() string {
	text := string(w.held)
	w.held = nil
	return text
}

// digitRows are the characters that layouts put where a reader, which thinks of
// a US keyboard, types 1 to 9 and 0 without Shift.
var digitRows = [][]rune{
	[]rune(`&é"'(-è_çà`), // French
	[]rune(`&é"'(§è!çà`), // Belgian
	[]rune(`+ěščřžýáíé`), // Czech
	[]rune(`+ľščťžýáíé`), // Slovak
}

// wedgePlain are the characters of numbers on a layout that has the digits
// where the US one has them.
const wedgePlain = "0123456789abcdefABCDEFxX:-, "

func burstRune(r rune) bool {
	if strings.ContainsRune(wedgePlain, r) || r == 'q' || r == 'Q' {
		return true
	}
	for _, row := range digitRows {
		if strings.ContainsRune(string(row), r) {
			return true
		}
	}
	return false
}

// burstTag reads the characters of a burst on the first layout that makes a
// tag of them.
func burstTag(held []rune) (Tag, bool) {
	if tag, ok := ParseTag(string(held)); ok {
		return tag, true
	}
	for i, row := range digitRows {
		azerty := i < 2
		if text, ok := retyped(held, string(row), azerty); ok {
			if tag, ok := ParseTag(text); ok {
				return tag, true
			}
		}
	}
	return Tag{}, false
}

// retyped gives what the reader meant to type. AZERTY also has Q where the US
// layout has A.
func retyped(held []rune, row string, azerty bool) (string, bool) {
	at := map[rune]rune{}
	for i, r := range []rune(row) {
		at[r] = '0' + rune((i+1)%10)
	}
	for _, r := range "bcdefBCDEF" {
		at[r] = r
	}
	if azerty {
		at['q'], at['Q'] = 'a', 'A'
	} else {
		at['a'], at['A'] = 'a', 'A'
	}
	var out strings.Builder
	for _, r := range held {
		meant, ok := at[r]
		if !ok {
			return "", false
		}
		out.WriteRune(meant)
	}
	return out.String(), true
}
