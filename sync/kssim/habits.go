package kssim

import (
	"math/rand/v2"
	"time"
)

// habit is what somebody usually does. It stays.
type habit struct {
	days   [7]float64    // how likely the person comes, Sunday first
	arrive time.Duration // since midnight
	stay   time.Duration
	lunch  float64 // how likely the person goes out for it
	phone  bool    // rather than the tag
	pin    bool
	inner  []int // places of the doors behind the way in that the person uses
}

const (
	hour   = time.Hour
	minute = time.Minute
)

// between is some length of time from one to the other.
func between(chance *rand.Rand, from, until time.Duration) time.Duration {
	return from + time.Duration(chance.Int64N(int64(until-from)))
}

// about is a length of time around one, seldom further off than twice the
// spread.
func about(chance *rand.Rand, usual, spread time.Duration) time.Duration {
	return usual + time.Duration(max(-2.5, min(2.5, chance.NormFloat64()))*float64(spread))
}

// patterns are the days of those who do not come daily.
var patterns = [][]time.Weekday{
	{time.Monday, time.Wednesday, time.Friday},
	{time.Tuesday, time.Thursday},
	{time.Monday, time.Tuesday, time.Wednesday},
	{time.Thursday, time.Friday},
	{time.Wednesday},
}

func newHabit(chance *rand.Rand, doors int) habit {
	h := habit{lunch: 0.2 + 0.6*chance.Float64(), phone: chance.Float64() < 0.35, pin: chance.Float64() < 0.7}
	h.arrive, h.stay = about(chance, 9*hour+10*minute, 18*minute), between(chance, 6*hour+30*minute, 9*hour+30*minute)
	if chance.Float64() < 0.2 {
		h.arrive, h.stay = between(chance, 13*hour, 14*hour), between(chance, 3*hour, 6*hour)
	}
	weekday, weekend := 0.06, 0.02
	switch kind := chance.Float64(); {
	case kind < 0.38: // daily
		weekday, weekend = 0.88, 0.05
	case kind < 0.68: // on some days
		h.choose(chance)
	case kind < 0.82: // in the evening
		weekday, weekend = 0.45, 0.08
		h.arrive, h.stay = between(chance, 17*hour+15*minute, 19*hour), between(chance, 90*minute, 4*hour)
	}
	if chance.Float64() < 0.1 {
		weekend = 0.25
	}
	for day := range h.days {
		usual := weekday
		if day == int(time.Saturday) || day == int(time.Sunday) {
			usual = weekend
		}
		h.days[day] = max(h.days[day], usual)
	}
	for i := 1; i < doors; i++ {
		if chance.Float64() < 2/float64(i+1) {
			h.inner = append(h.inner, i)
		}
	}
	return h
}

func (h *habit) choose(chance *rand.Rand) {
	for _, day := range patterns[chance.IntN(len(patterns))] {
		h.days[day] = 0.85
	}
}

// comeAndGo is what a person does on a date.
func (p *dweller) comeAndGo(date time.Time, chance *rand.Rand, keep func(knock)) {
	for _, w := range p.bookings {
		if dateOf(w.from).Equal(date) && chance.Float64() < 0.9 {
			p.visit(w, chance, keep)
		}
	}
	if len(p.doors) == 0 || chance.Float64() >= p.habit.days[date.Weekday()] {
		return
	}
	d := dayOf{dweller: p, date: date, chance: chance, keep: keep, swapped: chance.Float64() < 0.06}
	d.come = max(5*hour, about(chance, p.habit.arrive, 11*minute))
	d.leave = min(23*hour+30*minute, d.come+about(chance, p.habit.stay, 35*minute))
	d.arrive()
	d.inside()
	d.goOut()
	d.goHome()
}

// visit is somebody who comes for a booking, a little late as a rule.
func (p *dweller) visit(w booking, chance *rand.Rand, keep func(knock)) {
	at := w.from.Sub(dateOf(w.from)) + between(chance, 0, max(time.Second, min(14*minute, w.until.Sub(w.from)/2)))
	for _, l := range w.doors {
		keep(knock{attempt: p.at(l, false), at: p.clock(w.from, at)})
		at += between(chance, 25*time.Second, 2*minute)
	}
}

// dayOf is one day of a person.
type dayOf struct {
	*dweller
	date        time.Time
	chance      *rand.Rand
	keep        func(knock)
	swapped     bool          // not the usual means of opening
	come, leave time.Duration // since midnight
}

func (d *dayOf) knock(l *lock, at time.Duration) {
	d.keep(knock{attempt: d.at(l, d.swapped), at: d.clock(d.date, at)})
}

func (d *dayOf) arrive() {
	in := knock{attempt: d.at(d.doors[0], d.swapped), at: d.clock(d.date, d.come)}
	in.dogged = d.chance.Float64() < 0.04
	d.keep(in)
	if d.chance.Float64() < 0.012 { // where does this door lead?
		locks := d.house.si.Locks
		other := knock{attempt: d.at(locks[d.chance.IntN(len(locks))], d.swapped), at: d.clock(d.date, d.come+between(d.chance, minute, 20*minute)), dogged: true}
		d.keep(other)
	}
}

// inside opens inner doors: some at once, some in the course of the day.
func (d *dayOf) inside() {
	for _, i := range d.habit.inner {
		if d.chance.Float64() < 0.65 {
			d.knock(d.doors[i], d.come+between(d.chance, 20*time.Second, 4*minute))
		}
		if d.chance.Float64() < 0.5 {
			d.knock(d.doors[i], between(d.chance, d.come+5*minute, max(d.leave, d.come+10*minute)))
		}
	}
}

// goOut is for lunch, and for errands.
func (d *dayOf) goOut() {
	if out := between(d.chance, 11*hour+50*minute, 13*hour+15*minute); d.come < 11*hour && d.leave > 15*hour && d.chance.Float64() < d.habit.lunch {
		d.byHandle(out, 0.12)
		d.knock(d.doors[0], out+between(d.chance, 20*minute, 75*minute))
	}
	if d.leave-d.come > 2*hour && d.chance.Float64() < 0.35 {
		d.knock(d.doors[0], between(d.chance, d.come+30*minute, d.leave-20*minute))
	}
}

func (d *dayOf) goHome() {
	end := knock{attempt: d.at(d.doors[0], d.swapped), at: d.clock(d.date, d.leave), leaving: true}
	d.keep(end)
	d.byHandle(d.leave, 0.1)
}

// byHandle is a way out that the door notices, by the handle inside.
func (d *dayOf) byHandle(at time.Duration, likely float64) {
	if d.chance.Float64() < likely {
		d.keep(knock{attempt: attempt{site: d.house.si, lock: d.doors[0], by: byHandle}, at: d.clock(d.date, at)})
	}
}

// strangers are a few a week: a tag of another house, a PIN that is nobody's.
func (h *house) strangers(date time.Time, chance *rand.Rand, keep func(knock)) {
	if len(h.people) == 0 {
		return
	}
	near := h.people[chance.IntN(len(h.people))]
	a := attempt{site: h.si, lock: near.wayIn(), by: byTag}
	at := near.clock(date, between(chance, 8*hour, 20*hour))
	tags, kind := h.strayTags(), chance.Float64()
	switch {
	case kind < 0.22 && len(tags) > 0:
		a.tag = tags[chance.IntN(len(tags))]
	case kind < 0.28:
		a.by = byPIN
	default:
		return
	}
	keep(knock{attempt: a, at: at, dogged: true})
}
