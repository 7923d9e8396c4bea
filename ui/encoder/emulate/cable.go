package emulate

import (
	"io"
	"sync"
	"time"

	"latchkey/ui/encoder"
)

// Cable is a wire in memory, for a reader in the same program: what is written at
// one end is read at the other. Closing either end closes both.
func Cable() (program encoder.Port, reader io.ReadWriteCloser) {
	there, back := newQueue(), newQueue()
	a, b := &end{in: back, out: there}, &end{in: there, out: back}
	return a, b
}

// end is one end of a cable.
type end struct {
	in, out *queue
	timeout time.Duration // of Read; 0: none
}

// SetReadTimeout is called by the one who reads.
func (e *end) SetReadTimeout(d time.Duration) error {
	e.timeout = d
	return nil
}

func (e *end) Read(p []byte) (int, error) { return e.in.read(p, e.timeout) }

func (e *end) Write(p []byte) (int, error) { return e.out.write(p) }

func (e *end) Close() error {
	e.in.close()
	e.out.close()
	return nil
}

// queue is one direction.
type queue struct {
	mu    sync.Mutex
	bytes []byte
	gone  bool
	news  chan struct{} // there is something to read, or no more
}

func newQueue() *queue { return &queue{news: make(chan struct{}, 1)} }

func (q *queue) write(p []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.gone {
		return 0, io.ErrClosedPipe
	}
	q.bytes = append(q.bytes, p...)
	q.wake()
	return len(p), nil
}

// read returns nothing and no error after the timeout, as a serial port does.
func (q *queue) read(p []byte, timeout time.Duration) (int, error) {
	var over <-chan time.Time
	if timeout > 0 {
		timer := time.NewTimer(timeout)
		defer timer.Stop()
		over = timer.C
	}
	for {
		if n, err := q.take(p); n > 0 || err != nil {
			return n, err
		}
		select {
		case <-q.news:
		case <-over:
			return 0, nil
		}
	}
}

func (q *queue) take(p []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := copy(p, q.bytes)
	q.bytes = q.bytes[n:]
	switch {
	case n > 0:
		return n, nil
	case q.gone:
		q.wake() // for another reader
		return 0, io.EOF
	}
	return 0, nil
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.gone = true
	q.wake()
}

// wake is called with the lock held.
func (q *queue) wake() {
	select {
	case q.news <- struct{}{}:
	default:
	}
}
