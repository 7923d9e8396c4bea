package store

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store/internal/db"
)

// The size of the file that the benchmarks use.
const (
	benchPeople   = 10_000
	benchRooms    = 50
	benchBookings = 100_000
)

// benchFile builds the file once per process, past the rules and in one
// transaction; benchDir is the process's own.
var benchFile = sync.OnceValues(func() (string, error) {
	path := filepath.Join(benchDir, "bench.latchkey")
	ctx := context.Background()
	s, err := Open(ctx, Options{Path: path, Now: func() time.Time { return noon }})
	if err != nil {
		return "", err
	}
	_, err = s.Do(ctx, ActorImport, func(tx *Tx) error { return fillBench(ctx, tx) })
	if err != nil {
		return "", err
	}
	return path, s.Close()
})

func fillBench(ctx context.Context, tx *Tx) error {
	space := Space{Name: "Bench", Zone: "Europe/Paris"}
	if err := tx.SaveSpace(&space); err != nil {
		return err
	}
	plan := Plan{Name: "Full time", Mappings: []Mapping{{space.ID, KSRef{ID: "g", Name: "Full time"}}}}
	if err := tx.SavePlan(&plan); err != nil {
		return err
	}
	for i := range benchRooms {
		if err := tx.SaveRoom(&Room{Space: space.ID, Name: fmt.Sprintf("Room %02d", i), Doors: []KSRef{{ID: "d", Name: "Front door"}}}); err != nil {
			return err
		}
	}
	for i := range benchPeople {
		p := Person{FirstName: []string{"Mia", "Zoé", "Jan", "Ève"}[i%4], LastName: fmt.Sprintf("Martin%05d", i), Email: fmt.Sprintf("p%d@example.com", i),
			Key: fmt.Sprint("p", i), Plan: plan.ID, Connect: ConnectTagOnly, CreatedAt: noon}
		if _, err := (personImage{p}).write(tx, 1); err != nil {
			return err
		}
	}
	loc := space.Location()
	for i := range benchBookings { // each room twelve hours a day, from two months ago on
		room, hour := i%benchRooms, i/benchRooms
		day := Date("2026-08-20").AddDays(hour / 12)
		b := Booking{Start: LocalTime(fmt.Sprintf("%sT%02d:00", day, 8+hour%12)), End: LocalTime(fmt.Sprintf("%sT%02d:00", day, 9+hour%12))}
		if p := setInstants(&b, loc); p != nil {
			return p
		}
		_, err := tx.rows.q.PutBooking(ctx, db.PutBookingParams{
			Key: fmt.Sprint("b", i), Rev: 1, RoomID: int64(room + 1), PersonID: int64(i%benchPeople + 1),
			StartLocal: string(b.Start), EndLocal: string(b.End), StartAt: unix(b.StartAt), EndAt: unix(b.EndAt),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func openBench(b *testing.B) *Store {
	b.Helper()
	path, err := benchFile()
	require.NoError(b, err)
	s, err := Open(context.Background(), Options{Path: path, Now: func() time.Time { return noon }})
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, s.Close()) })
	return s
}

func BenchmarkOpenAndFirstPage(b *testing.B) {
	path, err := benchFile()
	require.NoError(b, err)
	for b.Loop() {
		s, err := Open(context.Background(), Options{Path: path})
		require.NoError(b, err)
		list, err := s.People(context.Background(), PeopleFilter{Limit: 100})
		require.NoError(b, err)
		require.Len(b, list, 100)
		require.NoError(b, s.Close())
	}
}

func BenchmarkSearch(b *testing.B) {
	s := openBench(b)
	for _, query := range []string{"zo", "zoe", "zoe martin0412", "martin"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				list, err := s.People(context.Background(), PeopleFilter{Query: query, Limit: 50})
				require.NoError(b, err)
				require.NotEmpty(b, list)
			}
		})
	}
}

func BenchmarkAllPeople(b *testing.B) {
	s := openBench(b)
	for b.Loop() {
		list, err := s.People(context.Background(), PeopleFilter{})
		require.NoError(b, err)
		require.Len(b, list, benchPeople)
	}
}

func BenchmarkEdit(b *testing.B) {
	s := openBench(b)
	p, err := s.Person(context.Background(), 42)
	require.NoError(b, err)
	n := 0
	for b.Loop() {
		n++
		p.Phone = fmt.Sprint(n)
		_, err := s.Do(context.Background(), ActorDesk, func(tx *Tx) error { return tx.SavePerson(&p) })
		require.NoError(b, err)
	}
}

func BenchmarkBookingWithClashCheck(b *testing.B) {
	s := openBench(b)
	booking := Booking{Room: 1, Person: 1, Start: "2026-10-20T20:00", End: "2026-10-20T21:00"}
	for b.Loop() {
		_, err := s.Do(context.Background(), ActorDesk, func(tx *Tx) error {
			again := booking
			if err := tx.SaveBooking(&again); err != nil {
				return err
			}
			return tx.DeleteBooking(again.ID)
		})
		require.NoError(b, err)
	}
}

func BenchmarkSnapshot(b *testing.B) {
	s := openBench(b)
	for b.Loop() {
		snap, err := s.Snapshot(context.Background(), 1, noon.AddDate(0, 0, -1), noon.AddDate(0, 0, 14))
		require.NoError(b, err)
		require.Len(b, snap.People, benchPeople)
		b.ReportMetric(float64(len(snap.Bookings)), "bookings")
	}
}

func BenchmarkWeek(b *testing.B) {
	s := openBench(b)
	for b.Loop() {
		list, err := s.Bookings(context.Background(), 1, noon, noon.AddDate(0, 0, 7))
		require.NoError(b, err)
		require.NotEmpty(b, list)
	}
}
