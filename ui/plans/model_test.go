package plans

import (
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/mapping"
)

func TestHolders(t *testing.T) {
	const today = store.Date("2026-11-23")
	yes := store.ConnectPhoneAndTag
	people := []store.Person{
		{ID: 1, FirstName: "Active", Plan: 1, Connect: yes},
		{ID: 2, FirstName: "Unconnected", Plan: 1},
		{ID: 3, FirstName: "Paused", Plan: 1, Connect: yes, PausedFrom: "2026-11-01"},
		{ID: 4, FirstName: "Cancelled", Plan: 1, Connect: yes, EndsOn: "2026-11-22"},
		{ID: 5, FirstName: "Last day", Plan: 1, Connect: yes, EndsOn: today},
		{ID: 6, FirstName: "Upcoming", Plan: 1, Connect: yes, StartsOn: "2026-12-01"},
		{ID: 7, FirstName: "Changed", Plan: 2, NextPlan: 1, NextPlanOn: today, Connect: yes},
		{ID: 8, FirstName: "Changes tomorrow", Plan: 2, NextPlan: 1, NextPlanOn: "2026-11-24", Connect: yes},
		{ID: 9, FirstName: "Under active", Main: 1, Connect: yes},
		{ID: 10, FirstName: "Under paused", Main: 3, Connect: yes},
		{ID: 11, FirstName: "Under cancelled", Main: 4, Connect: yes},
		{ID: 12, FirstName: "Visitor"},
	}
	opens := map[string]bool{}
	for _, h := range holdersOf(people, today)[1] {
		opens[h.Name] = h.Opens
	}
	require.Equal(t, map[string]bool{
		"Active": true, "Unconnected": false, "Paused": false, "Last day": true, "Upcoming": false,
		"Changed": true, "Under active": true, "Under paused": false,
	}, opens)
	require.Len(t, holdersOf(people, today)[2], 1)
	require.Equal(t, 4, openers(holdersOf(people, today)[1]))
	for _, h := range holdersOf(people, today)[1] {
		if h.Name == "Under paused" {
			require.Equal(t, "paused", h.State, "the main member's pause is theirs")
		}
	}
}

func TestGroupsOfAPlan(t *testing.T) {
	p := store.Plan{Mappings: []store.Mapping{{Space: 2, Group: store.KSRef{ID: "a", Name: "A"}}}}
	p = withGroup(p, 1, store.KSRef{ID: "a", Name: "A"})
	require.Len(t, p.Mappings, 2, "the other space keeps its own")
	before := p
	p = withGroup(p, 1, store.KSRef{ID: "a", Name: "Renamed"})
	require.Equal(t, before, p, "held by id: a rename makes no second mapping")
	p = withGroup(p, 1, store.KSRef{ID: "b", Name: "B"})
	require.Len(t, p.Mappings, 3)
	require.Len(t, before.Mappings, 2, "the plan that came in is left alone")
	p = withoutGroup(p, 1, store.KSRef{ID: "a"})
	require.Equal(t, []store.Mapping{{Space: 2, Group: store.KSRef{ID: "a", Name: "A"}}, {Space: 1, Group: store.KSRef{ID: "b", Name: "B"}}}, p.Mappings)
	p = withoutGroup(p, 1, store.KSRef{Name: "B"})
	require.Len(t, p.Mappings, 1, "found by its name while the id was not known to the one who asks")
}

func TestWhatAChangeMeans(t *testing.T) {
	full := mapping.Line{Kind: mapping.Group, Name: "Full", Ref: store.KSRef{ID: "f"}, Doors: []string{"Front", "Storage"}, Hours: []string{"always"}, Always: true}
	basic := mapping.Line{Kind: mapping.Group, Name: "Basic", Ref: store.KSRef{ID: "b"}, Doors: []string{"Front"}, Hours: []string{"office hours"}}
	shut := mapping.Line{Kind: mapping.Group, Name: "Shut", Ref: store.KSRef{ID: "s"}, Doors: []string{"Attic"}, Shut: true}
	unread := mapping.Line{Kind: mapping.Group, Name: "New", Ref: store.KSRef{ID: "n"}, State: mapping.Unread}
	s := sheet{Plan: store.Plan{Name: "Desk"}, Openers: 3, Lines: []mapping.Line{basic}}

	const who = "3 people open doors with the plan “Desk”. "
	require.Equal(t, who+"They gain: Storage. At other hours than now: Front.", effect(s, full, []mapping.Line{basic, full}))
	require.Equal(t, who+"Nothing changes for them.", effect(s, shut, []mapping.Line{basic, shut}))
	require.Equal(t, who+"Latchkey has not read yet what the group “New” opens.", effect(s, unread, []mapping.Line{basic, unread}))
	require.Equal(t, who+"They lose, unless something else gives it to them: Front.", effect(s, basic, nil))
	s.Openers = 0
	require.Empty(t, effect(s, full, []mapping.Line{basic, full}))
}

func TestOffer(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.page.Shown()
	offered := func(p store.Plan) string {
		l, ok := b.page.model.offer(p)
		if !ok {
			return ""
		}
		return l.Ref.ID
	}
	require.Equal(t, "studio", offered(store.Plan{Name: "Studio"}))
	require.Equal(t, "studio", offered(store.Plan{Name: "studio"}))
	require.Empty(t, offered(store.Plan{Name: "Stud"}))
	require.Empty(t, offered(store.Plan{Name: "Studio", Archived: true}))
	mapped := []store.Mapping{{Space: b.space.ID, Group: store.KSRef{ID: "basic"}}}
	require.Empty(t, offered(store.Plan{Name: "Studio", Mappings: mapped}), "it has a group")
	mapped[0].Space++
	require.Equal(t, "studio", offered(store.Plan{Name: "Studio", Mappings: mapped}), "but in another space")

	m := b.page.model
	m.Site.Mirror.Groups = append(m.Site.Mirror.Groups, store.KSGroup{ID: "twin", Name: "Studio"})
	_, ok := m.offer(store.Plan{Name: "Studio"})
	require.False(t, ok, "two groups bear the name")
}
