package engine

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"

	"latchkey/store"
	"latchkey/sync/ks"
	"latchkey/sync/kssim"
	"latchkey/sync/reconcile"
)

// plot is what a house is made from: a data file, and what the simulated KS
// holds. Both are written past the engine, which would take a day for it.
type plot struct {
	members int
	file    []byte
	sim     []byte
}

func (p *plot) ks() io.Reader { return bytes.NewReader(p.sim) }

// plotted is when a plot was made and all of its site was seen: a Monday, 09:00
// in Paris.
var plotted = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

// longAgo is when everything was put into KS.
var longAgo = plotted.AddDate(0, -1, 0)

// The size of a site of so many members: of 10,000 it has 300 doors, and
// 100,000 bookings in its file, of which 2,000 are ahead.
func doorsOf(members int) int    { return max(3, members*3/100) }
func roomsOf(members int) int    { return max(1, members/100) }
func bookingsOf(members int) int { return members * 10 }
func aheadOf(members int) int    { return members / 5 }

// newPlot makes the plot of a house of so many members.
func newPlot(tb testing.TB, members int) *plot {
	tb.Helper()
	h := &house{tb: tb, clock: &kssim.Clock{}}
	h.clock.Set(plotted)
	h.sim = kssim.New(kssim.Config{Now: h.clock.Now})
	require.NoError(tb, h.sim.AddSite(siteOf(members)))
	path := filepath.Join(tb.TempDir(), "plot.db")
	h.open(path)
	h.furnish(members)
	h.connect()
	h.settleIn(members)
	target := h.target()
	h.writeFile(target)
	p := &plot{members: members, sim: h.writeKS(target)}
	require.NoError(tb, h.store.Close())
	h.remember(path, members)
	var err error
	p.file, err = os.ReadFile(path)
	require.NoError(tb, err)
	return p
}

const groupsOfPlans = 4

func siteOf(members int) kssim.Site {
	site := kssim.Site{Name: "Maison", UID: "FR0000000009", TimeZone: "Europe/Paris", Seats: members + 100, IQs: []kssim.SiteIQ{{Name: "IQ 01"}}}
	for i := range doorsOf(members) {
		site.Doors = append(site.Doors, kssim.SiteDoor{Name: fmt.Sprintf("Door %03d", i)})
	}
	for i := range groupsOfPlans {
		site.Groups = append(site.Groups, kssim.SiteGroup{
			Name: fmt.Sprintf("Group %d", i), Doors: []string{"Door 000", fmt.Sprintf("Door %03d", i%3)}[i%2:], Schedules: []kssim.Timeframe{{}},
		})
	}
	return site
}

// furnish makes the space, its plans and its rooms.
func (h *house) furnish(members int) {
	h.space = store.Space{Name: "Maison", Zone: "Europe/Paris", Before: 5, After: 5, HorizonDays: 14, Leaving: store.LeavingSuspend, OpenFrom: "07:00", OpenUntil: "22:00"}
	h.do(store.ActorImport, func(tx *store.Tx) error {
		if err := tx.SaveSpace(&h.space); err != nil {
			return err
		}
		group := func(i int) store.Mapping {
			return store.Mapping{Space: h.space.ID, Group: store.KSRef{Name: fmt.Sprintf("Group %d", i)}}
		}
		for i, groups := range [][]store.Mapping{{group(0)}, {group(1)}, {group(2), group(3)}} {
			p := store.Plan{Name: fmt.Sprintf("Plan %d", i), Mappings: groups}
			if err := tx.SavePlan(&p); err != nil {
				return err
			}
			h.plans = append(h.plans, p.ID)
		}
		for i := range roomsOf(members) {
			r := store.Room{Space: h.space.ID, Name: fmt.Sprintf("Room %03d", i), Doors: []store.KSRef{{Name: "Door 000"}, {Name: fmt.Sprintf("Door %03d", i+1)}}}
			if err := tx.SaveRoom(&r); err != nil {
				return err
			}
			h.rooms = append(h.rooms, r.ID)
		}
		return nil
	})
}

// connect signs in, pins the site and looks at it, while it is empty.
func (h *house) connect() {
	h.signIn()
	h.work(ks.Options{Rate: rate.Inf})
	sites, err := h.eng.cfg.Remote.(*ks.Client).Sites(context.Background())
	require.NoError(h.tb, err)
	h.desk(func(tx *store.Tx) error {
		h.space.SiteID, h.space.SiteName = sites[0].ID, sites[0].Name
		if err := tx.PutGuard(h.space.ID, store.Guard{SiteID: sites[0].ID, SyncedAt: plotted}); err != nil { // the desk has agreed to this site
			return err
		}
		return tx.SaveSpace(&h.space)
	})
	require.NoError(h.tb, h.eng.Look(context.Background()))
}

// settleIn adds the members, of whom every tenth is somebody's co-member and
// every fiftieth has a door of their own, and the bookings that are ahead: none
// begins or ends within two days.
func (h *house) settleIn(members int) {
	h.do(store.ActorImport, func(tx *store.Tx) error {
		for i := range members {
			p := store.Person{FirstName: "Person", LastName: fmt.Sprintf("Number %05d", i), Email: fmt.Sprintf("p%d@example.org", i), Connect: store.ConnectPhoneOnly}
			if i%10 == 9 {
				p.Main = h.people[len(h.people)-1]
			} else {
				p.Plan = h.plans[i%len(h.plans)]
			}
			if i%50 == 25 {
				p.ExtraDoors = []store.ExtraDoor{{Space: h.space.ID, Door: store.KSRef{Name: "Door 002"}}}
			}
			if err := tx.SavePerson(&p); err != nil {
				return err
			}
			if p.Main == 0 {
				h.people = append(h.people, p.ID)
			}
		}
		for i := range aheadOf(members) {
			b := h.booking(i, func(k int) (days, hour int) { return 2 + k%11, 9 + k/11*2 })
			if err := tx.SaveBooking(&b); err != nil {
				return err
			}
		}
		return tx.ResolveRefs(h.space.ID)
	})
}

// booking is the i-th of many: each room has its k-th on a day and at an hour.
func (h *house) booking(i int, when func(k int) (days, hour int)) store.Booking {
	days, hour := when(i / len(h.rooms))
	day := store.DateOf(plotted, time.UTC).AddDays(days)
	return store.Booking{
		Room: h.rooms[i%len(h.rooms)], Person: h.people[i*7%len(h.people)],
		Start: store.LocalTime(fmt.Sprintf("%sT%02d:00", day, hour)), End: store.LocalTime(fmt.Sprintf("%sT%02d:00", day, hour+1)),
	}
}

// remember writes the bookings that are past, straight into the table.
func (h *house) remember(path string, members int) {
	ctx := context.Background()
	db, err := sql.Open("sqlite", path)
	require.NoError(h.tb, err)
	defer func() { require.NoError(h.tb, db.Close()) }()
	tx, err := db.BeginTx(ctx, nil)
	require.NoError(h.tb, err)
	put, err := tx.PrepareContext(ctx, `INSERT INTO booking (key, rev, deleted, room_id, person_id, slot, title, start_local, end_local, start_at, end_at)
		VALUES (?, 1, 0, ?, ?, '', '', ?, ?, ?, ?)`)
	require.NoError(h.tb, err)
	defer func() { _ = put.Close() }() // with its transaction, which has ended then
	zone := h.space.Location()
	for i := range bookingsOf(members) - aheadOf(members) {
		b := h.booking(i, func(k int) (days, hour int) { return -1 - k/10, 8 + k%10 })
		_, err := put.ExecContext(ctx, fmt.Sprint("past", i), b.Room, b.Person, b.Start, b.End, b.Start.Start(zone).Unix(), b.End.Start(zone).Unix())
		require.NoError(h.tb, err)
	}
	require.NoError(h.tb, tx.Commit())
}

// target is what the file wants of KS, with what it is made from.
func (h *house) target() reconcile.Input {
	c, err := compute(context.Background(), h.store, h.space.ID, plotted, DefaultSettle)
	require.NoError(h.tb, err)
	return c.in
}

// The ids in KS, as long as real ones.
func fakeID(kind byte, n int) string { return fmt.Sprintf("%08x-0000-4000-8000-%012x", kind, n) }

func siteUserID(p store.PersonID) string { return fakeID('s', int(p)) }
func platformID(p store.PersonID) string { return fakeID('p', int(p)) }

// groupIDs gives the ids of the managed groups and of their schedules.
func groupIDs(in reconcile.Input) map[string]store.LedgerGroup {
	out := make(map[string]store.LedgerGroup)
	for n, key := range slices.Sorted(maps.Keys(in.Target.Groups)) {
		out[key] = store.LedgerGroup{
			Key: key, RemoteID: fakeID('g', n), ScheduleID: fakeID('t', n), State: in.Target.Groups[key].State, ConfirmedAt: longAgo,
		}
	}
	return out
}

func standingPeople(in reconcile.Input) map[string][]string {
	out := make(map[string][]string)
	for k := range in.Target.Memberships.All() {
		out[k.Group] = append(out[k.Group], platformID(k.Person))
	}
	for _, ids := range out {
		slices.Sort(ids)
	}
	return out
}

// writeFile writes the target into the ledger, and into what was seen.
func (h *house) writeFile(in reconcile.Input) {
	id := h.space.ID
	h.do(store.ActorSync, func(tx *store.Tx) error {
		for p, u := range in.Target.Users.All() {
			err := tx.PutUser(id, store.LedgerUser{Person: p, SiteUserID: siteUserID(p), PlatformID: platformID(p), State: u, ConfirmedAt: longAgo})
			if err != nil {
				return err
			}
			err = tx.SeeUser(id, plotted, store.KSUser{
				ID: siteUserID(p), PlatformID: platformID(p), FirstName: u.FirstName, LastName: u.LastName, Email: u.Email,
				Alias: in.Alias(p), Subscribed: true,
			})
			if err != nil {
				return err
			}
		}
		for k := range in.Target.Memberships.All() {
			if err := tx.PutMembership(id, store.LedgerMembership{MembershipKey: k, ConfirmedAt: longAgo}); err != nil {
				return err
			}
		}
		for _, g := range in.Snap.Mirror.Groups {
			if err := tx.SeeGroup(id, plotted, g.ID, g.Name); err != nil {
				return err
			}
		}
		for group, ids := range standingPeople(in) {
			if err := tx.SeePeople(id, plotted, group, ids); err != nil {
				return err
			}
		}
		for _, g := range groupIDs(in) {
			if err := writeGroup(tx, id, g); err != nil {
				return err
			}
		}
		if err := tx.SeeAllUsers(id, plotted); err != nil {
			return err
		}
		return tx.SeeAllGroups(id, plotted)
	})
}

func writeGroup(tx *store.Tx, id store.SpaceID, g store.LedgerGroup) error {
	window := ks.Window(g.State.Start, g.State.End)
	window.ID = g.ScheduleID
	for _, write := range []func() error{
		func() error { return tx.PutGroup(id, g) },
		func() error { return tx.SeeGroup(id, plotted, g.RemoteID, g.State.Name) },
		func() error { return tx.SeePeople(id, plotted, g.RemoteID, []string{platformID(g.State.People[0])}) },
		func() error { return tx.SeeDoors(id, plotted, g.RemoteID, g.State.Doors) },
		func() error { return tx.SeeSchedules(id, plotted, g.RemoteID, mirrored([]ks.Schedule{window})) },
	} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

// writeKS puts the target into the simulated KS as it saves itself.
func (h *house) writeKS(in reconcile.Input) []byte {
	var saved bytes.Buffer
	require.NoError(h.tb, h.sim.Save(&saved))
	decoder := json.NewDecoder(&saved)
	decoder.UseNumber()
	var all map[string]any
	require.NoError(h.tb, decoder.Decode(&all))
	people, site := all["people"].(map[string]any), all["sites"].([]any)[0].(map[string]any)
	users, groups := site["users"].([]any), site["groups"].([]any)
	for _, x := range in.Snap.People { // in a fixed order: pages have one
		u, wanted := in.Target.Users.Get(x.ID)
		if !wanted {
			continue
		}
		people[platformID(x.ID)] = map[string]any{"id": platformID(x.ID), "first_name": u.FirstName, "last_name": u.LastName, "email": u.Email}
		users = append(users, map[string]any{
			"id": siteUserID(x.ID), "person_id": platformID(x.ID), "alias": reconcile.Alias(in.Snap.Install, x), "role_codes": []string{ks.RoleSiteUser}, "subscribed": true,
		})
	}
	standing := standingPeople(in)
	for _, g := range groups {
		g := g.(map[string]any)
		g["members"] = standing[g["id"].(string)]
	}
	for _, g := range groupIDs(in) {
		groups = append(groups, groupInKS(g))
	}
	site["users"], site["groups"] = users, groups
	data, err := json.Marshal(all)
	require.NoError(h.tb, err)
	return data
}

func groupInKS(g store.LedgerGroup) map[string]any {
	schedule := map[string]any{
		"id": g.ScheduleID, "start_time": "00:00:00", "end_time": "23:59:59",
		"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
	}
	if g.State.Start != "" {
		schedule["start_date"], schedule["end_date"] = g.State.Start, g.State.End
	}
	return map[string]any{
		"id": g.RemoteID, "name": g.State.Name, "members": []string{platformID(g.State.People[0])}, "locks": g.State.Doors, "schedules": []any{schedule},
	}
}
