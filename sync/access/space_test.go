package access

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// The space of these tests: Paris, doors "front", "studio" and "storage", groups
// "full" (front, storage; always), "basic" (front; weekdays 8 to 18) and "day"
// (front; always). Of the plans of these names, the last is limited to passes.
// The studio opens front and studio, the hall front and storage.
const (
	planFull  store.PlanID = 1
	planBasic store.PlanID = 2
	planDay   store.PlanID = 3
	studio    store.RoomID = 1
	hall      store.RoomID = 2
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
			{ID: planDay, Name: "Day", PassLimited: true, Mappings: []store.Mapping{{Space: 1, Group: store.KSRef{ID: "day"}}}},
		},
		Rooms: []store.Room{
			{ID: studio, Space: 1, Name: "Studio", Doors: []store.KSRef{{ID: "front"}, {ID: "studio"}}},
			{ID: hall, Space: 1, Name: "Hall", Doors: []store.KSRef{{ID: "front"}, {ID: "storage"}}},
		},
		Mirror: store.Mirror{
			Site:  store.KSSite{Zone: "Europe/Paris", LookedAt: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)},
			Doors: []store.KSDoor{{ID: "front", Name: "Front door", Online: true}, {ID: "studio", Name: "Studio", Online: true}, {ID: "storage", Name: "Storage", Online: true}},
			Groups: []store.KSGroup{
				{ID: "full", Name: "Full", Detailed: true, Doors: []string{"front", "storage"}, Schedules: []store.Schedule{always()}},
				{ID: "basic", Name: "Basic", Detailed: true, Doors: []string{"front"}, Schedules: []store.Schedule{weekdays}},
				{ID: "day", Name: "Day", Detailed: true, Doors: []string{"front"}, Schedules: []store.Schedule{always()}},
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
	return Explain(snap, Known{}, person, door, at.Start(snap.Space.Location())).Open
}

func inRoom(b store.Booking, room store.RoomID) store.Booking {
	b.Room = room
	return b
}

// pass is when a pass lets in; until is empty for one that never expires.
func pass(person store.PersonID, from, until store.LocalTime, loc *time.Location) store.PassTime {
	t := store.PassTime{Person: person, From: from.Start(loc)}
	if until != "" {
		t.To = until.End(loc)
	}
	return t
}
