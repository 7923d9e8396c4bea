package encoder

import (
	"context"
	"time"
)

const (
	// listening is how long one look at a reader that pushes lasts at most.
	listening = 150 * time.Millisecond
	// lineEnd is the silence after which what comes next begins a line. A board
	// that restarts when the port is opened is silent before its first text.
	lineEnd = 40 * time.Millisecond
)

// em4100Reader listens to an RDM6300, an ID-12 or alike.
type em4100Reader struct {
	line
	parser em4100
	more   []reading
}

// Probe only makes sure that the port works: such a reader says nothing until a
// tag comes.
func (r *em4100Reader) Probe(ctx context.Context) (string, error) {
	return FamilyEM4100.String(), r.quiet(ctx, resettle)
}

func (r *em4100Reader) Read(ctx context.Context) ([]Tag, error) {
	if len(r.more) == 0 {
		b, err := r.read(ctx, listening)
		if err != nil {
			return nil, err
		}
		r.more = r.parser.feed(b)
	}
	if len(r.more) == 0 {
		return nil, nil
	}
	got := r.more[0]
	r.more = r.more[1:]
	if got.err != nil {
		return nil, got.err
	}
	return []Tag{got.tag}, nil
}

// linesReader listens to a reader that writes text.
type linesReader struct {
	line
	parser lines
	more   []Tag
}

// Probe waits for a silence: what comes in the middle of a line is the rest of
// one.
func (r *linesReader) Probe(ctx context.Context) (string, error) {
	err := r.quiet(ctx, lineEnd)
	r.parser.aligned()
	return FamilyLines.String(), err
}

func (r *linesReader) Read(ctx context.Context) ([]Tag, error) {
	if len(r.more) == 0 {
		b, err := r.read(ctx, listening)
		if err != nil {
			return nil, err
		}
		r.more = r.parser.feed(b)
	}
	if len(r.more) == 0 {
		return nil, nil
	}
	tags := r.more[:1]
	r.more = r.more[1:]
	return tags, nil
}
