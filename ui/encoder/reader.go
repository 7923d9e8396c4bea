package encoder

import (
	"context"
	"errors"
	"time"
)

// Reader is a tag reader of some family on an open port. It belongs to one
// goroutine, but for Close. After an error that is ErrGone it is of no more
// use; after any other the next Read may do.
type Reader interface {
	// Probe finds out whether such a reader is there, readies it, and says
	// what it calls itself. It writes to the port unless the family only
	// pushes (Family.Silent).
	Probe(context.Context) (string, error)
	// Read takes one look at the field, which lasts up to about 300 ms, and
	// returns the tags in it: none is no error.
	Read(context.Context) ([]Tag, error)
	// Close frees the port, and ends a Read that waits. It may be called more
	// than once and from anywhere.
	Close() error
}

// Signaller is a Reader that can beep or light up.
type Signaller interface {
	// Signal tells the person that the tag was read.
	Signal(context.Context) error
}

// Family is a protocol.
type Family int

// The families, in the order in which a port of which nothing is known is tried:
// those that only listen come last, because they take any silence for
// themselves.
const (
	FamilyNone       Family = iota
	FamilyTWN4              // Elatec TWN4, Simple Protocol
	FamilyPN532             // PN532 behind a USB-UART bridge
	FamilyRFIDeas           // rf IDEAS pcProx and WAVE ID, ASCII Command Protocol
	FamilyStrongLink        // StrongLink SL025
	FamilyEM4100            // RDM6300, ID-12 and alike: 125 kHz only
	FamilyLines             // text, a line each
	FamilyPush              // one of the last two: the first tag tells which
)

// families: what a port has to be set to, and how a driver is made.
var families = map[Family]struct {
	key    string
	name   string
	baud   int
	silent bool
	open   func(line) Reader
}{
	FamilyTWN4:       {key: "twn4", name: "Elatec TWN4", baud: 115200, open: func(l line) Reader { return &twn4Reader{line: l} }},
	FamilyPN532:      {key: "pn532", name: "PN532", baud: 115200, open: func(l line) Reader { return &pn532Reader{line: l} }},
	FamilyRFIDeas:    {key: "rfideas", name: "rf IDEAS", baud: 9600, open: func(l line) Reader { return &rfIDEASReader{line: l} }},
	FamilyStrongLink: {key: "stronglink", name: "StrongLink", baud: 115200, open: func(l line) Reader { return &strongLinkReader{line: l} }},
	FamilyEM4100:     {key: "em4100", name: "RDM6300 / ID-12", baud: 9600, silent: true, open: func(l line) Reader { return &em4100Reader{line: l} }},
	FamilyLines:      {key: "lines", name: "text", baud: 9600, silent: true, open: func(l line) Reader { return &linesReader{line: l} }},
	FamilyPush:       {key: "push", name: "text or 125 kHz", baud: 9600, silent: true, open: func(l line) Reader { return &pushReader{line: l} }},
}

// String is the name of the makers or the chip.
func (f Family) String() string { return families[f].name }

// MarshalText gives a name that stays the same, to keep in a file.
func (f Family) MarshalText() ([]byte, error) { return []byte(families[f].key), nil }

// UnmarshalText makes FamilyNone of a name that it doesn't know.
func (f *Family) UnmarshalText(text []byte) error {
	*f = FamilyNone
	for known, made := range families {
		if made.key == string(text) {
			*f = known
		}
	}
	return nil
}

// Baud is the speed to open a port with, 8 bits, no parity, one stop bit; a
// reader that is a USB port itself takes any. A StrongLink can be set to others
// by its pins.
func (f Family) Baud() int { return families[f].baud }

// Silent tells that nothing is ever written to such a reader.
func (f Family) Silent() bool { return families[f].silent }

// Open makes a reader of an open port, which it owns from then on. The clock is
// read for how long to wait. It returns nil for FamilyNone.
func Open(f Family, port Port, now func() time.Time) Reader {
	made := families[f]
	if made.open == nil {
		return nil
	}
	return made.open(line{port: port, now: now})
}

// Close closes the port of any of the readers.
func (l *line) Close() error { return l.port.Close() }

const (
	// mostFailed is how many looks in a row may find no answer before Watch
	// gives the reader up: some four seconds.
	mostFailed = 6
	// oftenGarbled is how many may be unreadable before somebody hears of it. A
	// tag at the edge of the field gives one or two.
	oftenGarbled = 3
)

// Watch reads until the context ends or the reader is gone, and hands what
// happens to got, in the goroutine of the caller. The reader must have been probed. It
// returns why it ended, never nil; closing the reader is left to the caller.
func Watch(ctx context.Context, r Reader, now func() time.Time, got func(Event)) error {
	var taps Debounce
	signaller, _ := r.(Signaller)
	for failed := 0; ; {
		tags, err := r.Read(ctx)
		switch {
		case err == nil:
			failed = 0
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, ErrGone):
			return err
		case errors.Is(err, ErrGarbled):
			if failed++; failed == oftenGarbled {
				got(Event{Err: ErrGarbled})
			}
		default:
			if failed++; failed >= mostFailed {
				return err
			}
		}
		for _, e := range taps.See(tags, now()) {
			got(e)
			if signaller == nil || e.Several {
				continue
			}
			if err := signaller.Signal(ctx); errors.Is(err, ErrGone) {
				return err
			}
		}
	}
}
