package access

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func words(all []store.Sentence) []string {
	var out []string
	for _, s := range all {
		out = append(out, s.String())
	}
	return out
}

func TestFaultsNameWhatOpensNothing(t *testing.T) {
	for name, row := range map[string]struct {
		change func(*store.Snapshot)
		want   []string
	}{
		"nothing": {func(*store.Snapshot) {}, nil},
		"before the first look": {func(s *store.Snapshot) {
			s.Mirror.Site.LookedAt, s.Mirror.Groups = time.Time{}, nil
		}, nil},
		"a group that is gone": {func(s *store.Snapshot) { s.Mirror.Groups[0].Gone = true },
			[]string{"The group “Full” of the plan “Full” is gone from SALTO KS. Choose another in Plans."}},
		"a group that was never there": {func(s *store.Snapshot) { s.Plans[0].Mappings[0].Group = store.KSRef{ID: "x", Name: "Other"} },
			[]string{"The group “Other” of the plan “Full” is gone from SALTO KS. Choose another in Plans."}},
		"a group without a name": {func(s *store.Snapshot) { s.Plans[0].Mappings[0].Group = store.KSRef{ID: "x"} },
			[]string{"The group “x” of the plan “Full” is gone from SALTO KS. Choose another in Plans."}},
		"a name that is not one group": {func(s *store.Snapshot) { s.Plans[0].Mappings[0].Group = store.KSRef{Name: "Other"} },
			[]string{"SALTO KS has no group named “Other”, or more than one. Choose the group of the plan “Full” in Plans."}},
		"a group without a schedule": {func(s *store.Snapshot) { s.Mirror.Groups[0].Schedules = nil },
			[]string{"The group “Full” of the plan “Full” has no time schedule, and so opens nothing. Give it one in SALTO KS."}},
		"a group without a door": {func(s *store.Snapshot) { s.Mirror.Groups[0].Doors = nil },
			[]string{"The group “Full” of the plan “Full” has no door. Give it one in SALTO KS."}},
		"a group that was not looked into": {func(s *store.Snapshot) {
			s.Mirror.Groups[0].Doors, s.Mirror.Groups[0].Schedules, s.Mirror.Groups[0].Detailed = nil, nil, false
		}, nil},
		"a room's door by a name": {func(s *store.Snapshot) { s.Rooms[0].Doors[0] = store.KSRef{Name: "Attic"} },
			[]string{"SALTO KS has nothing named “Attic”, or more than one. Choose the doors of the room “Studio” in Rooms."}},
		"a room's group by a name": {func(s *store.Snapshot) { s.Rooms[0].Groups = []store.KSRef{{Name: "Attic"}} },
			[]string{"SALTO KS has nothing named “Attic”, or more than one. Choose the doors of the room “Studio” in Rooms."}},
		"a room whose doors are gone": {func(s *store.Snapshot) {
			s.Mirror.Doors[1].Gone, s.Rooms[0].Doors = true, []store.KSRef{{ID: "studio"}}
		}, []string{"The doors of the room “Studio” are gone from SALTO KS. Choose others in Rooms."}},
		"a room whose group is empty": {func(s *store.Snapshot) {
			s.Mirror.Groups[2].Doors, s.Plans, s.Rooms[0].Doors, s.Rooms[0].Groups = nil, nil, nil, []store.KSRef{{ID: "day"}}
		}, []string{"The doors of the room “Studio” are gone from SALTO KS. Choose others in Rooms."}},
		"a room without any": {func(s *store.Snapshot) { s.Rooms[0].Doors = nil }, nil},
		"a room in two zones": {func(s *store.Snapshot) {
			s.Mirror.Doors[1].Zone = "Europe/London"
		}, []string{"The hubs of the doors of the room “Studio” are set to different time zones, so that a booking opens some of them too early or too late. Set them alike in SALTO KS."}},
		"a room in two zones that agree": {func(s *store.Snapshot) { s.Mirror.Doors[1].Zone = "Europe/Berlin" }, nil},
	} {
		snap := space()
		row.change(&snap)
		require.Equal(t, row.want, words(Faults(snap)), name)
	}
}

func TestFaultsOfOnePlanOrRoomAreFoundWhileItIsEdited(t *testing.T) {
	snap := space()
	require.Empty(t, PlanFaults(snap, snap.Plans[1]), "the group of another space is not asked about")
	require.Len(t, PlanFaults(snap, store.Plan{Mappings: []store.Mapping{{Space: 1, Group: store.KSRef{ID: "x"}}}}), 1)
	_, bad := RoomFault(snap, snap.Rooms[0])
	require.False(t, bad)
	_, bad = RoomFault(snap, store.Room{Doors: []store.KSRef{{ID: "studio"}, {Name: "Attic"}}})
	require.True(t, bad)
	snap.Mirror.Site.LookedAt, snap.Mirror.Doors[1].Zone = time.Time{}, "Europe/London"
	_, bad = RoomFault(snap, snap.Rooms[0])
	require.False(t, bad, "at what hour they are to agree is not known yet")
}
