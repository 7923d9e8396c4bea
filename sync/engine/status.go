package engine

import (
	"slices"
	"time"

	"latchkey/store"
	"latchkey/sync/health"
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
	Held    int            // steps that wait for an answer to the guard's question
	Asks    int            // differences in KS that wait for an answer
	Trouble store.Sentence // for the desk; empty text: none
	Health  []health.Warning
	Retry   time.Time // when the next attempt is made, while there is trouble
	Done    time.Time // when everything was last confirmed
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
	return a.State == b.State && a.Waiting == b.Waiting && a.Parked == b.Parked && a.Held == b.Held && a.Asks == b.Asks &&
		a.Trouble.String() == b.Trouble.String() && slices.EqualFunc(a.Health, b.Health, sameWarning) && a.Done.Equal(b.Done)
}

// clockWrong is what the desk is told at once of a clock that is wrong; its
// health follows when it stays so.
var clockWrong = store.Sentence{Text: "The clock of this computer is wrong by more than two minutes. Set it right: until then doors may open and close at the wrong time."}

func sameWarning(a, b health.Warning) bool {
	return a.Code == b.Code && a.About == b.About && a.Text.Equal(b.Text) && a.Since.Equal(b.Since)
}

// report turns the end of a pass into the status.
func (e *Engine) report(r Result, warnings []health.Warning) {
	e.setStatus(func(s *Status) {
		s.Waiting, s.Parked, s.Held, s.Asks = r.Waiting, r.Parked, r.Held, r.Asks
		s.Trouble, s.Retry, s.Health = store.Sentence{}, r.Next, warnings
		switch {
		case r.Err != nil:
			s.Trouble = trouble(r.Err)
			s.State = Offline
			if k := ks.KindOf(r.Err); k == ks.SignIn || k == ks.Forbidden || k == ks.NotFound || k == ks.Final || k == ks.Closed {
				s.State = NeedsYou
			} else if k == ks.Limited {
				s.State = Waiting // KS is there, and wants quiet
			}
		case e.skew().Abs() > health.ClockWarns:
			s.State, s.Trouble = NeedsYou, clockWrong
		case r.Parked > 0, r.Held > 0, r.Asks > 0:
			s.State = NeedsYou
		case r.Waiting > 0:
			s.State = Waiting
		default:
			s.State, s.Done = UpToDate, e.cfg.Now()
		}
	})
}
