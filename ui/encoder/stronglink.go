package encoder

import (
	"context"
	"errors"
	"time"
)

const strongLinkAnswers = 300 * time.Millisecond

// strongLinkReader asks an SL025: one command selects whatever tag is there.
type strongLinkReader struct {
	line
	parser strongLink
	asked  bool
}

// Probe looks for a tag, which any firmware knows how to do.
func (r *strongLinkReader) Probe(ctx context.Context) (string, error) {
	if err := r.quiet(ctx, resettle); err != nil {
		return "", err
	}
	_, err := r.ask(ctx)
	if errors.Is(err, ErrGarbled) {
		err = ErrOther
	}
	if err != nil {
		return "", err
	}
	return "StrongLink SL025", nil
}

func (r *strongLinkReader) Read(ctx context.Context) ([]Tag, error) {
	if r.asked {
		if _, err := r.read(ctx, pollingPause); err != nil {
			return nil, err
		}
	}
	r.asked = true
	reply, err := r.ask(ctx)
	if err != nil {
		return nil, err
	}
	return strongLinkTags(reply)
}

func (r *strongLinkReader) ask(ctx context.Context) (reply strongLinkReply, err error) {
	r.parser.reset()
	if err := r.write(ctx, strongLinkCommand(strongLinkSelect)); err != nil {
		return strongLinkReply{}, err
	}
	garbled := false
	err = r.await(ctx, strongLinkAnswers, func(b []byte) bool {
		for _, got := range r.parser.feed(b) {
			// A broken frame may hide a true one behind its noise.
			garbled = garbled || got.err != nil
			if got.err == nil && got.command == strongLinkSelect {
				reply = got
				return true
			}
		}
		return false
	})
	if errors.Is(err, ErrSilent) && garbled {
		err = ErrGarbled
	}
	return reply, err
}
