package emulate

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"latchkey/ui/encoder"
)

const (
	rfideasThinking = 2 * time.Millisecond
	rfideasUnit     = 48 * time.Millisecond
	rfideasOldest   = 0xFFFF
	rfideasBits     = 80
	rfideasPrompt   = "\r\nRF IDeas>"
)

// rfideas is a pcProx that is a serial port: it echoes what is typed and tells
// what it has read last, and how long ago (ACP manual 99009150).
type rfideas struct {
	typed []byte
	reset bool // the age was cleared
}

func (m *rfideas) reads(u encoder.UID) bool { return contact13(u) }

func (m *rfideas) push(*field, bool) []byte { return nil }

func (m *rfideas) hear(c byte, f *field) []answer {
	if c != '\r' && c != '\n' {
		if len(m.typed) < 64 {
			m.typed = append(m.typed, c)
		}
		return []answer{{0, []byte{c}}}
	}
	command := string(m.typed)
	m.typed = m.typed[:0]
	reply := ""
	switch command {
	case "rfid:qid":
		reply = "\r\n" + m.query(f)
	case "rfid:qid.id":
		reply = "\r\n" + m.query(f)
		m.reset = true
	}
	return []answer{{rfideasThinking, []byte(reply + rfideasPrompt)}}
}

func (m *rfideas) query(f *field) string {
	f.look()
	m.reset = m.reset && len(f.fobs) == 0
	overrun := max(0, f.unread-1)
	f.unread = 0
	if f.last == nil {
		return rfideasID(rfideasOldest, overrun, 0, nil)
	}
	age := min(int(f.now().Sub(f.seen)/rfideasUnit), rfideasOldest)
	if m.reset {
		age = rfideasOldest
	}
	return rfideasID(age, overrun, rfideasBits, f.last)
}

// rfideasID has the UID last byte first, filled up in front.
func rfideasID(age, overrun, bits int, u encoder.UID) string {
	id := make([]byte, rfideasBits/8)
	last := slices.Clone(u)
	slices.Reverse(last)
	copy(id[len(id)-len(last):], last)
	return fmt.Sprintf("{0x%04X,%d,0x0000,%d;0x%s}", age, overrun, bits, strings.ToUpper(hex.EncodeToString(id)))
}
