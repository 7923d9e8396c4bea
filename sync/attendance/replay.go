package attendance

import (
	"cmp"
	"slices"
	"time"

	"latchkey/store"
)

// Replay returns the check-ins of a team, in the order in which they began: the
// cheapest valid pass is used first; a stay that outlasts its pass gives it back
// and uses a longer one that it could have begun with; there is one pass at a
// time, and coming and going within its length is free.
func Replay(a store.Attended) []store.CheckIn {
	r := replay{
		zones: make(map[store.SpaceID]*time.Location, len(a.Spaces)), passes: slices.SortedFunc(slices.Values(a.Passes), before),
		used: make(map[store.PassID]bool), now: make(map[store.PersonID]int),
	}
	for _, s := range a.Spaces {
		r.zones[s.ID] = s.Location()
	}
	for _, p := range presences(a) {
		r.take(p)
	}
	return r.stays
}

type replay struct {
	zones  map[store.SpaceID]*time.Location
	passes []store.Pass // in the order in which they are used
	used   map[store.PassID]bool
	stays  []store.CheckIn
	now    map[store.PersonID]int // the number of each one's latest stay, from 1
}

// before orders passes by which is used first: the cheapest, then the one that
// expires soonest, then the oldest.
func before(p, q store.Pass) int {
	return cmp.Or(cmp.Compare(p.Price, q.Price), cmp.Compare(lastDay(p), lastDay(q)), p.GrantedAt.Compare(q.GrantedAt), cmp.Compare(p.ID, q.ID))
}

// lastDay is behind all others for a pass that never expires.
func lastDay(p store.Pass) store.Date { return cmp.Or(p.ExpiresOn, "9999-12-31") }

// Valid tells whether a check-in may begin with a pass at t, in a time zone.
func Valid(p store.Pass, t time.Time, zone *time.Location) bool {
	return !t.Before(p.GrantedAt) && (p.EndedAt.IsZero() || t.Before(p.EndedAt)) && store.DateOf(t, zone) <= lastDay(p)
}

func length(p store.Pass) time.Duration { return time.Duration(p.Minutes) * time.Minute }

// take takes one piece of evidence.
func (r *replay) take(p presence) {
	at := r.now[p.person]
	if at == 0 || !r.goesOn(r.stays[at-1], p) {
		if !p.until { // nobody was there to stay
			r.begin(p)
		}
		return
	}
	s := &r.stays[at-1]
	s.Last, s.Out = p.at, p.until
	end := p.at
	if p.until {
		end = end.Add(-time.Second) // a pass that ends then is long enough
	}
	if s.Pass != 0 && !end.Before(s.Until) {
		r.outlast(s, end)
	}
	s.Reach = r.reach(*s)
}

// goesOn tells whether somebody's latest stay takes in what is known of them
// next: within its pass always, and after it on the same day of the same space,
// unless a new entry has no longer pass to exchange it for.
func (r *replay) goesOn(s store.CheckIn, p presence) bool {
	switch {
	case s.In(p.at):
		return true
	case p.until && s.Pass != 0 && p.at.Equal(s.Until):
		return true
	case p.space != s.Space || !p.at.Before(s.Reach):
		return false
	case s.Pass == 0 || p.until:
		return true
	}
	_, longer := r.longer(s, p.at)
	return longer
}

// reach is the end of the day on which a stay began, or of its pass.
func (r *replay) reach(s store.CheckIn) time.Time {
	end := s.Day.End(r.zones[s.Space]).UTC()
	if s.Until.After(end) {
		return s.Until
	}
	return end
}

// begin begins a stay, with the pass that is used first.
func (r *replay) begin(p presence) {
	zone := r.zones[p.space]
	s := store.CheckIn{Space: p.space, Person: p.person, Day: store.DateOf(p.at, zone), First: p.at, Last: p.at}
	at := slices.IndexFunc(r.passes, func(x store.Pass) bool { return !r.used[x.ID] && Valid(x, p.at, zone) })
	if at >= 0 {
		r.use(&s, r.passes[at])
	}
	s.Reach = r.reach(s)
	r.stays = append(r.stays, s)
	r.now[p.person] = len(r.stays)
}

func (r *replay) use(s *store.CheckIn, p store.Pass) {
	s.Pass, s.Until, r.used[p.ID] = p.ID, s.First.Add(length(p)), true
}

// outlast exchanges the pass of a stay that goes on for longer.
func (r *replay) outlast(s *store.CheckIn, t time.Time) {
	p, found := r.longer(*s, t)
	if !found {
		return
	}
	s.GaveBack = append(s.GaveBack, s.Pass)
	r.used[s.Pass] = false
	r.use(s, p)
}

// longer finds the pass, of those that could have been begun with the stay, that
// is used first and lets in at t.
func (r *replay) longer(s store.CheckIn, t time.Time) (store.Pass, bool) {
	for _, p := range r.passes {
		if !r.used[p.ID] && Valid(p, s.First, r.zones[s.Space]) && t.Before(s.First.Add(length(p))) {
			return p, true
		}
	}
	return store.Pass{}, false
}
