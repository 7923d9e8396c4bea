package reconcile

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/sync/access"
)

// tinyKS is a SALTO KS in memory: as much of one as steps can change. Whoever
// changes it other than by a step is somebody.
type tinyKS struct {
	users  map[string]store.KSUser
	groups map[string]tinyGroup
	tags   map[string]string // number by id
	made   int
}

type tinyGroup struct {
	name          string
	people, doors []string
	schedules     []store.Schedule
}

var everyDay = [7]bool{true, true, true, true, true, true, true}

func window(id, start, end string) store.Schedule {
	return store.Schedule{ID: id, Days: everyDay, StartTime: "00:00:00", EndTime: "23:59:59", StartDate: start, EndDate: end}
}

func (k *tinyKS) clone() *tinyKS {
	c := *k
	c.users, c.groups = maps.Clone(k.users), make(map[string]tinyGroup, len(k.groups))
	for id, g := range k.groups {
		g.people, g.doors, g.schedules = slices.Clone(g.people), slices.Clone(g.doors), slices.Clone(g.schedules)
		c.groups[id] = g
	}
	return &c
}

func (k *tinyKS) id(kind string) string {
	k.made++
	return fmt.Sprintf("%s%03d", kind, k.made)
}

// addUser makes a user and returns the id of the site.
func (k *tinyKS) addUser(u store.KSUser) string {
	u.ID = k.id("su")
	u.PlatformID = "p" + u.ID
	k.users[u.ID] = u
	return u.ID
}

func (k *tinyKS) addGroup(name string) string {
	id := k.id("g")
	k.groups[id] = tinyGroup{name: name}
	return id
}

// user changes a user.
func (k *tinyKS) user(id string, change func(u *store.KSUser)) {
	u, there := k.users[id]
	if !there {
		panic("no user " + id)
	}
	change(&u)
	k.users[id] = u
}

// group changes a group.
func (k *tinyKS) group(id string, change func(g *tinyGroup)) {
	g, there := k.groups[id]
	if !there {
		panic("no group " + id)
	}
	change(&g)
	k.groups[id] = g
}

// schedule changes the nth schedule of a group.
func (k *tinyKS) schedule(id string, n int, change func(s *store.Schedule)) {
	k.group(id, func(g *tinyGroup) {
		g.schedules = slices.Clone(g.schedules)
		change(&g.schedules[n])
	})
}

// removeUser takes a user away, out of all groups too.
func (k *tinyKS) removeUser(id string) {
	platform := k.users[id].PlatformID
	delete(k.users, id)
	for g := range k.groups {
		k.out(g, platform)
	}
}

func (k *tinyKS) out(group, platform string) {
	k.group(group, func(g *tinyGroup) { g.people = without(g.people, platform) })
}

func (k *tinyKS) into(group, platform string) {
	k.group(group, func(g *tinyGroup) { g.people = with(g.people, platform) })
}

func (k *tinyKS) dropDoor(group, door string) {
	k.group(group, func(g *tinyGroup) { g.doors = without(g.doors, door) })
}

func (k *tinyKS) addDoor(group, door string) {
	k.group(group, func(g *tinyGroup) { g.doors = with(g.doors, door) })
}

func (k *tinyKS) addSchedule(group string, s store.Schedule) {
	s.ID = k.id("s")
	k.group(group, func(g *tinyGroup) { g.schedules = append(slices.Clone(g.schedules), s) })
}

func (k *tinyKS) dropSchedule(group, id string) {
	k.group(group, func(g *tinyGroup) {
		g.schedules = slices.DeleteFunc(slices.Clone(g.schedules), func(s store.Schedule) bool { return s.ID == id })
	})
}

// named returns the id of the group with a name; "" for none.
func (k *tinyKS) named(name string) string {
	for id, g := range k.groups {
		if g.name == name {
			return id
		}
	}
	return ""
}

// marked returns the user with an alias.
func (k *tinyKS) marked(alias string) (store.KSUser, bool) {
	for _, u := range k.users {
		if u.Alias == alias {
			return u, true
		}
	}
	return store.KSUser{}, false
}

// readAll is a reading of all of KS.
func (k *tinyKS) readAll(at time.Time) store.Seen {
	seen := store.Seen{Users: make(map[string]store.KSUser), Groups: make(map[string]store.SeenGroup), UsersAt: at, GroupsAt: at}
	for id := range k.users {
		k.readUser(seen, id, at)
	}
	for id := range k.groups {
		k.readGroup(seen, id, at)
	}
	return seen
}

func (k *tinyKS) readUser(seen store.Seen, id string, at time.Time) {
	u, there := k.users[id]
	if !there {
		seen.Users[id] = store.KSUser{ID: id, Gone: true, At: at}
		return
	}
	u.At = at
	seen.Users[id] = u
}

func (k *tinyKS) readGroup(seen store.Seen, id string, at time.Time) {
	g, there := k.groups[id]
	if !there {
		seen.Groups[id] = store.SeenGroup{ID: id, Gone: true, At: at}
		return
	}
	seen.Groups[id] = store.SeenGroup{
		ID: id, Name: g.name, At: at, People: slices.Clone(g.people), PeopleAt: at, Doors: slices.Clone(g.doors), DoorsAt: at,
		Schedules: slices.Clone(g.schedules), SchedulesAt: at,
	}
}

// carryOut does what a step asks for, and tells the ledger the ids that come
// back, as the engine does with an answer. What is not there any more makes it
// false.
func (k *tinyKS) carryOut(s Step, install string, l store.Ledger) bool {
	user := l.Users.Of(s.Person)
	_, key := s.Object.Split()
	group := l.Groups[key].RemoteID
	platform := user.PlatformID
	if s.Platform != "" {
		platform = s.Platform
	}
	_, hasUser := k.users[user.SiteUserID]
	_, hasGroup := k.groups[cmp.Or(s.Group, group)]
	kind, _ := s.Object.Split()
	gives := s.Op == AddMember || s.Op == AddPerson
	switch made := s.Op == CreateUser || s.Op == CreateGroup; {
	case made:
	case kind == "user" && !hasUser, kind != "user" && !hasGroup, gives && !hasUser:
		return false
	}
	switch s.Op {
	case CreateUser:
		u := k.users[k.addUser(store.KSUser{
			FirstName: s.User.FirstName, LastName: s.User.LastName, Email: s.User.Email, Alias: aliasOf(s.Person),
			TagNumber: k.tags[s.User.TagID], Subscribed: true,
		})]
		l.Users.Put(s.Person, store.LedgerUser{Person: s.Person, SiteUserID: u.ID, PlatformID: u.PlatformID, State: store.UserState{
			FirstName: u.FirstName, LastName: u.LastName, Email: u.Email, Subscribed: u.Subscribed,
		}})
	case UpdateUser:
		k.user(user.SiteUserID, func(u *store.KSUser) { k.patch(u, user, s.Profile(user.State)) })
	case Subscribe, Suspend:
		k.user(user.SiteUserID, func(u *store.KSUser) { u.Subscribed = s.Op == Subscribe })
	case Unblock:
		k.user(user.SiteUserID, func(u *store.KSUser) { u.Blocked = false })
	case DeleteUser:
		k.removeUser(user.SiteUserID)
	case AddMember:
		k.into(s.Group, platform)
	case RemoveMember:
		k.out(s.Group, platform)
	case CreateGroup:
		l.Groups[key] = store.LedgerGroup{Key: key, RemoteID: k.addGroup(s.Name), State: store.GroupState{Name: s.Name}}
	case DeleteGroup:
		delete(k.groups, group)
	case AddDoor:
		k.addDoor(group, s.Door)
	case RemoveDoor:
		k.dropDoor(group, s.Door)
	case AddPerson:
		k.into(group, platform)
	case RemovePerson:
		k.out(group, platform)
	case SetWindow:
		return k.setWindow(group, l.Groups[key].ScheduleID, s)
	case DropSchedule:
		k.dropSchedule(group, s.Schedule)
	default:
		panic("no request is known for " + s.Op)
	}
	return true
}

// patch changes what the ledger and the wish differ in, as the engine's does.
func (k *tinyKS) patch(u *store.KSUser, have store.LedgerUser, want store.UserState) {
	set := func(now *string, old, want string) {
		if old != want {
			*now = want
		}
	}
	if !have.HasProfile {
		set(&u.FirstName, have.State.FirstName, want.FirstName)
		set(&u.LastName, have.State.LastName, want.LastName)
		set(&u.Email, have.State.Email, want.Email)
	}
	if have.State.TagID != want.TagID {
		u.TagNumber = k.tags[want.TagID]
	}
}

func (k *tinyKS) setWindow(group, schedule string, s Step) bool {
	if schedule == "" {
		k.addSchedule(group, window("", s.Start, s.End))
		return true
	}
	n := slices.IndexFunc(k.groups[group].schedules, func(x store.Schedule) bool { return x.ID == schedule })
	if n >= 0 {
		k.schedule(group, n, func(x *store.Schedule) { *x = window(schedule, s.Start, s.End) })
	}
	return n >= 0
}

// shape is KS without the ids that it gave out: users by alias or name, groups
// by name.
type shape struct {
	Users  map[string]store.KSUser
	Groups map[string]tinyGroup
}

// shape leaves out what is not one of ours: users without a mark, and what they
// are in.
func (k *tinyKS) shape(install string) shape {
	out := shape{Users: make(map[string]store.KSUser), Groups: make(map[string]tinyGroup)}
	byPlatform := make(map[string]string)
	for _, u := range k.users {
		if strings.HasPrefix(u.Alias, aliasPrefix(install)) {
			byPlatform[u.PlatformID] = u.Alias
			u.ID, u.PlatformID = "", ""
			out.Users[u.Alias] = u
		}
	}
	for _, g := range k.groups {
		plain := tinyGroup{name: g.name, doors: g.doors}
		for _, p := range g.people {
			if alias, ours := byPlatform[p]; ours {
				plain.people = with(plain.people, alias)
			}
		}
		for _, s := range g.schedules {
			s.ID = ""
			plain.schedules = append(plain.schedules, s)
		}
		out.Groups[g.name] = plain
	}
	return out
}

// managed tells whether a group of KS bears the mark of a Latchkey.
func (g tinyGroup) managed(install string) bool {
	return strings.HasPrefix(g.name, access.GroupPrefix(install))
}
