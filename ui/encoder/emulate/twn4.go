package emulate

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
	"time"

	"latchkey/ui/encoder"
)

const twn4Version = "TWN4/B1.03/CCF1.57/PRS1.03/PI"

// What the Simple Protocol answers first.
const (
	twn4Done         = 0
	twn4Unknown      = 1
	twn4Missing      = 2
	twn4Unused       = 3
	twn4Unparseable  = 5
	twn4Thinking     = 2 * time.Millisecond
	twn4Searching    = 40 * time.Millisecond
	twn4GreenPin     = 0x02
	twn4LongestInput = 600
)

// twn4 is a TWN4 with the firmware for the Simple Protocol, in its ASCII mode
// (Elatec, TWN4 Simple Protocol, DocRev17).
type twn4 struct {
	line   []byte
	lf, hf uint32 // the types that are looked for
}

func (m *twn4) reads(u encoder.UID) bool { return contact13(u) || len(u) == 5 || len(u) == 8 }

func (m *twn4) push(*field, bool) []byte { return nil }

func (m *twn4) hear(c byte, f *field) []answer {
	if c != '\r' {
		if len(m.line) < twn4LongestInput {
			m.line = append(m.line, c)
		}
		return nil
	}
	line := string(m.line)
	m.line = m.line[:0]
	after, reply := m.obey(line, f)
	return []answer{{after, []byte(strings.ToUpper(hex.EncodeToString(reply)) + "\r")}}
}

// twn4Commands are the bytes of parameters of each.
var twn4Commands = map[uint16]int{
	0x0004: 1, 0x0005: 0, 0x0500: 1, 0x0502: 8, 0x0400: 3, 0x0402: 1, 0x0403: 1, 0x0407: 7,
}

func (m *twn4) obey(line string, f *field) (time.Duration, []byte) {
	b, err := hex.DecodeString(line)
	if err != nil || len(b) < 2 {
		return twn4Thinking, []byte{twn4Unparseable}
	}
	command, args := binary.BigEndian.Uint16(b), b[2:]
	want, ok := twn4Commands[command]
	switch {
	case !ok:
		return twn4Thinking, []byte{twn4Unknown}
	case len(args) < want:
		return twn4Thinking, []byte{twn4Missing}
	case len(args) > want:
		return twn4Thinking, []byte{twn4Unused}
	}
	switch command {
	case 0x0004:
		name := twn4Version[:min(len(twn4Version), int(args[0]))]
		return twn4Thinking, append([]byte{twn4Done, byte(len(name))}, name...) //nolint:gosec // at most 255
	case 0x0005:
		return twn4Thinking, []byte{twn4Done, 0x01}
	case 0x0500:
		return twn4Searching, m.search(int(args[0]), f)
	case 0x0502:
		m.lf, m.hf = binary.LittleEndian.Uint32(args), binary.LittleEndian.Uint32(args[4:])
	case 0x0402:
		f.green = f.green || args[0]&twn4GreenPin != 0
	case 0x0403:
		f.green = f.green && args[0]&twn4GreenPin == 0
	case 0x0407:
		f.signals++
		on, off := binary.LittleEndian.Uint16(args[3:]), binary.LittleEndian.Uint16(args[5:])
		return time.Duration(int(on)+int(off)) * time.Millisecond, []byte{twn4Done}
	}
	return twn4Thinking, []byte{twn4Done}
}

// search finds one fob, whatever else lies there.
func (m *twn4) search(most int, f *field) []byte {
	f.look()
	for _, u := range f.fobs {
		kind, wanted := byte(0x80), m.hf&1 != 0
		switch len(u) {
		case 5:
			kind, wanted = 0x40, m.lf&1 != 0
		case 8:
			kind, wanted = 0x82, m.hf&4 != 0
		}
		if !wanted {
			continue
		}
		u = u[:min(len(u), most)]
		size := byte(len(u)) //nolint:gosec // a UID has ten bytes
		return append([]byte{twn4Done, 1, kind, 8 * size, size}, u...)
	}
	return []byte{twn4Done, 0}
}
