package encoder

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	pn532Firmware  = 0x02
	pn532SAM       = 0x14
	pn532Configure = 0x32
	pn532List      = 0x4A

	pn532AckTime   = 100 * time.Millisecond
	pn532Answers   = 400 * time.Millisecond
	pn532TagRounds = 2 // how often the chip looks for a tag before it says there is none
)

// pn532Wake takes the chip out of its sleep: 55 55 and zeros while its clock
// starts (libnfc).
var pn532Wake = append([]byte{0x55, 0x55}, make([]byte, 14)...)

// pn532Reader asks a PN532 in its UART mode.
type pn532Reader struct {
	line
	parser  pn532
	waiting []pn532Frame // came together with one that was taken
	// single: the chip refused to list two tags, as some copies of it do.
	single bool
	asked  bool
}

func (r *pn532Reader) Probe(ctx context.Context) (string, error) {
	if err := r.write(ctx, pn532Wake); err != nil {
		return "", err
	}
	if err := r.quiet(ctx, resettle); err != nil {
		return "", err
	}
	// Normal mode, timeout 50 ms x 0x17, without the IRQ pin.
	if _, err := r.ask(ctx, pn532SAM, 0x01, 0x17, 0x00); err != nil {
		return "", r.other(err)
	}
	version, err := r.ask(ctx, pn532Firmware)
	if err != nil {
		return "", r.other(err)
	}
	if len(version) != 4 {
		return "", ErrOther
	}
	// Without a limit the chip waits for a tag for ever.
	if _, err := r.ask(ctx, pn532Configure, 0x05, 0xFF, 0x01, pn532TagRounds); err != nil {
		return "", r.other(err)
	}
	return fmt.Sprintf("PN5%02X %d.%d", version[0], version[1], version[2]), nil
}

// other: whoever answers the greeting with something else is no PN532.
func (r *pn532Reader) other(err error) error {
	if errors.Is(err, ErrGarbled) || errors.Is(err, ErrRefused) {
		return ErrOther
	}
	return err
}

func (r *pn532Reader) Read(ctx context.Context) ([]Tag, error) {
	if r.asked {
		if _, err := r.read(ctx, pollingPause); err != nil {
			return nil, err
		}
	}
	r.asked = true
	count := byte(2)
	if r.single {
		count = 1
	}
	data, err := r.ask(ctx, pn532List, count, 0x00)
	if errors.Is(err, ErrRefused) {
		r.single = true
	}
	if err != nil {
		return nil, err
	}
	return pn532Targets(data)
}

// ask sends a command and returns what its answer has behind the code. An
// answer that arrives broken is asked for once more; one that does not come is
// called off.
func (r *pn532Reader) ask(ctx context.Context, command byte, data ...byte) ([]byte, error) {
	r.parser.reset()
	r.waiting = nil
	if err := r.write(ctx, pn532Command(command, data...)); err != nil {
		return nil, err
	}
	again, acked := true, false
	for sent := r.now(); ; {
		wait := pn532AckTime
		if acked {
			wait = pn532Answers
		}
		frame, err := r.frame(ctx, sent.Add(wait).Sub(r.now()), func(f pn532Frame) bool {
			return f.kind != pn532Data || f.command == command+1
		})
		switch {
		case err != nil:
			return nil, r.callOff(ctx, err)
		case frame.kind == pn532Ack:
			acked = true
		case frame.kind == pn532Refusal:
			return nil, ErrRefused
		case frame.kind != pn532Data && again:
			again = false
			if err := r.write(ctx, pn532NackFrame); err != nil {
				return nil, err
			}
		case frame.kind != pn532Data:
			return nil, r.callOff(ctx, ErrGarbled)
		default:
			return frame.data, nil
		}
	}
}

// frame waits for the next frame that is wanted.
func (r *pn532Reader) frame(ctx context.Context, wait time.Duration, wanted func(pn532Frame) bool) (pn532Frame, error) {
	var frame pn532Frame
	take := func(b []byte) bool {
		r.waiting = append(r.waiting, r.parser.feed(b)...)
		for len(r.waiting) > 0 {
			frame, r.waiting = r.waiting[0], r.waiting[1:]
			if wanted(frame) {
				return true
			}
		}
		return false
	}
	if take(nil) {
		return frame, nil
	}
	return frame, r.await(ctx, wait, take)
}

// callOff ends a command that the chip may still be at, and lets what it has
// sent pass by.
func (r *pn532Reader) callOff(ctx context.Context, why error) error {
	if errors.Is(why, ErrGone) || ctx.Err() != nil {
		return why
	}
	if err := r.write(ctx, pn532AckFrame); err != nil {
		return err
	}
	if err := r.quiet(ctx, resettle); err != nil {
		return err
	}
	return why
}
