package emulate

import (
	"bytes"
	"time"

	"latchkey/ui/encoder"
)

const (
	pn532Acking   = time.Millisecond
	pn532Thinking = 3 * time.Millisecond
	pn532Finding  = 15 * time.Millisecond
	// pn532Round is how long one look for a fob takes that finds none.
	pn532Round = 12 * time.Millisecond
)

var (
	pn532Ack  = []byte{0x00, 0x00, 0xFF, 0x00, 0xFF, 0x00}
	pn532Nack = []byte{0x00, 0x00, 0xFF, 0xFF, 0x00, 0x00}
	// pn532Error is the chip's word for a command that it doesn't know.
	pn532Error = []byte{0x00, 0x00, 0xFF, 0x01, 0xFF, 0x7F, 0x81, 0x00}
)

// pn532 is the chip in its UART mode: asleep until it is woken, with one command
// at a time (NXP UM0701-02; libnfc).
type pn532 struct {
	awake   bool
	buf     []byte
	last    []byte // answer, to be sent again for a NACK
	retries byte   // looks for a fob before there is none; FF: for ever
	waiting int    // looks for so many fobs until one comes
}

func (m *pn532) reads(u encoder.UID) bool { return contact13(u) }

// push is the answer of a chip that was told to wait for a fob for ever.
func (m *pn532) push(f *field, fresh bool) []byte {
	if !fresh || m.waiting == 0 || len(f.fobs) == 0 {
		return nil
	}
	m.last = pn532Frame(append([]byte{0xD5, 0x4B}, m.targets(m.waiting, f)...))
	m.waiting = 0
	return m.last
}

func (m *pn532) hear(c byte, f *field) []answer {
	if !m.awake {
		m.awake = c == 0x55
		return nil
	}
	m.buf = append(m.buf, c)
	// What doesn't begin a frame is preamble.
	for len(m.buf) >= 3 && !bytes.HasPrefix(m.buf, pn532Ack[:3]) {
		m.buf = m.buf[1:]
	}
	if len(m.buf) < 6 {
		return nil
	}
	frame := m.buf
	switch size := int(frame[3]); {
	case bytes.HasPrefix(frame, pn532Ack):
		m.waiting, m.buf = 0, nil
	case bytes.HasPrefix(frame, pn532Nack):
		m.buf = nil
		return []answer{{pn532Acking, m.last}}
	case frame[3]+frame[4] != 0:
		m.buf = nil
	case len(frame) == 5+size+2:
		m.buf = nil
		if sum(frame[5:5+size+1]) != 0 || frame[5] != 0xD4 || size < 2 {
			return nil // the program finds out by the missing ACK
		}
		return m.obey(frame[6], frame[7:5+size], f)
	}
	return nil
}

func (m *pn532) obey(command byte, args []byte, f *field) []answer {
	m.waiting = 0
	out := []answer{{pn532Acking, pn532Ack}}
	after, reply := pn532Thinking, []byte(nil)
	switch {
	case command == 0x02 && len(args) == 0:
		reply = []byte{0x32, 0x01, 0x06, 0x07}
	case command == 0x14 && len(args) > 0:
	case command == 0x32 && len(args) == 4 && args[0] == 0x05:
		m.retries = args[3]
	case command == 0x4A && len(args) >= 2 && args[0] >= 1 && args[0] <= 2 && args[1] == 0:
		f.look()
		switch {
		case len(f.fobs) > 0:
			after = pn532Finding
		case m.retries == 0xFF:
			m.waiting = int(args[0])
			return out
		default:
			after = time.Duration(m.retries+1) * pn532Round
		}
		reply = m.targets(int(args[0]), f)
	default:
		m.last = pn532Error
		return append(out, answer{after, m.last})
	}
	m.last = pn532Frame(append([]byte{0xD5, command + 1}, reply...))
	return append(out, answer{after, m.last})
}

func (m *pn532) targets(most int, f *field) []byte {
	n := min(most, len(f.fobs))
	out := []byte{byte(n)} //nolint:gosec // 0, 1 or 2
	for i, u := range f.fobs[:n] {
		kind := []byte{0x00, 0x04, 0x08} // MIFARE Classic
		if len(u) > 4 {
			kind = []byte{0x03, 0x44, 0x20} // DESFire
		}
		out = append(out, byte(i+1))
		out = append(append(out, kind...), byte(len(u))) //nolint:gosec // at most 10
		out = append(out, u...)
	}
	return out
}

func pn532Frame(payload []byte) []byte {
	size := byte(len(payload)) //nolint:gosec // answers are short
	out := append([]byte{0x00, 0x00, 0xFF, size, -size}, payload...)
	return append(out, -sum(payload), 0x00)
}

func sum(b []byte) byte {
	var s byte
	for _, c := range b {
		s += c
	}
	return s
}
