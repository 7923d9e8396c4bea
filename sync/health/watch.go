package health

import (
	"cmp"
	"slices"
	"time"

	"latchkey/store"
)

// Warning is what the desk is shown.
type Warning struct {
	Code     Code
	About    string // which one, where several can be wrong in the same way; else empty
	Severity Severity
	Title    store.Sentence
	Text     store.Sentence
	Since    time.Time // when it began, as far as that is known
}

// Worst returns the severity of the worst warning, Fine of none.
func Worst(all []Warning) Severity {
	worst := Fine
	for _, w := range all {
		worst = max(worst, w.Severity)
	}
	return worst
}

// calm is how soon something that was shown may come back, and be the same
// trouble as before.
const calm = time.Minute

// Watch makes warnings of findings over time. Its zero value is ready. It is
// no value to be copied, and not for two goroutines at once.
//
// A finding becomes a warning when it has lasted for its delay. One that was
// shown, goes and is back within a minute goes on as before; one that was not
// yet shown begins anew each time.
//
// A warning that is explained by another is taken away when the other is
// shown. What is not shown yet does not appear while the other is found, be
// it shown or not, nor within a minute after it was shown: so nothing flashes
// up before its cause or right after it, and nothing red goes out for a cause
// that is only suspected.
type Watch struct {
	marks map[mark]state
	next  time.Time
}

// mark tells the findings apart whose time runs on its own.
type mark struct {
	code  Code
	about string
}

// state is what is remembered of a finding: while it is found, and for a
// minute after it was last shown.
type state struct {
	since time.Time
	shown bool      // when it was last found
	left  time.Time // when it was found no more; zero: it is there
}

// over tells whether it has been gone for too long to be the same trouble.
func (s state) over(now time.Time) bool { return !s.left.IsZero() && now.Sub(s.left) >= calm }

// Update takes what is wrong at now and returns what is to be shown, the
// worst first, then by code.
func (w *Watch) Update(now time.Time, found []Finding) []Warning {
	found = once(found)
	w.note(now, found)
	heard, ripe := make(map[Code]bool), make(map[Code]bool)
	w.next = time.Time{}
	for m, s := range w.marks {
		heard[m.code] = true
		switch due := s.since.Add(byCode[m.code].Delay); {
		case !s.left.IsZero():
			w.wake(s.left.Add(calm))
		case due.After(now):
			w.wake(due)
		default:
			ripe[m.code] = true
		}
	}
	var out []Warning
	for _, f := range found {
		m := mark{f.Code, f.About}
		s, kind := w.marks[m], byCode[f.Code]
		s.shown = !s.since.Add(kind.Delay).After(now) && !explained(kind, s.shown, heard, ripe)
		w.marks[m] = s
		if s.shown {
			out = append(out, Warning{
				Code: f.Code, About: f.About, Severity: kind.Severity, Title: kind.Title, Text: f.Text, Since: s.since,
			})
		}
	}
	slices.SortStableFunc(out, func(a, b Warning) int { return cmp.Compare(b.Severity, a.Severity) })
	return out
}

// explained tells whether something is not to be shown because of a cause. For
// what is shown already, a cause must have lasted long enough itself.
func explained(kind Warnable, shown bool, heard, ripe map[Code]bool) bool {
	return slices.ContainsFunc(kind.DependsOn, func(c Code) bool { return ripe[c] || heard[c] && !shown })
}

// Next returns when Update would say something else of the same findings; zero:
// never.
func (w *Watch) Next() time.Time { return w.next }

func (w *Watch) wake(t time.Time) {
	if w.next.IsZero() || t.Before(w.next) {
		w.next = t
	}
}

// note brings what is remembered up to date.
func (w *Watch) note(now time.Time, found []Finding) {
	if w.marks == nil {
		w.marks = make(map[mark]state, len(found))
	}
	here := make(map[mark]bool, len(found))
	for _, f := range found {
		m := mark{f.Code, f.About}
		here[m] = true
		s, known := w.marks[m]
		if !known || s.over(now) {
			s = state{since: now}
		}
		s.left = time.Time{}
		s.since = earlier(s.since, now) // the clock may have been put back
		if !f.Since.IsZero() && !f.Since.After(now) {
			s.since = f.Since
		}
		w.marks[m] = s
	}
	for m, s := range w.marks {
		switch {
		case here[m]:
		case !s.shown || s.over(now):
			delete(w.marks, m)
		case s.left.IsZero() || s.left.After(now):
			s.left = now
			w.marks[m] = s
		}
	}
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// once returns the findings in a fixed order, of those about the same thing
// the one that began first.
func once(found []Finding) []Finding {
	sorted := slices.SortedFunc(slices.Values(found), func(a, b Finding) int {
		c := cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.About, b.About), a.Since.Compare(b.Since))
		if c == 0 {
			c = cmp.Compare(a.Text.String(), b.Text.String())
		}
		return c
	})
	return slices.CompactFunc(sorted, func(a, b Finding) bool { return a.Code == b.Code && a.About == b.About })
}
