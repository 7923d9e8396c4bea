package encoder

import (
	"context"
	"errors"
	"time"
)

const (
	twn4GetVersion = "0004FF"
	twn4SearchTag  = "050010" // with up to 16 bytes of UID
	// twn4Types looks for ISO 14443 A and B and ISO 15693 only: a fob with two
	// chips would else be one tag now and another one then, and KS has no use
	// for 125 kHz.
	twn4Types    = "05020000000007000000"
	twn4LEDs     = "0400030000" // red and green (GPIO 0 and 1) are outputs, push-pull
	twn4Green    = "040202"
	twn4Dark     = "040302"
	twn4Beep     = "04076460095A000100" // 100 %, 2400 Hz, 90 ms on, 1 ms off
	twn4Answers  = 500 * time.Millisecond
	pollingPause = 150 * time.Millisecond
	// resettle is the silence after which an answer that came late is over.
	resettle = 30 * time.Millisecond
)

// twn4Reader asks a TWN4 with the firmware TWN4_Cxxxx_PRSxxx: it answers and
// never speaks first.
type twn4Reader struct {
	line
	parser twn4
	asked  bool // a first look needs no pause before it
}

func (r *twn4Reader) Probe(ctx context.Context) (string, error) {
	// An empty line ends whatever half a command is in the reader.
	if err := r.write(ctx, []byte("\r")); err != nil {
		return "", err
	}
	if err := r.quiet(ctx, resettle); err != nil {
		return "", err
	}
	reply, err := r.ask(ctx, twn4GetVersion)
	if err != nil {
		return "", err
	}
	name, err := twn4Version(reply)
	if err != nil {
		return "", ErrOther
	}
	// Older firmware may know neither; the reader reads tags all the same.
	for _, command := range []string{twn4Types, twn4LEDs, twn4Dark} {
		if _, err := r.ask(ctx, command); err != nil && !errors.Is(err, ErrSilent) {
			return "", err
		}
	}
	return name, nil
}

func (r *twn4Reader) Read(ctx context.Context) ([]Tag, error) {
	if r.asked {
		if _, err := r.read(ctx, pollingPause); err != nil {
			return nil, err
		}
	}
	r.asked = true
	reply, err := r.ask(ctx, twn4SearchTag)
	if err != nil {
		return nil, err
	}
	return twn4Tags(reply)
}

// Signal lights the green LED for as long as the reader beeps.
func (r *twn4Reader) Signal(ctx context.Context) error {
	for _, command := range []string{twn4Green, twn4Beep, twn4Dark} {
		if _, err := r.ask(ctx, command); err != nil {
			return err
		}
	}
	return nil
}

func (r *twn4Reader) ask(ctx context.Context, command string) (reply twn4Reply, err error) {
	r.parser.reset()
	if err := r.write(ctx, []byte(command+"\r")); err != nil {
		return twn4Reply{}, err
	}
	err = r.await(ctx, twn4Answers, func(b []byte) bool {
		replies := r.parser.feed(b)
		if len(replies) == 0 {
			return false
		}
		reply = replies[len(replies)-1]
		return true
	})
	if err != nil || reply.err != nil {
		// So that a late answer is not taken for that of the next command.
		if quiet := r.quiet(ctx, resettle); quiet != nil {
			return twn4Reply{}, quiet
		}
	}
	return reply, err
}
