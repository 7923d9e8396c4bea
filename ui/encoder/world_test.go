package encoder

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// world is the USB ports of a computer that is made up. It is for tests in a
// bubble.
type world struct {
	mu    sync.Mutex
	plugs []*plug
	lists []time.Time
	fail  error // of List
}

// plug is a device in a port.
type plug struct {
	PortInfo
	answer func([]byte) []byte // nil: it says nothing
	refuse error               // of Open
	hang   string              // what never comes back: open, write, close

	w      *world
	lines  []*wire // that were opened
	opened int
	bauds  []int // at which
	wrote  int
}

// wire is an open port of a plug.
type wire struct {
	*plug
	out     chan []byte
	end     chan struct{}
	free    chan struct{} // ends what hangs
	timeout time.Duration
	once    sync.Once
}

func (w *world) List(context.Context) ([]PortInfo, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lists = append(w.lists, time.Now())
	var out []PortInfo
	for _, p := range w.plugs {
		out = append(out, p.PortInfo)
	}
	return out, w.fail
}

func (w *world) Open(name string, baud int) (Port, error) {
	w.mu.Lock()
	at := slices.IndexFunc(w.plugs, func(p *plug) bool { return p.Name == name })
	if at < 0 {
		w.mu.Unlock()
		return nil, ErrNoPort
	}
	p := w.plugs[at]
	p.opened++
	p.bauds = append(p.bauds, baud)
	if p.refuse != nil {
		w.mu.Unlock()
		return nil, fmt.Errorf("%w (made up)", p.refuse)
	}
	l := &wire{plug: p, out: make(chan []byte, 64), end: make(chan struct{}), free: make(chan struct{})}
	p.lines = append(p.lines, l)
	hang := p.hang
	w.mu.Unlock()
	if hang == "open" {
		<-l.free
	}
	return l, nil
}

func (l *wire) SetReadTimeout(d time.Duration) error { l.timeout = d; return nil }

func (l *wire) Read(b []byte) (int, error) {
	select {
	case <-l.end:
		return 0, errUnplugged
	default:
	}
	select {
	case got := <-l.out:
		return copy(b, got), nil
	case <-l.end:
		return 0, errUnplugged
	case <-time.After(l.timeout):
		return 0, nil
	}
}

func (l *wire) Write(b []byte) (int, error) {
	l.w.mu.Lock()
	l.wrote += len(b)
	answer, hang := l.answer, l.hang
	l.w.mu.Unlock()
	if hang == "write" {
		<-l.free
		return 0, errUnplugged
	}
	select {
	case <-l.end:
		return 0, errUnplugged
	default:
	}
	if answer != nil {
		l.out <- answer(b)
	}
	return len(b), nil
}

func (l *wire) cut() { l.once.Do(func() { close(l.end) }) }

func (l *wire) Close() error {
	l.w.mu.Lock()
	hang := l.hang
	l.w.mu.Unlock()
	if hang == "close" {
		<-l.free
	}
	l.cut()
	return nil
}

// in plugs a device in.
func (w *world) in(p *plug) *plug {
	w.mu.Lock()
	defer w.mu.Unlock()
	p.w = w
	w.plugs = append(w.plugs, p)
	return p
}

// out unplugs one, which ends whatever hangs.
func (w *world) out(p *plug) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.plugs = slices.DeleteFunc(w.plugs, func(o *plug) bool { return o == p })
	for _, l := range p.lines {
		l.cut()
		if p.hang != "" {
			close(l.free)
		}
	}
	p.lines = nil
}

// says sends bytes to whoever has the device open.
func (w *world) says(p *plug, b string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	p.lines[len(p.lines)-1].out <- []byte(b)
}

// change does something to the devices.
func (w *world) change(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f()
}

// desk is a Station in a world, with what it told.
type desk struct {
	*world
	*Station
	cancel context.CancelFunc
	ended  chan struct{}

	mu     sync.Mutex
	told   []Status
	events []Event
}

// atDesk runs f with a Station that is running, and then sees it end with
// nothing left: the bubble fails where a goroutine stays.
func atDesk(t *testing.T, before Remembered, f func(t *testing.T, d *desk)) {
	synctest.Test(t, func(t *testing.T) { inDesk(t, before, f) })
}

func inDesk[T require.TestingT](t T, before Remembered, f func(t T, d *desk)) {
	ctx, cancel := context.WithCancel(context.Background())
	d := &desk{world: &world{}, cancel: cancel, ended: make(chan struct{})}
	d.Station = NewStation(Config{
		Ports: d.world, Remembered: before,
		Changed: func(s Status) { d.mu.Lock(); defer d.mu.Unlock(); d.told = append(d.told, s) },
		Tapped:  func(e Event) { d.mu.Lock(); defer d.mu.Unlock(); d.events = append(d.events, e) },
	})
	go func() { defer close(d.ended); d.Run(ctx) }()
	synctest.Wait()
	defer d.end(t)
	f(t, d)
}

func (d *desk) end(t require.TestingT) {
	start := time.Now()
	d.cancel()
	<-d.ended
	require.LessOrEqual(t, time.Since(start), time.Second, "Run ends with its context")
	d.change(func() {
		for _, p := range d.plugs {
			for _, l := range p.lines {
				if p.hang != "" {
					close(l.free)
				}
			}
		}
	})
}

// states are those that were told since the last call.
func (d *desk) states() []State {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []State
	for _, s := range d.told {
		out = append(out, s.State)
	}
	d.told = nil
	return out
}

func (d *desk) taps() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []string
	for _, e := range d.events {
		out = append(out, e.Tag.UID.String())
	}
	d.events = nil
	return out
}

func wait(d time.Duration) { time.Sleep(d); synctest.Wait() }

// twn4Plug is a reader that is known by its vendor.
func twn4Plug(name string, there *field) *plug {
	return &plug{PortInfo: PortInfo{Name: name, Vendor: "09d8", Product: "0420", Description: "TWN4"}, answer: there.twn4}
}

// bridgePlug is something behind a bridge without a serial number.
func bridgePlug(name string, answer func([]byte) []byte) *plug {
	return &plug{PortInfo: PortInfo{Name: name, Vendor: "1A86", Product: "7523"}, answer: answer}
}
