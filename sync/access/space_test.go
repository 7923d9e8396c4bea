package access

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// The space of these tests: Paris, two plans, one room, doors "front",
// "studio" and "storage", groups "full" (front, storage; always) and "basic"
// (front; weekdays 8 to 18).
const (
	planFull  store.PlanID = 1
	planBasic store.PlanID = 2
	studio    store.RoomID = 1
)

func paris(t testing.TB) *time.Location {
	loc, err := time.LoadLocation("Europe/Paris")
	require.NoError(t, err)
	return loc
}

func always() store.Schedule {
	return store.Schedule{Days: [7]bool{true, true, true, true, true, true, true}, StartTime: "00:00:00", EndTime: "23:59:59"}
}

func space() store.Snapshot {
	weekdays := store.Schedule{Days: [7]bool{true, true, true, true, true}, StartTime: "08:00:00", EndTime: "18:00:59"}
	return store.Snapshot{
		Install: "3fa9",
		Space:   store.Space{ID: 1, Zone: "Europe/Paris", Before: 5, After: 5, HorizonDays: 14},
		Plans: []store.Plan{
			{ID: planFull, Name: "Full", Mappings: []store.Mapping{{Space: 1, Group: store.KSRef{ID: "full"}}}},
			{ID: planBasic, Name: "Basic", Mappings: []store.Mapping{{Space: 1, Group: store.KSRef{ID: "basic"}}, {Space: 2, Group: store.KSRef{ID: "elsewhere"}}}},
		},
		Rooms: []store.Room{{ID: studio, Space: 1, Name: "Studio", Doors: []store.KSRef{{ID: "front"}, {ID: "studio"}}}},
		Mirror: store.Mirror{
			Site:  store.KSSite{Zone: "Europe/Paris", LookedAt: time.Unix(1, 0)},
			Doors: []store.KSDoor{{ID: "front", Name: "Front door"}, {ID: "studio", Name: "Studio"}, {ID: "storage", Name: "Storage"}},
			Groups: []store.KSGroup{
				{ID: "full", Name: "Full", Detailed: true, Doors: []string{"front", "storage"}, Schedules: []store.Schedule{always()}},
				{ID: "basic", Name: "Basic", Detailed: true, Doors: []string{"front"}, Schedules: []store.Schedule{weekdays}},
			},
		},
	}
}

func member(id store.PersonID, plan store.PlanID) store.Person {
	return store.Person{ID: id, FirstName: "Mia", Email: "mia@example.org", Plan: plan, Connect: store.ConnectPhoneAndTag}
}

func booked(id store.BookingID, person store.PersonID, from, until store.LocalTime, loc *time.Location) store.Booking {
	return store.Booking{ID: id, Room: studio, Person: person, Start: from, End: until, StartAt: from.Start(loc), EndAt: until.End(loc)}
}

// opens asks Explain, the only way in which the desk is answered.
func opens(snap store.Snapshot, person store.PersonID, door string, at store.LocalTime) bool {
	return Explain(snap, store.Ledger{}, person, door, at.Start(snap.Space.Location())).Open
}
