package kssim

import "fmt"

// MaisonNord defines the site of the sample space: a small coworking house in
// France with five doors, five groups and sixty tags, 02300001 to 02300060.
func MaisonNord() Site {
	site := Site{
		Name:     "Maison Nord",
		UID:      "FR0000000001",
		TimeZone: "Europe/Paris",
		Country:  "FR",
		Seats:    60,
		IQs:      []SiteIQ{{Name: "IQ 01"}},
		Doors:    []SiteDoor{{Name: "Front door"}, {Name: "Studio A"}, {Name: "Meeting room"}, {Name: "Workshop"}, {Name: "Storage"}},
	}
	always := []Timeframe{{}}
	office := []Timeframe{{Days: []string{"mon", "tue", "wed", "thu", "fri"}, Start: "08:00", End: "18:00"}}
	site.Groups = []SiteGroup{
		{Name: "Full time", Doors: []string{"Front door", "Storage"}, Schedules: always},
		{Name: "Basic", Doors: []string{"Front door"}, Schedules: office},
		{Name: "Studio", Doors: []string{"Front door", "Studio A", "Storage"}, Schedules: always},
		{Name: "Team", Doors: []string{"Front door", "Meeting room"}, Schedules: always},
		{Name: "All doors", Doors: []string{"Front door", "Studio A", "Meeting room", "Workshop", "Storage"}, Schedules: always},
	}
	for n := range 60 {
		site.Tags = append(site.Tags, fmt.Sprintf("023%05d", n+1))
	}
	return site
}
