package kssim

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// house is a site as the people in it know it.
type house struct {
	sim    *Sim
	si     *site
	seed   uint64
	people []*dweller
	held   int // entries that wait in a hub
}

// dweller is somebody with a door to open.
type dweller struct {
	id       string // of the person
	house    *house
	zone     *time.Location // of the way in
	byKey    map[*lock]attempt
	doors    []*lock   // that are open to the person week by week, the way in first
	bookings []booking // and those of one time
	habit    habit
}

// booking is a schedule from check-in to check-out, by wall clock.
type booking struct {
	from, until time.Time
	doors       []*lock // the way in first
}

// longestBooking tells a booking from a plan that begins and ends some day.
const longestBooking = 48 * time.Hour

// knock is somebody who is going to try a door.
type knock struct {
	attempt
	at      time.Time
	dogged  bool // tries it, whatever time it is
	leaving bool // only to end the office mode
}

// knowledge is what the locks of a hub go by.
type knowledge struct {
	rights *rights
	users  map[string]*siteUser // by person
}

// newHouse looks at who can open what, each door by what it knows now.
func (s *Sim) newHouse(si *site, seed uint64, now time.Time) *house {
	h := &house{sim: s, si: si, seed: seed}
	use := si.useOfLocks()
	found := map[string]*dweller{}
	knownBy := map[string]*knowledge{} // by hub
	for _, l := range si.Locks {
		k := knownBy[l.IQID]
		if k == nil {
			r := s.knownTo(si, l, now)
			k = &knowledge{r, r.usersByPerson()}
			knownBy[l.IQID] = k
		}
		for _, g := range k.rights.Groups {
			if len(g.Schedules) == 0 || !slices.Contains(g.Locks, l.ID) {
				continue
			}
			for _, id := range g.Members {
				if u := k.users[id]; u != nil {
					h.dweller(found, id).give(attempt{site: si, lock: l, known: k.rights, user: u}, g)
				}
			}
		}
	}
	for _, u := range si.Users { // in their order, and nobody who is gone
		if p := found[u.PersonID]; p != nil && p.settle(use) {
			h.people = append(h.people, p)
		}
	}
	return h
}

func (h *house) dweller(found map[string]*dweller, id string) *dweller {
	if found[id] == nil {
		found[id] = &dweller{id: id, house: h, byKey: map[*lock]attempt{}}
	}
	return found[id]
}

// useOfLocks is by how many ways people come to a lock: most to the way in.
func (si *site) useOfLocks() map[string]int {
	use := map[string]int{}
	for _, g := range si.Groups {
		for _, id := range g.Locks {
			use[id] += len(g.Members)
		}
	}
	return use
}

// give adds a door by a group. What the lock is asked about later is the groups
// of this person and this lock only, which decides the same and faster.
func (p *dweller) give(a attempt, g *group) {
	if old, known := p.byKey[a.lock]; known {
		a = old
	} else {
		a.tag = a.known.tagNumber(a.user.TagID)
		a.known = &rights{Users: a.known.Users, Tags: a.known.Tags}
		p.byKey[a.lock] = a
	}
	a.known.Groups = append(a.known.Groups, &group{ID: g.ID, Name: g.Name, Members: []string{p.id}, Locks: []string{a.lock.ID}, Schedules: g.Schedules})
	for _, sc := range g.Schedules {
		from, until := sc.dates()
		if from == nil || until == nil || until.Sub(*from) > longestBooking {
			if !slices.Contains(p.doors, a.lock) {
				p.doors = append(p.doors, a.lock)
			}
			continue
		}
		p.book(booking{from: *from, until: *until, doors: []*lock{a.lock}})
	}
}

// book adds a booking, or its door to the one that is there.
func (p *dweller) book(w booking) {
	for i := range p.bookings {
		if old := &p.bookings[i]; old.from.Equal(w.from) && old.until.Equal(w.until) {
			old.doors = append(old.doors, w.doors...)
			return
		}
	}
	p.bookings = append(p.bookings, w)
}

// settle finds the way in and the habits, and says whether there is anything to
// come for.
func (p *dweller) settle(use map[string]int) bool {
	most := func(a, b *lock) int { return cmp.Compare(use[b.ID], use[a.ID]) }
	slices.SortStableFunc(p.doors, most)
	for i := range p.bookings {
		slices.SortStableFunc(p.bookings[i].doors, most)
	}
	in := p.wayIn()
	if in == nil {
		return false
	}
	zone, err := p.house.si.zoneOf(in)
	p.zone = zone
	p.habit = newHabit(p.house.chance(p.id, -1), len(p.doors))
	return err == nil
}

func (p *dweller) wayIn() *lock {
	switch {
	case len(p.doors) > 0:
		return p.doors[0]
	case len(p.bookings) > 0:
		return p.bookings[0].doors[0]
	}
	return nil
}

// at is the person at a door, with one of the means that the person has: the
// one of habit, unless it was left at home.
func (p *dweller) at(l *lock, swapped bool) attempt {
	a, known := p.byKey[l]
	if !known { // not a door of this person's
		a = p.byKey[p.wayIn()]
		a.lock, a.known = l, &rights{}
	}
	number, phone := a.tag, p.house.sim.st.People[p.id].Email != ""
	a.by, a.tag = byPhone, ""
	switch {
	case a.user.PIN != "" && (p.habit.pin || !phone && number == ""):
		a.by = byPIN
	case number != "" && (!phone || p.habit.phone == swapped):
		a.by, a.tag = byTag, number
	}
	return a
}

// clock is a time of a date where the person goes in.
func (p *dweller) clock(date time.Time, sinceMidnight time.Duration) time.Time {
	s := int(sinceMidnight / time.Second)
	return time.Date(date.Year(), date.Month(), date.Day(), 0, 0, s, 0, p.zone)
}

// strayTags are tags of other houses that turn up now and then, always the same
// few.
func (h *house) strayTags() []string {
	chance, numbers := h.chance("stray tags", 0), []string(nil)
	for range 3 {
		number := fmt.Sprintf("0991%04d", chance.IntN(10_000))
		if h.si.tagByNumber(number) == nil {
			numbers = append(numbers, number)
		}
	}
	return numbers
}
