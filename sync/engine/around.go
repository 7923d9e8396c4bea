package engine

import (
	"cmp"
	"context"
	"slices"
	"time"

	"latchkey/store"
	"latchkey/sync/ks"
	"latchkey/sync/reconcile"
)

// The slow look around finds what somebody changed in KS. It makes one request
// in each LookEvery, whatever the number of members, so that quiet time costs
// the same everywhere; a list of several pages is read in one go, and paid for
// with as many turns. What to read next is what is most overdue by these:
const (
	usersEvery   = 10 * time.Minute // who is blocked or suspended, was removed or added
	groupsEvery  = 10 * time.Minute // which groups there are
	tagsEvery    = 10 * time.Minute // which tags the site has
	siteEvery    = 15 * time.Minute // seats, doors, hubs
	membersEvery = 30 * time.Minute // who is in a standing group
	detailsEvery = time.Hour        // the doors and schedules of a standing group
	partsEvery   = 2 * time.Hour    // each list of a managed group
)

// around is where the slow look stands.
type around struct {
	paid time.Time            // what was read is paid for up to here
	last time.Time            // when it was last thought of
	at   map[string]time.Time // when what the file keeps no time of was read

	// seats is when steps took or freed some, as far as is known, and the site
	// was not read since; zero: never. It is read within LookEvery, out of turn.
	seats time.Time
}

// seatsMoved has the site itself read next.
func (a *around) seatsMoved(now time.Time) {
	if a.seats.IsZero() {
		a.seats = now
	}
	delete(a.at, "site")
}

// thing is one thing to read.
type thing struct {
	name  string // order where two are as much overdue
	at    time.Time
	every time.Duration
	read  func(ctx context.Context, p *plan) error
}

func (t thing) overdue(now time.Time) float64 { return float64(now.Sub(t.at)) / float64(t.every) }

// lookAround reads what is most overdue, when it is time for that, or when the
// desk wants everything read now. It tells whether it read anything.
func (e *Engine) lookAround(ctx context.Context, p *plan) (bool, error) {
	now := e.cfg.Now()
	if now.Before(e.around.last) { // the clock was put back
		e.around.paid, e.around.at, e.sweepFrom = time.Time{}, nil, minTime(e.sweepFrom, now)
	}
	e.around.last = now
	sweeping := !e.sweepFrom.IsZero()
	turn := e.around.paid
	if !e.around.seats.IsZero() {
		turn = minTime(turn, past(e.around.seats, now))
	}
	if !sweeping && now.Before(turn.Add(e.cfg.LookEvery)) {
		return false, nil
	}
	things := e.things(p)
	for i, t := range things {
		things[i].at = maxTime(past(t.at, now), e.around.at[t.name]) // tried counts too
	}
	next := slices.MaxFunc(things, func(a, b thing) int {
		return cmp.Or(cmp.Compare(a.overdue(now), b.overdue(now)), cmp.Compare(b.name, a.name))
	})
	if sweeping && !next.at.Before(e.sweepFrom.Truncate(time.Second)) {
		e.sweepFrom = time.Time{}
		return false, nil
	}
	before := e.requests()
	err := next.read(ctx, p)
	cost := max(1, e.requests()-before)
	// Time that was slept through is not made up for.
	e.around.paid = maxTime(e.around.paid.Add(time.Duration(cost)*e.cfg.LookEvery), now.Add(time.Duration(cost-1)*e.cfg.LookEvery))
	if err != nil {
		if !fromKS(err) || ctx.Err() != nil || e.siteFailed(err) {
			return true, err
		}
		e.cfg.Logger.InfoContext(ctx, "not looked at", "what", next.name, "err", err) // its turn comes again
	} else {
		e.site.ok()
	}
	e.around.note(next.name, now)
	return true, nil
}

// past is a time that was noted, or never for one that is still to come: that
// was noted by a clock that was put back since.
func past(t, now time.Time) time.Time {
	if t.After(now) {
		return time.Time{}
	}
	return t
}

func (a *around) note(name string, at time.Time) {
	if a.at == nil {
		a.at = make(map[string]time.Time)
	}
	a.at[name] = at
}

// requests counts what KS was asked for, as far as the remote tells.
func (e *Engine) requests() int {
	if r, counts := e.cfg.Remote.(interface{ Requests() int }); counts {
		return r.Requests()
	}
	return 0
}

// things are what there is to look at.
func (e *Engine) things(p *plan) []thing {
	site := siteEvery
	if !e.around.seats.IsZero() {
		site = time.Second // before all else
	}
	list := []thing{
		{"users", p.in.Seen.UsersAt, usersEvery, e.readUsers},
		{"groups", p.in.Seen.GroupsAt, groupsEvery, e.readGroups},
		{"site", time.Time{}, site, e.readSeats},
		{"doors", time.Time{}, siteEvery, e.readDoors},
		{"tags", time.Time{}, e.tags.pace(), e.readTags},
	}
	for _, g := range p.in.Snap.Mirror.Groups {
		if !g.Gone && g.Detailed {
			list = append(list, thing{"details of " + g.ID, time.Time{}, detailsEvery,
				func(ctx context.Context, p *plan) error { return e.readDetail(ctx, p, g) }})
		}
		if seen := p.in.Seen.Groups[g.ID]; !g.Gone && (g.Detailed || !seen.PeopleAt.IsZero()) {
			list = append(list, thing{"people of " + g.ID, seen.PeopleAt, membersEvery,
				func(ctx context.Context, p *plan) error { return e.readStanding(ctx, p, g.ID) }})
		}
	}
	for key, g := range p.in.Ledger.Groups {
		if g.RemoteID == "" || p.in.Open[reconcile.GroupObject(key)] {
			continue
		}
		seen := p.in.Seen.Groups[g.RemoteID]
		for what, at := range map[part]time.Time{people: seen.PeopleAt, doors: seen.DoorsAt, schedules: seen.SchedulesAt} {
			list = append(list, thing{string(what) + " of " + key, maxTime(past(at, p.in.Now), past(g.ConfirmedAt, p.in.Now)), partsEvery,
				func(ctx context.Context, p *plan) error { return e.readManaged(ctx, p, key, []part{what}) }})
		}
	}
	return list
}

// readGroups reads which groups there are. Where that has changed, the mirror
// is made anew at once.
func (e *Engine) readGroups(ctx context.Context, p *plan) error {
	began := e.cfg.Now()
	groups, err := everything(ctx, e, func() *ks.Pages[ks.Group] { return e.cfg.Remote.GroupPages(p.space.SiteID) })
	if err != nil {
		return err
	}
	e.lookDue = e.lookDue || groupsChanged(p, groups)
	return e.record(ctx, p, func(b *book) error {
		for _, g := range groups {
			if err := b.seeGroup(began, g.ID, g.Name); err != nil {
				return err
			}
		}
		return b.seeAllGroups(began)
	})
}

// groupsChanged tells whether the standing groups are others than the mirror
// has.
func groupsChanged(p *plan, groups []ks.Group) bool {
	names := make(map[string]string)
	for _, g := range groups {
		if !p.managed(g.ID, g.Name) {
			names[g.ID] = g.Name
		}
	}
	for _, g := range p.in.Snap.Mirror.Groups {
		if name, there := names[g.ID]; there == g.Gone || there && name != g.Name {
			return true
		}
		delete(names, g.ID)
	}
	return len(names) > 0
}

// readSeats reads the site itself.
func (e *Engine) readSeats(ctx context.Context, p *plan) error {
	e.around.seats = time.Time{} // one try out of turn is enough
	found, err := e.ksSite(ctx, p.space.SiteID)
	if err != nil {
		return err
	}
	if err := e.noteSite(ctx, found); err != nil {
		return err
	}
	if err := found.Closed(); err != nil {
		return err
	}
	return e.record(ctx, p, func(b *book) error {
		return e.useFreeSeats(b.tx, p.work, store.KSSite{SeatsUsed: found.SeatsUsed, SeatsBought: found.SeatsBought})
	})
}

// readDoors reads the doors with their hubs into the mirror.
func (e *Engine) readDoors(ctx context.Context, p *plan) error {
	locks, err := e.cfg.Remote.Locks(ctx, p.space.SiteID)
	if err != nil {
		return err
	}
	m := p.in.Snap.Mirror
	zones := make(map[string]string, len(m.Doors))
	known := 0
	for _, d := range m.Doors {
		zones[d.ID] = d.Zone
		if !d.Gone {
			known++
		}
	}
	changed := known != len(locks)
	var list []store.KSDoor
	for _, l := range locks {
		zone, have := zones[l.ID]
		changed = changed || !have
		list = append(list, mirroredDoor(l, zone))
	}
	e.lookDue = e.lookDue || changed // other doors: their zones are to be read too
	return e.record(ctx, p, func(b *book) error { return b.tx.SaveDoors(e.cfg.Space, list) })
}

func mirroredDoor(l ks.Lock, zone string) store.KSDoor {
	return store.KSDoor{
		ID: l.ID, Name: l.Name, Online: l.Online, IQ: l.IQ.Name, IQOnline: l.IQ.Online, State: l.LockedState, Privacy: l.PrivacyMode, Zone: zone,
	}
}

// readDetail reads the doors and schedules of a standing group into the mirror.
func (e *Engine) readDetail(ctx context.Context, p *plan, g store.KSGroup) error {
	fresh, err := e.detail(ctx, p.space.SiteID, store.KSGroup{ID: g.ID, Name: g.Name})
	if ks.KindOf(err) == ks.NotFound {
		e.lookDue = true // the list of groups tells
		return e.siteStands(ctx, p)
	}
	if err != nil {
		return err
	}
	return e.record(ctx, p, func(b *book) error {
		if err := b.logStanding(fresh); err != nil {
			return err
		}
		return b.tx.SaveGroupDetail(e.cfg.Space, fresh)
	})
}
