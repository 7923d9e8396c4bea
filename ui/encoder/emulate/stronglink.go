package emulate

import (
	"time"

	"latchkey/ui/encoder"
)

const strongLinkThinking = 20 * time.Millisecond

// strongLink is an SL025: BA, length, command, data and the exclusive or of
// all before; answers begin with BD.
type strongLink struct{ buf []byte }

func (m *strongLink) reads(u encoder.UID) bool { return contact13(u) }

func (m *strongLink) push(*field, bool) []byte { return nil }

func (m *strongLink) hear(c byte, f *field) []answer {
	if len(m.buf) == 0 && c != 0xBA {
		return nil
	}
	m.buf = append(m.buf, c)
	if len(m.buf) < 2 || len(m.buf) < 2+int(m.buf[1]) {
		return nil
	}
	frame := m.buf
	m.buf = nil
	switch {
	case len(frame) < 4:
		return nil
	case xor(frame) != 0:
		return m.answer(frame[2], 0xF0)
	case frame[2] != 0x01:
		return m.answer(frame[2], 0xF1)
	}
	f.look()
	if len(f.fobs) == 0 {
		return m.answer(0x01, 0x01)
	}
	u, kind := f.fobs[0], byte(0x0A)
	switch len(u) {
	case 4:
		kind = 0x01 // 1K
	case 7:
		kind = 0x06 // DESFire
	}
	return m.answer(0x01, append(append([]byte{0x00}, u...), kind)...)
}

func (m *strongLink) answer(command byte, rest ...byte) []answer {
	size := byte(len(rest) + 2) //nolint:gosec // at most 14
	b := append([]byte{0xBD, size, command}, rest...)
	return []answer{{strongLinkThinking, append(b, xor(b))}}
}

func xor(b []byte) byte {
	var s byte
	for _, c := range b {
		s ^= c
	}
	return s
}
