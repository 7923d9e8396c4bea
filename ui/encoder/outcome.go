package encoder

import (
	"context"
	"errors"
	"time"
)

// take hands on what a session tells.
func (s *Station) take(ctx context.Context, c candidate, n news, ask []PortInfo) {
	if ctx.Err() != nil {
		return
	}
	if !n.opened {
		if s.cfg.Tapped != nil {
			s.cfg.Tapped(n.event)
		}
		return
	}
	s.was = true
	now := Status{State: Ready, Name: n.name, Port: c.Name, Family: n.family, Heard: n.heard, Choices: ask}
	if n.family.Silent() && !n.heard || n.name == "" {
		now.Name = c.Title()
	}
	switch {
	case n.family == FamilyEM4100:
		now.Err = ErrLowFrequency
	case !n.heard && (!c.chosen || n.family != s.reader.Family):
		now.Err = ErrUnheard
	}
	if c.chosen || s.reader == (Remembered{}) {
		s.reader = remember(c.PortInfo, s.learned(n))
	}
	s.set(ctx, now)
}

// learned is the family to remember: one that was heard, or that was remembered
// before.
func (s *Station) learned(n news) Family {
	if n.heard {
		return n.family
	}
	return s.reader.Family
}

// lost says that a reader is no longer ready.
func (s *Station) lost(ctx context.Context, err error, f found) time.Duration {
	s.moved = s.cfg.Now()
	s.failures++
	last := s.Status()
	now := Status{State: Gone, Name: last.Name, Port: last.Port, Family: last.Family, Choices: f.ask}
	if !errors.Is(err, ErrGone) {
		now.State, now.Err = Trouble, err
	}
	s.set(ctx, now)
	return backoff(s.failures)
}

// idle says that no reader is there.
func (s *Station) idle(ctx context.Context, f found) {
	last := s.Status()
	now := Status{State: Looking, Choices: f.ask}
	switch {
	case f.twins, !s.was && s.reader == (Remembered{}) && s.used.Name == "" && len(f.ask) > 0:
		now.State = Ask
	case s.was:
		now.State, now.Name, now.Port, now.Family = Gone, last.Name, last.Port, last.Family
	}
	s.set(ctx, now)
}

// failed says why a reader that is there can't be used, from the second time
// on.
func (s *Station) failed(ctx context.Context, err error, c candidate, ask []PortInfo) time.Duration {
	s.failures++
	if s.failures == 1 && !errors.Is(err, ErrSilent) && !errors.Is(err, ErrOther) {
		return soon
	}
	s.set(ctx, Status{State: Trouble, Name: c.Title(), Port: c.Name, Choices: ask, Err: err})
	if errors.Is(err, ErrSilent) || errors.Is(err, ErrOther) {
		return max(often, backoff(s.failures)) // each try writes to the port
	}
	return often
}

func (s *Station) hanging(ctx context.Context, f found) {
	last := s.Status()
	s.set(ctx, Status{State: Trouble, Name: last.Name, Port: last.Port, Choices: f.ask, Err: ErrStuck})
}

// backoff is half a second, then twice as much each time.
func backoff(failures int) time.Duration { return min(soon<<min(failures-1, 8), seldom) }

func (s *Station) pace() time.Duration {
	if s.reader == (Remembered{}) && s.cfg.Now().Sub(s.moved) >= idleAfter {
		return seldom
	}
	return often
}

// set tells of a status that differs from the one before.
func (s *Station) set(ctx context.Context, now Status) {
	if ctx.Err() != nil {
		return
	}
	now.Reader, now.Others = s.reader, s.others
	s.mu.Lock()
	same := s.status.equal(now)
	s.status = now
	s.mu.Unlock()
	if (!same || !s.told) && s.cfg.Changed != nil {
		s.told = true
		s.cfg.Changed(now)
	}
}
