package engine

import (
	"time"

	"latchkey/store"
	"latchkey/sync/ks"
)

// State is the condition of the doors in one word.
type State string

// The states, as the status pill shows them.
const (
	UpToDate State = "up to date"
	Working  State = "working"
	Waiting  State = "waiting"
	Offline  State = "offline"
	NeedsYou State = "needs you"
)

// Status is what the desk sees of the engine.
type Status struct {
	State   State
	Waiting int            // steps on their way or waiting
	Parked  int            // steps that need the desk
	Trouble store.Sentence // for the desk; empty text: none
	Retry   time.Time      // when the next attempt is made, while there is trouble
	Done    time.Time      // when everything was last confirmed
}

// Status returns how things stand now.
func (e *Engine) Status() Status {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.status
}

// Watch calls f with every new status, one after the other, from the engine's
// goroutine, and once at once. f must not call Watch. The returned function
// ends it; a call of f that is running goes on.
func (e *Engine) Watch(f func(Status)) (stop func()) {
	e.tell.Lock() // no newer status may overtake the first
	defer e.tell.Unlock()
	e.mu.Lock()
	id := e.nextID
	e.nextID++
	e.watchers[id] = f
	now := e.status
	e.mu.Unlock()
	f(now)
	return func() {
		e.mu.Lock()
		delete(e.watchers, id)
		e.mu.Unlock()
	}
}

func (e *Engine) setStatus(change func(*Status)) {
	e.tell.Lock()
	defer e.tell.Unlock()
	e.mu.Lock()
	before := e.status
	change(&e.status)
	after := e.status
	watchers := make([]func(Status), 0, len(e.watchers))
	for _, f := range e.watchers {
		watchers = append(watchers, f)
	}
	e.mu.Unlock()
	if same(before, after) {
		return
	}
	for _, f := range watchers {
		f(after)
	}
}

// same compares what the desk can see.
func same(a, b Status) bool {
	return a.State == b.State && a.Waiting == b.Waiting && a.Parked == b.Parked &&
		a.Trouble.String() == b.Trouble.String() && a.Done.Equal(b.Done)
}

// report turns the end of a pass into the status.
func (e *Engine) report(r Result) {
	e.setStatus(func(s *Status) {
		s.Waiting, s.Parked, s.Trouble, s.Retry = r.Waiting, r.Parked, store.Sentence{}, r.Next
		switch {
		case r.Err != nil:
			s.Trouble = trouble(r.Err)
			s.State = Offline
			if k := ks.KindOf(r.Err); k == ks.SignIn || k == ks.Forbidden || k == ks.NotFound || k == ks.Final || k == ks.Closed {
				s.State = NeedsYou
			} else if k == ks.Limited {
				s.State = Waiting // KS is there, and wants quiet
			}
		case e.clockTrouble().Text != "":
			s.State, s.Trouble = NeedsYou, e.clockTrouble()
		case r.Parked > 0:
			s.State = NeedsYou
		case r.Waiting > 0:
			s.State = Waiting
		default:
			s.State, s.Done = UpToDate, e.cfg.Now()
		}
	})
}
