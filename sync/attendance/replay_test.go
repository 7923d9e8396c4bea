package attendance

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"latchkey/store"
)

var space = store.Space{ID: 1, Zone: "Europe/Paris"}

var paris = space.Location()

// at is a reading of the clock in Paris on the 24th, or on the day before the space.
func at(clock string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-"+clock, paris)
	if err != nil {
		if t, err = time.ParseInLocation("2006-01-02 15:04", "2026-11-24 "+clock, paris); err != nil {
			panic(err)
		}
	}
	return t.UTC()
}

func enters(clocks ...string) (a store.Attended) {
	a.Spaces, a.People = []store.Space{space}, []store.PersonID{1}
	for i, c := range clocks {
		a.Entries = append(a.Entries, store.Entry{Space: 1, ID: fmt.Sprint("e", i, c), Person: 1, At: at(c), Category: store.EntryOpened, Way: "tag", Door: "front"})
	}
	return a
}

func stays(a store.Attended, clock string) store.Attended {
	a.Corrections = append(a.Corrections, store.Correction{Key: "until " + clock, Space: 1, Person: 1, At: at(clock), Kind: store.CheckedOut})
	return a
}

func pass(id store.PassID, minutes int, price int64, granted string) store.Pass {
	return store.Pass{ID: id, Minutes: minutes, Price: price, GrantedAt: at(granted)}
}

func until(p store.Pass, day store.Date) store.Pass {
	p.ExpiresOn = day
	return p
}

var (
	hour    = pass(1, 60, 500, "01 00:00")
	half    = pass(2, 300, 1200, "01 00:00")
	day     = pass(3, 600, 2000, "01 00:00")
	another = pass(4, 60, 500, "02 00:00")
)

// The rules in the words of the document that Cobot gives to its customers.
func TestTheRulesOfTheDocument(t *testing.T) {
	for name, row := range map[string]struct {
		passes []store.Pass
		there  store.Attended
		used   []store.PassID // by stay
		back   []store.PassID
	}{
		"when a member is checked in, a pass is deducted automatically":  {[]store.Pass{hour}, enters("09:00"), []store.PassID{1}, nil},
		"by default the cheapest is looked for, and deducted first":      {[]store.Pass{day, hour, half}, enters("09:00"), []store.PassID{1}, nil},
		"if the member leaves later, the shorter pass is credited again": {[]store.Pass{hour, day}, stays(enters("09:00"), "11:00"), []store.PassID{3}, []store.PassID{1}},
		"and the longer and dearer one is deducted instead":              {[]store.Pass{hour, day}, enters("09:00", "12:00"), []store.PassID{3}, []store.PassID{1}},
		"it grows step by step":   {[]store.Pass{hour, half, day}, enters("09:00", "12:00", "17:00"), []store.PassID{3}, []store.PassID{1, 2}},
		"only one pass at a time": {[]store.Pass{hour, another}, enters("09:00", "09:10", "09:20"), []store.PassID{1}, nil},
		"and stays checked in for its length, going in and out several times": {[]store.Pass{day, hour}, enters("09:00", "09:20", "09:59"), []store.PassID{1}, nil},
		"a stay of just the length of the pass needs no longer one":           {[]store.Pass{hour, day}, stays(enters("09:00"), "10:00"), []store.PassID{1}, nil},
		"who leaves in the minute in which they came needs no other pass":     {[]store.Pass{hour, another}, stays(enters("09:00"), "09:00"), []store.PassID{1}, nil},
		"without a longer one another is used":                                {[]store.Pass{hour, another}, enters("09:00", "15:00"), []store.PassID{1, 4}, nil},
		"a member without a pass is there all the same":                       {nil, enters("09:00", "15:00"), []store.PassID{0}, nil},
		"the one that expires first goes first":                               {[]store.Pass{hour, until(pass(9, 60, 500, "20 00:00"), "2026-11-24")}, enters("09:00"), []store.PassID{9}, nil},
		"one that has expired lets nobody in":                                 {[]store.Pass{until(pass(9, 60, 0, "01 00:00"), "2026-11-23"), hour}, enters("00:00"), []store.PassID{1}, nil},
		"one that was not there yet lets nobody in":                           {[]store.Pass{pass(9, 60, 0, "12:00")}, enters("09:00"), []store.PassID{0}, nil},
		"the next day is another stay":                                        {[]store.Pass{hour, day}, enters("09:00", "25 09:00"), []store.PassID{1, 3}, nil},
		"a pass over midnight lets in until it ends":                          {[]store.Pass{hour, day}, enters("23:30", "25 00:10"), []store.PassID{1}, nil},
		"what is given back is there for the next":                            {[]store.Pass{hour, day}, enters("09:00", "12:00", "25 09:00"), []store.PassID{3, 1}, []store.PassID{1}},
	} {
		t.Run(name, func(t *testing.T) {
			row.there.Passes = row.passes
			got := Replay(row.there)
			var used, back []store.PassID
			for _, s := range got {
				used, back = append(used, s.Pass), append(back, s.GaveBack...)
			}
			require.Equal(t, row.used, used)
			require.Equal(t, row.back, back)
			require.Equal(t, row.there.Entries[0].At, got[0].First)
		})
	}
}

// drawTeam makes a week of two people who share passes.
func drawTeam(t *rapid.T) store.Attended {
	a := store.Attended{Spaces: []store.Space{space, {ID: 2, Zone: "America/New_York"}}, People: []store.PersonID{1, 2}}
	for i := range rapid.IntRange(0, 8).Draw(t, "passes") {
		minutes := rapid.SampledFrom([]int{60, 300, 600, 1440}).Draw(t, "minutes")
		p := pass(store.PassID(i+1), minutes, int64(minutes), "23 00:00")
		p.GrantedAt = p.GrantedAt.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "granted")) * time.Hour)
		if rapid.Bool().Draw(t, "expires") {
			p.ExpiresOn = store.DateOf(p.GrantedAt, paris).AddDays(rapid.IntRange(0, 5).Draw(t, "days"))
		}
		if rapid.IntRange(0, 9).Draw(t, "ended") == 0 {
			p.EndedAt = p.GrantedAt.Add(time.Duration(rapid.IntRange(1, 100).Draw(t, "after")) * time.Hour)
		}
		a.Passes = append(a.Passes, p)
	}
	for i := range rapid.IntRange(0, 25).Draw(t, "entries") {
		e := store.Entry{Space: 1, ID: fmt.Sprint(i), Person: store.PersonID(rapid.IntRange(1, 2).Draw(t, "person")), Category: store.EntryOpened, Way: "tag", Door: "front"}
		e.At = at("23 06:00").Add(time.Duration(rapid.IntRange(0, 7*24*4).Draw(t, "quarters")) * 15 * time.Minute)
		if rapid.IntRange(0, 9).Draw(t, "elsewhere") == 0 {
			e.Space = 2
		}
		switch rapid.IntRange(0, 14).Draw(t, "what") {
		case 0:
			a.Corrections = append(a.Corrections, store.Correction{Key: "c" + e.ID, Space: e.Space, Person: e.Person, At: e.At, Kind: store.CheckedOut})
			continue
		case 1:
			a.Corrections = append(a.Corrections, store.Correction{Key: "c" + e.ID, Space: e.Space, Person: e.Person, At: e.At, Kind: store.CheckedIn})
			continue
		case 2:
			a.Corrections = append(a.Corrections, store.Correction{Key: "c" + e.ID, Space: e.Space, Person: e.Person, At: e.At, Kind: store.NotThem, Entry: e.ID})
		}
		a.Entries = append(a.Entries, e)
	}
	return a
}

// Late, twice and out of order: the result is the same.
func TestTheOrderInWhichEntriesArriveChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawTeam(t)
		want := Replay(a)
		a.Entries = append(a.Entries, a.Entries...)
		a.Corrections = append(a.Corrections, a.Corrections...)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		r.Shuffle(len(a.Entries), func(i, j int) { a.Entries[i], a.Entries[j] = a.Entries[j], a.Entries[i] })
		r.Shuffle(len(a.Corrections), func(i, j int) { a.Corrections[i], a.Corrections[j] = a.Corrections[j], a.Corrections[i] })
		r.Shuffle(len(a.Passes), func(i, j int) { a.Passes[i], a.Passes[j] = a.Passes[j], a.Passes[i] })
		require.Equal(t, want, Replay(a))
	})
}

// No pass is used twice, each only while it is valid, each stay within its pass
// or without one, and every entry is in a stay of its person.
func TestPassesAreUsedOnceAndWhileTheyAreValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawTeam(t)
		byID := make(map[store.PassID]store.Pass)
		for _, p := range a.Passes {
			byID[p.ID] = p
		}
		zones := map[store.SpaceID]*time.Location{1: paris, 2: a.Spaces[1].Location()}
		all, used := Replay(a), make(map[store.PassID]bool)
		for _, s := range all {
			require.False(t, s.Last.After(s.Reach))
			require.Equal(t, store.DateOf(s.First, zones[s.Space]), s.Day)
			if s.Pass == 0 {
				continue
			}
			require.False(t, used[s.Pass], "used twice")
			used[s.Pass] = true
			require.True(t, Valid(byID[s.Pass], s.First, zones[s.Space]))
			require.Equal(t, s.First.Add(length(byID[s.Pass])), s.Until)
			require.NotContains(t, s.GaveBack, s.Pass)
		}
		for _, p := range presences(a) {
			in := 0
			for _, s := range all {
				if s.Person == p.person && !p.at.Before(s.First) && !p.at.After(s.Last) {
					in++
				}
			}
			require.True(t, in > 0 || p.until, "%v is in no stay", p)
		}
	})
}

// Passes that are left are those granted, less those used, expired and taken
// back, and those that were given back.
func TestNoPassIsLostOrMade(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawTeam(t)
		now := at("23 00:00").Add(time.Duration(rapid.IntRange(0, 300).Draw(t, "now")) * time.Hour)
		stays := Replay(a)
		var uses []store.PassUse
		for _, p := range a.Passes {
			u := store.PassUse{Pass: p}
			for _, s := range stays {
				if s.Pass == p.ID {
					u.By = s.Person
				}
			}
			uses = append(uses, u)
		}
		got := store.CountPasses(uses, stays, now, paris)
		require.Equal(t, got.Left, got.Granted-got.Used+got.Returned-got.Expired-got.Ended)
		require.GreaterOrEqual(t, got.Left, 0)
		require.LessOrEqual(t, got.Returned, got.Used)
		left := 0
		for _, p := range a.Passes {
			taken := false
			for _, s := range stays {
				taken = taken || s.Pass == p.ID
			}
			if over := !p.EndedAt.IsZero() && !now.Before(p.EndedAt) || p.ExpiresOn != "" && p.ExpiresOn < store.DateOf(now, paris); !taken && !over {
				left++
			}
		}
		require.Equal(t, left, got.Left)
	})
}

// From any moment that no stay reaches over, the rest can be worked out alone,
// with the passes that no stay before it uses.
func TestWhatCameBeforeNeedsNoSecondLook(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawTeam(t)
		all := Replay(a)
		from := at("23 00:00").Add(time.Duration(rapid.IntRange(0, 8*24).Draw(t, "from")) * time.Hour)
		for range all { // back to before all that reach over it
			for _, s := range all {
				if s.First.Before(from) && s.Reach.After(from) {
					from = s.First
				}
			}
		}
		before, used := []store.CheckIn(nil), make(map[store.PassID]bool)
		for _, s := range all {
			if s.First.Before(from) {
				before = append(before, s)
				used[s.Pass] = true
			}
		}
		rest := store.Attended{Spaces: a.Spaces, People: a.People, Corrections: nil}
		for _, p := range a.Passes {
			if !used[p.ID] {
				rest.Passes = append(rest.Passes, p)
			}
		}
		for _, e := range a.Entries {
			if !e.At.Before(from) {
				rest.Entries = append(rest.Entries, e)
			}
		}
		for _, c := range a.Corrections {
			if !c.At.Before(from) {
				rest.Corrections = append(rest.Corrections, c)
			}
		}
		require.Equal(t, all, append(before, Replay(rest)...))
	})
}

func TestWhatCountsAsArriving(t *testing.T) {
	base := store.Entry{Space: 1, Person: 1, Category: store.EntryOpened, Way: "tag", Door: "front"}
	chosen := space
	chosen.Arrivals = "back front"
	for name, row := range map[string]struct {
		change func(*store.Entry)
		space  store.Space
		want   bool
	}{
		"a door is opened":                        {func(*store.Entry) {}, space, true},
		"by a phone":                              {func(e *store.Entry) { e.Way = "mobile_key" }, space, true},
		"a tag switches office mode on":           {func(e *store.Entry) { e.Category, e.Detail = store.EntryEasyOffice, "start" }, space, true},
		"and off":                                 {func(e *store.Entry) { e.Category, e.Detail = store.EntryEasyOffice, "end" }, space, true},
		"office mode that begins by itself":       {func(e *store.Entry) { e.Category, e.Way = store.EntryEasyOffice, "" }, space, false},
		"somebody wants out":                      {func(e *store.Entry) { e.Leaving = true }, space, false},
		"the handle inside":                       {func(e *store.Entry) { e.Way = "inside_handle" }, space, false},
		"a refusal":                               {func(e *store.Entry) { e.Category = store.EntryRejected }, space, false},
		"nobody":                                  {func(e *store.Entry) { e.Person = 0 }, space, false},
		"a door that counts":                      {func(*store.Entry) {}, chosen, true},
		"a door that does not count":              {func(e *store.Entry) { e.Door = "printer" }, chosen, false},
		"a door with part of the name of another": {func(e *store.Entry) { e.Door = "fro" }, chosen, false},
	} {
		t.Run(name, func(t *testing.T) {
			e := base
			row.change(&e)
			require.Equal(t, row.want, Arrives(e, row.space))
		})
	}
}
