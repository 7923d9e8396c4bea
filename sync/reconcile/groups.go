package reconcile

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/store/mistake"
	"latchkey/sync/access"
)

// groups compares the managed groups.
func (d *differ) groups() {
	d.adoptGroups()
	for _, k := range slices.Sorted(maps.Keys(d.Target.Groups)) {
		have := d.Ledger.Groups[k]
		seen, known := d.group(have)
		if d.onlyFound(have, known) {
			if !d.complete(have, seen) {
				continue
			}
			have = d.Ledger.Groups[k]
			seen, known = d.group(have)
		}
		d.wantedGroup(k, d.Target.Groups[k], have, seen, known)
	}
	for _, k := range d.leftOver() {
		d.unwantedGroup(k, d.Ledger.Groups[k])
	}
}

// leftOver are the managed groups that nothing wants any more, in their order.
func (d *differ) leftOver() []string {
	var keys []string
	for k := range d.Ledger.Groups {
		if _, wanted := d.Target.Groups[k]; !wanted {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys
}

// managed tells whether a group in KS is one of ours.
func (d *differ) managed(g store.SeenGroup) bool {
	return strings.HasPrefix(g.Name, access.GroupPrefix(d.Snap.Install)) || d.ours[g.ID]
}

// onlyFound tells whether a group was found again and the ledger does not know
// yet what is in it.
func (d *differ) onlyFound(have store.LedgerGroup, known shown) bool {
	return have.RemoteID != "" && have.ConfirmedAt.IsZero() && known != missing && !d.Open[GroupObject(have.Key)]
}

// complete tells the ledger what is in a group that was only found again, once
// all of it was read.
func (d *differ) complete(have store.LedgerGroup, g store.SeenGroup) bool {
	if g.PeopleAt.IsZero() || g.DoorsAt.IsZero() || g.SchedulesAt.IsZero() {
		d.unread = append(d.unread, GroupObject(have.Key))
		return false
	}
	d.note(d.contents(have, g))
	return true
}

// contents is a managed group with what was seen in it.
func (d *differ) contents(have store.LedgerGroup, g store.SeenGroup) Note {
	have.State.Doors, have.State.People = slices.Clone(g.Doors), d.peopleOf(g)
	if len(g.Schedules) > 0 {
		have.ScheduleID = g.Schedules[0].ID
		have.State.Start, have.State.End = g.Schedules[0].StartDate, g.Schedules[0].EndDate
	}
	have.ConfirmedAt = earliest(g.PeopleAt, g.DoorsAt, g.SchedulesAt)
	return Note{Group: &have}
}

func earliest(ts ...time.Time) time.Time { return slices.MinFunc(ts, time.Time.Compare) }

// peopleOf returns the people of the file who are in a group, sorted.
func (d *differ) peopleOf(g store.SeenGroup) []store.PersonID {
	var out []store.PersonID
	for _, p := range g.People {
		if id, ours := d.whose(p); ours {
			out = with(out, id)
		}
	}
	return out
}

func (d *differ) unwantedGroup(k string, have store.LedgerGroup) {
	_, known := d.group(have)
	d.sure(GroupObject(k), known)
	if known == missing || have.RemoteID == "" && !d.Open[GroupObject(k)] {
		d.note(Note{DropGroup: k})
		return
	}
	class := Revoke
	if d.overdue(have.State) {
		class = Tidy
	}
	step := Step{Object: GroupObject(k), Op: DeleteGroup, Class: class, Due: d.Now, Name: have.State.Name, What: d.words.groupGone(k, have.State, class)}
	if len(have.State.People) > 0 {
		step.Person = have.State.People[0]
	}
	step.Key = key(step, "delete")
	d.add(step)
}

// overdue tells whether a managed group's window has closed by itself, at each
// of its doors.
func (d *differ) overdue(g store.GroupState) bool {
	return g.End != "" && g.End <= d.wall(g)
}

// wall is what the clocks of a group's doors show now, or the one that is
// furthest behind. Readings of one clock compare as text.
func (d *differ) wall(g store.GroupState) string {
	lowest, _ := d.clocks.Range(g.Doors)
	return lowest
}

// begun tells whether a window is bounded and has opened.
func (d *differ) begun(g store.GroupState) bool { return g.Start != "" && g.Start <= d.wall(g) }

// groupSteps makes the steps of one managed group.
type groupSteps struct {
	*differ
	base Step
	have store.LedgerGroup
	want access.Group
	wish store.GroupState // as the target has it, whatever has begun since
	seen store.SeenGroup
	who  store.PersonID
}

// step adds a step. Somebody whose user is gone is given nothing until the desk
// has answered.
func (g *groupSteps) step(op Op, class Class, suffix string, set func(*Step)) {
	if class == Grant && g.lost[g.who] {
		return
	}
	s, have := g.base, g.have
	s.Op, s.Class, s.Key = op, class, key(s, suffix)
	s.New = len(have.State.People) == 0 || len(have.State.Doors) == 0
	if class == Revoke {
		s.Due = g.Now
	}
	set(&s)
	g.add(s)
}

// wantedGroup gives the steps of one managed group. What narrows it comes before
// what widens it, so that no mixture of old and new opens anything that
// neither would.
func (d *differ) wantedGroup(k string, want access.Group, have store.LedgerGroup, seen store.SeenGroup, known shown) {
	if have.RemoteID != "" {
		d.sure(GroupObject(k), known)
	}
	g := &groupSteps{
		differ: d, want: want, wish: want.State, have: have, seen: seen, who: want.State.People[0],
		base: Step{Object: GroupObject(k), Due: d.due(want), Name: want.State.Name, Person: want.State.People[0]},
	}
	if have.RemoteID != "" && known == missing {
		d.differs(g.base.Object, "", GroupGone, store.Narrower, g.who,
			d.words.drift("The group “{{.Group}}” of {{.Name}} was deleted in SALTO KS by somebody.", g.who, "Group", have.State.Name), "", want.State, Note{DropGroup: k})
		return
	}
	if have.ScheduleID != "" && d.begun(have.State) && d.begun(want.State) {
		g.want.State.Start = have.State.Start // when it began is past and changes nothing
	}
	if have.RemoteID == "" {
		g.step(CreateGroup, Grant, "", func(s *Step) { s.What = d.words.gains(want) })
	}
	if have.RemoteID != "" && (!g.part(g.seen.PeopleAt) || !g.part(g.seen.DoorsAt) || !g.part(g.seen.SchedulesAt)) {
		d.unsure[g.base.Object] = true
	}
	g.strangers(known)
	g.people()
	g.extraDoors(known)
	g.doors()
	g.schedules()
}

// say is a sentence about the group.
func (g *groupSteps) say(text string, args ...string) store.Sentence {
	return g.words.drift(text, g.who, append(args, "Group", g.have.State.Name)...)
}

// part tells whether what was seen of a part of the group counts.
func (g *groupSteps) part(at time.Time) bool {
	return !g.Open[g.base.Object] && g.proven(at, g.have.ConfirmedAt)
}

// strangers takes out of the group whoever somebody else put in.
func (g *groupSteps) strangers(known shown) {
	if known == unknown || !g.part(g.seen.PeopleAt) || mistake.On(mistake.WiderStays) {
		return
	}
	for _, platformID := range g.seen.People {
		of := func(p store.PersonID) bool { return g.platforms.Of(p) == platformID }
		if slices.ContainsFunc(g.have.State.People, of) || slices.ContainsFunc(g.want.State.People, of) {
			continue
		}
		id, ours := g.whose(platformID)
		if !ours && g.removed(platformID) {
			continue
		}
		who := g.words.name(id)
		if !ours {
			who = g.userName(platformID)
		}
		g.step(RemovePerson, Revoke, "stranger/"+platformID, func(s *Step) {
			s.Person, s.Platform = id, platformID
			s.What = g.say("{{.Seen}} is taken out of “{{.Group}}” of {{.Name}} again: somebody put them in by hand.", "Seen", who)
		})
		g.differs(g.base.Object, "stranger/"+platformID, Stranger, store.Wider, g.who,
			g.say("{{.Seen}} was put into “{{.Group}}” of {{.Name}} in SALTO KS by somebody.", "Seen", who), platformID, "")
	}
}

// removed tells whether KS had no user with a platform id any more when all users
// were read, after the group: who is removed is out of all groups.
func (g *groupSteps) removed(platformID string) bool {
	return !g.Seen.UsersAt.Before(g.seen.PeopleAt) && g.userName(platformID) == platformID
}

// userName names a user of KS by platform id.
func (d *differ) userName(platformID string) string {
	for _, u := range d.Seen.Users {
		if u.PlatformID == platformID {
			return u.Name()
		}
	}
	return platformID
}

func (g *groupSteps) people() {
	for _, p := range missingOf(g.have.State.People, g.want.State.People) {
		if g.part(g.seen.PeopleAt) && !slices.Contains(g.seen.People, g.platforms.Of(p)) {
			g.put(func(s *store.GroupState) { s.People = without(s.People, p) })
			continue
		}
		g.step(RemovePerson, Revoke, fmt.Sprintf("person/%d", p), func(s *Step) { s.Person, s.What = p, g.words.narrowed(g.want) })
	}
	for _, p := range g.want.State.People {
		if g.lost[p] {
			continue
		}
		put, state := slices.Contains(g.have.State.People, p), unknown
		if g.part(g.seen.PeopleAt) {
			state = shownAs(slices.Contains(g.seen.People, g.platforms.Of(p)))
		}
		f := threeWay(true, put, state)
		if f == settled {
			continue
		}
		g.one(f, fmt.Sprintf("person/%d", p), PersonOut,
			g.words.drift("{{.Name}} was taken out of “{{.Group}}” in SALTO KS by somebody.", p, "Group", g.have.State.Name),
			func(s *store.GroupState) { s.People = with(s.People, p) },
			func(s *store.GroupState) { s.People = without(s.People, p) },
			Step{Op: AddPerson, Person: p})
	}
}

// put notes that the group is already so.
func (g *groupSteps) put(change func(*store.GroupState)) store.LedgerGroup {
	lg := g.have
	change(&lg.State)
	g.have = lg
	g.note(Note{Group: &lg})
	return lg
}

// one deals with one person or door that the group should have.
func (g *groupSteps) one(f fate, suffix, kind string, what store.Sentence, with, without func(*store.GroupState), step Step) {
	switch f {
	case give:
		g.step(step.Op, Grant, suffix, func(s *Step) {
			s.What = g.words.gains(g.want)
			if step.Op == AddPerson {
				s.Person = step.Person
			} else {
				s.Door = step.Door
			}
		})
	case found:
		g.put(with)
	case narrowed:
		lg := g.have
		without(&lg.State)
		g.hold(Note{Group: &lg}, g.base.Object, suffix, kind, g.who, what, "", g.wish)
	}
}

// extraDoors takes out of the group the doors that somebody else put in.
func (g *groupSteps) extraDoors(known shown) {
	if known == unknown || !g.part(g.seen.DoorsAt) || mistake.On(mistake.WiderStays) {
		return
	}
	for _, door := range g.seen.Doors {
		if slices.Contains(g.have.State.Doors, door) || slices.Contains(g.want.State.Doors, door) {
			continue
		}
		name := g.words.doorList([]string{door})
		g.step(RemoveDoor, Revoke, "door/"+door, func(s *Step) {
			s.Door, s.What = door, g.say("{{.Door}} is taken out of “{{.Group}}” of {{.Name}} again: somebody added it by hand.", "Door", name)
		})
		g.differs(g.base.Object, "door/"+door, DoorIn, store.Wider, g.who,
			g.say("{{.Door}} was added to “{{.Group}}” of {{.Name}} in SALTO KS by somebody.", "Door", name), door, "")
	}
}

func (g *groupSteps) doors() {
	for _, door := range missingOf(g.have.State.Doors, g.want.State.Doors) {
		if g.part(g.seen.DoorsAt) && !slices.Contains(g.seen.Doors, door) {
			g.put(func(s *store.GroupState) { s.Doors = without(s.Doors, door) })
			continue
		}
		g.step(RemoveDoor, Revoke, "door/"+door, func(s *Step) { s.Door, s.What = door, g.words.narrowed(g.want, door) })
	}
	for _, door := range g.want.State.Doors {
		put, state := slices.Contains(g.have.State.Doors, door), unknown
		if g.part(g.seen.DoorsAt) {
			state = shownAs(slices.Contains(g.seen.Doors, door))
		}
		f := threeWay(true, put, state)
		if f == settled {
			continue
		}
		g.one(f, "door/"+door, DoorOut,
			g.words.drift("{{.Door}} was taken out of “{{.Group}}” of {{.Name}} in SALTO KS by somebody.", g.who, "Group", g.have.State.Name, "Door", g.words.doorList([]string{door})),
			func(s *store.GroupState) { s.Doors = with(s.Doors, door) },
			func(s *store.GroupState) { s.Doors = without(s.Doors, door) },
			Step{Op: AddDoor, Door: door})
	}
}
