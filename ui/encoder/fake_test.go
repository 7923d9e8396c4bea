package encoder

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

var errUnplugged = errors.New("device not configured")

// device is a Port with a reader behind it, on a clock of its own that runs
// while somebody waits in Read.
type device struct {
	t       testing.TB
	at      time.Time
	timeout time.Duration
	out     []byte // on its way to the program
	most    int    // the most that one Read gives; 0: all
	sent    []byte // what the program wrote
	answer  func(command []byte) []byte
	gone    error
	closed  int
	hasty   bool // Read comes back at once
	onRead  func()
}

func newDevice(t testing.TB, answer func([]byte) []byte) *device {
	return &device{t: t, at: time.Unix(1000, 0), answer: answer}
}

func (d *device) now() time.Time { return d.at }

func (d *device) SetReadTimeout(t time.Duration) error {
	require.Positive(d.t, t)
	require.LessOrEqual(d.t, t, slice)
	d.timeout = t
	return nil
}

func (d *device) Read(b []byte) (int, error) {
	if d.onRead != nil {
		d.onRead()
	}
	if d.gone != nil {
		return 0, d.gone
	}
	if len(d.out) == 0 {
		if !d.hasty {
			d.at = d.at.Add(d.timeout)
		}
		return 0, nil
	}
	d.at = d.at.Add(time.Millisecond)
	n := len(d.out)
	if d.most > 0 {
		n = min(n, d.most)
	}
	n = copy(b, d.out[:n])
	d.out = d.out[n:]
	return n, nil
}

func (d *device) Write(b []byte) (int, error) {
	if d.gone != nil {
		return 0, d.gone
	}
	d.sent = append(d.sent, b...)
	if d.answer != nil {
		d.out = append(d.out, d.answer(b)...)
	}
	return len(b), nil
}

func (d *device) Close() error { d.closed++; d.gone = errUnplugged; return nil }

// pipe is a Port whose Read waits until something is sent or it is unplugged,
// as a real one does. It is for tests in a bubble.
type pipe struct {
	out     chan []byte
	end     chan struct{}
	timeout time.Duration
}

func newPipe() *pipe { return &pipe{out: make(chan []byte), end: make(chan struct{})} }

func (p *pipe) SetReadTimeout(t time.Duration) error { p.timeout = t; return nil }
func (p *pipe) Write(b []byte) (int, error)          { return len(b), nil }
func (p *pipe) Close() error                         { close(p.end); return nil }

func (p *pipe) Read(b []byte) (int, error) {
	select {
	case got := <-p.out:
		return copy(b, got), nil
	case <-p.end:
		return 0, errUnplugged
	case <-time.After(p.timeout):
		return 0, nil
	}
}

// inBubble runs with a clock that jumps, and fails where a goroutine is left.
func inBubble(t *testing.T, f func(t *testing.T)) { synctest.Test(t, f) }
