package engine

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"latchkey/store"
)

// What the desk wants and what the site is like, kept beside the file by the
// acts themselves, and the rules of access written down once more: slow and
// plain, from the words of the product, without a look at how Latchkey does it.

// human is somebody as the desk knows them. A number of the file can come to
// stand for somebody else when an old copy is put back; uid does not.
type human struct {
	uid     int
	id      store.PersonID
	name    string
	email   string
	plan    string
	next    string
	nextOn  store.Date
	main    store.PersonID
	starts  store.Date
	ends    store.Date
	paused  store.Date
	until   store.Date
	blocked bool
	removed bool
	connect store.Connect
	extra   []string // doors by name
	passes  []store.Pass
}

type planned struct {
	groups  []string // of the site, by KS id
	limited bool     // to passes
}

type place struct {
	doors         []string // by name
	groups        []string
	before, after *int
}

type booked struct {
	id         store.BookingID
	room       string
	person     store.PersonID
	start, end store.LocalTime
	series     store.SeriesID
	slot       store.Date // the day of the series that it stands for
}

// desk is everything that the desk wants.
type desk struct {
	zone          *time.Location
	before, after int
	asks          bool // preview mode
	leaving       store.Leaving
	people        map[store.PersonID]human
	plans         map[string]planned
	rooms         map[string]place
	bookings      map[store.BookingID]booked
	tags          map[string]store.PersonID // holder by number; 0: nobody
	lost          map[string]bool           // tags that are lost
	said          []visit                   // who came and left, as the desk says
}

func (d desk) clone() desk {
	d.people, d.plans, d.rooms = maps.Clone(d.people), maps.Clone(d.plans), maps.Clone(d.rooms)
	d.bookings, d.tags, d.lost = maps.Clone(d.bookings), maps.Clone(d.tags), maps.Clone(d.lost)
	return d
}

// horizon is how far ahead bookings are in KS.
const simHorizon = 14 * 24 * time.Hour

// gives tells whether somebody opens a door at t, once the desk's wishes have
// been brought into KS at now: memberships as they are now, bookings ahead.
func (d desk) gives(s site, h human, door string, now, t time.Time) bool {
	if h.removed || h.blocked || !h.known() {
		return false
	}
	return d.byPlan(s, h, door, now, t) || d.byExtraDoor(h, door, now) || d.byBooking(s, h, door, now, t)
}

// known tells whether somebody is to be in KS at all.
func (h human) known() bool {
	visitor := h.plan == "" && h.main == 0
	return visitor || h.connect != store.ConnectNone
}

// means tells whether somebody has what it takes to stand at a door.
func (d desk) means(h human) bool {
	phone := h.email != "" && h.connect != store.ConnectTagOnly
	tag := h.connect != store.ConnectPhoneOnly && slices.Contains(slices.Collect(maps.Values(d.tags)), h.id)
	return phone || tag
}

func (d desk) byPlan(s site, h human, door string, now, t time.Time) bool {
	day := d.day(now)
	if !d.member(h, day) {
		return false
	}
	plan := d.plans[d.payer(h).planOn(day)]
	if plan.limited && !d.hasPass(s, h, now) {
		return false
	}
	return slices.ContainsFunc(plan.groups, func(id string) bool { return s.groups[id].opens(door, t) })
}

func (d desk) byExtraDoor(h human, door string, now time.Time) bool {
	member := h.plan != "" || h.main != 0
	return member && d.member(h, d.day(now)) && slices.Contains(h.extra, door)
}

func (d desk) byBooking(s site, h human, door string, now, t time.Time) bool {
	for _, b := range d.bookings {
		from, to := d.window(b)
		if b.person != h.id || t.Before(from) || !t.Before(to) || from.After(now.Add(simHorizon)) {
			continue
		}
		if h.mayBook(d.day(t)) && slices.Contains(d.doorsOf(s, b.room), door) {
			return true
		}
	}
	return false
}

// wantsAnything tells whether somebody is to have a right now or by a booking.
func (d desk) wantsAnything(s site, h human, now time.Time) bool {
	day := d.day(now)
	if h.removed || h.blocked || !h.known() {
		return false
	}
	for _, b := range d.bookings {
		if from, to := d.window(b); b.person == h.id && to.After(now) && (h.mayBook(d.day(from)) || h.mayBook(d.day(to))) {
			return true
		}
	}
	if !h.isMember() || !d.member(h, day) {
		return false
	}
	return len(h.extra) > 0 || !d.plans[d.payer(h).planOn(day)].limited || d.hasPass(s, h, now)
}

// wantsGroup tells whether the desk wants what a managed group of that name is for.
func (d desk) wantsGroup(mark, name string, day store.Date) bool {
	what := strings.TrimPrefix(name, "Latchkey "+mark+"-")
	if number, extra := strings.CutPrefix(what, "m"); extra {
		id, _ := strconv.ParseInt(number, 10, 64)
		h := d.people[store.PersonID(id)]
		return len(h.extra) > 0 && !h.blocked && !h.removed && d.member(h, day)
	}
	id, _ := strconv.ParseInt(what, 10, 64)
	_, have := d.bookings[store.BookingID(id)]
	return have
}

// standingDoors are the doors that somebody is to have without a booking, at
// whatever hour.
func (d desk) standingDoors(s site, h human, now time.Time) map[string]bool {
	doors := map[string]bool{}
	day := d.day(now)
	if h.removed || h.blocked || !h.known() || !h.isMember() || !d.member(h, day) {
		return doors
	}
	plan := d.plans[d.payer(h).planOn(day)]
	for _, id := range plan.groups {
		for _, door := range s.groups[id].doors {
			doors[door] = doors[door] || (!plan.limited || d.hasPass(s, h, now)) && !s.groups[id].gone && s.groups[id].hours != ""
		}
	}
	for _, door := range h.extra {
		doors[door] = true
	}
	maps.DeleteFunc(doors, func(_ string, has bool) bool { return !has })
	return doors
}

// payer is who has the plan: the main member of a co-member.
func (d desk) payer(h human) human {
	if h.main != 0 {
		return d.people[h.main]
	}
	return h
}

// member tells whether somebody has the rights of a membership on a day.
func (d desk) member(h human, day store.Date) bool {
	p := d.payer(h)
	return p.plan != "" && !p.removed && p.active(day) && h.active(day)
}

func (h human) active(day store.Date) bool {
	switch {
	case h.starts != "" && day < h.starts, h.ends != "" && day > h.ends:
		return false
	case h.paused != "" && day >= h.paused && (h.until == "" || day <= h.until):
		return false
	}
	return true
}

// mayBook tells whether somebody's dates leave their bookings open on a day: a
// visitor's always, and before the first day everybody is a visitor.
func (h human) mayBook(day store.Date) bool {
	if !h.isMember() {
		return true
	}
	never := h.ends != "" && h.ends < h.starts
	h.starts = ""
	return !never && h.active(day)
}

func (h human) planOn(day store.Date) string {
	if h.next != "" && day >= h.nextOn {
		return h.next
	}
	return h.plan
}

// window is when a booking's doors open: with its buffers, which end where
// somebody else has the room.
func (d desk) window(b booked) (from, to time.Time) {
	before, after := d.before, d.after
	if own := d.rooms[b.room].before; own != nil {
		before = *own
	}
	if own := d.rooms[b.room].after; own != nil {
		after = *own
	}
	start, end := instant(b.start, d.zone, false), instant(b.end, d.zone, true)
	from, to = start.Add(-time.Duration(before)*time.Minute), end.Add(time.Duration(after)*time.Minute)
	for _, o := range d.bookings {
		if o.room != b.room || o.person == b.person {
			continue
		}
		if its := instant(o.end, d.zone, true); !its.After(start) && its.After(from) {
			from = its
		}
		if its := instant(o.start, d.zone, false); !its.Before(end) && its.Before(to) {
			to = its
		}
	}
	return from, to
}

// doorsOf are the doors of a room: its own, and those of its groups.
func (d desk) doorsOf(s site, room string) []string {
	doors := slices.Clone(d.rooms[room].doors)
	for _, id := range d.rooms[room].groups {
		if g := s.groups[id]; !g.gone {
			doors = append(doors, g.doors...)
		}
	}
	return doors
}

// instant is when the clock of a zone shows a reading, for the first or for the
// last time, found by trying each quarter of an hour. A reading that the clock
// skips is read by the time before the gap.
func instant(reading store.LocalTime, zone *time.Location, last bool) time.Time {
	key := [3]any{reading, zone, last}
	if t, known := instants.Load(key); known {
		return t.(time.Time)
	}
	t := findInstant(reading, zone, last)
	instants.Store(key, t)
	return t
}

var instants sync.Map // what was found before

func findInstant(reading store.LocalTime, zone *time.Location, last bool) time.Time {
	naive, err := time.Parse("2006-01-02T15:04", string(reading))
	if err != nil {
		panic(err)
	}
	var found []time.Time
	for t := naive.Add(-15 * time.Hour); !t.After(naive.Add(15 * time.Hour)); t = t.Add(15 * time.Minute) {
		if t.In(zone).Format("2006-01-02T15:04") == string(reading) {
			found = append(found, t)
		}
	}
	switch {
	case len(found) == 0:
		_, offset := naive.Add(-24 * time.Hour).In(zone).Zone()
		return naive.Add(-time.Duration(offset) * time.Second)
	case last:
		return found[len(found)-1]
	}
	return found[0]
}

// site is what belongs to the site's admin: the standing groups, as the last
// act by hand left them, and who has come in.
type site struct {
	groups map[string]standing // by KS id
	visits []visit             // which KS has heard of
}

type standing struct {
	name  string
	doors []string             // by name
	hours string               // hoursAlways, hoursOffice or "": opens nothing
	hand  map[string]time.Time // since when KS users are there whom somebody put there by hand
	gone  bool
}

const (
	hoursAlways = "always"
	hoursOffice = "office" // Monday to Friday, 08:00 to 18:00 and the minute after it
)

func (s site) clone() site {
	s.groups = maps.Clone(s.groups)
	for id, g := range s.groups {
		g.hand = maps.Clone(g.hand)
		s.groups[id] = g
	}
	return s
}

// hubZone is the time zone of the site's hub.
var hubZone = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return zone
}()

func (g standing) opens(door string, t time.Time) bool {
	if g.gone || !slices.Contains(g.doors, door) {
		return false
	}
	wall := t.In(hubZone)
	weekday := wall.Weekday() != time.Saturday && wall.Weekday() != time.Sunday
	clock := wall.Format("15:04:05")
	return g.hours == hoursAlways || g.hours == hoursOffice && weekday && clock >= "08:00:00" && clock < "18:01:00"
}

// byHand tells whether somebody's hand in KS opens a door for a KS user.
func (s site) byHand(user, door string, t time.Time) bool {
	for _, g := range s.groups {
		if _, in := g.hand[user]; in && g.opens(door, t) {
			return true
		}
	}
	return false
}

// repeats tells whether an instant is so near to an hour that the clock of the
// hub shows twice that a door may be open around it for longer.
func repeats(t time.Time) bool {
	_, before := t.Add(-3 * time.Hour).In(hubZone).Zone()
	_, after := t.Add(3 * time.Hour).In(hubZone).Zone()
	return after < before
}
