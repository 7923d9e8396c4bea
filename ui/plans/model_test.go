package plans

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/mapping"
)

func TestHolders(t *testing.T) {
	yes := store.ConnectPhoneAndTag
	people := []store.Person{
		{ID: 1, FirstName: "Active", Plan: 1, Connect: yes},
		{ID: 2, FirstName: "Unconnected", Plan: 1},
		{ID: 3, FirstName: "Paused", Plan: 1, Connect: yes, PausedFrom: "2026-11-01"},
		{ID: 4, FirstName: "Cancelled", Plan: 1, Connect: yes, EndsOn: "2026-11-22"},
		{ID: 5, FirstName: "Last day", Plan: 1, Connect: yes, EndsOn: "2026-11-23"},
		{ID: 6, FirstName: "Upcoming", Plan: 1, Connect: yes, StartsOn: "2026-12-01"},
		{ID: 7, FirstName: "Changed", Plan: 2, NextPlan: 1, NextPlanOn: "2026-11-23", Connect: yes},
		{ID: 8, FirstName: "Changes tomorrow", Plan: 2, NextPlan: 1, NextPlanOn: "2026-11-24", Connect: yes},
		{ID: 9, FirstName: "Under active", Main: 1, Connect: yes},
		{ID: 10, FirstName: "Under paused", Main: 3, Connect: yes},
		{ID: 11, FirstName: "Under cancelled", Main: 4, Connect: yes},
		{ID: 12, FirstName: "Visitor"},
		{ID: 13, FirstName: "Blocked", Plan: 1, Connect: yes, BlockedAt: noon},
	}
	opens := map[string]bool{}
	held := holdersOf(store.Snapshot{Space: store.Space{Zone: "Europe/Paris"}, People: people}, noon)
	for _, h := range held[1] {
		opens[h.Name] = h.Opens
	}
	require.Equal(t, map[string]bool{
		"Active": true, "Unconnected": false, "Paused": false, "Last day": true, "Upcoming": false,
		"Changed": true, "Under active": true, "Under paused": false, "Blocked": false,
	}, opens)
	require.Len(t, held[2], 1)
	require.Equal(t, 4, openers(held[1]))
	for _, h := range held[1] {
		if h.Name == "Under paused" {
			require.Equal(t, "paused", h.State, "the main member's pause is theirs")
		}
	}
}

func TestWhoOpensAPlanThatAsksForAPass(t *testing.T) {
	yes := store.ConnectPhoneAndTag
	snap := store.Snapshot{
		Space: store.Space{Zone: "Europe/Paris"},
		Plans: []store.Plan{{ID: 1, PassLimited: true}, {ID: 2}},
		People: []store.Person{
			{ID: 1, FirstName: "Now", Plan: 1, Connect: yes},
			{ID: 2, FirstName: "Over", Plan: 1, Connect: yes},
			{ID: 3, FirstName: "Later", Plan: 1, Connect: yes},
			{ID: 4, FirstName: "Never expires", Plan: 1, Connect: yes},
			{ID: 5, FirstName: "None", Plan: 1, Connect: yes},
			{ID: 6, FirstName: "Under", Main: 1, Connect: yes},
			{ID: 7, FirstName: "Unlimited", Plan: 2, Connect: yes},
			{ID: 8, FirstName: "Paused", Plan: 1, PausedFrom: "2026-11-01"},
			{ID: 9, FirstName: "Blocked", Plan: 1, Connect: yes, BlockedAt: noon},
		},
		Passes: []store.PassTime{
			{Person: 1, From: noon, To: noon.Add(time.Hour)},
			{Person: 2, From: noon.Add(-time.Hour), To: noon},
			{Person: 3, From: noon.Add(time.Second), To: noon.Add(time.Hour)},
			{Person: 4, From: noon.Add(-time.Hour)},
			{Person: 9, From: noon.Add(-time.Hour)},
		},
	}
	held := holdersOf(snap, noon)
	states := map[string]string{}
	for _, h := range append(held[1], held[2]...) {
		states[h.Name] = h.State
		require.Equal(t, h.State == "active", h.Opens, h.Name)
	}
	require.Equal(t, map[string]string{
		"Now": "active", "Over": "no valid pass", "Later": "no valid pass", "Never expires": "active", "None": "no valid pass",
		"Under": "no valid pass", "Unlimited": "active", "Paused": "paused", "Blocked": "blocked",
	}, states, "a co-member has none unless the snapshot says so: Under has a main member with one, and passes are apart here")
	require.Equal(t, "4 people who open doors with this plan now have no valid pass. They lose its doors, unless something else gives them: Over, Later, None, Under.",
		passEffect(true, held[1]))
	require.Equal(t, "1 people without a valid pass get the doors of this plan: Unlimited.", passEffect(false, held[2]))
	require.Empty(t, passEffect(true, held[3]))

	many := make([]holder, fewNames+2)
	for i := range many {
		many[i] = holder{Name: fmt.Sprint(i), Active: true}
	}
	require.Contains(t, passEffect(true, many), ": 0, 1, 2, 3, 4, and 2 more.")
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
