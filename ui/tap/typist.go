package tap

import (
	"strings"
	"time"

	"latchkey/ui/encoder"
	"latchkey/ui/widgets"
)

// Typist tells a reader that types like a keyboard from somebody who types into a
// field, and hands its tags to taps. It holds what is typed back for the moment
// that it takes to tell, which nobody notices.
func Typist(taps *Router, now func() time.Time, after widgets.After) widgets.Typist {
	var w encoder.Wedge
	stop := func() {}
	return func(r rune, put func(string)) {
		stop()
		stop = func() {}
		out := step(&w, r, now())
		if out.Text != "" {
			put(out.Text)
		}
		if out.OK {
			put(strings.Repeat("\b", out.Back))
			taps.Tap(encoder.Event{Tag: out.Tag})
		}
		if due, held := w.Due(); held {
			stop = after(max(due.Sub(now()), time.Millisecond), func() {
				if out := w.Flush(due); out.Text != "" {
					put(out.Text)
				}
			})
		}
	}
}

// step takes a character, or gives back what is held before another key.
func step(w *encoder.Wedge, r rune, now time.Time) encoder.Typed {
	if r != 0 {
		return w.Rune(r, now)
	}
	if due, held := w.Due(); held {
		return w.Flush(due)
	}
	return encoder.Typed{}
}
