package tap

import (
	"slices"

	"latchkey/ui/encoder"
)

// Router hands each tap to one taker: the one that asked last and is still
// there, or else Rest. It is used on the UI thread. The zero value is ready.
type Router struct {
	// Rest takes what nobody waits for. Nil drops it.
	Rest func(encoder.Event)

	takers []*taker
}

type taker struct{ take func(encoder.Event) }

// Take has taps handed to f until release is called, which may be more than once.
func (r *Router) Take(f func(encoder.Event)) (release func()) {
	mine := &taker{f}
	r.takers = append(r.takers, mine)
	return func() {
		r.takers = slices.DeleteFunc(r.takers, func(t *taker) bool { return t == mine })
	}
}

// Tap hands on what happened at the reader.
func (r *Router) Tap(e encoder.Event) {
	switch n := len(r.takers); {
	case n > 0:
		r.takers[n-1].take(e)
	case r.Rest != nil:
		r.Rest(e)
	}
}
