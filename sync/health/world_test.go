package health

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func ago(d time.Duration) time.Time { return now.Add(-d) }

// well is a space with nothing wrong: in Paris, two doors behind one hub, and
// three people in KS of whom one is staff.
func well() Facts {
	always := store.Schedule{Days: [7]bool{true, true, true, true, true, true, true}, StartTime: "00:00:00", EndTime: "23:59:59"}
	return Facts{
		Now:        now,
		Space:      store.Space{ID: 1, Name: "Nord", Zone: "Europe/Paris", SiteID: "s-1"},
		AnsweredAt: ago(time.Minute),
		LookedAt:   ago(time.Hour),
		Mirror: store.Mirror{
			Site: store.KSSite{ID: "s-1", Zone: "Europe/Paris", SeatsUsed: 3, SeatsBought: 10, SubscriptionValid: true, LookedAt: ago(time.Hour)},
			Doors: []store.KSDoor{
				{ID: "d-front", Name: "Front door", Online: true, IQ: "IQ 1", IQOnline: true},
				{ID: "d-studio", Name: "Studio", Online: true, IQ: "IQ 1", IQOnline: true},
			},
			Groups: []store.KSGroup{{ID: "g-full", Name: "Full time", Detailed: true, Doors: []string{"d-front"}, Schedules: []store.Schedule{always}}},
		},
		Seen: store.Seen{
			UsersAt: ago(time.Hour), GroupsAt: ago(time.Hour),
			Users: map[string]store.KSUser{
				"u-mia": {ID: "u-mia", PlatformID: "p-mia", FirstName: "Mia", LastName: "Berg", Subscribed: true},
				"u-jo":  {ID: "u-jo", PlatformID: "p-jo", FirstName: "Jo", LastName: "Test", Subscribed: true},
				"u-own": {ID: "u-own", PlatformID: "p-own", FirstName: "Olga", Subscribed: true, Staff: true},
			},
			Groups: map[string]store.SeenGroup{
				"g-full":    {ID: "g-full", People: []string{"p-mia"}, PeopleAt: ago(time.Hour)},
				"g-booking": {ID: "g-booking", People: []string{"p-jo"}, PeopleAt: ago(time.Hour), Doors: []string{"d-studio"}, DoorsAt: ago(time.Hour)},
			},
		},
	}
}

// wrong returns what is found after a change of what was well.
func wrong(change func(*Facts)) []Finding {
	f := well()
	change(&f)
	return Judge(f)
}

// only returns the one thing that is found after a change.
func only(t *testing.T, change func(*Facts)) Finding {
	t.Helper()
	found := wrong(change)
	require.Len(t, found, 1)
	return found[0]
}
