package encoder

import "encoding/hex"

const (
	stx = 0x02
	etx = 0x03
	// em4100Digits are those between STX and ETX: version (2), tag (8) and
	// checksum (2).
	em4100Digits = 12
)

// reading is one thing that a reader said without being asked: a tag, or that
// what came can't be read.
type reading struct {
	tag Tag
	err error
}

// em4100 reads what 125-kHz modules push: RDM6300 and RDM630 send 14 bytes every
// 65 ms while a tag is near, ID-12, ID-20 and ID-3LA 16 bytes once, with CR LF
// before the ETX. The checksum is the exclusive or of the five bytes.
//
// STX and ETX never occur within a frame, so a new STX starts anew and no
// timeout is needed to find the beginning.
type em4100 struct {
	in    bool
	n     int
	digit [em4100Digits]byte
	end   string // what came after the digits
}

func (p *em4100) feed(b []byte) []reading {
	var out []reading
	for _, c := range b {
		if r, ok := p.next(c); ok {
			out = append(out, r)
		}
	}
	return out
}

func (p *em4100) next(c byte) (reading, bool) {
	switch {
	case c == stx:
		broken := p.in && p.n > 0
		*p = em4100{in: true}
		return reading{err: ErrGarbled}, broken
	case !p.in:
		return reading{}, false
	case c == etx:
		r := p.whole()
		*p = em4100{}
		return r, true
	case p.n < em4100Digits && isHex(c):
		p.digit[p.n] = c
		p.n++
		return reading{}, false
	case p.n == em4100Digits && (p.end == "" && c == '\r' || p.end == "\r" && c == '\n'):
		p.end += string(c)
		return reading{}, false
	}
	*p = em4100{}
	return reading{err: ErrGarbled}, true
}

func (p *em4100) whole() reading {
	if p.n != em4100Digits || p.end != "" && p.end != "\r\n" {
		return reading{err: ErrGarbled}
	}
	var b [em4100Digits / 2]byte
	if _, err := hex.Decode(b[:], p.digit[:]); err != nil {
		return reading{err: ErrGarbled}
	}
	uid := UID(b[:5])
	if b[0]^b[1]^b[2]^b[3]^b[4] != b[5] || !uid.plausible() {
		return reading{err: ErrGarbled}
	}
	return reading{tag: Tag{UID: uid, Tech: LF}}
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'F' || 'a' <= c && c <= 'f'
}
