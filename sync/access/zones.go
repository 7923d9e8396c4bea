package access

import (
	"time"

	"latchkey/store"
)

// DoorZones are the time zones in which the doors read schedules: each door
// that of its hub (ks-connect-api, section 5.4), or, where that is not known,
// the site's, or the space's.
type DoorZones struct {
	byDoor map[string]*time.Location
	other  *time.Location
}

// ZonesOf returns the zones of the doors that a snapshot knows.
func ZonesOf(snap store.Snapshot) DoorZones {
	loaded := make(map[string]*time.Location)
	load := func(name string) *time.Location {
		loc, known := loaded[name]
		if !known && name != "" {
			loc, _ = time.LoadLocation(name) // a zone that nobody knows is none
			loaded[name] = loc
		}
		return loc
	}
	z := DoorZones{byDoor: make(map[string]*time.Location, len(snap.Mirror.Doors)), other: load(snap.Mirror.Site.Zone)}
	if z.other == nil {
		z.other = snap.Space.Location()
	}
	for _, d := range snap.Mirror.Doors {
		if loc := load(d.Zone); loc != nil {
			z.byDoor[d.ID] = loc
		}
	}
	return z
}

// Of returns the zone of a door.
func (z DoorZones) Of(door string) *time.Location {
	if loc, known := z.byDoor[door]; known {
		return loc
	}
	return z.other
}

// At returns what the clocks of the doors show at an instant.
func (z DoorZones) At(t time.Time) Clocks {
	return Clocks{zones: z, at: t, readings: make(map[*time.Location]string)}
}

// Clocks are the clocks of the doors at one instant. They differ only where the
// doors' hubs are in different zones.
type Clocks struct {
	zones    DoorZones
	at       time.Time
	readings map[*time.Location]string
}

// Range returns the lowest and the highest reading of some doors' clocks.
func (c Clocks) Range(doors []string) (lowest, highest string) {
	for i, d := range doors {
		r := c.reading(c.zones.Of(d))
		if i == 0 {
			lowest, highest = r, r
		}
		lowest, highest = min(lowest, r), max(highest, r)
	}
	if len(doors) == 0 {
		lowest = c.reading(c.zones.other)
		highest = lowest
	}
	return lowest, highest
}

func (c Clocks) reading(loc *time.Location) string {
	r, known := c.readings[loc]
	if !known {
		r = reading(c.at, loc)
		c.readings[loc] = r
	}
	return r
}
