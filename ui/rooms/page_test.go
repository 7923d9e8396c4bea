package rooms

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func TestAddARoom(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.page.Shown()
	require.Contains(t, b.Texts(), "No rooms yet")
	b.Tap("New room")
	require.Contains(t, b.Texts(), "Empty means 5 minutes, as set for the space.")
	b.Write("Studio A")
	b.Press(fyne.KeyTab)
	b.Write("studio")
	b.Press(fyne.KeyReturn)
	b.Press(fyne.KeyTab)
	b.Write("15")
	b.Press(fyne.KeyTab, fyne.KeyTab)
	b.Write("9")
	b.Press(fyne.KeyTab)
	b.Press(fyne.KeyReturn)
	require.Contains(t, b.Texts(), "Bookable hours need a beginning and an end. Add what is missing, or take out both.")
	b.Press(fyne.KeyTab)
	b.Write("0")
	b.Press(fyne.KeyReturn)
	b.heard()

	r := b.page.sheet.Room
	require.Equal(t, "Studio A", r.Name, "the new room is shown")
	require.Equal(t, []store.KSRef{{ID: "studio", Name: "Studio A"}}, r.Doors)
	require.Equal(t, 15, *r.Before)
	require.Nil(t, r.After)
	require.Equal(t, []string{"09:00", "24:00"}, []string{r.OpenFrom, r.OpenUntil})
	require.Contains(t, b.Texts(), "hub offline")

	b.undo()
	b.heard()
	require.Empty(t, b.rows())
}

func TestEditARoom(t *testing.T) {
	b := newBench(t)
	quarter := 15
	r := store.Room{Space: b.space.ID, Name: "Workshop", Before: &quarter, OpenFrom: "08:00", OpenUntil: "24:00"}
	b.do(func(tx *store.Tx) error { return tx.SaveRoom(&r) })
	b.page.Shown()
	b.Tap("Edit")
	b.Write("Big ")
	b.Press(fyne.KeyReturn)
	b.heard()
	want := r
	want.Name, want.Rev = "Big Workshop", r.Rev+1
	require.Equal(t, want, b.stored(r.ID), "everything else is as it was")
	b.undo()
	require.Equal(t, "Workshop", b.stored(r.ID).Name)
}

func TestDeleteARoom(t *testing.T) {
	b := newBench(t)
	r := b.room("Studio A")
	b.room("Zoo")
	b.page.Shown()
	b.Tap("Delete…")
	b.Press(fyne.KeyReturn)
	require.False(t, b.stored(r.ID).Deleted, "Enter does not delete")
	b.Tap("Delete…")
	b.Tap("Delete room")
	b.heard()
	require.Equal(t, []string{"Zoo"}, b.rows())
	require.Contains(t, b.Texts(), "No room chosen")
	require.Equal(t, "Room “Studio A” deleted.", b.said)
	b.undo()
	b.heard()
	require.Equal(t, []string{"Studio A", "Zoo"}, b.rows())
}

func TestABookedRoomIsNotDeleted(t *testing.T) {
	b := newBench(t)
	r := b.room("Studio A")
	b.book(r.ID, "Mia", maxNext+2)
	b.page.Shown()
	require.Len(t, b.page.sheet.Next, maxNext)
	require.Contains(t, b.Texts(), "Tue 24 Nov, 09:00–10:00")
	require.Contains(t, b.Texts(), "and 2 more")
	b.Tap("Delete…")
	require.Contains(t, b.Texts(), "Studio A cannot be deleted: it is booked, next Tue 24 Nov, 09:00–10:00 by Mia Berg. Move or delete the bookings first (7 in all).")
	b.Tap("Show the next booking")
	require.Equal(t, []store.BookingID{b.page.sheet.Next[0].Booking}, b.went)
	require.False(t, b.stored(r.ID).Deleted)
}

func TestAddAndRemoveDoors(t *testing.T) {
	b := newBench(t)
	b.connect()
	r := b.room("Studio A", store.KSRef{ID: "studio", Name: "Studio A"})
	b.page.Shown()
	b.Tap("Add a door or group…")
	b.Write("floor")
	b.Press(fyne.KeyReturn)
	b.heard()
	require.Equal(t, "floor", b.stored(r.ID).Groups[0].ID, "nobody has booked: there is nothing to ask")
	require.Equal(t, "3 doors", b.page.sheet.State)

	b.book(r.ID, "Mia", 2)
	b.Tap("Remove") // the first: the door
	require.Contains(t, b.Texts(), "Studio A is booked 2 times from now on. These bookings then no longer open: Studio A.")
	b.Press(fyne.KeyEscape)
	require.Len(t, b.stored(r.ID).Doors, 1)
	b.Tap("Remove")
	b.Tap("Take out")
	require.Empty(t, b.stored(r.ID).Doors)
	b.undo()
	require.Len(t, b.stored(r.ID).Doors, 1)
}

func TestFaultsAreShown(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.room("Cellar", store.KSRef{Name: "Cellar door"})
	b.page.Shown()
	require.Equal(t, "needs attention", b.page.table.Rows()[0].State)
	require.Contains(t, b.Texts(), "SALTO KS has nothing named “Cellar door”, or more than one. Choose the doors of the room “Cellar” in Rooms.")
}

func TestBeforeTheSpaceIsConnected(t *testing.T) {
	b := newBench(t)
	b.room("Studio A", store.KSRef{Name: "Front door"})
	b.page.Menu()[0].Action() // before the page was shown
	b.Write("Meeting room")
	b.Press(fyne.KeyReturn)
	b.heard()
	require.Equal(t, []string{"Meeting room", "Studio A"}, b.rows())
	require.Nil(t, b.Button("Add a door or group…"))
	require.Nil(t, b.Button("Connect to SALTO KS…"), "nobody said where")
	require.Contains(t, b.Texts(), "Doors and groups appear here once this space is connected to SALTO KS. Everything else works as it is, and what you enter is kept.")
}

func TestBookingsThatAreOverDoNotCount(t *testing.T) {
	b := newBench(t)
	r := b.room("Studio A")
	p := store.Person{FirstName: "Mia", Connect: store.ConnectTagOnly}
	b.do(func(tx *store.Tx) error {
		if err := tx.SavePerson(&p); err != nil {
			return err
		}
		for _, times := range [][2]store.LocalTime{{"2026-11-23T11:00", "2026-11-23T12:00"}, {"2026-11-23T12:00", "2026-11-23T12:30"}} {
			if err := tx.SaveBooking(&store.Booking{Room: r.ID, Person: p.ID, Start: times[0], End: times[1]}); err != nil {
				return err
			}
		}
		return nil
	})
	f, err := load(context.Background(), b.store, b.space.ID)
	require.NoError(t, err)
	require.Len(t, f.Coming[r.ID], 1, "the one that ended at this minute is over")
	require.Equal(t, store.LocalTime("2026-11-23T12:00"), f.Coming[r.ID][0].Start)
}
