package tags

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/widgets"
)

func TestWhetherSALTOKnowsATag(t *testing.T) {
	here := site{IDs: map[string]bool{"k1": true}, Numbers: map[string]bool{"0100": true}}
	there := site{Space: "Annexe", IDs: map[string]bool{"k2": true}, Numbers: map[string]bool{"0200": true}}
	none := site{}
	for name, c := range map[string]struct {
		tag   store.Tag
		sites []site
		site  string // of the space
		want  standing
		word  string
	}{
		"by its id":                 {store.Tag{KSID: "k1"}, []site{here}, "s", registered, "registered"},
		"by its number":             {store.Tag{Number: "0100"}, []site{here}, "s", registered, "registered"},
		"neither":                   {store.Tag{Number: "0300"}, []site{here, there}, "s", unregistered, "not registered yet"},
		"gone from the site":        {store.Tag{Number: "0300", KSID: "k3"}, []site{here}, "s", unregistered, "not registered yet"},
		"at the site of another":    {store.Tag{Number: "0200"}, []site{here, there}, "s", elsewhere, "in Annexe"},
		"also where none is here":   {store.Tag{KSID: "k2"}, []site{none, there}, "", elsewhere, "in Annexe"},
		"the site shows no list":    {store.Tag{Number: "0100", KSID: "k1"}, []site{none}, "s", registered, "registered"},
		"nor an id":                 {store.Tag{Number: "0100"}, []site{none}, "s", unregistered, "not registered yet"},
		"no site":                   {store.Tag{Number: "0100", KSID: "k1"}, []site{here}, "", unread, "–"},
		"of the wrong kind":         {store.Tag{Number: "0100", Tech: store.TechLow}, []site{here}, "s", unusable, "cannot be used"},
		"an id that nobody has yet": {store.Tag{UID: []byte{4}}, []site{here}, "s", unregistered, "not registered yet"},
	} {
		f := facts{Space: store.Space{SiteID: c.site}, Looked: true, Sites: c.sites}
		got, space := f.standingOf(c.tag)
		require.Equal(t, c.want, got, name)
		require.Equal(t, c.word, standingWords(got, space), name)
	}
	got, _ := facts{Space: store.Space{SiteID: "s"}, Sites: []site{here}}.standingOf(store.Tag{KSID: "k1"})
	require.Equal(t, unread, got, "the site was not read yet")
}

func TestStatesOfATag(t *testing.T) {
	for state, want := range map[store.TagState]widgets.Kind{
		store.TagFree: widgets.Neutral, store.TagHeld: widgets.Good, store.TagLost: widgets.Bad, store.TagBroken: widgets.Warn,
	} {
		kind, word := stateWords(state)
		require.Equal(t, want, kind)
		require.Equal(t, string(state), word)
	}
}

func TestOrdersOfTheList(t *testing.T) {
	f := facts{Now: noon, Holders: map[store.PersonID]store.Person{1: {FirstName: "Éva"}, 2: {FirstName: "Zoë"}}, Sites: []site{{}},
		Seen: map[store.TagID]time.Time{3: noon, 1: noon.Add(-time.Hour)},
		Tags: []store.Tag{
			{ID: 1, Number: "30", State: store.TagHeld, Holder: 2}, {ID: 2, Number: "10", State: store.TagLost},
			{ID: 3, Number: "20", State: store.TagHeld, Holder: 1},
		}}
	for name, c := range map[string]struct {
		compare func(a, b *row) int
		want    []string
	}{
		"title": {byTitle, []string{"10", "20", "30"}}, "holder": {byHolder, []string{"20", "30", "10"}},
		"state": {byState, []string{"20", "30", "10"}}, "standing": {byStanding, []string{"10", "20", "30"}},
		"seen": {newestFirst, []string{"20", "30", "10"}},
	} {
		rows := rowsOf(f)
		slices.SortStableFunc(rows, c.compare)
		var titles []string
		for _, r := range rows {
			titles = append(titles, r.Title)
		}
		require.Equal(t, c.want, titles, name)
	}
}

func TestWhenATagWasSeen(t *testing.T) {
	f := facts{Now: noon, Space: store.Space{Zone: "Europe/Paris"}}
	require.Empty(t, f.moment(time.Time{}))
	require.Equal(t, "11:30", f.moment(noon.Add(-30*time.Minute)))
	require.Equal(t, "Mon 23 Nov, 12:00", f.moment(noon.AddDate(0, 0, -1)))
	require.Equal(t, "Mon 24 Nov 2025", f.moment(noon.AddDate(-1, 0, 0)), "a day of another year has its year")
}

func TestWhoGaveATag(t *testing.T) {
	for by, want := range map[store.Actor]string{
		store.ActorDesk: "given at the desk", store.ActorImport: "from an import", store.ActorSync: "as found in SALTO KS", "": "",
	} {
		require.Equal(t, want, givenWords(by))
	}
	for why, want := range map[store.Ending]string{
		store.EndReturned: "taken back", store.EndLost: "lost", store.EndBroken: "broken",
		store.EndGiven: "given to somebody else", store.EndRemoved: "removed", "": "",
	} {
		require.Equal(t, want, endedWords(why))
	}
	f := facts{Space: store.Space{Zone: "Europe/Paris"}, Holders: map[store.PersonID]store.Person{1: {FirstName: "Mia"}}}
	held := store.Tag{ID: 7, State: store.TagHeld, Holder: 1}
	require.Equal(t, "With Mia.", f.whoWords(held, story{}), "its story is still being read")
	require.Equal(t, "With Mia since Tue 24 Nov 2026, 12:00.", f.whoWords(held, story{Tag: 7, Holdings: []store.Holding{{Person: 1, From: noon}}}))
}

func TestWhatANumberIsCalledInKS(t *testing.T) {
	n := numbers{all: []store.SiteTag{{ID: "k1", Number: "0100"}, {ID: "k2", Number: "0200", Gone: true}, {ID: "k3"}}}
	for number, want := range map[string]string{"0100": "k1", "0200": "", "0300": "", "": ""} {
		require.Equal(t, want, n.id(number), number)
	}
}

func TestTheHeadOfTheListHasRoom(t *testing.T) {
	l := newList(func(time.Time) string { return "" }, func() {})
	l.count.SetText("10000 of 10000 tags")
	for _, c := range []struct{ width, search, state float32 }{{1200, 300, 190}, {520, 0, 0}, {420, 0, 0}} {
		l.head.Resize(fyne.NewSize(c.width, l.head.MinSize().Height))
		edge := float32(16)
		for _, o := range []fyne.CanvasObject{l.search, l.state, l.count} {
			require.GreaterOrEqual(t, o.Position().X, edge, "at a width of %v", c.width)
			require.Equal(t, []float32{12, l.search.MinSize().Height}, []float32{o.Position().Y, o.Size().Height})
			edge = o.Position().X + o.Size().Width + 8
		}
		require.InDelta(t, c.width-16, l.count.Position().X+l.count.Size().Width, 0.1)
		if c.search > 0 {
			require.Equal(t, []float32{c.search, c.state}, []float32{l.search.Size().Width, l.state.Size().Width}, "no wider than is of use")
		} else {
			require.InDelta(t, 8, l.count.Position().X-l.state.Position().X-l.state.Size().Width, 0.1, "all the room is used")
			require.InDelta(t, 0.42/0.58, l.state.Size().Width/l.search.Size().Width, 0.01)
		}
	}
}
