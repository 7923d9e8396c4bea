package encoder

import (
	"context"
	"slices"
)

// pushReader listens to a port of which only is known that whoever is there
// speaks by itself, in frames of 125 kHz or in lines of text. The first tag
// decides.
type pushReader struct {
	line
	em      em4100
	text    lines
	decided Family
	// held is a tag that was read as text within what may be a frame of 125
	// kHz: ID-12 has its digits end with CR LF.
	held []Tag
	more []reading
}

// Probe waits for a silence, as the one for text does.
func (r *pushReader) Probe(ctx context.Context) (string, error) {
	err := r.quiet(ctx, lineEnd)
	r.text.aligned()
	return "", err
}

func (r *pushReader) Read(ctx context.Context) ([]Tag, error) {
	if len(r.more) == 0 {
		b, err := r.read(ctx, listening)
		if err != nil {
			return nil, err
		}
		for _, c := range b {
			r.more = append(r.more, r.next(c)...)
		}
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

func (r *pushReader) next(c byte) []reading {
	switch r.decided {
	case FamilyEM4100:
		return r.em.feed([]byte{c})
	case FamilyLines:
		return readings(r.text.feed([]byte{c}))
	}
	if got, ok := r.em.next(c); ok && got.err == nil {
		r.decided, r.held = FamilyEM4100, nil
		return []reading{got}
	}
	r.held = append(r.held, r.text.feed([]byte{c})...)
	switch {
	case r.em.in || len(r.held) == 0:
		return nil
	case c == etx:
		r.held = nil // a frame of 125 kHz that arrived broken
		return nil
	}
	r.decided = FamilyLines
	return readings(slices.Clone(r.held))
}

func readings(tags []Tag) []reading {
	var out []reading
	for _, t := range tags {
		out = append(out, reading{tag: t})
	}
	return out
}
