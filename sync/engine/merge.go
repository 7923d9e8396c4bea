package engine

import (
	"cmp"
	"slices"
	"time"

	"latchkey/store"
	"latchkey/sync/reconcile"
)

// merge makes the rows of the waiting work from the steps of a change set.
// What was tried stays known as long as the same thing is wanted, and a step
// whose outcome is open stays until KS was asked, wanted or not.
func merge(steps []reconcile.Step, v reconcile.Verdict, old []store.Work, now time.Time) []store.Work {
	known := make(map[string]store.Work, len(old))
	for _, w := range old {
		known[w.Key] = inTime(w, now)
	}
	held := heldUp(steps, v)
	rows := make([]store.Work, 0, len(steps))
	for _, s := range steps {
		w := store.Work{Key: s.Key, Op: string(s.Op), Wish: s.Wish(), Person: s.Person, What: s.What, Due: s.Due, Phase: store.PhaseWaiting, Since: now, Takes: s.Takes() && s.Class <= reconcile.Revoke, Held: held[s.Key]}
		if was, ok := known[s.Key]; ok {
			w.Since, w.Phase, w.SentAt, w.Request = was.Since, was.Phase, was.SentAt, was.Request
			if was.Phase == store.PhaseSent { // what becomes of it is said in the words in which it was sent
				w.What, w.Person = was.What, was.Person
			}
			if was.Wish == w.Wish || was.Phase == store.PhaseSent {
				w.Wish, w.Attempts, w.NotBefore, w.Error = was.Wish, was.Attempts, was.NotBefore, was.Error
			} else {
				w.Phase = store.PhaseWaiting
			}
			if was.Wish == "" { // taken back into the queue by the desk
				w.Wish = s.Wish()
			}
			delete(known, s.Key)
		}
		rows = append(rows, w)
	}
	for _, w := range known {
		if w.Phase == store.PhaseSent {
			rows = append(rows, w)
		}
	}
	return sorted(rows)
}

func sorted(rows []store.Work) []store.Work {
	slices.SortFunc(rows, func(a, b store.Work) int { return cmp.Compare(a.Key, b.Key) })
	return rows
}

func sameRows(a, b []store.Work) bool { return slices.EqualFunc(a, sorted(b), sameWork) }

func sameWork(a, b store.Work) bool {
	return a.Key == b.Key && a.Op == b.Op && a.Wish == b.Wish && a.Phase == b.Phase && a.Takes == b.Takes && a.Held == b.Held && a.Attempts == b.Attempts &&
		a.NotBefore.Equal(b.NotBefore) && a.What.Equal(b.What) && a.Error.Equal(b.Error)
}

// heldUp are the keys of the steps that wait for an answer of the desk, and of
// those that build on one of them.
func heldUp(steps []reconcile.Step, v reconcile.Verdict) map[string]bool {
	held := make(map[string]bool)
	if v.Question == nil {
		return held
	}
	byObject := make(map[reconcile.Object][]reconcile.Step)
	for _, s := range steps {
		if !v.May(s) {
			held[s.Key] = true
			byObject[s.Object] = append(byObject[s.Object], s)
		}
	}
	for _, s := range steps {
		before := slices.ContainsFunc(byObject[s.Object], func(o reconcile.Step) bool { return reconcile.Before(o, s) })
		if s.Class != reconcile.Urgent && (before || held[string(s.Object)] || held[string(reconcile.UserObject(s.Person))]) {
			held[s.Key] = true
		}
	}
	return held
}

// inTime is a row as of now: what it notes of times to come was written by a
// clock that was put back since.
func inTime(w store.Work, now time.Time) store.Work {
	if w.NotBefore.After(now.Add(lastBackoff)) {
		w.NotBefore = now
	}
	w.SentAt, w.Since = minTime(w.SentAt, now), minTime(w.Since, now)
	return w
}
