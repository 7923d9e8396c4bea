package kssim

import (
	"cmp"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"
)

// Past says what PlayPast writes.
type Past struct {
	Days int    `json:"days"` // at most so far back; 31 when zero
	Seed uint64 `json:"seed"` // the same seed, the same people on the same days
}

const (
	usualPast   = 31 // days
	longestPast = 3660
)

// Check says what is wrong with the days.
func (p Past) Check() error {
	if p.Days < 0 || p.Days > longestPast {
		return errors.New("the days of a past are between 0 and " + strconv.Itoa(longestPast))
	}
	return nil
}

// PlayPast has the people of every site come and go, from where the last call
// ended or else from Past.Days back, until now, and writes what KS would have
// logged of it. It returns how many entries that made.
//
// They come as people do, each with habits that stay, and open what the rights
// of now let them open at that moment; a few stand before a door that stays
// shut. In a first past of some days one hub was off the network for some hours
// of a weekday: KS heard of its entries when it was back, so that in a list
// without order they stand behind later ones. What a hub that is offline now
// has seen since waits in it. Entries that KS would have forgotten by now are
// not written, and those that it has forgotten are dropped.
//
// A site where nobody has a door to open yet is left for a later call.
func (s *Sim) PlayPast(p Past) (int, error) {
	if err := p.Check(); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, si := range s.st.Sites {
		n += s.playSite(si, p)
	}
	return n, nil
}

// HasPast tells whether PlayPast has found people on any site.
func (s *Sim) HasPast() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return first(s.st.Sites, func(si *site) bool { return si.PlayedUntil != nil }) != nil
}

func (s *Sim) playSite(si *site, p Past) int {
	now := s.now()
	from := si.playedFrom(p, now)
	h := s.newHouse(si, p.Seed, now)
	if len(h.people) == 0 || !from.Before(now) {
		return 0
	}
	si.forget(now)
	knocks := h.knocks(from, now)
	var gap outage
	if si.PlayedUntil == nil {
		gap = h.outage(from, now)
	}
	heard := h.open(knocks, gap)
	if si.PlayedUntil == nil { // what is there already came after all of it
		si.Entries = slices.Insert(si.Entries, 0, heard...)
		si.times = entryTimes{}
	} else {
		si.Entries = append(si.Entries, heard...)
	}
	written := len(heard) + h.held
	si.Played += written
	si.PlayedUntil = &now
	return written
}

// playedFrom is where the next call of PlayPast begins.
func (si *site) playedFrom(p Past, now time.Time) time.Time {
	days := min(cmp.Or(p.Days, usualPast), si.retentionDays())
	from := now.Add(-time.Duration(days) * 24 * time.Hour)
	if si.PlayedUntil != nil && si.PlayedUntil.After(from) {
		return *si.PlayedUntil
	}
	return from
}

// forget drops what KS has forgotten.
func (si *site) forget(now time.Time) {
	before := len(si.Entries)
	si.Entries = without(si.Entries, func(e entry) bool { return !now.Before(e.ExpiresAt) })
	if len(si.Entries) != before {
		si.times = entryTimes{}
	}
}

// outage is a while in which KS heard nothing of a hub. The zero value is none.
type outage struct {
	iq          string // id
	from, until time.Time
}

// outage chooses the hours in which a hub was off the network: in the middle
// of a past of a few days, on a weekday.
func (h *house) outage(from, now time.Time) outage {
	const least = 4 * 24 * time.Hour
	if now.Sub(from) < least || len(h.si.IQs) == 0 {
		return outage{}
	}
	chance := h.chance("outage", 0)
	q := h.si.IQs[chance.IntN(len(h.si.IQs))]
	zone, err := h.si.zoneNamed(q.TimeZone)
	if err != nil {
		return outage{}
	}
	day := from.Add(now.Sub(from) / 2).In(zone)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, -1)
	}
	begin := time.Date(day.Year(), day.Month(), day.Day(), 9, chance.IntN(90), 0, 0, zone)
	return outage{iq: q.ID, from: begin, until: begin.Add(3*time.Hour + time.Duration(chance.IntN(120))*time.Minute)}
}

// open tries every door in turn, and returns the entries that KS has heard of,
// in the order in which it did. Those that wait in a hub are put there.
func (h *house) open(knocks []knock, gap outage) []entry {
	type report struct {
		heard time.Time
		entry entry
	}
	reports := make([]report, 0, len(knocks))
	chance := h.chance("delays", h.si.Played)
	for _, k := range knocks {
		e, logged := h.try(k)
		if !logged {
			continue
		}
		e.ID = fixedID("played entry", h.si.UID, strconv.Itoa(h.si.Played+len(reports)+h.held))
		q := h.si.iqByID(k.lock.IQID)
		if k.lock.Cut || q != nil && q.Offline != nil && !k.at.Before(*q.Offline) {
			q.Held = append(q.Held, e)
			h.held++
			continue
		}
		heard, late := k.at, time.Duration(500+chance.IntN(20_000))*time.Millisecond
		if gap.iq == k.lock.IQID && !k.at.Before(gap.from) && k.at.Before(gap.until) {
			heard = gap.until
		}
		e.ExpiresAt = heard.Add(late + h.si.retention())
		reports = append(reports, report{heard, e})
	}
	slices.SortStableFunc(reports, func(a, b report) int { return a.heard.Compare(b.heard) })
	entries := make([]entry, len(reports))
	for i, r := range reports {
		entries[i] = r.entry
	}
	return entries
}

// try has the lock decide, and says whether anything is logged of it.
func (h *house) try(k knock) (entry, bool) {
	a := k.attempt
	if a.switchesOffice() && a.lock.Office != k.leaving { // it is open already, or shut
		return entry{}, false
	}
	if k.leaving && !a.switchesOffice() {
		return entry{}, false
	}
	answer := Answer{}
	switch {
	case a.by == byHandle, a.lock.Office:
		answer.Open = true
	case a.user != nil:
		answer = h.sim.decide(a, k.at)
	}
	if !answer.Open && !k.dogged {
		return entry{}, false
	}
	e := h.sim.unnamedEntry(a, k.at)
	a.judge(&e, answer)
	return e, true
}

// knocks are what happens at the doors from one instant until before the other.
func (h *house) knocks(from, until time.Time) []knock {
	var all []knock
	keep := func(k knock) {
		if k.at = k.at.Truncate(time.Second); !k.at.Before(from) && k.at.Before(until) {
			all = append(all, k)
		}
	}
	// A day more at both ends covers every time zone.
	last := dateOf(until).AddDate(0, 0, 1)
	for date := dateOf(from).AddDate(0, 0, -1); !date.After(last); date = date.AddDate(0, 0, 1) {
		day := int(date.Unix() / (24 * 60 * 60))
		for _, p := range h.people {
			p.comeAndGo(date, h.chance(p.id, day), keep)
		}
		h.strangers(date, h.chance("strangers", day), keep)
	}
	slices.SortStableFunc(all, func(a, b knock) int { return a.at.Compare(b.at) })
	return all
}

func dateOf(t time.Time) time.Time {
	y, m, d := t.UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// chance is the chance of one thing on one day: the same at every call.
func (h *house) chance(what string, day int) *rand.Rand {
	sum := uint64(14695981039346656037) // FNV-1a
	for _, text := range []string{h.si.UID, what} {
		for _, b := range []byte(text) {
			sum = (sum ^ uint64(b)) * 1099511628211
		}
	}
	r := rand.New(rand.NewPCG(h.seed*0x9e3779b97f4a7c15+uint64(day), sum)) //nolint:gosec // days are positive
	r.Uint64()                                                             // the first of neighbouring seeds are alike
	return r
}
