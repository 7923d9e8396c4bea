package encoder

import "strings"

// lineLongest is the longest line that may hold a tag.
const lineLongest = 120

// lines finds tags in what a reader writes as text, a line each: sketches for
// Arduino and MFRC522, TWN4 and OMNIKEY in a text mode. Whatever else they
// write (start-up text, types, blocks of memory) is left out.
//
// The first line counts only after aligned: without it, it may be the rest of
// one, and the rest of a UID looks like a shorter UID.
type lines struct {
	begun bool // the beginning of the line was seen
	skip  bool // the line is too long, or not text
	text  []byte
}

// aligned says that a pause was heard, so that the next byte begins a line.
func (p *lines) aligned() { *p = lines{begun: true, text: p.text[:0]} }

func (p *lines) feed(b []byte) []Tag {
	var out []Tag
	for _, c := range b {
		switch {
		case c == '\r' || c == '\n':
			if p.begun && !p.skip {
				if tag, ok := lineTag(string(p.text)); ok {
					out = append(out, tag)
				}
			}
			p.aligned()
		case c == stx || c == etx || c == '\t' || c == 0:
			// Some readers frame their lines; a board that starts up sends zeros.
		case c < ' ' || c > '~' || len(p.text) == lineLongest:
			p.skip = true
		default:
			p.text = append(p.text, c)
		}
	}
	return out
}

// lineTag finds the tag of a line: nothing but a number, or one after a word
// that announces it.
func lineTag(line string) (Tag, bool) {
	line = strings.TrimSpace(line)
	if tag, ok := ParseTag(line); ok {
		return tag, true
	}
	announced := label.FindString(line)
	if announced == "" || strings.Contains(strings.ToLower(announced), "dec") {
		return Tag{}, false
	}
	tag, ok := ParseTag(line[len(announced):])
	tag.Text = strings.TrimSpace(line[len(announced):])
	return tag, ok
}
