package kssim

import (
	"context"
	"time"
)

// Live plays the past once ready says so, and from then on has people come and
// go by the Sim's clock, until the context ends. It looks at the clock that
// often, by the system's time. What it has written is saved by Config.OnChange.
//
// A past that was played before a restart is gone on with at once.
func (s *Sim) Live(ctx context.Context, p Past, every time.Duration, ready func(context.Context) bool) error {
	if err := p.Check(); err != nil {
		return err
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		if s.HasPast() || ready(ctx) {
			n, err := s.PlayPast(p)
			if err != nil {
				return err
			}
			if n > 0 {
				_ = s.changed() // has been logged, and the next save holds it as well
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// Settled returns a function that says whether no change was asked for since
// it was asked last: the first sync of a program is over then.
func (s *Sim) Settled() func(context.Context) bool {
	seen := -1
	return func(context.Context) bool {
		n := s.writes()
		settled := n == seen
		seen = n
		return settled
	}
}

func (s *Sim) writes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, r := range s.log {
		if r.IsWrite() {
			n++
		}
	}
	return n
}
