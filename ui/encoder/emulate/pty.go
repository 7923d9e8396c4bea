package emulate

import (
	"os"

	"github.com/creack/pty"

	"latchkey/ui/encoder"
)

// ErrNoPty is the error where a system has no terminals that can be made up.
const ErrNoPty = problem("This computer can't make up a serial port. A tag reader can be emulated on Linux and macOS.")

// Pty is a serial port that is made up: a program opens Name, and the reader
// has the other end.
type Pty struct {
	reader, program *os.File
}

// OpenPty makes one. It stays until Close, whoever opens and closes its Name.
func OpenPty() (*Pty, error) {
	blocking, program, err := pty.Open()
	if err != nil {
		return nil, ErrNoPty
	}
	reader, err := waking(blocking)
	if err != nil {
		_, _ = blocking.Close(), program.Close()
		return nil, err
	}
	p := &Pty{reader: reader, program: program}
	// A new terminal echoes, and changes the ends of lines, until somebody
	// sets it otherwise; opening it as a serial port does.
	port, err := encoder.SystemPorts().Open(p.Name(), 115200)
	if err == nil {
		err = port.Close()
	}
	if err != nil {
		_ = p.Close()
		return nil, err
	}
	return p, nil
}

// Name is what to open.
func (p *Pty) Name() string { return p.program.Name() }

// Read takes what the program has written.
func (p *Pty) Read(b []byte) (int, error) { return p.reader.Read(b) }

// Write sends to the program. It waits while nobody reads and the system has
// no more room.
func (p *Pty) Write(b []byte) (int, error) { return p.reader.Write(b) }

// Close is like unplugging: the program's next read fails, and Name is free.
func (p *Pty) Close() error {
	_ = p.program.Close()
	return p.reader.Close()
}
