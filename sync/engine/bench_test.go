package engine

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/access"
	"latchkey/sync/reconcile"
)

// The size of the site of the benchmark.
const (
	benchMembers  = 10_000
	benchDoors    = 300
	benchBookings = 2_000 // in the horizon
	benchRooms    = 100
)

// BenchmarkCompileDiff measures one round of planning without the file, on a
// site where everything is in place and every twentieth member is still to be
// added. x-of-read is how long that takes compared to reading the snapshot and
// the ledger from SQLite.
func BenchmarkCompileDiff(b *testing.B) {
	ctx := context.Background()
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(b.TempDir(), "latchkey.db"), Now: func() time.Time { return now }})
	require.NoError(b, err)
	defer func() { require.NoError(b, s.Close()) }()
	space := fillBench(b, s)

	c, err := compute(ctx, s, space, now, DefaultSettle)
	require.NoError(b, err)
	require.NotEmpty(b, c.set.Steps)

	var read time.Duration
	const reads = 3
	for range reads {
		began := time.Now()
		_, err := s.Snapshot(ctx, space, now.Add(-margin), now.AddDate(0, 0, 14).Add(margin))
		require.NoError(b, err)
		_, err = s.Ledger(ctx, space)
		require.NoError(b, err)
		read += time.Since(began)
	}
	for b.Loop() {
		in := c.in
		_, in.Target = access.Compile(in.Snap, now)
		reconcile.Diff(in)
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/(float64(read)/reads), "x-of-read")
	b.ReportMetric(float64(len(c.set.Steps)), "steps")
}

// fillBench writes the site into the file and into the ledger.
func fillBench(b *testing.B, s *store.Store) store.SpaceID {
	ctx := context.Background()
	space := store.Space{Name: "Bench", Zone: "Europe/Paris", Before: 5, After: 5, HorizonDays: 14, Leaving: store.LeavingSuspend, OpenFrom: "00:00", OpenUntil: "24:00"}
	do := func(f func(tx *store.Tx) error) {
		_, err := s.Do(ctx, store.ActorImport, f)
		require.NoError(b, err)
	}
	plan := store.Plan{Name: "Full time"}
	rooms := make([]store.Room, benchRooms)
	do(func(tx *store.Tx) error {
		if err := tx.SaveSpace(&space); err != nil {
			return err
		}
		plan.Mappings = []store.Mapping{{Space: space.ID, Group: store.KSRef{ID: "g", Name: "Full time"}}}
		mirror := store.Mirror{Site: store.KSSite{ID: "s", Zone: "Europe/Paris"}, Groups: []store.KSGroup{{ID: "g", Name: "Full time", Detailed: true}}}
		for i := range benchDoors {
			mirror.Doors = append(mirror.Doors, store.KSDoor{ID: fmt.Sprintf("d%d", i), Name: fmt.Sprintf("Door %d", i)})
		}
		if err := tx.SaveMirror(space.ID, mirror); err != nil {
			return err
		}
		for i := range rooms {
			rooms[i] = store.Room{Space: space.ID, Name: fmt.Sprintf("Room %d", i), Doors: []store.KSRef{{ID: "d0", Name: "Door 0"}, {ID: fmt.Sprintf("d%d", i+1), Name: fmt.Sprintf("Door %d", i+1)}}}
			if err := tx.SaveRoom(&rooms[i]); err != nil {
				return err
			}
		}
		return tx.SavePlan(&plan)
	})
	people := make([]store.PersonID, benchMembers)
	do(func(tx *store.Tx) error {
		for i := range people {
			p := store.Person{FirstName: "P", LastName: fmt.Sprint(i), Email: fmt.Sprintf("p%d@example.org", i), Plan: plan.ID, Connect: store.ConnectPhoneOnly}
			if err := tx.SavePerson(&p); err != nil {
				return err
			}
			people[i] = p.ID
			if i%20 == 0 {
				continue
			}
			u := store.LedgerUser{Person: p.ID, SiteUserID: fmt.Sprint("su", i), PlatformID: fmt.Sprint("u", i), ConfirmedAt: tx.Now,
				State: store.UserState{FirstName: p.FirstName, LastName: p.LastName, Email: p.Email, Subscribed: true}}
			if err := tx.PutUser(space.ID, u); err != nil {
				return err
			}
			k := store.MembershipKey{Group: "g", Person: p.ID}
			if err := tx.PutMembership(space.ID, store.LedgerMembership{MembershipKey: k, ConfirmedAt: tx.Now}); err != nil {
				return err
			}
		}
		return nil
	})
	do(func(tx *store.Tx) error {
		for i := range benchBookings {
			day := store.Date("2026-11-24").AddDays(i / benchRooms % 12)
			hour := 8 + i/benchRooms/12*2
			booking := store.Booking{Room: rooms[i%benchRooms].ID, Person: people[i*7%benchMembers],
				Start: store.LocalTime(fmt.Sprintf("%sT%02d:00", day, hour)), End: store.LocalTime(fmt.Sprintf("%sT%02d:00", day, hour+1))}
			if err := tx.SaveBooking(&booking); err != nil {
				return err
			}
		}
		return nil
	})
	return space.ID
}
