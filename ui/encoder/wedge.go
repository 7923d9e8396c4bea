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
	// hiccup is the longest pause that a busy window makes in the middle of what
	// a reader types, and hasty how long a character of that takes at most on the
	// whole: what was held up comes at once.
	hiccup = 250 * time.Millisecond
	hasty  = 30 * time.Millisecond
)

// Wedge tells a reader that types like a keyboard from somebody who types. Hand
// it each character of a field with its time, and Flush when Due comes; what it
// gives back goes into the field or is a tag.
//
// It holds characters back for burstGap, which nobody notices, so that the
// number of a tag never shows in a field. The zero value is ready.
type Wedge struct {
	held  []rune
	last  time.Time
	slow  bool    // the characters run on from ones that were given back
	given []burst // what was given back and may be the beginning of a tag
	begun time.Time
}

// burst is characters that came without a pause.
type burst struct {
	text  []rune
	begun time.Time
}

// Typed is what became of characters: text for the field ("\n" for Enter), or a
// tag, or neither yet.
type Typed struct {
	Text string
	Tag  Tag
	OK   bool // Tag is one
	// Back is how many characters that were given before belong to the tag: they
	// are to be taken out of the field again.
	Back int
}

// Rune takes a character; Enter is '\n' or '\r'.
func (w *Wedge) Rune(r rune, at time.Time) Typed {
	var before string
	if gap := at.Sub(w.last); gap >= burstGap || gap < 0 {
		before = w.release()
		w.slow = false
		if gap >= hiccup || gap < 0 {
			w.given = nil
		}
	}
	w.last = at
	if len(w.held) == 0 && !w.slow {
		w.begun = at
	}
	switch {
	case r == '\n' || r == '\r':
		return w.enter(before, at)
	case w.slow:
		return Typed{Text: before + string(r)}
	case len(w.held) == burstLongest || !burstRune(r):
		w.held = append(w.held, r)
		before += w.release()
		w.slow, w.given = true, nil
		return Typed{Text: before}
	}
	w.held = append(w.held, r)
	return Typed{Text: before}
}

func (w *Wedge) enter(before string, at time.Time) Typed {
	held, given := w.held, w.given
	w.held, w.slow, w.given = nil, false, nil
	for i := range given { // the longest that can be a tag
		var all []rune
		for _, b := range given[i:] {
			all = append(all, b.text...)
		}
		back := len(all)
		all = append(all, held...)
		if at.Sub(given[i].begun) >= time.Duration(len(all))*hasty {
			continue
		}
		if tag, ok := burstTag(all); ok {
			return Typed{Text: before, Tag: tag, OK: true, Back: back}
		}
	}
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
	if len(w.held) > 0 {
		w.given = append(w.given, burst{w.held, w.begun})
	}
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
