package reconcile

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/sync/access"
)

// Diff returns the steps that make the ledger into the target. The snapshot
// gives names and policies; now decides what is due.
func Diff(snap store.Snapshot, target access.Target, ledger store.Ledger, now time.Time) ChangeSet {
	d := differ{
		snap: snap, target: target, ledger: ledger, now: now, words: newWords(snap, ledger),
		clocks: access.ZonesOf(snap).At(now),
	}
	d.firstDue = d.firstRights()
	d.users()
	d.memberships()
	d.groups()
	d.keepWhileMoving()
	order(d.steps)
	return ChangeSet{Lineage: snap.Lineage, Serial: snap.Serial, Steps: d.steps}
}

type differ struct {
	snap   store.Snapshot
	target access.Target
	ledger store.Ledger
	now    time.Time
	clocks access.Clocks
	words  words
	steps  []Step

	firstDue map[store.PersonID]time.Time // when a person's first right is due
}

// lead is how long before its window opens a booking is due in KS. Bookings
// that start within it go before everything else that gives access.
const lead = 30 * time.Minute

func (d *differ) add(s Step) { d.steps = append(d.steps, s) }

func (d *differ) users() {
	for _, id := range slices.Sorted(maps.Keys(d.target.Users)) {
		want, have := d.target.Users[id], d.ledger.Users[id]
		step := Step{Object: UserObject(id), Class: Grant, Due: d.needed(id), Person: id, User: want}
		switch {
		case have.SiteUserID == "":
			step.Key, step.Op, step.What = key(step, ""), CreateUser, d.words.user(id, want)
			d.add(step)
			continue
		case d.profileDiffers(want, have):
			s := step
			s.Key, s.Op, s.What = key(s, "profile"), UpdateUser, d.words.profile(id)
			if have.State.TagID != "" && want.TagID != have.State.TagID {
				s.Class = Revoke // a tag that was taken back opens nothing any more
			}
			d.add(s)
		}
		if !have.State.Subscribed {
			step.Key, step.Op, step.What = key(step, "seat"), Subscribe, d.words.seat(id)
			d.add(step)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(d.ledger.Users)) {
		if _, wanted := d.target.Users[id]; !wanted {
			d.leave(id, d.ledger.Users[id])
		}
	}
}

// profileDiffers compares what the site may change. The name of somebody who
// finished their profile in the app is their own.
func (d *differ) profileDiffers(want store.UserState, have store.LedgerUser) bool {
	if want.TagID != have.State.TagID {
		return true
	}
	if have.HasProfile {
		return false
	}
	return want.FirstName != have.State.FirstName || want.LastName != have.State.LastName ||
		!strings.EqualFold(want.Email, have.State.Email)
}

// leave frees the seat of a person who opens nothing any more, or deletes the
// user, as the space wants it. Somebody who comes back is never deleted.
func (d *differ) leave(id store.PersonID, have store.LedgerUser) {
	step := Step{Object: UserObject(id), Class: Tidy, Due: d.now, Person: id, User: have.State}
	switch {
	case d.snap.Space.Leaving == store.LeavingDelete && !d.target.Keep[id]:
		step.Key, step.Op, step.What = key(step, "delete"), DeleteUser, d.words.deleted(id)
	case have.State.Subscribed:
		step.Key, step.Op, step.What = key(step, "suspend"), Suspend, d.words.suspended(id)
	default:
		return
	}
	d.add(step)
}

// needed is when the user of a person is due: with the first right that
// needs it.
func (d *differ) needed(id store.PersonID) time.Time {
	if t, ok := d.firstDue[id]; ok {
		return t
	}
	return d.now
}

func (d *differ) firstRights() map[store.PersonID]time.Time {
	due := make(map[store.PersonID]time.Time, len(d.target.Users))
	note := func(p store.PersonID, t time.Time) {
		if old, ok := due[p]; !ok || t.Before(old) {
			due[p] = t
		}
	}
	for k := range d.target.Memberships {
		note(k.Person, d.now)
	}
	for _, g := range d.target.Groups {
		for _, p := range g.State.People {
			note(p, d.due(g))
		}
	}
	return due
}

func (d *differ) memberships() {
	byGroup := func(a, b store.MembershipKey) int {
		if c := strings.Compare(a.Group, b.Group); c != 0 {
			return c
		}
		return int(a.Person - b.Person)
	}
	for _, k := range slices.SortedFunc(maps.Keys(d.target.Memberships), byGroup) {
		if _, have := d.ledger.Memberships[k]; !have {
			d.add(Step{
				Key: fmt.Sprintf("members:%s/%d", k.Group, k.Person), Object: MembersObject(k.Group), Op: AddMember,
				Class: Grant, Due: d.now, Person: k.Person, Group: k.Group,
				What: d.words.joins(k, d.target.Memberships[k]),
			})
		}
	}
	for _, k := range slices.SortedFunc(maps.Keys(d.ledger.Memberships), byGroup) {
		if _, wanted := d.target.Memberships[k]; !wanted {
			d.add(Step{
				Key: fmt.Sprintf("members:%s/%d", k.Group, k.Person), Object: MembersObject(k.Group), Op: RemoveMember,
				Class: Revoke, Due: d.now, Person: k.Person, Group: k.Group,
				What: d.words.leaves(k),
			})
		}
	}
}

func (d *differ) groups() {
	for _, k := range slices.Sorted(maps.Keys(d.target.Groups)) {
		d.group(k, d.target.Groups[k], d.ledger.Groups[k])
	}
	for _, k := range slices.Sorted(maps.Keys(d.ledger.Groups)) {
		if _, wanted := d.target.Groups[k]; wanted {
			continue
		}
		have := d.ledger.Groups[k]
		class := Revoke
		if d.over(have.State) {
			class = Tidy
		}
		step := Step{Object: GroupObject(k), Op: DeleteGroup, Class: class, Due: d.now, Name: have.State.Name, What: d.words.groupGone(have.State, class)}
		if len(have.State.People) > 0 {
			step.Person = have.State.People[0]
		}
		step.Key = key(step, "delete")
		d.add(step)
	}
}

// over tells whether a managed group's window has closed by itself, at each of
// its doors.
func (d *differ) over(g store.GroupState) bool {
	return g.End != "" && g.End <= d.wall(g)
}

// wall is what the clocks of a group's doors show now, or the one that is
// furthest behind. Readings of one clock compare as text.
func (d *differ) wall(g store.GroupState) string {
	lowest, _ := d.clocks.Range(g.Doors)
	return lowest
}

// group gives the steps of one managed group. What narrows it comes before
// what widens it, so that no mixture of old and new opens anything that
// neither would.
func (d *differ) group(k string, want access.Group, have store.LedgerGroup) {
	base := Step{Object: GroupObject(k), Due: d.due(want), Name: want.State.Name}
	base.Person = want.State.People[0]
	step := func(op Op, class Class, suffix string, set func(*Step)) {
		s := base
		s.Op, s.Class, s.Key = op, class, key(s, suffix)
		if class == Revoke {
			s.Due = d.now
		}
		set(&s)
		d.add(s)
	}
	if have.ScheduleID != "" && d.begun(have.State) && d.begun(want.State) {
		want.State.Start = have.State.Start // when it began is past and changes nothing
	}
	gains, loses := d.words.gains(want), d.words.narrowed(want)
	if have.RemoteID == "" {
		step(CreateGroup, Grant, "", func(s *Step) { s.What = gains })
	}
	for _, p := range missing(have.State.People, want.State.People) {
		step(RemovePerson, Revoke, fmt.Sprintf("person/%d", p), func(s *Step) { s.Person, s.What = p, loses })
	}
	for _, door := range missing(have.State.Doors, want.State.Doors) {
		step(RemoveDoor, Revoke, "door/"+door, func(s *Step) { s.Door, s.What = door, loses })
	}
	if have.ScheduleID == "" || have.State.Start != want.State.Start || have.State.End != want.State.End {
		class := Grant
		if have.ScheduleID != "" && len(have.State.People) > 0 && narrower(want.State, have.State) {
			class = Revoke
		}
		step(SetWindow, class, "window", func(s *Step) { s.Start, s.End, s.What = want.State.Start, want.State.End, gains })
	}
	for _, door := range missing(want.State.Doors, have.State.Doors) {
		step(AddDoor, Grant, "door/"+door, func(s *Step) { s.Door, s.What = door, gains })
	}
	for _, p := range missing(want.State.People, have.State.People) {
		step(AddPerson, Grant, fmt.Sprintf("person/%d", p), func(s *Step) { s.Person, s.What = p, gains })
	}
}

// begun tells whether a window is bounded and has opened.
func (d *differ) begun(g store.GroupState) bool { return g.Start != "" && g.Start <= d.wall(g) }

// narrower tells whether the new window leaves out a part of the old one.
func narrower(want, have store.GroupState) bool {
	return want.Start > have.Start || want.End != "" && (have.End == "" || want.End < have.End)
}

func (d *differ) due(g access.Group) time.Time {
	if g.Reason.Kind == access.ByExtraDoor {
		return d.now
	}
	return g.Window.From.Add(-lead)
}

// keepWhileMoving lets a person who changes groups join the new one before
// leaving the old one: nobody is locked out half-way. Those who only leave go
// before them, and a join that fails does not hold up the leaving.
func (d *differ) keepWhileMoving() {
	leaves, joins := make(map[store.PersonID]bool), make(map[store.PersonID]bool)
	for _, s := range d.steps {
		switch s.Op {
		case RemoveMember:
			leaves[s.Person] = true
		case AddMember:
			joins[s.Person] = true
		}
	}
	for i, s := range d.steps {
		if !leaves[s.Person] || !joins[s.Person] {
			continue
		}
		switch s.Op {
		case AddMember:
			d.steps[i].Class, d.steps[i].Due = Revoke, s.Due.Add(time.Second)
		case RemoveMember:
			d.steps[i].Due = s.Due.Add(2 * time.Second)
		}
	}
}

// missing returns what a has and b has not, in a's order.
func missing[T comparable](a, b []T) []T {
	var out []T
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

func key(s Step, suffix string) string {
	if suffix == "" {
		return string(s.Object)
	}
	return string(s.Object) + "/" + suffix
}
