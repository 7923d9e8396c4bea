package exchange

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/assets"
	"latchkey/store"
)

// sunday is the day before the sample's fortnight begins.
var sunday = time.Date(2026, 10, 18, 18, 0, 0, 0, time.UTC)

func openStore(t *testing.T) *store.Store {
	t.Helper()
	st, err := store.Open(t.Context(), store.Options{
		Path: filepath.Join(t.TempDir(), "space.latchkey"),
		Now:  func() time.Time { return sunday },
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	return st
}

func sample(t *testing.T) *File {
	t.Helper()
	f, err := Decode(bytes.NewReader(assets.Sample()))
	require.NoError(t, err)
	return f
}

func mustImport(t *testing.T, st *store.Store, f *File) Report {
	t.Helper()
	report, err := Import(t.Context(), st, f, Options{})
	require.NoError(t, err)
	return report
}

func exported(t *testing.T, st *store.Store, id store.SpaceID) (*File, string) {
	t.Helper()
	f, err := Export(t.Context(), st, id)
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, Encode(&b, f))
	return f, b.String()
}

// inOrder brings a file into the order of an export.
func inOrder(f *File) *File {
	g := *f
	g.Schema = ""
	byName := func(list []Ref) []Ref {
		plain := make([]store.KSRef, len(list))
		for i, r := range list {
			plain[i] = store.KSRef(r)
		}
		return refsOf(plain)
	}
	g.Plans = sortedBy(f.Plans, func(p Plan) string { return p.Key })
	g.PassTypes = sortedBy(f.PassTypes, func(p PassType) string { return p.Key })
	g.People = sortedBy(f.People, func(p Person) string { return p.Key })
	g.Rooms = sortedBy(f.Rooms, func(r Room) string { return r.Key })
	for i, r := range g.Rooms {
		g.Rooms[i].Doors, g.Rooms[i].Groups = byName(r.Doors), byName(r.Groups)
	}
	g.Series = sortedBy(f.Series, func(s Series) string { return s.Key })
	g.Bookings = sortedBy(f.Bookings, func(b Booking) string { return b.Key })
	g.Tags = sortedBy(f.Tags, func(t Tag) string { return t.Key })
	g.Passes = sortedBy(f.Passes, func(p Pass) string { return p.Key })
	g.Corrections = sortedBy(f.Corrections, func(c Correction) string { return c.Key })
	return &g
}

func sortedBy[T any](list []T, key func(T) string) []T {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b T) int { return strings.Compare(key(a), key(b)) })
	return list
}

// footprint is what an import that changes nothing must leave alone.
type footprint struct {
	serial int64
	lines  int
	revs   map[string]int64
}

func footprintOf(t *testing.T, st *store.Store) footprint {
	t.Helper()
	meta, err := st.Meta(t.Context())
	require.NoError(t, err)
	lines, err := st.LogLines(t.Context(), store.LogFilter{Limit: 100000})
	require.NoError(t, err)
	spaces, err := st.Spaces(t.Context())
	require.NoError(t, err)
	fp := footprint{serial: meta.Serial, lines: len(lines), revs: map[string]int64{}}
	for _, space := range spaces {
		have, err := takeStock(t.Context(), st, space)
		require.NoError(t, err)
		fp.revs["space "+space.Key] = space.Rev
		for key, p := range have.plans {
			fp.revs["plan "+key] = p.Rev
		}
		for key, p := range have.people {
			fp.revs["person "+key] = p.Rev
		}
		for key, r := range have.rooms {
			fp.revs["room "+key] = r.Rev
		}
		for key, s := range have.series {
			fp.revs["series "+key] = s.Rev
		}
		for key, b := range have.bookings {
			fp.revs["booking "+key] = b.Rev
		}
		for key, tag := range have.tags {
			fp.revs["tag "+key] = tag.Rev
		}
		for key, p := range have.types {
			fp.revs["pass type "+key] = p.Rev
		}
		for key, p := range have.passes {
			fp.revs["pass "+key] = p.Rev
		}
		for key, c := range have.corrections {
			fp.revs["correction "+key] = c.Rev
		}
	}
	return fp
}

func TestSampleRoundTrip(t *testing.T) {
	st, f := openStore(t), sample(t)
	report := mustImport(t, st, f)
	require.Equal(t, Report{
		Space: report.Space, Change: report.Change,
		Spaces: Count{Added: 1}, Plans: Count{Added: 6}, PassTypes: Count{Added: 3}, People: Count{Added: 43},
		Rooms: Count{Added: 3}, Series: Count{Added: 2}, Bookings: Count{Added: 47}, Tags: Count{Added: 30}, Passes: Count{Added: 25}, Corrections: Count{Added: 13},
	}, report)

	got, text := exported(t, st, report.Space)
	require.Equal(t, inOrder(f), got)

	other := openStore(t)
	again, err := Decode(strings.NewReader(text))
	require.NoError(t, err)
	_, second := exported(t, other, mustImport(t, other, again).Space)
	require.Equal(t, text, second)
}

func TestSampleIsAsAdvertised(t *testing.T) {
	st := openStore(t)
	id := mustImport(t, st, sample(t)).Space
	paris, err := time.LoadLocation("Europe/Paris")
	require.NoError(t, err)

	bookings, err := st.Bookings(t.Context(), id, dawn, dusk)
	require.NoError(t, err)
	require.Len(t, bookings, 60)
	for _, b := range bookings {
		require.GreaterOrEqual(t, b.Start.Date(), store.Date("2026-10-19"))
		require.LessOrEqual(t, b.End.Date(), store.Date("2026-11-01"))
		if b.Title == "Night shoot" {
			require.Equal(t, 7*time.Hour, b.EndAt.Sub(b.StartAt), "the night of the clock change is an hour longer")
		}
		if b.Title == "Morning scales" {
			require.Equal(t, 8, b.StartAt.In(paris).Hour())
		}
	}
	people, err := st.People(t.Context(), store.PeopleFilter{})
	require.NoError(t, err)
	states := map[store.State]int{}
	unconnected := 0
	for _, p := range people {
		states[p.State("2026-10-24")]++
		if p.Connect == store.ConnectNone {
			unconnected++
		}
	}
	require.Equal(t, map[store.State]int{store.StateActive: 38, store.StatePaused: 1, store.StateCancelled: 1, store.StateVisitor: 3}, states)
	require.Equal(t, 2, unconnected)
}

func TestImportTwiceChangesNothing(t *testing.T) {
	st := openStore(t)
	mustImport(t, st, sample(t))
	before := footprintOf(t, st)
	report := mustImport(t, st, sample(t))
	require.False(t, report.Changed())
	require.Equal(t, Count{Unchanged: 43}, report.People)
	require.Equal(t, before, footprintOf(t, st))
}

func TestImportOfAChangedFile(t *testing.T) {
	st := openStore(t)
	id := mustImport(t, st, sample(t)).Space
	f := sample(t)
	f.Space.Name = "Maison Nord & Cie"
	f.Plans[1].Groups = []Ref{{Name: "Basic"}, {Name: "Full time"}}
	f.People[0].Phone = ""
	f.People[7].Plan = "basic"
	// two people exchange their addresses by way of a third one
	f.People[8].Email, f.People[9].Email = f.People[9].Email, "new@courriel.example"
	// a booking takes the place of one that moves away further down
	at := slices.IndexFunc(f.Bookings, func(b Booking) bool { return b.Key == "2026-10-19-meeting-room-0900" })
	next := slices.IndexFunc(f.Bookings, func(b Booking) bool { return b.Key == "2026-10-19-meeting-room-1000" })
	require.Less(t, at, next)
	f.Bookings[at].Start, f.Bookings[at].End = "2026-10-19T10:00", "2026-10-19T11:00"
	f.Bookings[next].Start, f.Bookings[next].End = "2026-10-19T07:00", "2026-10-19T08:00"
	f.Series[1].Title = "Scales"
	f.Tags[0].Holder, f.Tags[25].Holder = "", f.Tags[0].Holder
	f.Tags[1].Tech = store.TechHigh
	f.PassTypes[0].Price = 700
	f.Passes[3].ExpiresOn = "2026-12-01"

	report := mustImport(t, st, f)
	require.Equal(t, []int{1, 1, 1, 4, 0, 1, 2, 3, 1}, []int{
		report.Spaces.Updated, report.Plans.Updated, report.PassTypes.Updated, report.People.Updated, report.Rooms.Updated,
		report.Series.Updated, report.Bookings.Updated, report.Tags.Updated, report.Passes.Updated,
	})
	got, _ := exported(t, st, id)
	require.Equal(t, inOrder(f), got)
	require.False(t, mustImport(t, st, f).Changed())
	f.Tags[1].Tech = ""
	require.False(t, mustImport(t, st, f).Changed(), "a file that says nothing of it leaves it as it is")
}

func TestNothingIsHalfImported(t *testing.T) {
	st := openStore(t)
	f := sample(t)
	clash := f.Bookings[2]
	clash.Key, clash.Title = "clash", "Clash"
	f.Bookings = append(f.Bookings, clash)
	report, err := Import(t.Context(), st, f, Options{})
	require.ErrorAs(t, err, new(*store.Problem))
	require.ErrorContains(t, err, "bookings, entry 48 “Clash”: ")
	require.ErrorContains(t, err, "Nothing was imported.")
	require.Equal(t, Report{}, report)
	require.Equal(t, int64(0), footprintOf(t, st).serial)
	spaces, err := st.Spaces(t.Context())
	require.NoError(t, err)
	require.Empty(t, spaces)
	people, err := st.People(t.Context(), store.PeopleFilter{IncludeDeleted: true})
	require.NoError(t, err)
	require.Empty(t, people)
}

func TestCancelledImport(t *testing.T) {
	st := openStore(t)
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	_, err := Import(ctx, st, sample(t), Options{Progress: func(done, total int) {
		calls++
		require.Equal(t, calls, done)
		require.Equal(t, 173, total)
		if done == 20 {
			cancel()
		}
	}})
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 20, calls)
	spaces, err := st.Spaces(t.Context())
	require.NoError(t, err)
	require.Empty(t, spaces)
}

func TestUndoOfAnImport(t *testing.T) {
	st := openStore(t)
	id := mustImport(t, st, sample(t)).Space
	_, before := exported(t, st, id)
	f := sample(t)
	f.People[0].LastName = "Delacroix-Morel"
	f.Rooms[0].Doors = f.Rooms[0].Doors[:1]
	report := mustImport(t, st, f)
	_, err := st.Undo(t.Context(), report.Change.Undo)
	require.NoError(t, err)
	_, after := exported(t, st, id)
	require.Equal(t, before, after)
}

// The plan is closed to new members, and yet the file's members have it.
func TestArchivedPlanWithMembers(t *testing.T) {
	st := openStore(t)
	f := sample(t)
	f.Plans[2].Archived = true
	id := mustImport(t, st, f).Space
	got, _ := exported(t, st, id)
	require.Equal(t, inOrder(f), got)
	before := footprintOf(t, st)
	require.False(t, mustImport(t, st, f).Changed())
	require.Equal(t, before, footprintOf(t, st))
	f.People[20].Plan = "studio" // given while archived, because the file says so
	mustImport(t, st, f)
	got, _ = exported(t, st, id)
	require.Equal(t, inOrder(f), got)
}

func TestChangedBookingsOfASeries(t *testing.T) {
	st := openStore(t)
	id := mustImport(t, st, sample(t)).Space
	bookings, err := st.Bookings(t.Context(), id, dawn, dusk)
	require.NoError(t, err)
	_, err = st.Do(t.Context(), store.ActorDesk, func(tx *store.Tx) error {
		for _, b := range bookings {
			switch {
			case b.Title == "Morning scales" && b.Start.Date() == "2026-10-23":
				if err := tx.DeleteBooking(b.ID); err != nil {
					return err
				}
			case b.Title == "Morning scales" && b.Start.Date() == "2026-10-24":
				b.Start, b.End = "2026-10-24T07:00", "2026-10-24T07:30"
				if err := tx.SaveBooking(&b); err != nil {
					return err
				}
			}
		}
		return nil
	})
	require.NoError(t, err)

	f, text := exported(t, st, id)
	i := slices.IndexFunc(f.Series, func(s Series) bool { return s.Key == "morning-scales" })
	require.Equal(t, []store.Date{"2026-10-23", "2026-10-24", "2026-10-25"}, f.Series[i].Except)
	require.Len(t, f.Bookings, 48)
	require.Equal(t, 1, len(slices.DeleteFunc(slices.Clone(f.Bookings), func(b Booking) bool { return b.Series != "morning-scales" })))

	before := footprintOf(t, st)
	require.False(t, mustImport(t, st, f).Changed())
	require.Equal(t, before, footprintOf(t, st))

	other := openStore(t)
	_, second := exported(t, other, mustImport(t, other, f).Space)
	require.Equal(t, text, second)

	// a new title goes to all that follows the rule, and not to what the file
	// lists by its own key
	f.Series[i].Title = "Scales and studies"
	renamed := mustImport(t, st, f)
	require.Equal(t, Count{Updated: 1, Unchanged: 1}, renamed.Series)
	got, _ := exported(t, st, id)
	require.Equal(t, inOrder(f), got)
	require.False(t, mustImport(t, st, f).Changed())
	_, err = st.Undo(t.Context(), renamed.Change.Undo)
	require.NoError(t, err)

	// the older file still says that the booking of the 24th follows the rule;
	// what the desk has done since stays
	mustImport(t, st, sample(t))
	_, after := exported(t, st, id)
	require.Equal(t, text, after)
}

// A second look at the site gives names their ids; a file with the names
// alone says the same still.
func TestNamesThatBecameIDs(t *testing.T) {
	st := openStore(t)
	id := mustImport(t, st, sample(t)).Space
	_, err := st.Do(t.Context(), store.ActorSync, func(tx *store.Tx) error {
		m := store.Mirror{Site: store.KSSite{ID: "site", Name: "Maison Nord", Zone: "Europe/Paris"}}
		for _, name := range []string{"Front door", "Studio A", "Meeting room", "Workshop", "Storage"} {
			m.Doors = append(m.Doors, store.KSDoor{ID: "door " + name, Name: name})
		}
		for _, name := range []string{"Full time", "Basic", "Studio", "Team"} {
			m.Groups = append(m.Groups, store.KSGroup{ID: "group " + name, Name: name})
		}
		if err := tx.SaveMirror(id, m); err != nil {
			return err
		}
		return tx.ResolveRefs(id)
	})
	require.NoError(t, err)
	before := footprintOf(t, st)
	require.False(t, mustImport(t, st, sample(t)).Changed())
	require.Equal(t, before, footprintOf(t, st))
	f, text := exported(t, st, id)
	require.Equal(t, []Ref{{ID: "group Basic", Name: "Basic"}}, f.Plans[0].Groups)
	require.Contains(t, text, `"extra_doors": [{"id": "door Workshop", "name": "Workshop"}]`)
	require.False(t, mustImport(t, st, f).Changed())
}

func TestTwoSpacesKeepTheirOwnDoors(t *testing.T) {
	st := openStore(t)
	north := mustImport(t, st, sample(t)).Space
	_, before := exported(t, st, north)
	f := sample(t)
	f.Space.Key, f.Space.Name = "maison-sud", "Maison Sud"
	f.Rooms, f.Series, f.Bookings, f.Corrections = nil, nil, nil, nil
	f.Plans[0].Groups = []Ref{{Name: "Sud"}}
	for i := range f.People {
		f.People[i].ExtraDoors = nil
	}
	south := mustImport(t, st, f).Space
	require.NotEqual(t, north, south)
	_, after := exported(t, st, north)
	require.Equal(t, before, after)
	got, _ := exported(t, st, south)
	require.Equal(t, []Ref{{Name: "Sud"}}, got.Plans[slices.IndexFunc(got.Plans, func(p Plan) bool { return p.Key == f.Plans[0].Key })].Groups)
	require.Empty(t, got.Bookings)
}

func TestDeletedEntriesComeBack(t *testing.T) {
	st := openStore(t)
	f := sample(t)
	id := mustImport(t, st, f).Space
	have, err := takeStock(t.Context(), st, store.Space{ID: id})
	require.NoError(t, err)
	_, err = st.Do(t.Context(), store.ActorDesk, func(tx *store.Tx) error {
		if err := tx.DeleteBooking(have.bookings["2026-10-24-studio-a-2200"].ID); err != nil {
			return err
		}
		return tx.DeletePerson(have.people["agnes-pelletier"].ID)
	})
	require.NoError(t, err)
	gone, _ := exported(t, st, id)
	require.Len(t, gone.Bookings, 46)
	require.Len(t, gone.People, 42)
	mustImport(t, st, f)
	got, _ := exported(t, st, id)
	require.Equal(t, inOrder(f), got)
}

// What narrows access goes with the space, and comes back from a second file.
func TestLimitsGoWithTheSpace(t *testing.T) {
	st, f := openStore(t), sample(t)
	f.Space.AskFirst = true
	f.Plans[1].PassLimited = true
	f.People[2].BlockedAt = "2026-10-18T17:30:00Z"
	id := mustImport(t, st, f).Space

	space, err := st.Space(t.Context(), id)
	require.NoError(t, err)
	require.True(t, space.AskFirst)
	blocked := map[string]time.Time{}
	people, err := st.People(t.Context(), store.PeopleFilter{})
	require.NoError(t, err)
	for _, p := range people {
		if !p.BlockedAt.IsZero() {
			blocked[p.Key] = p.BlockedAt.UTC()
		}
	}
	require.Equal(t, map[string]time.Time{f.People[2].Key: sunday.Add(-30 * time.Minute)}, blocked)

	got, text := exported(t, st, id)
	require.Equal(t, inOrder(f), got)
	other := openStore(t)
	again, err := Decode(strings.NewReader(text))
	require.NoError(t, err)
	_, second := exported(t, other, mustImport(t, other, again).Space)
	require.Equal(t, text, second)
	require.False(t, mustImport(t, st, again).Changed())
}

// A file that knows nothing of a block does not let anybody in again; all else
// is brought to what it says.
func TestAnImportDoesNotUnblock(t *testing.T) {
	st, f := openStore(t), sample(t)
	f.Space.AskFirst = true
	f.Plans[1].PassLimited = true
	f.People[2].BlockedAt = "2026-10-18T19:30:00+02:00"
	id := mustImport(t, st, f).Space
	mustImport(t, st, sample(t))
	got, _ := exported(t, st, id)
	want := sample(t)
	want.People[2].BlockedAt = "2026-10-18T17:30:00Z"
	require.Equal(t, inOrder(want), got)

	want.People[2].BlockedAt = "2026-10-18T17:45:00Z"
	require.Equal(t, Count{Updated: 1, Unchanged: 42}, mustImport(t, st, want).People, "a later block is taken over")
	require.False(t, mustImport(t, st, want).Changed())
}
