package encoder_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"latchkey/ui/encoder"
	"latchkey/ui/encoder/emulate"
)

// These tests go the whole way: a Station, the serial library, a terminal of
// the system, and an emulated reader at its other end.

var (
	seven = encoder.UID{0x04, 0xA2, 0x3C, 0x5A, 0x9E, 0x61, 0x80}
	four  = encoder.UID{0x66, 0xCF, 0x4D, 0xC2}
	five  = encoder.UID{0x01, 0x00, 0x63, 0xE9, 0xAE}
)

// fobs are two for each kind.
func fobs(k emulate.Kind) []encoder.UID {
	if k.Family() == encoder.FamilyEM4100 {
		return []encoder.UID{five, {0x6F, 0x00, 0x7B, 0x39, 0x72}}
	}
	return []encoder.UID{four, seven}
}

// socket is the USB ports of this test: terminals, with the USB numbers that it
// makes up. They are opened by the real library.
type socket struct {
	mu    sync.Mutex
	ports []encoder.PortInfo
}

func (s *socket) List(context.Context) ([]encoder.PortInfo, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.ports), nil
}

func (s *socket) Open(name string, baud int) (encoder.Port, error) {
	return encoder.SystemPorts().Open(name, baud)
}

// plugged is an emulated reader in the socket.
type plugged struct {
	*emulate.Reader
	encoder.PortInfo
	end func() // unplugs it
}

func (s *socket) plug(t *testing.T, k emulate.Kind, fast bool) *plugged {
	t.Helper()
	return s.plugAt(t, terminal(t), k, fast)
}

func terminal(t testing.TB) *emulate.Pty {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("terminals of this system don't all behave like a serial port; the emulators and the Station have tests of their own")
	}
	pty, err := emulate.OpenPty()
	require.NoError(t, err)
	return pty
}

func (s *socket) plugAt(t *testing.T, pty *emulate.Pty, k emulate.Kind, fast bool) *plugged {
	t.Helper()
	r, err := emulate.New(k, pty, emulate.Options{Fast: fast})
	require.NoError(t, err)
	p := &plugged{Reader: r, PortInfo: encoder.PortInfo{Name: pty.Name(), Vendor: "1A86", Product: "7523"}}
	switch k {
	case emulate.TWN4:
		p.Vendor, p.Product = "09d8", "0420"
	case emulate.RFIDeas:
		p.Vendor, p.Product = "0C27", "232A"
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = r.Serve(ctx) }()
	s.mu.Lock()
	s.ports = append(s.ports, p.PortInfo)
	s.mu.Unlock()
	p.end = sync.OnceFunc(func() {
		s.mu.Lock()
		s.ports = slices.DeleteFunc(s.ports, func(o encoder.PortInfo) bool { return o == p.PortInfo })
		s.mu.Unlock()
		cancel()
		<-done
	})
	t.Cleanup(p.end)
	return p
}

// table is a Station that runs.
type table struct {
	*encoder.Station
	taps   chan encoder.Event
	states chan encoder.Status
}

func run(t *testing.T, ports encoder.Ports, before encoder.Remembered) *table {
	t.Helper()
	d := &table{taps: make(chan encoder.Event, 100), states: make(chan encoder.Status, 1000)}
	d.Station = encoder.NewStation(encoder.Config{
		Ports: ports, Remembered: before,
		Changed: func(s encoder.Status) { d.states <- s },
		Tapped:  func(e encoder.Event) { d.taps <- e },
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); d.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return d
}

// becomes waits for a state.
func (d *table) becomes(t *testing.T, want encoder.State) encoder.Status {
	t.Helper()
	late := time.After(10 * time.Second)
	for {
		select {
		case s := <-d.states:
			if s.State == want {
				return s
			}
		case <-late:
			require.FailNow(t, "it never came", "%s; now %+v", want, d.Status())
		}
	}
}

func (d *table) tap(t *testing.T) encoder.Event {
	t.Helper()
	select {
	case e := <-d.taps:
		return e
	case <-time.After(5 * time.Second):
		require.FailNow(t, "no tap came", "%+v", d.Status())
		return encoder.Event{}
	}
}

func TestEveryKindOfReaderIsReadThroughARealPort(t *testing.T) {
	nothingLeft(t)
	for _, k := range emulate.Kinds() {
		t.Run(string(k), func(t *testing.T) {
			t.Parallel()
			var usb socket
			p := usb.plug(t, k, false)
			d := run(t, &usb, encoder.Remembered{})
			if known, _ := p.Device(); known.Manner != encoder.SerialReader {
				require.NotEmpty(t, d.becomes(t, encoder.Ask).Choices)
				d.Use(p.PortInfo)
			}
			s := d.becomes(t, encoder.Ready)
			require.Equal(t, p.Name, s.Port)
			for _, u := range fobs(k) {
				require.NoError(t, p.Put(t.Context(), u))
				e := d.tap(t)
				require.NoError(t, e.Err)
				require.Equal(t, u.String(), e.Tag.UID.String())
				time.Sleep(400 * time.Millisecond)
				require.Empty(t, d.taps, "it stays, and counts once")
				p.Take()
			}
			s = d.Status()
			require.True(t, s.Heard)
			require.Equal(t, k.Family(), s.Family)
			require.Equal(t, k.Family(), s.Reader.Family)
			require.Equal(t, k.Family() == encoder.FamilyEM4100, errors.Is(s.Err, encoder.ErrLowFrequency))
			if k == emulate.TWN4 {
				require.Eventually(t, func() bool { return p.Signals() == 2 && !p.Green() }, time.Second, 5*time.Millisecond)
			}
			p.end()
			d.becomes(t, encoder.Gone)
		})
	}
}

// nothingLeft fails a test at its end, and that of its parts, when a goroutine is
// left of it.
func nothingLeft(t *testing.T) {
	before := goleak.IgnoreCurrent()
	t.Cleanup(func() { goleak.VerifyNone(t, before) })
}

func TestUnpluggedInTheMiddleOfAFrameAndPluggedInElsewhere(t *testing.T) {
	nothingLeft(t)
	for _, k := range []emulate.Kind{emulate.TWN4, emulate.PN532, emulate.StrongLink, emulate.RFIDeas} {
		t.Run(string(k), func(t *testing.T) {
			t.Parallel()
			var usb socket
			p := usb.plug(t, k, false)
			d := run(t, &usb, encoder.Remembered{Vendor: p.Vendor, Product: p.Product, Family: k.Family()})
			d.becomes(t, encoder.Ready)
			for _, after := range []int{1, 3, 9} {
				require.NoError(t, p.Put(t.Context(), four))
				require.Equal(t, four, d.tap(t).Tag.UID)
				free := terminal(t) // before the old one is, so that it has another name
				require.NoError(t, p.Unplug(after))
				s := d.becomes(t, encoder.Gone)
				require.Equal(t, p.Name, s.Port)
				require.NoError(t, s.Err)
				p.end()
				next := usb.plugAt(t, free, k, false)
				require.NotEqual(t, p.Name, next.Name)
				start := time.Now()
				s = d.becomes(t, encoder.Ready)
				require.Less(t, time.Since(start), 3*time.Second)
				require.Equal(t, next.Name, s.Port)
				p = next
			}
		})
	}
}

func TestSeveralTagsOnARealPort(t *testing.T) {
	var usb socket
	p := usb.plug(t, emulate.PN532, false)
	d := run(t, &usb, encoder.Remembered{Vendor: p.Vendor, Product: p.Product, Family: encoder.FamilyPN532})
	d.becomes(t, encoder.Ready)
	require.NoError(t, p.Put(t.Context(), four, seven))
	require.True(t, d.tap(t).Several)
	time.Sleep(300 * time.Millisecond)
	p.Take()
	time.Sleep(time.Second)
	require.NoError(t, p.Put(t.Context(), seven))
	require.Equal(t, seven, d.tap(t).Tag.UID)
}

func TestTwoProgramsAtOnePort(t *testing.T) {
	var usb socket
	p := usb.plug(t, emulate.TWN4, false)
	other, err := usb.Open(p.Name, 115200)
	require.NoError(t, err)
	defer func() { _ = other.Close() }()
	again, err := usb.Open(p.Name, 115200)
	if err == nil {
		require.NoError(t, again.Close())
		plainly(t) // an administrator may open it
		return
	}
	require.ErrorIs(t, err, encoder.ErrBusy)
	d := run(t, &usb, encoder.Remembered{})
	require.ErrorIs(t, d.becomes(t, encoder.Trouble).Err, encoder.ErrBusy)
	require.NoError(t, other.Close())
	d.becomes(t, encoder.Ready)
}

func TestTenThousandTapsThroughARealPort(t *testing.T) {
	const taps = 10_000
	nothingLeft(t)
	var usb socket
	p := usb.plug(t, emulate.ID12, true)
	info := p.PortInfo
	d := run(t, &usb, encoder.Remembered{Vendor: info.Vendor, Product: info.Product, Family: encoder.FamilyEM4100})
	d.becomes(t, encoder.Ready)
	fob := func(i int) encoder.UID { return encoder.UID{0x6F, 0, byte(i >> 16), byte(i >> 8), byte(i)} }
	go func() {
		for i := range taps {
			if p.Put(t.Context(), fob(i)) != nil {
				return
			}
		}
	}()
	for i := range taps {
		e := d.tap(t)
		require.NoError(t, e.Err)
		require.Equal(t, fob(i), e.Tag.UID)
	}
	time.Sleep(300 * time.Millisecond)
	require.Empty(t, d.taps)
}

func TestNothingIsLeftOfAReaderThatIsPluggedInAndOut(t *testing.T) {
	var usb socket
	nothingLeft(t)
	ctx, cancel := context.WithCancel(context.Background())
	station := encoder.NewStation(encoder.Config{Ports: &usb, After: func(time.Duration) <-chan time.Time { return time.After(10 * time.Millisecond) }})
	done := make(chan struct{})
	go func() { defer close(done); station.Run(ctx) }()
	before := runtime.NumGoroutine()
	for range 20 {
		p := usb.plug(t, emulate.TWN4, true)
		require.Eventually(t, func() bool { return station.Status().State == encoder.Ready }, 5*time.Second, 5*time.Millisecond)
		p.end()
		require.Eventually(t, func() bool { return station.Status().State == encoder.Gone }, 5*time.Second, 5*time.Millisecond)
	}
	require.LessOrEqual(t, runtime.NumGoroutine(), before+2)
	cancel()
	<-done
}

func TestWhatIsNoPortIsSaid(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a path is no name of a port there")
	}
	file := fmt.Sprintf("%s/file", t.TempDir())
	_, err := encoder.SystemPorts().Open(file, 9600)
	require.ErrorIs(t, err, encoder.ErrNoPort)
	_, err = encoder.SystemPorts().Open(t.TempDir(), 9600)
	require.ErrorIs(t, err, encoder.ErrNotSerial)
	_, err = encoder.SystemPorts().Open("/dev/null", 9600)
	require.ErrorIs(t, err, encoder.ErrNotSerial)
}

// BenchmarkTap is from the byte that ends a frame, in the reader, to the
// callback: what the program and the system add to the reader's own time.
func BenchmarkTap(b *testing.B) {
	pty := terminal(b)
	r, err := emulate.New(emulate.ID12, pty, emulate.Options{Fast: true})
	require.NoError(b, err)
	ctx, cancel := context.WithCancel(context.Background())
	var both sync.WaitGroup
	both.Go(func() { _ = r.Serve(ctx) })
	ready, tapped := make(chan struct{}, 1), make(chan struct{})
	info := encoder.PortInfo{Name: pty.Name(), Vendor: "1A86", Product: "7523"}
	station := encoder.NewStation(encoder.Config{
		Ports:      &socket{ports: []encoder.PortInfo{info}},
		Remembered: encoder.Remembered{Vendor: info.Vendor, Product: info.Product, Family: encoder.FamilyEM4100},
		Changed: func(s encoder.Status) {
			if s.State == encoder.Ready {
				ready <- struct{}{}
			}
		},
		Tapped: func(encoder.Event) { tapped <- struct{}{} },
	})
	both.Go(func() { station.Run(ctx) })
	<-ready
	i := 0
	for b.Loop() {
		i++
		require.NoError(b, r.Put(ctx, encoder.UID{0x6F, byte(i >> 24), byte(i >> 16), byte(i >> 8), byte(i)}))
		<-tapped
	}
	cancel()
	both.Wait()
}
