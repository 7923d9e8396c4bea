package kssim

import (
	"sync"
	"time"
)

// Clock is a clock that can be set. The zero value shows the system's time.
// Safe for concurrent use.
type Clock struct {
	mu sync.Mutex
	st clockState
}

// clockState is what a saved simulation keeps of its clock.
type clockState struct {
	Frozen *time.Time    `json:"frozen,omitempty"` // stands still at this instant
	Ahead  time.Duration `json:"ahead,omitempty"`  // runs, this much ahead of the system
}

// Now returns the instant that the clock shows, in UTC.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.st.Frozen != nil {
		return *c.st.Frozen
	}
	return time.Now().Add(c.st.Ahead).UTC()
}

// Set stops the clock at t.
func (c *Clock) Set(t time.Time) {
	t = t.UTC()
	c.restore(clockState{Frozen: &t})
}

// Advance moves the clock by d. A clock that runs goes on running.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.st.Frozen == nil {
		c.st.Ahead += d
		return
	}
	t := c.st.Frozen.Add(d)
	c.st.Frozen = &t
}

// Real goes back to the system's time.
func (c *Clock) Real() { c.restore(clockState{}) }

// IsReal says whether the clock shows the system's time.
func (c *Clock) IsReal() bool { return c.state() == clockState{} }

func (c *Clock) state() clockState {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.st
}

func (c *Clock) restore(st clockState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.st = st
}
