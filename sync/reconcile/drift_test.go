package reconcile

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/access"
)

// lived is a site on which Mia has a plan, a tag, a booking of two doors and an
// extra door, Ana a plan, and somebody else is a stranger. All is as it should
// be.
func lived(t tester) *world {
	w := newWorld(t)
	w.ks.addUser(store.KSUser{FirstName: "Old", LastName: "Hand", Email: "hand@example.org", Subscribed: true})
	w.wants(mia, "full")
	w.tag(mia, "t1")
	w.wants(ana, "full", "basic")
	w.books(7, mia, "10:00", "12:00", "a", "b")
	w.extra(mia, "c")
	w.look()
	w.quiet()
	require.Empty(t, w.plan().Drifts)
	w.did = nil
	return w
}

const (
	booking = "booking:7"
	extras  = "doors:1"
)

// stranger is the KS user who is nobody in the file.
func (w *world) stranger() store.KSUser {
	for _, u := range w.ks.users {
		if u.Alias == "" {
			return u
		}
	}
	require.Fail(w.t, "no stranger")
	return store.KSUser{}
}

// act is something that somebody does in KS, and what comes of it.
type act struct {
	do       func(w *world)
	key      string
	kind     string
	way      store.Way
	what     string
	itself   []Op // what Latchkey does about it without an answer
	restored []Op // what it does once the desk wants it put right
	wish     func(w *world)
	again    func(w *world) // does more of the same
}

// acts is every kind of difference that somebody can make in KS. Those of
// adoption have tests of their own.
func acts() map[string]act {
	mias := func(change func(u *store.KSUser)) func(w *world) {
		return func(w *world) { w.ks.user(w.ksUser(mia), change) }
	}
	group := func(key string, change func(k *tinyKS, id string)) func(w *world) {
		return func(w *world) { change(w.ks, w.ksGroup(key)) }
	}
	hours := func(from, to string) func(w *world) {
		return group(booking, func(k *tinyKS, id string) {
			k.schedule(id, 0, func(s *store.Schedule) { s.StartDate, s.EndDate = at(from), at(to) })
		})
	}
	odd := group(booking, func(k *tinyKS, id string) { k.schedule(id, 0, func(s *store.Schedule) { s.Days[6] = false }) })
	renamed := func(w *world) {
		u := w.in.Target.Users.Of(mia)
		u.LastName = "Berg-Lind"
		w.in.Target.Users.Put(mia, u)
	}
	longer := func(w *world) { w.books(7, mia, "10:00", "14:00", "a", "b") }
	shorter := "The hours of “Latchkey 3fa9-7” of Mia Berg were made shorter in SALTO KS by somebody."
	tooLong := "The hours of “Latchkey 3fa9-7” of Mia Berg were made longer in SALTO KS by somebody."
	return map[string]act{
		"the user is removed": {
			do: func(w *world) { w.ks.removeUser(w.ksUser(mia)) }, key: "user:1", kind: UserGone, way: store.Narrower,
			what:     "Mia Berg was removed in SALTO KS by somebody.",
			restored: []Op{CreateUser, AddPerson, AddMember, AddPerson}, wish: renamed,
		},
		"the user is blocked": {
			do: mias(func(u *store.KSUser) { u.Blocked = true }), key: "user:1/block", kind: UserBlocked, way: store.Narrower,
			what: "Mia Berg was blocked in SALTO KS by somebody, and opens nothing.", restored: []Op{Unblock},
		},
		"the seat is taken": {
			do: mias(func(u *store.KSUser) { u.Subscribed = false }), key: "user:1/seat", kind: SeatTaken, way: store.Narrower,
			what: "Mia Berg was suspended in SALTO KS by somebody, and opens nothing.", restored: []Op{Subscribe},
		},
		"the name is changed": {
			do: mias(func(u *store.KSUser) { u.FirstName = "Maria" }), key: "user:1/name", kind: NameChanged, way: store.Other,
			what: "Mia Berg is called Maria Berg in SALTO KS now.", restored: []Op{UpdateUser},
			again: mias(func(u *store.KSUser) { u.LastName = "Borg" }),
		},
		"the last name is changed": {
			do: mias(func(u *store.KSUser) { u.LastName = "Borg" }), key: "user:1/name", kind: NameChanged, way: store.Other,
			what: "Mia Berg is called Mia Borg in SALTO KS now.", restored: []Op{UpdateUser},
			again: mias(func(u *store.KSUser) { u.FirstName = "Maria" }),
		},
		"the address is changed": {
			do: mias(func(u *store.KSUser) { u.Email = "m@example.org" }), key: "user:1/email", kind: EmailChanged, way: store.Other,
			what: "The e-mail address of Mia Berg is m@example.org in SALTO KS now.", restored: []Op{UpdateUser},
			again: mias(func(u *store.KSUser) { u.Email = "n@example.org" }),
		},
		"the address is taken away": {
			do: mias(func(u *store.KSUser) { u.Email = "" }), key: "user:1/email", kind: EmailChanged, way: store.Other,
			what: "The e-mail address of Mia Berg was taken away in SALTO KS.", restored: []Op{UpdateUser},
			again: mias(func(u *store.KSUser) { u.Email = "n@example.org" }),
		},
		"the tag is taken away": {
			do: mias(func(u *store.KSUser) { u.TagNumber = "" }), key: "user:1/tag", kind: TagChanged, way: store.Narrower,
			what: "The tag of Mia Berg was taken away in SALTO KS.", restored: []Op{UpdateUser},
			again: mias(func(u *store.KSUser) { u.TagNumber = "0232" }),
		},
		"another tag is given": {
			do: mias(func(u *store.KSUser) { u.TagNumber = "0232" }), key: "user:1/tag", kind: TagChanged, way: store.Other,
			what: "Mia Berg has another tag in SALTO KS now: 0232.", restored: []Op{UpdateUser},
			again: mias(func(u *store.KSUser) { u.TagNumber = "0777" }),
		},
		"a tag that the file does not know is given": {
			do: mias(func(u *store.KSUser) { u.TagNumber = "0777" }), key: "user:1/tag", kind: TagChanged, way: store.Other,
			what: "Mia Berg has another tag in SALTO KS now: 0777.", restored: []Op{UpdateUser},
			again: mias(func(u *store.KSUser) { u.TagNumber = "" }),
		},
		"a tag that KS has not told the file of is given": {
			do: mias(func(u *store.KSUser) { u.TagNumber = "0239" }), key: "user:1/tag", kind: TagChanged, way: store.Other,
			what: "Mia Berg has another tag in SALTO KS now: 0239.", restored: []Op{UpdateUser},
		},
		"the member is taken out of a standing group": {
			do:  func(w *world) { w.ks.out("full", w.platform(mia)) },
			key: "members:full/1", kind: MemberOut, way: store.Narrower,
			what: "Mia Berg was taken out of the group “Full time” in SALTO KS by somebody.", restored: []Op{AddMember},
		},
		"the member is put into a standing group": {
			do:  func(w *world) { w.ks.into("basic", w.platform(mia)) },
			key: "members:basic/1", kind: MemberByHand, way: store.Other,
			what:     "Mia Berg is in the group “Basic” of SALTO KS by somebody’s hand, without a right to it here.",
			restored: []Op{RemoveMember},
		},
		"the member is put into a group that nothing uses": {
			do: func(w *world) { w.ks.into(w.ks.addGroup("Cleaners"), w.platform(mia)) }, kind: MemberByHand, way: store.Other,
			what:     "Mia Berg is in the group “Cleaners” of SALTO KS by somebody’s hand, without a right to it here.",
			restored: []Op{RemoveMember},
		},
		"a managed group is deleted": {
			do:  func(w *world) { delete(w.ks.groups, w.ksGroup(booking)) },
			key: "group:booking:7", kind: GroupGone, way: store.Narrower,
			what:     "The group “Latchkey 3fa9-7” of Mia Berg was deleted in SALTO KS by somebody.",
			restored: []Op{CreateGroup, SetWindow, AddPerson, AddDoor, AddDoor}, wish: longer,
		},
		"the person is taken out of a managed group": {
			do:  func(w *world) { w.ks.out(w.ksGroup(booking), w.platform(mia)) },
			key: "group:booking:7/person/1", kind: PersonOut, way: store.Narrower,
			what: "Mia Berg was taken out of “Latchkey 3fa9-7” in SALTO KS by somebody.", restored: []Op{AddPerson},
		},
		"a door is taken out of a managed group": {
			do: group(extras, func(k *tinyKS, id string) { k.dropDoor(id, "c") }), key: "group:doors:1/door/c", kind: DoorOut, way: store.Narrower,
			what: "Storage was taken out of “Latchkey 3fa9-m1” of Mia Berg in SALTO KS by somebody.", restored: []Op{AddDoor},
			wish: func(w *world) { w.extra(mia, "b", "c") },
		},
		"the hours end earlier": {
			do: hours("10:00", "11:00"), key: "group:booking:7/window", kind: HoursShorter, way: store.Narrower,
			what: shorter, restored: []Op{SetWindow}, again: hours("10:00", "10:30"), wish: longer,
		},
		"the hours begin later": {
			do: hours("11:00", "12:00"), key: "group:booking:7/window", kind: HoursShorter, way: store.Narrower,
			what: shorter, restored: []Op{SetWindow}, again: hours("11:30", "12:00"), wish: longer,
		},
		"a day is left out of the hours": {
			do: odd, key: "group:booking:7/window", kind: HoursShorter, way: store.Narrower,
			what: shorter, restored: []Op{SetWindow}, wish: longer,
		},
		"always becomes some days": {
			do: group(extras, func(k *tinyKS, id string) {
				k.schedule(id, 0, func(s *store.Schedule) { s.StartTime = "08:00:00" })
			}), key: "group:doors:1/window", kind: HoursShorter, way: store.Narrower,
			what: "The hours of “Latchkey 3fa9-m1” of Mia Berg were made shorter in SALTO KS by somebody.", restored: []Op{SetWindow},
		},
		"always gets an end": {
			do: group(extras, func(k *tinyKS, id string) {
				k.schedule(id, 0, func(s *store.Schedule) { s.EndDate = at("12:00") })
			}), key: "group:doors:1/window", kind: HoursShorter, way: store.Narrower,
			what: "The hours of “Latchkey 3fa9-m1” of Mia Berg were made shorter in SALTO KS by somebody.", restored: []Op{SetWindow},
		},
		"the hours are taken away": {
			do:  group(booking, func(k *tinyKS, id string) { k.dropSchedule(id, k.groups[id].schedules[0].ID) }),
			key: "group:booking:7/window", kind: HoursShorter, way: store.Narrower,
			what: shorter, restored: []Op{SetWindow}, wish: longer,
		},
		"a stranger is put into a managed group": {
			do:  func(w *world) { w.ks.into(w.ksGroup(booking), w.stranger().PlatformID) },
			key: "group:booking:7/stranger/psu001", kind: Stranger, way: store.Wider,
			what:   "Old Hand was put into “Latchkey 3fa9-7” of Mia Berg in SALTO KS by somebody.",
			itself: []Op{RemovePerson},
		},
		"somebody of the file is put into another’s managed group": {
			do:  func(w *world) { w.ks.into(w.ksGroup(booking), w.platform(ana)) },
			key: "group:booking:7/stranger/psu003", kind: Stranger, way: store.Wider,
			what:   "Ana Lind was put into “Latchkey 3fa9-7” of Mia Berg in SALTO KS by somebody.",
			itself: []Op{RemovePerson},
		},
		"a door is put into a managed group": {
			do: group(booking, func(k *tinyKS, id string) { k.addDoor(id, "c") }), key: "group:booking:7/door/c", kind: DoorIn, way: store.Wider,
			what:   "Storage was added to “Latchkey 3fa9-7” of Mia Berg in SALTO KS by somebody.",
			itself: []Op{RemoveDoor},
		},
		"the hours end later": {
			do: hours("10:00", "13:00"), key: "group:booking:7/cut", kind: HoursLonger, way: store.Wider,
			what: tooLong, itself: []Op{SetWindow},
		},
		"the hours begin earlier": {
			do: hours("09:00", "12:00"), key: "group:booking:7/cut", kind: HoursLonger, way: store.Wider,
			what: tooLong, itself: []Op{SetWindow},
		},
		"the hours have no end": {
			do: group(booking, func(k *tinyKS, id string) {
				k.schedule(id, 0, func(s *store.Schedule) { s.StartDate, s.EndDate = "", "" })
			}), key: "group:booking:7/cut", kind: HoursLonger, way: store.Wider,
			what: tooLong, itself: []Op{SetWindow},
		},
		"more hours are added": {
			do:  group(booking, func(k *tinyKS, id string) { k.addSchedule(id, window("", at("18:00"), at("19:00"))) }),
			key: "group:booking:7/schedule/s008", kind: HoursLonger, way: store.Wider,
			what: tooLong, itself: []Op{DropSchedule},
		},
	}
}

// done is a world in which an act was done and seen, with the difference.
func (a act) done(t *testing.T) (w *world, key string) {
	w = lived(t)
	a.do(w)
	w.look()
	set := w.plan()
	require.Len(t, set.Drifts, 1)
	if a.key == "" { // bears a number that KS gave out
		a.key = set.Drifts[0].Key
	}
	require.Equal(t, a.key, set.Drifts[0].Key)
	return w, a.key
}

func TestEveryDifferenceIsNamedAndSaidOfWhom(t *testing.T) {
	kinds := make(map[string]bool)
	for name, a := range acts() {
		t.Run(name, func(t *testing.T) {
			w, key := a.done(t)
			d := Diff(w.in).Drifts[0]
			require.Equal(t, a.kind, d.Kind)
			require.Equal(t, a.way, d.Way)
			require.Equal(t, a.what, d.What.String())
			require.Equal(t, mia, d.Person)
			require.Contains(t, key, string(d.Object))
			require.Equal(t, a.way == store.Wider, len(d.Restore) == 0, "what is wider is put back by itself")
			require.Empty(t, Diff(w.in).Unsure)
		})
		kinds[a.kind] = true
	}
	all := []string{
		UserGone, UserBlocked, SeatTaken, NameChanged, EmailChanged, TagChanged, MemberOut, MemberByHand, GroupGone, PersonOut, DoorOut,
		HoursShorter, Stranger, DoorIn, HoursLonger,
	}
	require.ElementsMatch(t, all, slices.Collect(maps.Keys(kinds)), "two more have tests of their own")
}

func TestNothingThatSomebodyTookAwayIsGivenAgainByItself(t *testing.T) {
	for name, a := range acts() {
		if a.way == store.Wider {
			continue
		}
		t.Run(name, func(t *testing.T) {
			w, key := a.done(t)
			before := w.ks.clone()
			for range 5 {
				require.Empty(t, w.plan().Steps)
				w.look()
				w.in.Now = w.in.Now.Add(24 * time.Hour / 100)
			}
			require.Equal(t, []string{key}, w.asks())
			require.Equal(t, before, w.ks)
		})
	}
}

func TestWhatWasMadeWiderIsPutBackAndNothingElse(t *testing.T) {
	for name, a := range acts() {
		if a.way != store.Wider {
			continue
		}
		t.Run(name, func(t *testing.T) {
			asItWas := lived(t).ks.shape(install)
			w, key := a.done(t)
			set := w.plan()
			require.Equal(t, a.itself, ops(set.Steps))
			require.Equal(t, Revoke, set.Steps[0].Class)
			w.quiet()
			require.Equal(t, asItWas, w.ks.shape(install))
			require.Len(t, w.did, len(a.itself))
			d, told := w.drift(key)
			require.True(t, told)
			require.False(t, d.OverAt.IsZero(), "the desk is told until it has read it")
		})
	}
}

func TestToRestoreLeadsToTheStepThatPutsItRight(t *testing.T) {
	for name, a := range acts() {
		if a.way == store.Wider {
			continue
		}
		t.Run(name, func(t *testing.T) {
			asItWas := lived(t).ks.shape(install)
			w, key := a.done(t)
			if a.kind == MemberByHand && len(w.ks.groups) > 4 {
				asItWas.Groups["Cleaners"] = tinyGroup{name: "Cleaners"}
			}
			w.restore(key)
			w.quiet()
			require.Equal(t, a.restored, ops(w.did))
			require.Equal(t, asItWas, w.ks.shape(install))
			require.Empty(t, w.asks())
		})
	}
}

func TestAnAnswerHoldsAsLongAsKSStaysAsItIs(t *testing.T) {
	for name, a := range acts() {
		if a.way == store.Wider {
			continue
		}
		for _, answer := range []store.Answer{store.Keep, store.Ignore} {
			t.Run(name+", "+string(answer), func(t *testing.T) {
				w, key := a.done(t)
				w.answer(key, answer)
				before := w.ks.clone()
				for range 3 {
					w.look()
					require.Empty(t, w.plan().Steps)
				}
				require.Empty(t, w.asks())
				require.Equal(t, before, w.ks)
				require.Equal(t, answer, Diff(w.in).Drifts[0].Answer)
				require.Equal(t, w.in.Drifts[0].FoundAt, Diff(w.in).Drifts[0].FoundAt)
			})
		}
	}
}

func TestTheDeskIsAskedAgainWhenKSChangesAgain(t *testing.T) {
	for name, a := range acts() {
		if a.again == nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			w, key := a.done(t)
			w.answer(key, store.Keep)
			a.again(w)
			w.look()
			require.Equal(t, store.Unanswered, Diff(w.in).Drifts[0].Answer)
			w.plan()
			require.Equal(t, []string{key}, w.asks())
		})
	}
}

func TestTheDeskIsAskedAgainWhenItWantsSomethingElse(t *testing.T) {
	for name, a := range acts() {
		if a.wish == nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			w, key := a.done(t)
			w.answer(key, store.Keep)
			a.wish(w)
			w.plan()
			require.Contains(t, w.asks(), key)
		})
	}
}

func TestWhatSomebodyTookBackIsNoDifferenceAnyMoreAndIsAskedAboutWhenItComesBack(t *testing.T) {
	for name, a := range acts() {
		if a.way == store.Wider {
			continue
		}
		t.Run(name, func(t *testing.T) {
			w := lived(t)
			before := w.ks.clone()
			a.do(w)
			after := w.ks.clone()
			w.look()
			w.plan()
			w.answer(w.asks()[0], store.Keep)
			w.ks = before
			w.look()
			set := w.plan()
			require.Empty(t, set.Drifts)
			require.Empty(t, set.Steps)
			require.Empty(t, w.in.Drifts)
			w.ks = after
			w.look()
			w.plan()
			require.Len(t, w.asks(), 1)
		})
	}
}

// What is read of an object while our own change of it settles, or is under
// way, says nothing: it is neither a difference nor the end of one.
func TestWhatIsReadTooEarlyIsNoDifference(t *testing.T) {
	for name, a := range acts() {
		t.Run(name, func(t *testing.T) {
			w := lived(t)
			recently(w)
			a.do(w)
			w.in.Seen = w.ks.readAll(w.in.Now)
			set := w.plan()
			require.Empty(t, set.Steps)
			for _, d := range set.Drifts {
				require.Equal(t, MemberByHand, d.Kind, "of that the ledger has no time")
			}
			w.in.Now = w.in.Now.Add(settle - time.Second)
			w.in.Seen = w.ks.readAll(w.in.Now)
			require.Len(t, w.plan().Drifts, len(set.Drifts))
			w.in.Now = w.in.Now.Add(time.Second)
			w.in.Seen = w.ks.readAll(w.in.Now)
			require.Len(t, w.plan().Drifts, 1)
		})
	}
}

// recently makes all of the ledger confirmed only now.
func recently(w *world) {
	for id, u := range w.in.Ledger.Users.All() {
		u.ConfirmedAt = w.in.Now
		w.in.Ledger.Users.Put(id, u)
	}
	for k, m := range w.in.Ledger.Memberships.All() {
		m.ConfirmedAt = w.in.Now
		w.in.Ledger.Memberships.Put(k, m)
	}
	for k, g := range w.in.Ledger.Groups {
		g.ConfirmedAt = w.in.Now
		w.in.Ledger.Groups[k] = g
	}
}

func TestADifferenceIsKeptAsItIsWhileItsObjectIsOpen(t *testing.T) {
	for name, a := range acts() {
		t.Run(name, func(t *testing.T) {
			w, key := a.done(t)
			d := Diff(w.in).Drifts[0]
			w.in.Open[d.Object] = true
			set := w.plan()
			require.True(t, set.Unsure[d.Object])
			for _, other := range set.Drifts {
				require.NotEqual(t, d.Object, other.Object)
			}
			kept, still := w.drift(key)
			require.True(t, still)
			require.True(t, kept.OverAt.IsZero())
		})
	}
}

func TestNothingIsSaidToBeUnsureThatIsKnown(t *testing.T) {
	w := lived(t)
	require.Empty(t, w.plan().Unsure)
	all := []Object{UserObject(mia), UserObject(ana), MembersObject("full"), MembersObject("basic"), GroupObject(booking), GroupObject(extras)}
	for _, o := range all {
		w.in.Open = map[Object]bool{o: true}
		require.Equal(t, map[Object]bool{o: true}, w.plan().Unsure)
	}
}

func TestStrangersAreTheUsersWhoAreNobodyInTheFile(t *testing.T) {
	ledger := store.Ledger{Users: store.NewByPerson([]store.One[store.LedgerUser]{{Person: 1, Has: store.LedgerUser{SiteUserID: "su1"}}})}
	seen := store.Seen{Users: map[string]store.KSUser{
		"su1": {ID: "su1", FirstName: "Mia"}, "su4": {ID: "su4", FirstName: "Bo"}, "su3": {ID: "su3", FirstName: "Bo"},
		"su2": {ID: "su2", FirstName: "Al"}, "su5": {ID: "su5", FirstName: "Aa", Gone: true},
	}}
	var ids []string
	for _, u := range Strangers(ledger, seen) {
		ids = append(ids, u.ID)
	}
	require.Equal(t, []string{"su2", "su3", "su4"}, ids)
}

// Where the person's user is gone nothing of theirs is given, and everybody
// else goes on.
func TestWhoWasRemovedInKSHoldsUpNobodyElse(t *testing.T) {
	w, key := acts()["the user is removed"].done(t)
	w.wants(3, "full")
	w.books(8, ana, "10:00", "12:00", "a")
	w.books(9, mia, "15:00", "16:00", "a")
	w.wants(mia, "full", "basic")
	w.extra(mia, "b", "c")
	w.quiet()
	require.Equal(t, []string{key}, w.asks())
	for _, s := range w.did {
		require.NotEqual(t, mia, s.Person, "%s", s.Key)
	}
	require.Contains(t, w.ks.groups["full"].people, w.platform(3))
	require.Equal(t, []string{w.platform(ana)}, w.ks.groups[w.ksGroup(access.BookingKey(8))].people)

	w.restore(key)
	w.quiet()
	require.Empty(t, w.asks())
	require.Contains(t, w.ks.groups["basic"].people, w.platform(mia))
	require.Equal(t, []string{w.platform(mia)}, w.ks.groups[w.ksGroup(access.BookingKey(9))].people)
	require.Equal(t, []string{"b", "c"}, w.ks.groups[w.ksGroup(extras)].doors)
}

func TestWhoWasRemovedInKSAndHasNoRightAnyMoreIsForgotten(t *testing.T) {
	w, _ := acts()["the user is removed"].done(t)
	w.leaves(mia)
	w.quiet()
	require.NotContains(t, maps.Collect(w.in.Ledger.Users.All()), mia)
	require.Empty(t, w.in.Drifts)
	require.Equal(t, []Op{DeleteGroup, DeleteGroup}, ops(w.did), "of the users there is nothing left to do")
	for k := range w.in.Ledger.Memberships.All() {
		require.NotEqual(t, mia, k.Person)
	}
}

func TestASeatGivenToSomebodyWithoutARightIsAskedAbout(t *testing.T) {
	w := lived(t)
	w.leaves(mia)
	w.quiet()
	require.False(t, w.ks.users[w.ksUser(mia)].Subscribed)
	w.ks.user(w.ksUser(mia), func(u *store.KSUser) { u.Subscribed = true })
	w.look()
	set := w.plan()
	require.Empty(t, set.Steps)
	require.Len(t, set.Drifts, 1)
	d := set.Drifts[0]
	require.Equal(t, []any{"user:1/seat", SeatGiven, store.Other, mia}, []any{d.Key, d.Kind, d.Way, d.Person})
	require.Equal(t, "Mia Berg has no right any more, and was given a seat again in SALTO KS by somebody.", d.What.String())
	w.restore(d.Key)
	w.did = nil
	w.quiet()
	require.Equal(t, []Op{Suspend}, ops(w.did))
	require.False(t, w.ks.users[w.ksUser(mia)].Subscribed)
}

// Of a group that somebody changed in every way, what is wider is put back and
// what is narrower stays, also in one that was found again.
func TestToPutBackWhatIsWiderGivesNothingThatWasTakenAway(t *testing.T) {
	w := lived(t)
	id := w.ksGroup(booking)
	w.ks.out(id, w.platform(mia))
	w.ks.into(id, w.stranger().PlatformID)
	w.ks.dropDoor(id, "a")
	w.ks.addDoor(id, "c")
	w.somebodySets("11:00", "14:00")
	w.ks.addSchedule(id, window("", at("20:00"), at("21:00")))
	w.look()
	require.ElementsMatch(t, []Op{RemovePerson, RemoveDoor, SetWindow, DropSchedule}, ops(w.plan().Steps))
	w.quiet()
	require.Empty(t, w.ks.groups[id].people)
	require.Equal(t, []string{"b"}, w.ks.groups[id].doors)
	require.Equal(t, []string{"11:00 to 12:00"}, w.hoursOf())
	require.Equal(t, []string{"group:booking:7/door/a", "group:booking:7/person/1", "group:booking:7/window"}, w.asks())
}
