package rooms

import (
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/mapping"
	"latchkey/ui/widgets"
)

func TestDoorsOfARoom(t *testing.T) {
	door := mapping.Line{Kind: mapping.Door, Ref: store.KSRef{ID: "a", Name: "Front"}}
	group := mapping.Line{Kind: mapping.Group, Ref: store.KSRef{ID: "a", Name: "Floor"}}
	r := withLine(withLine(store.Room{}, door), group)
	require.Equal(t, []store.KSRef{door.Ref}, r.Doors)
	require.Equal(t, []store.KSRef{group.Ref}, r.Groups, "a door and a group of one id are two things")
	renamed := door
	renamed.Ref.Name = "Main door"
	require.Equal(t, r, withLine(r, renamed), "held by id: a rename adds nothing")
	before := r
	r = withLine(r, mapping.Line{Kind: mapping.Door, Ref: store.KSRef{ID: "b"}})
	require.Len(t, before.Doors, 1, "the room that came in is left alone")
	r = withoutLine(r, renamed)
	require.Equal(t, []store.KSRef{{ID: "b"}}, r.Doors)
	require.Len(t, r.Groups, 1)
}

func TestWhatAChangeMeans(t *testing.T) {
	front := mapping.Line{Kind: mapping.Door, Name: "Front", Ref: store.KSRef{ID: "f"}, Doors: []string{"Front"}}
	floor := mapping.Line{Kind: mapping.Group, Name: "Floor", Ref: store.KSRef{ID: "g"}, Doors: []string{"Attic", "Front"}}
	unread := mapping.Line{Kind: mapping.Group, Name: "New", Ref: store.KSRef{ID: "n"}, State: mapping.Unread}
	s := sheet{Room: store.Room{Name: "Studio"}, Count: 3, Lines: []mapping.Line{front}}

	const booked = "Studio is booked 3 times from now on. "
	require.Equal(t, booked+"These bookings then open, too: Attic.", effect(s, floor, []mapping.Line{front, floor}))
	require.Equal(t, booked+"These bookings then no longer open: Front.", effect(s, front, nil))
	require.Equal(t, booked+"Latchkey has not read yet what the group “New” opens.", effect(s, unread, []mapping.Line{front, unread}))
	s.Lines = []mapping.Line{front, floor}
	require.Empty(t, effect(s, front, []mapping.Line{floor}), "the floor has it, too")
	s.Count = 0
	require.Empty(t, effect(s, floor, []mapping.Line{front}))
}

func TestTimesInWords(t *testing.T) {
	zero, quarter := 0, 15
	m := model{}
	m.Site.Space = store.Space{Before: 5, After: 10}
	early, late := m.buffersOf(store.Room{})
	require.Equal(t, []string{"5 min, as set for the space", "10 min, as set for the space"}, []string{early, late})
	early, late = m.buffersOf(store.Room{Before: &zero, After: &quarter})
	require.Equal(t, []string{"0 min", "15 min"}, []string{early, late}, "none is not the same as the space's")
	require.Equal(t, "at any hour", hoursOf(store.Room{}))
	require.Equal(t, "07:00 – 24:00", hoursOf(store.Room{OpenFrom: "07:00", OpenUntil: "24:00"}))
}

func TestStates(t *testing.T) {
	door := mapping.Line{Doors: []string{"Front"}}
	tests := []struct {
		want string
		kind widgets.Kind
		s    sheet
	}{
		{"1 doors", widgets.Good, sheet{Stage: mapping.Ready, Lines: []mapping.Line{door}, Openings: mapping.Openings([]mapping.Line{door})}},
		{"no doors", widgets.Warn, sheet{Stage: mapping.Ready}},
		{"no doors", widgets.Warn, sheet{}},
		{"not connected", widgets.Warn, sheet{Lines: []mapping.Line{{State: mapping.Waiting}}}},
		{"not read yet", widgets.Warn, sheet{Stage: mapping.Ready, Lines: []mapping.Line{{State: mapping.Unread}}}},
		{"needs attention", widgets.Bad, sheet{Stage: mapping.Ready, Lines: []mapping.Line{door, {State: mapping.Gone}}}},
		{"needs attention", widgets.Bad, sheet{Stage: mapping.Ready, Lines: []mapping.Line{door}, Faults: []string{"x"}}},
	}
	for _, tt := range tests {
		kind, text := stateOf(tt.s)
		require.Equal(t, tt.want, text)
		require.Equal(t, tt.kind, kind, text)
	}
}

func TestEndOfTheDay(t *testing.T) {
	for _, clock := range []string{"", "09:30", "24:00"} {
		require.Equal(t, clock, endMeant(endShown(clock)))
	}
	require.Equal(t, "00:00", endShown("24:00"), "what the field can show")
}
