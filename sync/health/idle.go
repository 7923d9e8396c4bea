package health

import (
	"slices"
	"strings"

	"latchkey/store"
)

// Idle returns the users of the site who take a seat and open nothing, by
// name: they are in no group that opens a door. Staff is not among them, nor
// is anybody who was blocked, for whom that is the point. Nobody is while it
// has not been read of every group who is in it.
func Idle(seen store.Seen, mirror store.Mirror) []store.KSUser {
	if seen.UsersAt.IsZero() || seen.GroupsAt.IsZero() {
		return nil
	}
	standing := make(map[string]store.KSGroup, len(mirror.Groups))
	for _, g := range mirror.Groups {
		standing[g.ID] = g
	}
	inside := make(map[string]bool, len(seen.Users))
	for _, g := range seen.Groups {
		if opensNothing(g, standing[g.ID]) {
			continue
		}
		if g.PeopleAt.IsZero() {
			return nil
		}
		for _, p := range g.People {
			inside[p] = true
		}
	}
	var out []store.KSUser
	for _, u := range seen.Users {
		if u.Subscribed && !u.Blocked && !u.Staff && u.PlatformID != "" && !inside[u.PlatformID] {
			out = append(out, u)
		}
	}
	slices.SortFunc(out, func(a, b store.KSUser) int {
		if c := strings.Compare(a.Name(), b.Name()); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out
}

// opensNothing tells whether a group is known to lack doors or a schedule:
// without either it gives nobody anything. The details of a standing group
// are in the mirror, those of a managed one in what was seen of it.
func opensNothing(g store.SeenGroup, standing store.KSGroup) bool {
	if standing.Detailed {
		return len(standing.Doors) == 0 || len(standing.Schedules) == 0
	}
	return !g.DoorsAt.IsZero() && len(g.Doors) == 0 || !g.SchedulesAt.IsZero() && len(g.Schedules) == 0
}
