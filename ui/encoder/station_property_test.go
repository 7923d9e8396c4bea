package encoder

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// story is a reader of a known vendor and one behind a bridge, which are plugged
// in and out, held by other programs, named and forgotten.
type story struct {
	*desk
	known, bridge *plug
	chosen        bool // the bridge
	names         int
}

func (s *story) plugged(p *plug) bool {
	in := false
	s.change(func() { in = slices.Contains(s.plugs, p) })
	return in
}

// toggle plugs in, under a name that was never there before, or out.
func (s *story) toggle(p *plug) {
	if s.plugged(p) {
		s.out(p)
		return
	}
	s.names++
	p.Name = fmt.Sprintf("/dev/ttyUSB%d", s.names)
	s.in(p)
}

// refuse lets opening fail from now on, or not any more; a reader that was open
// resets.
func (s *story) refuse(p *plug, err error) {
	s.change(func() {
		p.refuse = err
		for _, l := range p.lines {
			l.cut()
		}
	})
}

// right says what is wrong with the state that the Station has come to.
func (s *story) right() error {
	got := s.Status()
	was := false
	s.mu.Lock()
	for _, told := range s.told {
		was = was || told.State == Ready
	}
	s.mu.Unlock()
	of := func(p *plug) error {
		switch {
		case got.Port != p.Name:
			return fmt.Errorf("is at %s instead of %s", got.Port, p.Name)
		case p.refuse == nil && got.State == Ready && got.Err == nil:
			return nil
		case p.refuse != nil && got.State == Trouble && errors.Is(got.Err, p.refuse):
			return nil
		}
		return fmt.Errorf("is %s (%w), and opening gives: %w", got.State, got.Err, p.refuse)
	}
	is := func(want State) error {
		if got.State != want {
			return fmt.Errorf("is %s instead of %s", got.State, want)
		}
		return nil
	}
	known, bridge := s.plugged(s.known), s.plugged(s.bridge)
	switch {
	// One that works stays, also when the one that was chosen comes back.
	case s.chosen && bridge && known && got.State == Ready && got.Port == s.known.Name:
		return of(s.known)
	case s.chosen && bridge:
		return of(s.bridge)
	case known:
		return of(s.known)
	case was:
		return is(Gone)
	case bridge:
		return is(Ask)
	}
	return is(Looking)
}

// undated hides the deadline of a test, which nobody may ask for in a bubble.
type undated struct{ testing.TB }

func TestWhateverHappensToThePortsEndsInTheRightState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rapid.Check(undated{t}, func(rt *rapid.T) {
			inDesk(rt, Remembered{}, func(rt *rapid.T, d *desk) {
				there := &field{}
				s := &story{desk: d, known: twn4Plug("", there), bridge: bridgePlug("", there.pn532)}
				for range rapid.IntRange(1, 15).Draw(rt, "acts") {
					s.act(rt)
				}
				wait(15 * time.Second)
				require.NoError(rt, s.right())
				if !s.chosen {
					require.Zero(rt, s.bridge.wrote, "nobody has said that it is the reader")
				}
			})
		})
	})
}

func (s *story) act(rt *rapid.T) {
	p := rapid.SampledFrom([]*plug{s.known, s.bridge}).Draw(rt, "which")
	act := rapid.SampledFrom([]string{"toggle", "toggle", "busy", "denied", "free", "use", "forget", "wait"}).Draw(rt, "act")
	switch act {
	case "toggle":
		s.toggle(p)
	case "busy":
		s.refuse(p, ErrBusy)
	case "denied":
		s.refuse(p, ErrDialout)
	case "free":
		s.refuse(p, nil)
	case "use":
		if !s.plugged(s.bridge) {
			break
		}
		s.chosen = true
		s.Use(s.bridge.PortInfo)
		s.obeyed()
	case "forget":
		s.chosen = false
		s.Forget()
		s.obeyed()
		s.change(func() { s.bridge.wrote = 0 })
	}
	wait(time.Duration(rapid.SampledFrom([]int{0, 1, 40, 400, 3000}).Draw(rt, "ms")) * time.Millisecond)
}

// obeyed waits until the old reader is let go, and forgets what was told of it.
func (s *story) obeyed() {
	wait(time.Second)
	now := s.Status()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told = []Status{now}
}
