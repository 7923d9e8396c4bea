package emulate

import (
	"fmt"

	"latchkey/ui/encoder"
)

// em4100 is a module of 125 kHz: RDM6300 says a frame again and again while a
// fob is there, ID-12 once, with CR LF before its end. Two fobs drown each
// other out.
type em4100 struct {
	again bool
	end   string
}

func (m *em4100) reads(u encoder.UID) bool { return len(u) == 5 }

func (m *em4100) hear(byte, *field) []answer { return nil }

func (m *em4100) push(f *field, fresh bool) []byte {
	if len(f.fobs) != 1 || !fresh && !m.again {
		return nil
	}
	u := f.fobs[0]
	return fmt.Appendf(nil, "\x02%s%02X%s\x03", u, xor(u), m.end)
}

// lines is an Arduino with an MFRC522 and the example DumpInfo, which writes
// text for a fob when it comes.
type lines struct{}

func (m *lines) reads(u encoder.UID) bool { return contact13(u) }

func (m *lines) hear(byte, *field) []answer { return nil }

func (m *lines) push(f *field, fresh bool) []byte {
	if len(f.fobs) == 0 || !fresh {
		return nil
	}
	kind := "Card SAK: 08\r\nPICC type: MIFARE 1KB\r\n"
	if len(f.fobs[0]) > 4 {
		kind = "Card SAK: 20\r\nPICC type: PICC compliant with ISO/IEC 14443-4\r\n"
	}
	return fmt.Appendf(nil, "Card UID: % X\r\n%s", []byte(f.fobs[0]), kind)
}
