package access

import (
	"slices"
	"time"
)

// Window is a half-open stretch of time, [From, To). A zero From means since
// ever, a zero To for ever.
type Window struct{ From, To time.Time }

// Always is the window without bounds.
var Always = Window{}

// Contains tells whether t lies in the window.
func (w Window) Contains(t time.Time) bool {
	return !t.Before(w.From) && (w.To.IsZero() || t.Before(w.To))
}

// Empty tells whether no instant lies in the window.
func (w Window) Empty() bool { return !w.To.IsZero() && !w.From.Before(w.To) }

// Over tells whether the window has ended at t.
func (w Window) Over(t time.Time) bool { return !w.To.IsZero() && !t.Before(w.To) }

// And returns the part that both windows share, which may be empty.
func (w Window) And(o Window) Window {
	if o.From.After(w.From) {
		w.From = o.From
	}
	if w.To.IsZero() || (!o.To.IsZero() && o.To.Before(w.To)) {
		w.To = o.To
	}
	return w
}

// Without returns what is left of the window when o is cut out: none, one or
// two windows.
func (w Window) Without(o Window) []Window {
	if cut := w.And(o); cut.Empty() || o.Empty() {
		return nonEmpty(w)
	}
	var left []Window
	if !o.From.IsZero() {
		left = append(left, nonEmpty(w.And(Window{To: o.From}))...)
	}
	if !o.To.IsZero() {
		left = append(left, nonEmpty(w.And(Window{From: o.To}))...)
	}
	return left
}

func nonEmpty(w Window) []Window {
	if w.Empty() {
		return nil
	}
	return []Window{w}
}

// Both returns the stretches that lie in a window of a and in one of b.
func Both(a, b []Window) []Window {
	var out []Window
	for _, x := range a {
		for _, y := range b {
			if w := x.And(y); !w.Empty() {
				out = append(out, w)
			}
		}
	}
	return out
}

// Union joins windows that overlap or touch and sorts them by their start.
func Union(ws []Window) []Window {
	sorted := slices.DeleteFunc(slices.Clone(ws), Window.Empty)
	slices.SortFunc(sorted, func(a, b Window) int { return a.From.Compare(b.From) })
	var out []Window
	for _, w := range sorted {
		last := len(out) - 1
		if last < 0 || out[last].Over(w.From) && !out[last].To.Equal(w.From) {
			out = append(out, w)
			continue
		}
		if w.To.IsZero() || (!out[last].To.IsZero() && w.To.After(out[last].To)) {
			out[last].To = w.To
		}
	}
	return out
}
