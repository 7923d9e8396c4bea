package encoder

import (
	"context"
	"fmt"
	"io"
	"time"
)

// Port is an open serial line, as go.bug.st/serial gives it: Read returns 0 and
// no error when nothing came within the read timeout, and an error when the
// reader was unplugged or the port was closed.
type Port interface {
	io.ReadWriteCloser
	// SetReadTimeout limits how long the next calls of Read wait.
	SetReadTimeout(time.Duration) error
}

const (
	// slice is the longest wait in one call of Read, and with it how long a
	// context that ended goes unnoticed.
	slice = 50 * time.Millisecond
	// mostHasty is how many times in a row Read may come back with nothing
	// long before its timeout. A port that does it for ever is broken or gone
	// (some drivers of Windows do so), and would keep a processor busy.
	mostHasty = 200
)

// line is a Port with waits that end with their context. It belongs to one
// goroutine.
type line struct {
	port  Port
	now   func() time.Time
	buf   [256]byte
	hasty int
}

// read waits up to d for bytes; none is no error. What it returns is valid until
// the next call.
func (l *line) read(ctx context.Context, d time.Duration) ([]byte, error) {
	for end := l.now().Add(d); ; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		start := l.now()
		wait := min(end.Sub(start), slice)
		if wait <= 0 {
			return nil, nil
		}
		n, err := l.once(wait)
		switch {
		case err != nil:
			return nil, err
		case n > 0:
			l.hasty = 0
			return l.buf[:n], nil
		case l.now().Sub(start) >= wait/4:
			l.hasty = 0
		default:
			if l.hasty++; l.hasty > mostHasty {
				return nil, fmt.Errorf("%w (reading does not wait)", ErrGone)
			}
		}
	}
}

func (l *line) once(wait time.Duration) (int, error) {
	// A timeout of no whole millisecond would be none for some systems.
	if err := l.port.SetReadTimeout(max(wait, time.Millisecond)); err != nil {
		return 0, fmt.Errorf("%w (%w)", ErrGone, err)
	}
	n, err := l.port.Read(l.buf[:])
	if err != nil {
		return 0, fmt.Errorf("%w (%w)", ErrGone, err)
	}
	return n, nil
}

// write sends all of b. On Windows it may wait for as long as the reader takes
// nothing; closing the port ends it.
func (l *line) write(ctx context.Context, b []byte) error {
	for len(b) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := l.port.Write(b)
		if err != nil {
			return fmt.Errorf("%w (%w)", ErrGone, err)
		}
		if n <= 0 {
			return fmt.Errorf("%w (%w)", ErrGone, io.ErrShortWrite)
		}
		b = b[n:]
	}
	return nil
}

// quiet reads away what comes, until nothing did for d. It gives up after ten
// times that: some things never stop talking.
func (l *line) quiet(ctx context.Context, d time.Duration) error {
	for end := l.now().Add(10 * d); l.now().Before(end); {
		b, err := l.read(ctx, d)
		if err != nil {
			return err
		}
		if len(b) == 0 {
			return nil
		}
	}
	return nil
}

// await hands what comes to take until it has what it wants, for at most d.
func (l *line) await(ctx context.Context, d time.Duration, take func([]byte) bool) error {
	for end := l.now().Add(d); ; {
		left := end.Sub(l.now())
		if left <= 0 {
			return ErrSilent
		}
		b, err := l.read(ctx, left)
		if err != nil {
			return err
		}
		if len(b) > 0 && take(b) {
			return nil
		}
	}
}
