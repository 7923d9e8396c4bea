package encoder

import (
	"encoding/hex"
	"strconv"
	"strings"
)

// rfIDEASLongest is more than an answer to qid has.
const rfIDEASLongest = 128

// rfIDEASReply is the answer of a pcProx or WAVE ID to "rfid:qid":
// {0x1000,2,0x0000,80;0x000000801DD1910B2F04}.
type rfIDEASReply struct {
	age  uint64 // since the tag was read last, in units of 48 ms
	uid  UID    // nil: none was read yet
	bits int
	err  error
}

// rfIDEAS cuts answers out of what comes: whatever is in braces. The prompt and
// the echo of the command are outside.
type rfIDEAS struct {
	in   bool
	text []byte
}

func (p *rfIDEAS) reset() { p.in, p.text = false, p.text[:0] }

func (p *rfIDEAS) feed(b []byte) []rfIDEASReply {
	var out []rfIDEASReply
	for _, c := range b {
		switch {
		case c == '{':
			if p.in && len(p.text) > 0 {
				out = append(out, rfIDEASReply{err: ErrGarbled})
			}
			p.reset()
			p.in = true
		case !p.in:
		case c == '}':
			out = append(out, rfIDEASAnswer(string(p.text)))
			p.reset()
		case len(p.text) == rfIDEASLongest || c < ' ' || c > '~':
			out = append(out, rfIDEASReply{err: ErrGarbled})
			p.reset()
		default:
			p.text = append(p.text, c)
		}
	}
	return out
}

// rfIDEASAnswer reads {AGE, OVERRUN, LOCKOUT, BITCOUNT; ID}.
func rfIDEASAnswer(text string) rfIDEASReply {
	head, id, ok := strings.Cut(text, ";")
	fields := strings.Split(head, ",")
	if !ok || len(fields) != 4 {
		return rfIDEASReply{err: ErrGarbled}
	}
	var n [4]uint64
	for i, f := range fields {
		v, err := strconv.ParseUint(strings.TrimSpace(f), 0, 32)
		if err != nil {
			return rfIDEASReply{err: ErrGarbled}
		}
		n[i] = v
	}
	raw, err := hex.DecodeString(strings.TrimPrefix(strings.TrimSpace(id), "0x"))
	if err != nil || len(raw) == 0 || n[3] > 8*longest {
		return rfIDEASReply{err: ErrGarbled}
	}
	bits := int(n[3]) //nolint:gosec // at most 80
	if (bits+7)/8 > len(raw) {
		return rfIDEASReply{err: ErrGarbled}
	}
	return rfIDEASReply{age: n[0], bits: bits, uid: rfIDEASUID(raw, bits)}
}

// rfIDEASUID takes the UID out of an ID: filled up with zeros in front, and UID0
// last, as in the example of the manual, which ends in the 04 that all tags of
// NXP start with.
func rfIDEASUID(raw []byte, bits int) UID {
	u := UID(strings.TrimLeft(string(raw), "\x00"))
	for _, size := range []int{4, 7, longest} {
		if bits > 0 && len(u) > 0 && len(u) <= size && size <= len(raw) {
			if u = UID(raw[len(raw)-size:]).Reversed(); u.plausible() {
				return u
			}
			break
		}
	}
	return nil
}
