package emulate

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/ui/encoder"
)

// FuzzMachines: whatever a program sends, a reader goes on, and still knows the
// fob that lies on it when it is then asked as its manual says.
func FuzzMachines(f *testing.F) {
	pn532List := []byte{0x55, 0x55, 0, 0, 0, 0, 0, 0xFF, 4, 0xFC, 0xD4, 0x4A, 1, 0, 0xE1, 0}
	for _, b := range [][]byte{[]byte("0004FF\r050010\r"), pn532List, {0xBA, 2, 1, 0xB9}, []byte("rfid:qid\rrfid:qid.id\r")} {
		f.Add(b)
	}
	questions := map[Kind][]byte{
		TWN4: []byte("\r050010\r"), RFIDeas: []byte("\rrfid:qid\r"),
		// Enough zeros to end any frame that was begun.
		PN532:      append(make([]byte, 300), pn532List...),
		StrongLink: append(make([]byte, 300), 0xBA, 2, 1, 0xB9),
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for kind, question := range questions {
			m := kinds[kind].machine()
			there := &field{fobs: []encoder.UID{four}, now: time.Now}
			for _, c := range b {
				m.hear(c, there)
			}
			if typed, ok := m.(*twn4); ok {
				typed.hf = 1 // the program may have told it to look for something else
			}
			var said []byte
			for _, c := range question {
				for _, a := range m.hear(c, there) {
					said = append(said, a.bytes...)
				}
			}
			want := string(four)
			switch kind {
			case TWN4:
				want = four.String()
			case RFIDeas:
				want = encoder.UID{0xC2, 0x4D, 0xCF, 0x66}.String()
			}
			require.Contains(t, string(said), want, kind)
		}
	})
}
