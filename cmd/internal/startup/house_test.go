package startup

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the bookings are written past the rules

	"latchkey/store"
)

// The size of the file, that of the largest house.
const (
	members  = 10_000
	rooms    = 50
	bookings = 100_000
)

// furnish writes the data of a large house that is not connected into a folder.
func furnish(ctx context.Context, folder string) error {
	file := filepath.Join(folder, "latchkey.db")
	s, err := store.Open(ctx, store.Options{Path: file})
	if err != nil {
		return err
	}
	if _, err := s.Do(ctx, store.ActorImport, settleIn); err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	return book(ctx, file)
}

func settleIn(tx *store.Tx) error {
	space := store.Space{Name: "Maison", Zone: "Europe/Paris", Before: 5, After: 5, HorizonDays: 14, AutoConnect: true, Leaving: store.LeavingSuspend, OpenFrom: "07:00", OpenUntil: "22:00"}
	if err := tx.SaveSpace(&space); err != nil {
		return err
	}
	plan := store.Plan{Name: "Full time", Mappings: []store.Mapping{{Space: space.ID, Group: store.KSRef{Name: "Full time"}}}}
	if err := tx.SavePlan(&plan); err != nil {
		return err
	}
	for i := range rooms {
		if err := tx.SaveRoom(&store.Room{Space: space.ID, Name: fmt.Sprintf("Room %02d", i), Doors: []store.KSRef{{Name: "Front door"}}}); err != nil {
			return err
		}
	}
	for i := range members {
		p := store.Person{
			FirstName: []string{"Mia", "Zoé", "Jan", "Ève"}[i%4], LastName: fmt.Sprintf("Martin%05d", i),
			Email: fmt.Sprintf("p%d@example.org", i), Plan: plan.ID, Connect: store.ConnectPhoneOnly,
		}
		if err := tx.SavePerson(&p); err != nil {
			return err
		}
	}
	return nil
}

// book fills each room twelve hours a day, from five months ago on.
func book(ctx context.Context, file string) error {
	db, err := sql.Open("sqlite", file)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing is left of it after Commit
	put, err := tx.PrepareContext(ctx, `INSERT INTO booking (key, rev, deleted, room_id, person_id, slot, title, start_local, end_local, start_at, end_at)
		VALUES (?, 1, 0, ?, ?, '', '', ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer func() { _ = put.Close() }()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return err
	}
	today := store.DateOf(time.Now(), paris)
	for i := range bookings {
		hour := i / rooms
		day := today.AddDays(hour/12 - 150)
		start, end := store.LocalTime(fmt.Sprintf("%sT%02d:00", day, 8+hour%12)), store.LocalTime(fmt.Sprintf("%sT%02d:00", day, 9+hour%12))
		if _, err := put.ExecContext(ctx, fmt.Sprint("b", i), i%rooms+1, i%members+1, start, end, start.Start(paris).Unix(), end.Start(paris).Unix()); err != nil {
			return err
		}
	}
	return tx.Commit()
}
