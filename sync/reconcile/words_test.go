package reconcile

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/access"
)

// person changes somebody in the file.
func (w *world) person(id store.PersonID, change func(p *store.Person)) {
	change(&w.in.Snap.People[id-1])
}

// user changes what somebody's user should be.
func (w *world) user(id store.PersonID, change func(u *store.UserState)) {
	u := w.in.Target.Users.Of(id)
	change(&u)
	w.in.Target.Users.Put(id, u)
}

func TestWhatIsSaidOfAStep(t *testing.T) {
	email := func(to string) func(w *world) {
		return func(w *world) { w.user(mia, func(u *store.UserState) { u.Email = to }) }
	}
	cancelled := func(change func(p *store.Person)) func(w *world) {
		return func(w *world) {
			w.person(ana, func(p *store.Person) { p.Plan = 1; change(p) })
			w.in.Target.Memberships.Drop(store.MembershipKey{Group: "basic", Person: ana})
		}
	}
	loses := func(why string) []string {
		return []string{"Ana Lind loses Front door (group “Basic”): " + why + "."}
	}
	joins := func(reason access.Reason) func(w *world) {
		return func(w *world) {
			w.wants(4)
			w.quiet()
			w.in.Target.Memberships.Put(store.MembershipKey{Group: "full", Person: 4}, reason)
		}
	}
	noBooking := func(change func(p *store.Person)) func(w *world) {
		return func(w *world) {
			w.person(mia, func(p *store.Person) { p.Plan = 1; change(p) })
			delete(w.in.Target.Groups, booking)
		}
	}
	lost := func(why string) []string {
		return []string{"Mia Berg loses Front door, Studio (“Latchkey 3fa9-7”): " + why + "."}
	}
	for name, row := range map[string]struct {
		change func(w *world)
		said   []string
	}{
		"a user by mail": {func(w *world) { w.wants(3) }, []string{"Kim Day becomes a user in SALTO KS, which sends an invitation to kim@example.org."}},
		"a user by tag":  {func(w *world) { w.wants(4) }, []string{"Per Ek becomes a user in SALTO KS, by tag only: no invitation is sent."}},
		"a seat": {func(w *world) {
			u := w.in.Ledger.Users.Of(mia)
			u.State.Subscribed = false
			w.in.Ledger.Users.Put(mia, u)
			w.ks.user(u.SiteUserID, func(u *store.KSUser) { u.Subscribed = false })
			w.look()
		}, []string{"Mia Berg has a right again, and takes a seat."}},
		"a block that is undone": {func(w *world) {
			u := w.in.Ledger.Users.Of(mia)
			u.State.Blocked = true
			w.in.Ledger.Users.Put(mia, u)
			w.ks.user(u.SiteUserID, func(u *store.KSUser) { u.Blocked = true })
			w.look()
		}, []string{"Mia Berg is unblocked in SALTO KS, as the desk wants it."}},

		"a tag":                  {func(w *world) { w.tag(ana, "t2") }, []string{"Ana Lind gets a tag."}},
		"no tag":                 {func(w *world) { w.tag(mia, "") }, []string{"The tag of Mia Berg is taken back."}},
		"an address":             {email("m@example.org"), []string{"The e-mail address of Mia Berg becomes m@example.org."}},
		"no address":             {email(""), []string{"The e-mail address of Mia Berg is taken away."}},
		"a first name":           {func(w *world) { w.user(mia, func(u *store.UserState) { u.FirstName = "M" }) }, []string{"The name of Mia Berg is brought up to date."}},
		"a last name":            {func(w *world) { w.user(mia, func(u *store.UserState) { u.LastName = "B" }) }, []string{"The name of Mia Berg is brought up to date."}},
		"a name and an address":  {func(w *world) { w.user(mia, func(u *store.UserState) { u.LastName, u.Email = "B", "b" }) }, []string{"The name, e-mail address or tag of Mia Berg is brought up to date."}},
		"a name and a tag":       {func(w *world) { w.user(mia, func(u *store.UserState) { u.LastName, u.TagID = "B", "" }) }, []string{"The name, e-mail address or tag of Mia Berg is brought up to date."}},
		"an address and a tag":   {func(w *world) { w.user(mia, func(u *store.UserState) { u.Email, u.TagID = "b", "t2" }) }, []string{"The name, e-mail address or tag of Mia Berg is brought up to date."}},
		"no address and no tag":  {func(w *world) { w.user(mia, func(u *store.UserState) { u.Email, u.TagID = "", "" }) }, []string{"The name, e-mail address or tag of Mia Berg is brought up to date."}},
		"an address, other case": {func(w *world) { w.user(mia, func(u *store.UserState) { u.Email, u.TagID = "MIA@example.org", "" }) }, []string{"The tag of Mia Berg is taken back."}},

		"a plan":            {joins(access.Reason{Plan: 1}), []string{"Per Ek gets Front door, Studio (group “Full time”): plan “Full time”."}},
		"the main’s plan":   {joins(access.Reason{Plan: 1, Main: mia}), []string{"Per Ek gets Front door, Studio (group “Full time”): plan “Full time” of Mia Berg."}},
		"a booking, longer": {func(w *world) { w.books(7, mia, "10:00", "13:00", "a", "b") }, []string{"Mia Berg gets Front door, Studio, 2026-11-24T10:00 – 2026-11-24T13:00: booking of Studio."}},
		"an extra door":     {func(w *world) { w.extra(mia, "c", "z") }, []string{"Mia Berg gets Storage, z: extra door."}},

		"no extra door":          {func(w *world) { w.extra(mia, "a"); w.in.Ledger.Groups[extras].State.Doors[0] = "c" }, []string{"Mia Berg loses Storage: the extra door was taken back.", "Mia Berg gets Front door: extra door."}},
		"a booking, one door":    {func(w *world) { w.books(7, mia, "10:00", "12:00", "a") }, []string{"The booking of Studio by Mia Berg does not open Studio any more."}},
		"a booking of another":   {func(w *world) { w.books(7, ana, "10:00", "12:00", "a", "b") }, []string{"The booking of Studio by Ana Lind was changed: what it no longer needs is closed.", "Ana Lind gets Front door, Studio, 2026-11-24T10:00 – 2026-11-24T12:00: booking of Studio."}},
		"a stranger":             {func(w *world) { w.ks.into(w.ksGroup(booking), w.stranger().PlatformID); w.look() }, []string{"Old Hand is taken out of “Latchkey 3fa9-7” of Mia Berg again: somebody put them in by hand."}},
		"somebody of the file":   {func(w *world) { w.ks.into(w.ksGroup(booking), w.platform(ana)); w.look() }, []string{"Ana Lind is taken out of “Latchkey 3fa9-7” of Mia Berg again: somebody put them in by hand."}},
		"a door that was added":  {func(w *world) { w.ks.addDoor(w.ksGroup(booking), "c"); w.look() }, []string{"Storage is taken out of “Latchkey 3fa9-7” of Mia Berg again: somebody added it by hand."}},
		"hours that were longer": {func(w *world) { w.somebodySets("10:00", "13:00"); w.look() }, []string{"The hours of “Latchkey 3fa9-7” of Mia Berg were made longer in SALTO KS by somebody."}},
		"more hours":             {func(w *world) { w.ks.addSchedule(w.ksGroup(booking), window("", "", "")); w.look() }, []string{"The hours of “Latchkey 3fa9-7” of Mia Berg were made longer in SALTO KS by somebody."}},
		"hours that both want so": {func(w *world) {
			w.somebodySets("10:00", "11:30")
			w.look()
			w.books(7, mia, "10:30", "12:00", "a", "b")
		}, []string{"The booking of Studio by Mia Berg was changed: what it no longer needs is closed."}},

		"not in this file any more": {func(w *world) {
			w.in.Snap.People = w.in.Snap.People[:1]
			w.in.Target.Memberships.Drop(store.MembershipKey{Group: "basic", Person: ana})
		}, loses("not in this file any more")},
		"blocked":           {cancelled(func(p *store.Person) { p.BlockedAt = now }), loses("blocked at the desk")},
		"cancelled":         {cancelled(func(p *store.Person) { p.EndsOn = "2026-11-22" }), loses("the last day was 2026-11-22")},
		"not begun":         {cancelled(func(p *store.Person) { p.StartsOn = "2026-11-24" }), loses("the first day is 2026-11-24")},
		"paused":            {cancelled(func(p *store.Person) { p.PausedFrom = "2026-11-23" }), loses("paused from 2026-11-23 on")},
		"a visitor":         {cancelled(func(p *store.Person) { p.Plan = 0 }), loses("no booking is ahead")},
		"not connected":     {cancelled(func(p *store.Person) { p.Connect = store.ConnectNone }), loses("not connected to SALTO KS any more")},
		"the main has left": {cancelled(func(p *store.Person) { p.Plan, p.Main = 0, mia }), loses("Mia Berg, whose plan they share, has no active plan")},
		"another plan":      {cancelled(func(*store.Person) {}), loses("the plan does not give it any more")},
		"another plan of the main’s": {func(w *world) {
			w.person(mia, func(p *store.Person) { p.Plan = 1 })
			cancelled(func(p *store.Person) { p.Plan, p.Main = 0, mia })(w)
		}, loses("the plan does not give it any more")},

		"no booking":             {noBooking(func(*store.Person) {}), lost("the booking was deleted or changed")},
		"no booking, a visitor":  {noBooking(func(p *store.Person) { p.Plan = 0 }), lost("the booking was deleted or changed")},
		"no booking, cancelled":  {noBooking(func(p *store.Person) { p.EndsOn = "2026-11-22" }), lost("the last day was 2026-11-22")},
		"no booking, blocked":    {noBooking(func(p *store.Person) { p.BlockedAt = now }), lost("blocked at the desk")},
		"a booking that is over": {func(w *world) { w.in.Now = w.in.Now.AddDate(0, 0, 2); delete(w.in.Target.Groups, booking) }, []string{"The group “Latchkey 3fa9-7” of a booking of Mia Berg that is over is tidied away."}},
		"no extra doors": {func(w *world) {
			w.person(mia, func(p *store.Person) { p.Plan = 1 })
			delete(w.in.Target.Groups, extras)
		}, []string{"Mia Berg loses Storage (“Latchkey 3fa9-m1”): the extra doors were taken back."}},
		"a group of nobody": {func(w *world) {
			w.in.Ledger.Groups["booking:9"] = store.LedgerGroup{Key: "booking:9", RemoteID: "g", State: store.GroupState{Name: "Latchkey 3fa9-9"}}
			w.in.Open[GroupObject("booking:9")] = true
		}, []string{" loses  (“Latchkey 3fa9-9”): nobody is in it."}},
	} {
		t.Run(name, func(t *testing.T) {
			w := lived(t)
			row.change(w)
			var said []string
			for _, s := range w.plan().Steps {
				if len(said) == 0 || said[len(said)-1] != s.What.String() {
					said = append(said, s.What.String())
				}
			}
			require.Equal(t, row.said, said)
		})
	}
}

func TestWhatIsSaidOfAUserWhoIsLetGo(t *testing.T) {
	for leaving, said := range map[store.Leaving]string{
		store.LeavingSuspend: "Ana Lind opens nothing any more, and the seat is freed: no booking is ahead.",
		store.LeavingDelete:  "Ana Lind opens nothing any more, and the user is deleted in SALTO KS: no booking is ahead.",
	} {
		w := lived(t)
		w.in.Snap.Space.Leaving = leaving
		w.leaves(ana)
		steps := w.plan().Steps
		require.Equal(t, said, steps[len(steps)-1].What.String())
	}
}

// Hours are said as the space's clock shows them, and days as its calendar does.
func TestTimesAreSaidInTheSpacesZone(t *testing.T) {
	w := lived(t)
	w.in.Snap.Space.Zone = "Asia/Tokyo"
	w.books(7, mia, "10:00", "13:00", "a", "b")
	require.Equal(t, "Mia Berg gets Front door, Studio, 2026-11-24T19:00 – 2026-11-24T22:00: booking of Studio.", w.plan().Steps[0].What.String())

	w = lived(t)
	w.in.Snap.Space.Zone, w.in.Now = "Asia/Tokyo", time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC)
	w.person(ana, func(p *store.Person) { p.Plan, p.EndsOn = 1, "2026-11-23" })
	w.in.Target.Memberships.Drop(store.MembershipKey{Group: "basic", Person: ana})
	require.Equal(t, "Ana Lind loses Front door (group “Basic”): the last day was 2026-11-23.", w.plan().Steps[0].What.String())
}
