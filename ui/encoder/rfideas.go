package encoder

import (
	"context"
	"time"
)

const (
	rfIDEASQuery   = "rfid:qid\r"
	rfIDEASAnswers = 500 * time.Millisecond
	// rfIDEASPace is the pause between characters, which the reader's input
	// would else lose.
	rfIDEASPace = 3 * time.Millisecond
	// rfIDEASFresh is the age, in units of 48 ms, up to which a tag counts as
	// still there.
	rfIDEASFresh = 8
)

// rfIDEASReader asks a pcProx or WAVE ID that is a serial port: what tag it has
// read last, and how long ago.
type rfIDEASReader struct {
	line
	parser rfIDEAS
	age    uint64
	asked  bool
}

func (r *rfIDEASReader) Probe(ctx context.Context) (string, error) {
	// An empty line ends whatever half a command is in the reader.
	if err := r.write(ctx, []byte("\r")); err != nil {
		return "", err
	}
	if err := r.quiet(ctx, resettle); err != nil {
		return "", err
	}
	reply, err := r.ask(ctx)
	if err != nil {
		return "", err
	}
	if reply.err != nil {
		return "", ErrOther
	}
	// A tag that was read before the program came is no tap.
	r.age = reply.age
	return "rf IDEAS", nil
}

// Read tells a tag as there when it was read just now, or since the last look.
func (r *rfIDEASReader) Read(ctx context.Context) ([]Tag, error) {
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
	if reply.err != nil {
		return nil, reply.err
	}
	fresh := reply.age < r.age || reply.age <= rfIDEASFresh
	r.age = reply.age
	if !fresh || reply.uid == nil {
		return nil, nil
	}
	return []Tag{{UID: reply.uid, Tech: rfIDEASTech(reply.bits)}}, nil
}

// rfIDEASTech: what is shorter than a UID is the number of a 125-kHz card.
func rfIDEASTech(bits int) Tech {
	switch {
	case bits >= 56:
		return HF
	case bits < 32:
		return LF
	}
	return TechUnknown
}

func (r *rfIDEASReader) ask(ctx context.Context) (reply rfIDEASReply, err error) {
	r.parser.reset()
	got := false
	take := func(b []byte) bool {
		for _, one := range r.parser.feed(b) {
			reply, got = one, true
		}
		return got
	}
	for _, c := range []byte(rfIDEASQuery) {
		if err := r.write(ctx, []byte{c}); err != nil {
			return rfIDEASReply{}, err
		}
		b, err := r.read(ctx, rfIDEASPace)
		if err != nil {
			return rfIDEASReply{}, err
		}
		take(b)
	}
	if got {
		return reply, nil
	}
	return reply, r.await(ctx, rfIDEASAnswers, take)
}
