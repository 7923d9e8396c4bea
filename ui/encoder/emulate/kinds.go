package emulate

import (
	"slices"

	"latchkey/ui/encoder"
)

// Kind names a reader that can be emulated.
type Kind string

// The kinds.
const (
	TWN4       Kind = "twn4"       // Elatec TWN4, Simple Protocol
	PN532      Kind = "pn532"      // PN532 behind a bridge
	RFIDeas    Kind = "rfideas"    // rf IDEAS with a serial port
	StrongLink Kind = "stronglink" // StrongLink SL025
	RDM6300    Kind = "rdm6300"    // 125 kHz, a frame every 65 ms
	ID12       Kind = "id12"       // 125 kHz, one frame a fob
	Lines      Kind = "lines"      // Arduino with an MFRC522 that prints text
)

type problem string

func (p problem) Error() string { return string(p) }

// ErrKind is the error for a kind that is none of Kinds.
const ErrKind = problem("There is no such kind of tag reader to emulate.")

var kinds = map[Kind]struct {
	family  encoder.Family
	machine func() machine
}{
	TWN4:       {encoder.FamilyTWN4, func() machine { return &twn4{lf: 0xFFFFFFFF, hf: 0xFFFFFFFF} }},
	PN532:      {encoder.FamilyPN532, func() machine { return &pn532{retries: 0xFF} }},
	RFIDeas:    {encoder.FamilyRFIDeas, func() machine { return &rfideas{} }},
	StrongLink: {encoder.FamilyStrongLink, func() machine { return &strongLink{} }},
	RDM6300:    {encoder.FamilyEM4100, func() machine { return &em4100{again: true} }},
	ID12:       {encoder.FamilyEM4100, func() machine { return &em4100{end: "\r\n"} }},
	Lines:      {encoder.FamilyLines, func() machine { return &lines{} }},
}

// Kinds are all kinds, by name.
func Kinds() []Kind {
	var out []Kind
	for k := range kinds {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// Family is what the program knows such a reader as.
func (k Kind) Family() encoder.Family { return kinds[k].family }

// contact13 tells whether a UID is of 13.56 MHz.
func contact13(u encoder.UID) bool { return len(u) == 4 || len(u) == 7 || len(u) == 10 }
