// Package emulate is tag readers without hardware: each speaks the protocol of
// one family over whatever bytes can be sent on, with fobs to put on and take
// away. They answer byte for byte as the manuals say and are no part of the
// program's own reading: what they share with it is the shape of a UID.
package emulate

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"
	"sync"
	"time"

	"latchkey/ui/encoder"
)

// Options change how a Reader behaves.
type Options struct {
	// Fast answers at once and whole; otherwise a reader thinks and sends at
	// the speed of a real one.
	Fast bool
	// Now is the clock; nil: the real one.
	Now func() time.Time
}

// Reader is a tag reader, seen from its end of the wire.
type Reader struct {
	wire    io.ReadWriteCloser
	fast    bool
	machine machine
	baud    int
	changed chan struct{} // a fob came or went

	mu    sync.Mutex // for the machine and its field
	field field

	out  chan struct{} // holds one while something is sent
	left int           // bytes until it is unplugged; below 0: it is not
}

// machine is the protocol of a family. All its methods are called with the
// field locked.
type machine interface {
	// hear takes one byte from the program.
	hear(c byte, f *field) []answer
	// push is what the reader sends without being asked, just when a fob was
	// put on (fresh) or some time later.
	push(f *field, fresh bool) []byte
	// reads tells whether the reader knows fobs with such a UID.
	reads(encoder.UID) bool
}

// answer is bytes for the program, after a time to think.
type answer struct {
	after time.Duration
	bytes []byte
}

// field is what lies on the reader, and what can be seen and heard of it.
type field struct {
	fobs    []encoder.UID
	last    encoder.UID // that was read last
	seen    time.Time   // when
	unread  int         // fobs put on since the program asked
	now     func() time.Time
	signals int
	green   bool
}

// New makes a reader of a kind at the end of a wire, which it owns.
func New(kind Kind, wire io.ReadWriteCloser, o Options) (*Reader, error) {
	made, ok := kinds[kind]
	if !ok {
		return nil, ErrKind
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Reader{
		wire: wire, fast: o.Fast, machine: made.machine(), baud: made.family.Baud(), changed: make(chan struct{}, 1),
		field: field{now: o.Now}, out: make(chan struct{}, 1), left: -1,
	}, nil
}

// Serve answers until the context ends or the wire is closed, and closes it. It
// starts one goroutine, which ends before it returns.
func (r *Reader) Serve(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(ctx, func() { _ = r.wire.Close() })()
	done := make(chan struct{})
	go func() { defer close(done); r.repeat(ctx) }()
	err := r.listen(ctx)
	if ctx.Err() != nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrClosedPipe) || errors.Is(err, fs.ErrClosed) {
		err = nil
	}
	cancel()
	_ = r.wire.Close()
	<-done
	return err
}

func (r *Reader) listen(ctx context.Context) error {
	buf := make([]byte, 256)
	for {
		n, err := r.wire.Read(buf)
		for _, c := range buf[:n] {
			r.mu.Lock()
			answers := r.machine.hear(c, &r.field)
			r.mu.Unlock()
			for _, a := range answers {
				r.pause(ctx, a.after)
				if err := r.send(ctx, a.bytes); err != nil {
					return err
				}
			}
		}
		if err != nil {
			return err
		}
	}
}

// repeat sends again while a fob stays, as modules of 125 kHz do.
func (r *Reader) repeat(ctx context.Context) {
	const every = 65 * time.Millisecond
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.changed:
			ticker.Reset(every)
			continue
		case <-ticker.C:
		}
		if err := r.push(ctx, false); err != nil {
			return
		}
	}
}

// push holds out while it looks, so that what is sent last is what lies there.
func (r *Reader) push(ctx context.Context, fresh bool) error {
	r.out <- struct{}{}
	defer func() { <-r.out }()
	r.mu.Lock()
	b := r.machine.push(&r.field, fresh)
	r.mu.Unlock()
	return r.write(ctx, b)
}

func (r *Reader) send(ctx context.Context, b []byte) error {
	r.out <- struct{}{}
	defer func() { <-r.out }()
	return r.write(ctx, b)
}

// write sends at the speed of the line, and breaks off where the reader is to
// be unplugged.
func (r *Reader) write(ctx context.Context, b []byte) error {
	const portion = 8
	for len(b) > 0 {
		n := len(b)
		if !r.fast {
			n = min(n, portion)
			r.pause(ctx, time.Duration(n*10)*time.Second/time.Duration(r.baud))
		}
		if r.left >= 0 {
			n = min(n, r.left)
			r.left -= n
		}
		if _, err := r.wire.Write(b[:n]); err != nil {
			return err
		}
		if r.left == 0 {
			return r.wire.Close()
		}
		b = b[n:]
	}
	return nil
}

func (r *Reader) pause(ctx context.Context, d time.Duration) {
	if r.fast || d == 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// Put lays fobs on the reader in the place of those that are there. It returns
// when a reader that speaks first has said so.
func (r *Reader) Put(ctx context.Context, fobs ...encoder.UID) error {
	r.mu.Lock()
	r.field.fobs = nil
	for _, u := range fobs {
		if r.machine.reads(u) {
			r.field.fobs = append(r.field.fobs, slices.Clone(u))
			r.field.unread++
		}
	}
	r.field.look()
	r.mu.Unlock()
	select {
	case r.changed <- struct{}{}:
	default:
	}
	return r.push(ctx, true)
}

// Take takes all fobs away.
func (r *Reader) Take() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.field.look()
	r.field.fobs = nil
}

// Reads tells whether this kind of reader knows fobs with such a UID.
func (r *Reader) Reads(u encoder.UID) bool { return r.machine.reads(u) }

// Signals is how often the reader has beeped.
func (r *Reader) Signals() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.field.signals
}

// Green tells whether the green light is on.
func (r *Reader) Green() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.field.green
}

// Unplug closes the wire after so many more bytes, which may be in the middle
// of an answer.
func (r *Reader) Unplug(after int) error {
	if after == 0 {
		return r.wire.Close()
	}
	r.out <- struct{}{}
	defer func() { <-r.out }()
	r.left = after
	return nil
}

// look notes the fob that lies there as read.
func (f *field) look() {
	if len(f.fobs) > 0 {
		f.last, f.seen = f.fobs[0], f.now()
	}
}
