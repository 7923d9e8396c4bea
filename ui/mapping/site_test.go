package mapping

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func site() Site {
	week := []store.Schedule{{Days: [7]bool{true, true, true, true, true, true, true}, StartTime: "00:00:00", EndTime: "23:59:59"}}
	return Site{
		Space: store.Space{ID: 1, SiteID: "s"},
		Mirror: store.Mirror{
			Site: store.KSSite{ID: "s", LookedAt: time.Unix(1, 0)},
			Doors: []store.KSDoor{
				{ID: "d1", Name: "Front door", IQ: "IQ 01", IQOnline: true}, {ID: "d2", Name: "Storage", IQ: "IQ 02"},
				{ID: "d3", Name: "Café"}, {ID: "d4", Name: "Old door", Gone: true},
			},
			Groups: []store.KSGroup{
				{ID: "g1", Name: "Full time", Detailed: true, Doors: []string{"d2", "d1"}, Schedules: week},
				{ID: "g2", Name: "Basic", Detailed: true, Doors: []string{"d1"}, Schedules: week},
				{ID: "g3", Name: "Shut", Detailed: true, Doors: []string{"d3"}},
				{ID: "g4", Name: "Unread"},
				{ID: "g5", Name: "Gone", Gone: true},
				{ID: "g6", Name: "Latchkey 12ab-7", Managed: true, Detailed: true},
				{ID: "g7", Name: "Empty", Detailed: true, Doors: []string{"d4"}, Schedules: week},
			},
		},
	}
}

// hours says the same for every schedule.
func hours(g store.KSGroup) []store.Sentence {
	out := make([]store.Sentence, len(g.Schedules))
	for i := range out {
		out[i] = store.Sentence{Text: "always"}
	}
	return out
}

func TestLinesSayWhatIsKnown(t *testing.T) {
	tests := []struct {
		name  string
		line  Line
		state State
		about string
		fault string
	}{
		{"door", site().door(store.KSRef{ID: "d1", Name: "Main door"}), Known, "door", ""},
		{"hub offline", site().door(store.KSRef{ID: "d2"}), Known, "door, hub “IQ 02” offline at the last look", "hub offline"},
		{"door gone", site().door(store.KSRef{ID: "d4"}), Gone, "gone from SALTO KS", "gone"},
		{"door unheard of", site().door(store.KSRef{ID: "d9", Name: "Attic"}), Gone, "gone from SALTO KS", "gone"},
		{"door by name", site().door(store.KSRef{Name: "Attic"}), Named, "SALTO KS has nothing of this name, or more than one", "not found"},
		{"group", site().group(store.KSRef{ID: "g1"}, hours), Known, "Front door, Storage · always", ""},
		{"group for a room", site().group(store.KSRef{ID: "g1"}, nil), Known, "Front door, Storage", ""},
		{"no schedule", site().group(store.KSRef{ID: "g3"}, hours), Known, "Café · no time schedule: opens nothing", "no schedule"},
		{"no schedule, for a room", site().group(store.KSRef{ID: "g3"}, nil), Known, "Café", ""},
		{"no doors left", site().group(store.KSRef{ID: "g7"}, hours), Known, "no doors", "no doors"},
		{"unread", site().group(store.KSRef{ID: "g4"}, hours), Unread, "doors and hours not read yet", ""},
		{"group gone", site().group(store.KSRef{ID: "g5"}, hours), Gone, "gone from SALTO KS", "gone"},
		{"not connected", Site{}.group(store.KSRef{Name: "Basic"}, hours), Waiting, "waits for the first look at SALTO KS", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.state, tt.line.State)
			require.Equal(t, tt.about, Describe(tt.line))
			_, fault := Fault(tt.line)
			require.Equal(t, tt.fault, fault)
		})
	}
	require.Equal(t, "Front door", site().door(store.KSRef{ID: "d1", Name: "Main door"}).Name, "a rename in KS is followed")
	require.Equal(t, "Attic", site().door(store.KSRef{ID: "d9", Name: "Attic"}).Name, "what is gone keeps its last name")
}

func TestStages(t *testing.T) {
	s := site()
	require.Equal(t, Ready, s.Stage())
	s.Mirror.Site.LookedAt = time.Time{}
	require.Equal(t, NotLooked, s.Stage())
	s.Space.SiteID = ""
	require.Equal(t, NoSite, s.Stage())
}

func TestOpenings(t *testing.T) {
	said := func(g store.KSGroup) []store.Sentence {
		if g.ID == "g1" {
			return []store.Sentence{{Text: "hours of Full time"}}
		}
		return []store.Sentence{{Text: "office hours"}, {Text: "hours of " + g.Name}}
	}
	type opening struct {
		Door  string
		Hours []string
	}
	of := func(words GroupWords) (out []opening) {
		for _, o := range Openings(site().Groups([]store.KSRef{{ID: "g1"}, {ID: "g2"}, {ID: "g2"}, {ID: "g3"}}, words)) {
			out = append(out, opening{o.Door, o.Hours})
		}
		return out
	}
	require.Equal(t, []opening{
		{"Front door", []string{"hours of Full time", "office hours", "hours of Basic"}},
		{"Storage", []string{"hours of Full time"}},
	}, of(said), "each once; a group without a schedule opens nothing")

	require.Equal(t, []opening{{"Front door", []string{"always"}}, {"Storage", []string{"hours of Full time"}}},
		of(func(g store.KSGroup) []store.Sentence {
			if g.ID == "g2" {
				return []store.Sentence{{Text: "office hours"}, {Text: "always"}}
			}
			return said(g)
		}), "nothing is wider than always")
}

func TestCompare(t *testing.T) {
	all := site().Groups([]store.KSRef{{ID: "g1"}, {ID: "g2"}, {ID: "g3"}}, func(g store.KSGroup) []store.Sentence {
		if len(g.Schedules) == 0 {
			return nil
		}
		return []store.Sentence{{Text: "hours of " + g.Name}}
	})
	full, basic, shut := all[0], all[1], all[2]
	require.Equal(t, Difference{Gained: []string{"Front door", "Storage"}}, Compare(nil, []Line{full}))
	require.Equal(t, Difference{}, Compare([]Line{full}, []Line{full, shut}), "it opens nothing")
	require.Equal(t, Difference{OtherHours: []string{"Front door"}}, Compare([]Line{full}, []Line{full, basic}))
	require.Equal(t, Difference{Lost: []string{"Storage"}, OtherHours: []string{"Front door"}}, Compare(all, Without(all, full)))
}

func TestOptions(t *testing.T) {
	names := func(options []Option) (out []string) {
		for _, o := range options {
			out = append(out, o.Name)
		}
		return out
	}
	groups := site().GroupOptions([]store.KSRef{{ID: "g2"}}, hours)
	require.Equal(t, []string{"Empty", "Full time", "Shut", "Unread"}, names(groups), "neither managed, gone nor taken ones")
	doors := site().DoorOptions([]store.KSRef{{ID: "d2"}})
	require.Equal(t, []string{"Café", "Front door"}, names(doors))
	require.Equal(t, []string{"Café"}, names(find(doors, "CAFE")))
	require.Equal(t, []string{"Full time"}, names(find(groups, "storage full")))
	require.Empty(t, find(groups, "nowhere"))

	choices := Choices(groups)
	o, ok := Chosen(groups, choices[1].ID)
	require.True(t, ok)
	require.Equal(t, "Full time", o.Name)
	_, ok = Chosen(append(groups, Option{}), "")
	require.False(t, ok, "nothing chosen is nothing")
}
