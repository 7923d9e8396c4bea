package encoder

import (
	"fmt"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"
)

// How long the system may take before a port counts as hanging. Opening a port
// of some drivers takes seconds; closing a PL2303 on macOS may not end at all.
const (
	openLimit  = 15 * time.Second
	writeLimit = 3 * time.Second
	closeLimit = 2 * time.Second
)

// guarded is a Port that tells when the system doesn't come back, and that is
// closed once: after that its number may belong to another file.
type guarded struct {
	Port
	overdue func()
	once    sync.Once
	closed  atomic.Bool
	err     error
}

func (g *guarded) Read(b []byte) (int, error) {
	if g.closed.Load() {
		return 0, fs.ErrClosed
	}
	return g.Port.Read(b)
}

func (g *guarded) Write(b []byte) (int, error) {
	if g.closed.Load() {
		return 0, fs.ErrClosed
	}
	defer time.AfterFunc(writeLimit, g.overdue).Stop()
	return g.Port.Write(b)
}

func (g *guarded) Close() error {
	g.once.Do(func() {
		g.closed.Store(true)
		defer time.AfterFunc(closeLimit, g.overdue).Stop()
		g.err = g.Port.Close()
	})
	return g.err
}

// openGuarded opens a port and calls overdue when that, a write or the closing
// takes too long.
func openGuarded(ports Ports, name string, baud int, overdue func()) (*guarded, error) {
	defer time.AfterFunc(openLimit, overdue).Stop()
	port, err := ports.Open(name, baud)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &guarded{Port: port, overdue: overdue}, nil
}
