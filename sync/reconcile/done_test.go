package reconcile

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// seenTo is a site on which every step can be seen to be done, or not.
func seenTo() Input {
	return Input{
		Now: now,
		Snap: store.Snapshot{Install: install, Tags: []store.Tag{
			{Number: "0231", KSID: "t1"}, {Number: "0232", KSID: "t2"}, {Number: "0239"}, {Number: "0239", KSID: "t3"},
		}},
		Ledger: store.Ledger{
			Users: store.NewByPerson([]store.One[store.LedgerUser]{
				{Person: 1, Has: store.LedgerUser{Person: 1, SiteUserID: "su1", PlatformID: "p1", State: store.UserState{FirstName: "Mia", LastName: "Berg", Email: "mia@example.org", TagID: "t1"}}},
				{Person: 2, Has: store.LedgerUser{Person: 2, SiteUserID: "su2", PlatformID: "p2"}},
				{Person: 3, Has: store.LedgerUser{Person: 3, SiteUserID: "su3", PlatformID: "p3"}},
				{Person: 4, Has: store.LedgerUser{Person: 4, SiteUserID: "su4", PlatformID: "p4"}},
			}),
			Memberships: store.ByGroup[store.LedgerMembership]{},
			Groups: map[string]store.LedgerGroup{
				"booking:1": {Key: "booking:1", RemoteID: "g1", ScheduleID: "s1"}, "booking:2": {Key: "booking:2", RemoteID: "g2"},
				"booking:3": {Key: "booking:3", RemoteID: "g3"}, "booking:4": {Key: "booking:4"},
			},
		},
		Seen: store.Seen{
			Users: map[string]store.KSUser{
				"su1": {ID: "su1", PlatformID: "p1", FirstName: "Mia", LastName: "Berg", Email: "Mia@example.org", TagNumber: "0231", Subscribed: true, At: now},
				"su2": {ID: "su2", PlatformID: "p2", Blocked: true, At: now},
				"su3": {ID: "su3", Gone: true, At: now},
			},
			Groups: map[string]store.SeenGroup{
				"g1": {
					ID: "g1", At: now, People: []string{"p1"}, Doors: []string{"a"},
					Schedules: []store.Schedule{window("s0", at("10:00"), at("12:00")), window("s1", at("10:00"), at("12:00")), window("s2", "", "")},
				},
				"g2": {ID: "g2", Gone: true, At: now}, "full": {ID: "full", People: []string{"p1"}},
			},
		},
	}
}

func TestWhichStepIsSeenToBeDone(t *testing.T) {
	g1, g2, g3, g4 := GroupObject("booking:1"), GroupObject("booking:2"), GroupObject("booking:3"), GroupObject("booking:4")
	full := MembersObject("full")
	profile := func(change func(u *store.UserState)) store.UserState {
		u := seenTo().Ledger.Users.Of(1).State
		change(&u)
		return u
	}
	for name, row := range map[string]struct {
		s    Step
		done bool
	}{
		"a user that is there":              {Step{Op: CreateUser, Person: 1}, true},
		"a user that is gone":               {Step{Op: CreateUser, Person: 3}, false},
		"a user that is not there":          {Step{Op: CreateUser, Person: 4}, false},
		"a user that the ledger lacks":      {Step{Op: CreateUser, Person: 5}, false},
		"a profile as it is":                {Step{Op: UpdateUser, Person: 1, User: profile(func(*store.UserState) {})}, true},
		"another first name":                {Step{Op: UpdateUser, Person: 1, User: profile(func(u *store.UserState) { u.FirstName = "M" })}, false},
		"another last name":                 {Step{Op: UpdateUser, Person: 1, User: profile(func(u *store.UserState) { u.LastName = "B" })}, false},
		"another address":                   {Step{Op: UpdateUser, Person: 1, User: profile(func(u *store.UserState) { u.Email = "m@example.org" })}, false},
		"the address in other case":         {Step{Op: UpdateUser, Person: 1, User: profile(func(u *store.UserState) { u.Email = "MIA@example.org" })}, true},
		"another tag":                       {Step{Op: UpdateUser, Person: 1, User: profile(func(u *store.UserState) { u.TagID = "t2" })}, false},
		"no tag":                            {Step{Op: UpdateUser, Person: 1, User: profile(func(u *store.UserState) { u.TagID = "" })}, false},
		"a profile of one who is gone":      {Step{Op: UpdateUser, Person: 3}, false},
		"a seat that is there":              {Step{Op: Subscribe, Person: 1}, true},
		"a seat that is not there":          {Step{Op: Subscribe, Person: 2}, false},
		"a seat of one who is gone":         {Step{Op: Subscribe, Person: 3}, false},
		"a seat that is to go":              {Step{Op: Suspend, Person: 1}, false},
		"a seat that is gone":               {Step{Op: Suspend, Person: 2}, true},
		"a seat that is gone with its user": {Step{Op: Suspend, Person: 3}, true},
		"a seat of one never read":          {Step{Op: Suspend, Person: 4}, false},
		"a block that is undone":            {Step{Op: Unblock, Person: 1}, true},
		"a block that is not":               {Step{Op: Unblock, Person: 2}, false},
		"a block of one who is gone":        {Step{Op: Unblock, Person: 3}, false},
		"a delete of one who is there":      {Step{Op: DeleteUser, Person: 1}, false},
		"a delete of one who is gone":       {Step{Op: DeleteUser, Person: 3}, true},
		"a delete of one never seen again":  {Step{Op: DeleteUser, Person: 4}, true},
		"a member":                          {Step{Op: AddMember, Object: full, Group: "full", Person: 1}, true},
		"one who is no member":              {Step{Op: AddMember, Object: full, Group: "full", Person: 2}, false},
		"a member who is to go":             {Step{Op: RemoveMember, Object: full, Group: "full", Person: 1}, false},
		"a member who is gone":              {Step{Op: RemoveMember, Object: full, Group: "full", Person: 2}, true},
		"a group":                           {Step{Op: CreateGroup, Object: g1}, true},
		"a group that is gone":              {Step{Op: CreateGroup, Object: g2}, false},
		"a group never seen":                {Step{Op: CreateGroup, Object: g3}, false},
		"a group without an id":             {Step{Op: CreateGroup, Object: g4}, false},
		"a group that is to go":             {Step{Op: DeleteGroup, Object: g1}, false},
		"a group that went":                 {Step{Op: DeleteGroup, Object: g2}, true},
		"a group not seen again":            {Step{Op: DeleteGroup, Object: g3}, true},
		"a person in it":                    {Step{Op: AddPerson, Object: g1, Person: 1}, true},
		"a person not in it":                {Step{Op: AddPerson, Object: g1, Person: 2}, false},
		"a person who is to go":             {Step{Op: RemovePerson, Object: g1, Person: 1}, false},
		"a person who is gone":              {Step{Op: RemovePerson, Object: g1, Person: 2}, true},
		"a stranger who is to go":           {Step{Op: RemovePerson, Object: g1, Person: 2, Platform: "p1"}, false},
		"a stranger who is gone":            {Step{Op: RemovePerson, Object: g1, Person: 1, Platform: "p9"}, true},
		"a door in it":                      {Step{Op: AddDoor, Object: g1, Door: "a"}, true},
		"a door not in it":                  {Step{Op: AddDoor, Object: g1, Door: "b"}, false},
		"a door that is to go":              {Step{Op: RemoveDoor, Object: g1, Door: "a"}, false},
		"a door that is gone":               {Step{Op: RemoveDoor, Object: g1, Door: "b"}, true},
		"a window":                          {Step{Op: SetWindow, Object: g1, Start: at("10:00"), End: at("12:00")}, true},
		"always":                            {Step{Op: SetWindow, Object: g1}, true},
		"another window":                    {Step{Op: SetWindow, Object: g1, Start: at("10:00"), End: at("11:00")}, false},
		"a schedule that is to go":          {Step{Op: DropSchedule, Object: g1, Schedule: "s1"}, false},
		"a schedule that is gone":           {Step{Op: DropSchedule, Object: g1, Schedule: "s9"}, true},
		"what is not known":                 {Step{Op: "dance", Object: g1, Person: 1}, false},
	} {
		require.Equal(t, row.done, seenTo().Done(row.s), name)
	}
}

// What somebody has changed of the rest is none of the step's.
func TestAStepIsDoneWhenWhatItWasToChangeIsSo(t *testing.T) {
	for name, row := range map[string]struct {
		ledger func(u *store.LedgerUser)
		seen   func(u *store.KSUser)
		want   func(u *store.UserState)
		done   bool
	}{
		"another name, and somebody changed the address": {
			func(u *store.LedgerUser) { u.State.FirstName = "Old" }, func(u *store.KSUser) { u.Email = "x@example.org" }, func(*store.UserState) {}, true,
		},
		"another address, and somebody changed the name": {
			func(u *store.LedgerUser) { u.State.Email = "old@example.org" }, func(u *store.KSUser) { u.FirstName, u.LastName = "X", "Y" }, func(*store.UserState) {}, true,
		},
		"another address, not made": {
			func(*store.LedgerUser) {}, func(*store.KSUser) {}, func(u *store.UserState) { u.Email = "new@example.org" }, false,
		},
		"another tag, and somebody changed the name": {
			func(u *store.LedgerUser) { u.State.TagID = "t2" }, func(u *store.KSUser) { u.FirstName = "X" }, func(*store.UserState) {}, true,
		},
		"another tag, not made": {
			func(*store.LedgerUser) {}, func(u *store.KSUser) { u.HasProfile = true }, func(u *store.UserState) { u.TagID = "t2" }, false,
		},
		"a tag, and there is none": {
			func(u *store.LedgerUser) { u.State.TagID = "" }, func(u *store.KSUser) { u.TagNumber = "" }, func(u *store.UserState) { u.TagID = "t1" }, false,
		},
		"no tag, and there is none": {
			func(*store.LedgerUser) {}, func(u *store.KSUser) { u.TagNumber = "" }, func(u *store.UserState) { u.TagID = "" }, true,
		},
		"no tag, and there is one of nobody": {
			func(*store.LedgerUser) {}, func(u *store.KSUser) { u.TagNumber = "0777" }, func(u *store.UserState) { u.TagID = "" }, false,
		},
		"the tag that has its id only now": {
			func(*store.LedgerUser) {}, func(u *store.KSUser) { u.TagNumber = "0239" }, func(u *store.UserState) { u.TagID = "t3" }, true,
		},
		"a name of somebody who owns the profile": {
			func(*store.LedgerUser) {}, func(u *store.KSUser) { u.HasProfile = true }, func(u *store.UserState) { u.FirstName, u.LastName, u.Email = "A", "B", "c" }, true,
		},
	} {
		in := seenTo()
		have, seen := in.Ledger.Users.Of(1), in.Seen.Users["su1"]
		want := have.State
		row.ledger(&have)
		row.seen(&seen)
		row.want(&want)
		in.Ledger.Users.Put(1, have)
		in.Seen.Users["su1"] = seen
		require.Equal(t, row.done, in.Done(Step{Op: UpdateUser, Person: 1, User: want}), name)
	}
}

// book is what the ledger says after a step.
func book(in Input, s Step) store.Ledger {
	for _, n := range in.Book(s) {
		if err := n.Write(InMemory(in.Ledger)); err != nil {
			panic(err)
		}
	}
	return in.Ledger
}

func TestAStepAboutAUserIsBooked(t *testing.T) {
	want := store.UserState{FirstName: "M", LastName: "B", Email: "m@example.org", TagID: "t2"}
	for name, row := range map[string]struct {
		s    Step
		have func(u *store.LedgerUser)
		seen func(u *store.KSUser)
		then func(u *store.LedgerUser)
	}{
		"made": {
			Step{Op: CreateUser}, func(u *store.LedgerUser) { u.State, u.PlatformID = store.UserState{}, "" }, nil,
			func(u *store.LedgerUser) {
				u.PlatformID = "p1"
				u.State = store.UserState{FirstName: "Mia", LastName: "Berg", Email: "Mia@example.org", TagID: "t1", Subscribed: true}
			},
		},
		"made without a seat": {
			Step{Op: CreateUser}, nil, func(u *store.KSUser) { u.Subscribed, u.TagNumber, u.HasProfile = false, "0777", true },
			func(u *store.LedgerUser) {
				u.State = store.UserState{FirstName: "Mia", LastName: "Berg", Email: "Mia@example.org", TagID: "number 0777"}
				u.NoSeat, u.HasProfile = true, true
			},
		},
		"changed": {
			Step{Op: UpdateUser, User: want}, func(u *store.LedgerUser) { u.State.Subscribed, u.State.Blocked, u.NoSeat = true, true, true }, nil,
			func(u *store.LedgerUser) {
				u.State = want
				u.State.Subscribed, u.State.Blocked = true, true
			},
		},
		"with a seat":    {Step{Op: Subscribe}, func(u *store.LedgerUser) { u.NoSeat = true }, nil, func(u *store.LedgerUser) { u.State.Subscribed = true }},
		"without a seat": {Step{Op: Suspend}, func(u *store.LedgerUser) { u.State.Subscribed = true }, nil, func(*store.LedgerUser) {}},
		"unblocked":      {Step{Op: Unblock}, func(u *store.LedgerUser) { u.State.Blocked = true }, nil, func(*store.LedgerUser) {}},
	} {
		in := seenTo()
		then := in.Ledger.Users.Of(1)
		have, seen := then, in.Seen.Users["su1"]
		if row.have != nil {
			row.have(&have)
		}
		if row.seen != nil {
			row.seen(&seen)
		}
		in.Ledger.Users.Put(1, have)
		in.Seen.Users["su1"] = seen
		row.then(&then)
		then.ConfirmedAt = now
		row.s.Object, row.s.Person = UserObject(1), 1
		require.Equal(t, then, book(in, row.s).Users.Of(1), name)
	}
	in := seenTo()
	in.Ledger.Memberships.Put(store.MembershipKey{Group: "full", Person: 1}, store.LedgerMembership{})
	l := book(in, Step{Op: DeleteUser, Object: UserObject(1), Person: 1})
	require.NotContains(t, maps.Collect(l.Users.All()), mia)
	require.Empty(t, l.Memberships)
	require.Empty(t, seenTo().Book(Step{Op: CreateUser, Person: 9}), "whom nobody has found")
}

func TestAStepAboutAGroupIsBooked(t *testing.T) {
	o := GroupObject("booking:1")
	for name, row := range map[string]struct {
		s    Step
		then func(g *store.LedgerGroup)
	}{
		"made":                {Step{Op: CreateGroup}, func(*store.LedgerGroup) {}},
		"a door":              {Step{Op: AddDoor, Door: "a"}, func(g *store.LedgerGroup) { g.State.Doors = []string{"a", "b"} }},
		"no door":             {Step{Op: RemoveDoor, Door: "b"}, func(g *store.LedgerGroup) { g.State.Doors = []string{} }},
		"a person":            {Step{Op: AddPerson, Person: 1}, func(g *store.LedgerGroup) { g.State.People = []store.PersonID{1, 2} }},
		"no person":           {Step{Op: RemovePerson, Person: 2}, func(g *store.LedgerGroup) { g.State.People = []store.PersonID{} }},
		"no stranger":         {Step{Op: RemovePerson, Person: 2, Platform: "p2"}, func(*store.LedgerGroup) {}},
		"a window":            {Step{Op: SetWindow, Key: "group:booking:1/window", Start: at("10:00"), End: at("12:00")}, func(g *store.LedgerGroup) { g.State.Start, g.State.End = at("10:00"), at("12:00") }},
		"always":              {Step{Op: SetWindow, Key: "group:booking:1/window"}, func(g *store.LedgerGroup) { g.State.Start, g.State.End, g.ScheduleID = "", "", "s2" }},
		"hours cut":           {Step{Op: SetWindow, Key: "group:booking:1/cut", Start: at("10:00"), End: at("12:00")}, func(*store.LedgerGroup) {}},
		"no second schedule":  {Step{Op: DropSchedule, Schedule: "s2"}, func(*store.LedgerGroup) {}},
		"no schedule of ours": {Step{Op: DropSchedule, Schedule: "s1"}, func(*store.LedgerGroup) {}},
	} {
		in := seenTo()
		g := in.Ledger.Groups["booking:1"]
		g.State = store.GroupState{Name: "n", Doors: []string{"b"}, People: []store.PersonID{2}, Start: at("09:00"), End: at("10:00")}
		in.Ledger.Groups["booking:1"] = g
		row.s.Object = o
		row.then(&g)
		g.ConfirmedAt = now
		require.Equal(t, g, book(in, row.s).Groups["booking:1"], name)
	}
	require.NotContains(t, book(seenTo(), Step{Op: DeleteGroup, Object: o}).Groups, "booking:1")
	require.Empty(t, seenTo().Book(Step{Op: AddDoor, Object: GroupObject("booking:99")}), "what nobody has found")
}

func TestAMembershipIsBooked(t *testing.T) {
	in := seenTo()
	k := store.MembershipKey{Group: "full", Person: 1}
	s := Step{Op: AddMember, Object: MembersObject("full"), Group: "full", Person: 1}
	require.Equal(t, store.LedgerMembership{MembershipKey: k, ConfirmedAt: now}, book(in, s).Memberships.Of(k))
	s.Op = RemoveMember
	require.Empty(t, book(in, s).Memberships)
}

func TestWhatAStepBuildsOn(t *testing.T) {
	l := seenTo().Ledger
	known, unmade := GroupObject("booking:1"), GroupObject("booking:4")
	for name, row := range map[string]struct {
		s     Step
		ready bool
	}{
		"a new user":                   {Step{Op: CreateUser, Object: UserObject(9), Person: 9}, true},
		"a new group":                  {Step{Op: CreateGroup, Object: unmade, Person: 9}, true},
		"a member":                     {Step{Op: AddMember, Object: MembersObject("full"), Person: 1}, true},
		"a member without a user":      {Step{Op: AddMember, Object: MembersObject("full"), Person: 9}, false},
		"to take out a member":         {Step{Op: RemoveMember, Object: MembersObject("full"), Person: 1}, true},
		"to take out nobody":           {Step{Op: RemoveMember, Object: MembersObject("full"), Person: 9}, false},
		"a profile":                    {Step{Op: UpdateUser, Object: UserObject(1), Person: 1}, true},
		"a profile of nobody":          {Step{Op: UpdateUser, Object: UserObject(9), Person: 9}, false},
		"a seat of nobody":             {Step{Op: Subscribe, Object: UserObject(9), Person: 9}, false},
		"to suspend nobody":            {Step{Op: Suspend, Object: UserObject(9), Person: 9}, false},
		"to unblock nobody":            {Step{Op: Unblock, Object: UserObject(9), Person: 9}, false},
		"to delete nobody":             {Step{Op: DeleteUser, Object: UserObject(9), Person: 9}, false},
		"a person in a group":          {Step{Op: AddPerson, Object: known, Person: 1}, true},
		"nobody in a group":            {Step{Op: AddPerson, Object: known, Person: 9}, false},
		"a person in no group":         {Step{Op: AddPerson, Object: unmade, Person: 1}, false},
		"to take out a person":         {Step{Op: RemovePerson, Object: known, Person: 1}, true},
		"to take out a stranger":       {Step{Op: RemovePerson, Object: known, Platform: "p9"}, true},
		"to take somebody out of none": {Step{Op: RemovePerson, Object: unmade, Platform: "p9"}, false},
		"a door":                       {Step{Op: AddDoor, Object: known, Person: 9}, true},
		"a door in no group":           {Step{Op: AddDoor, Object: unmade, Person: 1}, false},
		"a window":                     {Step{Op: SetWindow, Object: known}, true},
		"to delete a group":            {Step{Op: DeleteGroup, Object: known}, true},
		"to delete no group":           {Step{Op: DeleteGroup, Object: unmade}, false},
		"a door of something else":     {Step{Op: AddDoor, Object: "members:booking:1"}, false},
	} {
		require.Equal(t, row.ready, Ready(row.s, l), name)
	}
}

func TestWhatWidensAGroupWaitsForWhatNarrowsIt(t *testing.T) {
	a, b := GroupObject("booking:1"), GroupObject("booking:2")
	widen, narrow := []Op{AddDoor, AddPerson}, []Op{SetWindow, RemoveDoor, RemovePerson, DropSchedule}
	for _, o := range []Op{CreateUser, UpdateUser, Subscribe, Suspend, Unblock, DeleteUser, AddMember, RemoveMember, CreateGroup, AddDoor, RemoveDoor, SetWindow, DropSchedule, AddPerson, RemovePerson, DeleteGroup} {
		for _, s := range []Op{CreateUser, AddMember, RemoveMember, CreateGroup, AddDoor, RemoveDoor, SetWindow, DropSchedule, AddPerson, RemovePerson, DeleteGroup} {
			waits := slices.Contains(widen, s) && slices.Contains(narrow, o) || s == SetWindow && o != SetWindow && slices.Contains(narrow, o)
			require.Equal(t, waits, Before(Step{Op: o, Object: a}, Step{Op: s, Object: a}), "%s before %s", o, s)
			require.False(t, Before(Step{Op: o, Object: a}, Step{Op: s, Object: b}), "in another group")
		}
	}
}
