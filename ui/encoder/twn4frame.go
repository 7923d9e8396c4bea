package encoder

import (
	"encoding/hex"
	"fmt"
)

// twn4Longest is more digits than any answer has: 255 bytes of a version.
const twn4Longest = 600

// twn4Reply is one answer of a TWN4 with the Simple Protocol firmware (PRS) in
// its ASCII mode.
type twn4Reply struct {
	code byte // 0: done
	data []byte
	err  error
}

// twn4 cuts answers out of what comes: pairs of hexadecimal digits up to CR. It
// has no checksum: what holds against noise is that no other character is let
// through and that a tag's length is told twice (in bits and in bytes).
type twn4 struct {
	digits []byte
	noise  bool // something other than digits came before, which the rest need not suffer from
}

func (p *twn4) feed(b []byte) []twn4Reply {
	var out []twn4Reply
	for _, c := range b {
		switch {
		case isHex(c) && len(p.digits) < twn4Longest:
			p.digits = append(p.digits, c)
		case c == '\r':
			if len(p.digits) > 0 || p.noise {
				out = append(out, twn4Answer(p.digits))
			}
			p.digits, p.noise = p.digits[:0], false
		case c == '\n' && len(p.digits) == 0:
		default:
			p.digits, p.noise = p.digits[:0], true
		}
	}
	return out
}

func (p *twn4) reset() { p.digits, p.noise = p.digits[:0], false }

func twn4Answer(digits []byte) twn4Reply {
	b := make([]byte, hex.DecodedLen(len(digits)))
	if _, err := hex.Decode(b, digits); err != nil || len(b) == 0 {
		return twn4Reply{err: ErrGarbled}
	}
	return twn4Reply{code: b[0], data: b[1:]}
}

// twn4Version is the text of GetVersionString: a length, and TWN4/….
func twn4Version(r twn4Reply) (string, error) {
	if err := r.problem(); err != nil {
		return "", err
	}
	if len(r.data) < 5 || int(r.data[0]) != len(r.data)-1 || string(r.data[1:5]) != "TWN4" {
		return "", ErrOther
	}
	return printable(r.data[1:]), nil
}

// twn4Tags is the tag of SearchTag, or none.
func twn4Tags(r twn4Reply) ([]Tag, error) {
	if err := r.problem(); err != nil {
		return nil, err
	}
	d := r.data
	switch {
	case len(d) == 1 && d[0] == 0:
		return nil, nil
	case len(d) < 4 || d[0] != 1 || int(d[3]) != len(d)-4 || (int(d[2])+7)/8 != int(d[3]):
		return nil, ErrGarbled
	}
	tag := Tag{UID: UID(d[4:]), Tech: twn4Tech(d[1])}
	if !tag.UID.plausible() {
		return nil, ErrGarbled
	}
	return []Tag{tag}, nil
}

// twn4Tech: types of 125 kHz have codes from 40, those of 13.56 MHz from 80
// (twn4.sys.h); 88 is a phone by Bluetooth.
func twn4Tech(kind byte) Tech {
	switch {
	case kind >= 0x40 && kind < 0x80:
		return LF
	case kind >= 0x80 && kind < 0x88:
		return HF
	}
	return TechUnknown
}

func (r twn4Reply) problem() error {
	switch {
	case r.err != nil:
		return r.err
	case r.code > 5:
		return ErrOther
	case r.code != 0:
		return fmt.Errorf("%w (TWN4 %d)", ErrRefused, r.code)
	}
	return nil
}

// printable keeps the characters of a name that can be shown.
func printable(b []byte) string {
	out := make([]byte, 0, len(b))
	for _, c := range b {
		if c >= ' ' && c <= '~' {
			out = append(out, c)
		}
	}
	return string(out)
}
