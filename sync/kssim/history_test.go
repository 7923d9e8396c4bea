package kssim

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// crowd is a simulation of Maison Nord with so many people in its groups: most
// have a tag, some a phone, a PIN or both. Its clock stands at now.
func crowd(t testing.TB, people int, now time.Time, change func(*Site)) *Sim {
	t.Helper()
	def := MaisonNord()
	def.Seats = people + 10
	for len(def.Tags) < people {
		def.Tags = append(def.Tags, fmt.Sprintf("024%05d", len(def.Tags)))
	}
	if change != nil {
		change(&def)
	}
	s := New(Config{})
	s.Clock().Set(now)
	require.NoError(t, s.AddSite(def))
	si := s.st.Sites[0]
	for i := range people {
		p := &person{ID: fixedID("person", fmt.Sprint(i)), FirstName: "Person", LastName: fmt.Sprint(i), HasProfile: true}
		u := &siteUser{ID: fixedID("user", fmt.Sprint(i)), PersonID: p.ID, RoleCodes: []string{roleUser}, Subscribed: true}
		if i%4 != 0 {
			u.TagID = si.Tags[i].ID
		}
		if i%3 == 0 || i%4 == 0 {
			p.Email = fmt.Sprintf("person%d@example.org", i)
		}
		if i%10 == 0 {
			u.PIN = fmt.Sprintf("1%05d", i)
		}
		s.st.People[p.ID] = p
		si.Users = append(si.Users, u)
		g := si.Groups[i%len(si.Groups)]
		g.Members = append(g.Members, p.ID)
	}
	return s
}

func play(t testing.TB, s *Sim, p Past) int {
	t.Helper()
	n, err := s.PlayPast(p)
	require.NoError(t, err)
	return n
}

// winter is soon after the clocks went back in Paris, spring after they went
// forward.
var (
	winter = time.Date(2026, 11, 12, 11, 20, 30, 0, time.UTC)
	spring = time.Date(2026, 4, 15, 16, 5, 0, 0, time.UTC)
)

func TestAPastIsTheSameForTheSameSeed(t *testing.T) {
	played := func(seed uint64) []entry {
		s := crowd(t, 30, winter, nil)
		require.Positive(t, play(t, s, Past{Seed: seed}))
		return s.st.Sites[0].Entries
	}
	require.Equal(t, played(1), played(1))
	require.NotEqual(t, played(1), played(2))
}

func TestWhatOpensInAPastWasAllowed(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	require.NoError(t, err)
	for _, now := range []time.Time{winter, spring} {
		s := crowd(t, 60, now, nil)
		play(t, s, Past{Seed: 3})
		zones, ids, exits := map[string]int{}, map[string]bool{}, 0
		kinds := map[string]int{}
		for _, e := range s.st.Sites[0].Entries {
			require.False(t, e.UTCDateTime.After(now) || e.UTCDateTime.Before(now.AddDate(0, 0, -31)), e.UTCDateTime)
			require.Zero(t, e.UTCDateTime.Nanosecond())
			local := e.UTCDateTime.In(paris)
			require.Equal(t, local.Format(naiveLayout), e.LocalDateTime)
			zones[local.Format("MST")]++
			require.False(t, ids[e.ID], "two entries of one id")
			ids[e.ID] = true
			kept := e.ExpiresAt.Sub(e.UTCDateTime)
			require.True(t, kept > 90*24*time.Hour && kept < 90*24*time.Hour+6*time.Hour, kept)
			require.Equal(t, 7776000, e.TTLSeconds)
			kinds[e.EventCategory+" by "+e.AccessBy]++
			if e.ExitRequested {
				exits++
				require.Equal(t, byHandle, e.AccessBy)
				require.Nil(t, e.UserID)
				continue
			}
			if e.UserID == nil || *e.UserID == nobodyID {
				require.Equal(t, "lock_rejected", e.EventCategory)
				continue
			}
			require.Equal(t, e.EventCategory == "lock_opened", s.Can(*e.UserID, e.LockReference, e.UTCDateTime).Open, e)
		}
		require.Len(t, zones, 2, "before the clocks changed, and after: %v", zones)
		require.Positive(t, exits)
		for _, kind := range []string{"lock_opened by tag", "lock_opened by mobile_key", "lock_opened by pin_code", "lock_rejected by tag"} {
			require.Positive(t, kinds[kind], "%v", kinds)
		}
		rejected := kinds["lock_rejected by tag"] + kinds["lock_rejected by mobile_key"] + kinds["lock_rejected by pin_code"]
		require.Less(t, rejected*20, len(ids), "a handful: %v", kinds)
	}
}

func TestPeopleComeOnWeekdaysInTheMorning(t *testing.T) {
	s := crowd(t, 60, winter, nil)
	play(t, s, Past{Days: 28})
	days, first := [7]int{}, map[string]time.Time{}
	for _, e := range s.st.Sites[0].Entries {
		if e.UserID == nil || e.EventCategory != "lock_opened" {
			continue
		}
		local := parseNaive(e.LocalDateTime)
		key := *e.UserID + local.Format(time.DateOnly)
		if old, seen := first[key]; !seen || local.Before(old) {
			first[key] = local
		}
	}
	morning, early := 0, 0
	for _, at := range first {
		days[at.Weekday()]++
		since := at.Sub(dateOf(at))
		if since >= 8*time.Hour+15*time.Minute && since < 10*time.Hour+15*time.Minute {
			morning++
		}
		if since < 6*time.Hour {
			early++
		}
	}
	for day := time.Monday; day <= time.Friday; day++ {
		require.Greater(t, days[day], 3*max(days[time.Saturday], days[time.Sunday]), "%v", days)
	}
	require.Positive(t, days[time.Saturday]+days[time.Sunday])
	require.Greater(t, 2*morning, len(first), "most arrive in the morning")
	require.Zero(t, early)
	require.Greater(t, len(first), 60*5, "and they come more than once a week")
}

// signs is what an entry tells, without its id.
func signs(all []entry) []string {
	var shown []string
	for _, e := range all {
		who := ""
		if e.UserID != nil {
			who = *e.UserID
		}
		shown = append(shown, strings.Join([]string{e.LocalDateTime, e.LockReference, who, e.EventCategory, e.AccessBy}, " "))
	}
	slices.Sort(shown)
	return shown
}

func TestAPastGoesOnWhereItStopped(t *testing.T) {
	whole := crowd(t, 30, winter, nil)
	play(t, whole, Past{Days: 3})
	parts := crowd(t, 30, winter.Add(-70*time.Hour), nil)
	play(t, parts, Past{Days: 3})
	for range 70 {
		parts.Clock().Advance(time.Hour)
		play(t, parts, Past{Days: 3})
	}
	from := winter.AddDate(0, 0, -3)
	late := slices.DeleteFunc(parts.st.Sites[0].Entries, func(e entry) bool { return e.UTCDateTime.Before(from) })
	require.Equal(t, signs(whole.st.Sites[0].Entries), signs(late))
	ids := map[string]bool{}
	for _, e := range late {
		require.False(t, ids[e.ID])
		ids[e.ID] = true
	}
}

func TestARestartDoesNotDoubleAPast(t *testing.T) {
	s := crowd(t, 20, winter, nil)
	n := play(t, s, Past{})
	require.True(t, s.HasPast())
	var saved bytes.Buffer
	require.NoError(t, s.Save(&saved))
	again := New(Config{})
	require.NoError(t, again.Load(&saved))
	require.True(t, again.HasPast())
	require.Zero(t, play(t, again, Past{}))
	require.Equal(t, n, again.Snapshot().Sites[0].Entries)
	again.Clock().Advance(24 * time.Hour)
	require.Positive(t, play(t, again, Past{}), "and goes on the day after")
	again.Clock().Advance(95 * 24 * time.Hour)
	play(t, again, Past{})
	for _, e := range again.st.Sites[0].Entries {
		require.True(t, again.now().Before(e.ExpiresAt), "what KS has forgotten is dropped")
	}
}

func TestAHouseWithoutPeopleHasNoPast(t *testing.T) {
	d := newDesk(t, Config{})
	require.Zero(t, play(t, d.sim, Past{}))
	require.False(t, d.sim.HasPast())
	_, platform := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	d.join(d.addGroup("Bare"), platform)
	require.Zero(t, play(t, d.sim, Past{}), "a group without schedule opens nothing")
	d.join(d.groupPath("Full time"), platform)
	play(t, d.sim, Past{})
	require.True(t, d.sim.HasPast())
	for _, days := range []int{-1, longestPast + 1} {
		_, err := d.sim.PlayPast(Past{Days: days})
		require.Error(t, err)
	}
}

func TestAPastReachesAsFarAsKSKeepsEntries(t *testing.T) {
	oldest := func(s *Sim) time.Time {
		return slices.MinFunc(s.st.Sites[0].Entries, func(a, b entry) int { return a.UTCDateTime.Compare(b.UTCDateTime) }).UTCDateTime
	}
	usual := crowd(t, 20, winter, nil)
	play(t, usual, Past{Days: 365})
	require.WithinRange(t, oldest(usual), winter.AddDate(0, 0, -90), winter.AddDate(0, 0, -80))

	long := crowd(t, 20, winter, func(def *Site) { def.RetentionDays = 400 })
	play(t, long, Past{Days: 365})
	require.WithinRange(t, oldest(long), winter.AddDate(0, 0, -365), winter.AddDate(0, 0, -355))
	require.Equal(t, 400*24*60*60, long.st.Sites[0].Entries[0].TTLSeconds)
	require.Equal(t, "400.00:00:00", long.siteJSON(long.st.Sites[0]).StoreEventsTTL)
	days := 10
	require.NoError(t, long.SetSite(SiteChange{RetentionDays: &days}))
	long.Present("99999999", "Front door")
	entries := long.st.Sites[0].Entries
	require.Equal(t, winter.Truncate(time.Second).AddDate(0, 0, 10), entries[len(entries)-1].ExpiresAt)
	days = -1
	require.Error(t, long.SetSite(SiteChange{RetentionDays: &days}))
	require.Error(t, New(Config{}).AddSite(func() Site { def := MaisonNord(); def.RetentionDays = -1; return def }()))
}

func TestAHubThatWasAwayReportedLate(t *testing.T) {
	s := crowd(t, 60, winter, func(def *Site) {
		def.IQs = append(def.IQs, SiteIQ{Name: "IQ 02"})
		for i := range def.Doors[1:] {
			def.Doors[i+1].IQ = "IQ 02"
		}
	})
	play(t, s, Past{})
	late := map[string]int{}
	newest := time.Time{}
	for _, e := range s.st.Sites[0].Entries {
		if e.UTCDateTime.Before(newest) {
			late[e.UTCDateTime.Format(time.DateOnly)+" "+e.IQReference]++
		} else {
			newest = e.UTCDateTime
		}
	}
	require.Len(t, late, 1, "one hub, on one day: %v", late)
}

func TestWhatAnOfflineHubSawArrivesWhenItIsBack(t *testing.T) {
	s := crowd(t, 60, winter, nil)
	month := play(t, s, Past{})
	require.NoError(t, s.SetIQ("IQ 01", false))
	s.Clock().Advance(5 * time.Hour)
	held := play(t, s, Past{})
	require.Positive(t, held)
	site := s.Snapshot().Sites[0]
	require.Equal(t, []int{month, held}, []int{site.Entries, site.IQs[0].Held})
	require.NoError(t, s.SetIQ("IQ 01", true))
	s.Clock().Advance(time.Hour)
	more := play(t, s, Past{})
	require.Equal(t, month+held+more, s.Snapshot().Sites[0].Entries)
	ids := map[string]bool{}
	for _, e := range s.st.Sites[0].Entries {
		require.False(t, ids[e.ID])
		ids[e.ID] = true
	}
}

func TestATagThatSwitchesOfficeModeDoesSoMorningAndEvening(t *testing.T) {
	s := crowd(t, 60, winter, nil)
	require.NoError(t, s.SetDoor(DoorChange{Door: "Front door", EasyOffice: yes()}))
	for _, u := range s.st.Sites[0].Users {
		u.Flags.ToggleEasyOfficeMode = u.TagID != ""
	}
	play(t, s, Past{})
	want, switches := "start", 0
	all := slices.Clone(s.st.Sites[0].Entries)
	slices.SortStableFunc(all, func(a, b entry) int { return a.UTCDateTime.Compare(b.UTCDateTime) })
	for _, e := range all {
		if e.EventCategory != "easy_office_mode" {
			continue
		}
		switches++
		require.Equal(t, want, *e.EventDetail)
		require.Equal(t, byTag, e.AccessBy)
		want = map[string]string{"start": "end", "end": "start"}[want]
	}
	require.Greater(t, switches, 20)
	require.Equal(t, want == "end", s.st.Sites[0].Locks[0].Office, "the door is as the log says")
}

func TestWhoHasBookedComes(t *testing.T) {
	d := newDesk(t, Config{})
	for i := range 10 {
		_, platform := d.addUser("Mia", fmt.Sprint("Berg", i), fmt.Sprintf(`"email":"mia%d@example.org"`, i))
		group := d.addGroup("Booking")
		d.join(group, platform)
		for _, door := range []string{"Front door", "Workshop"} {
			d.call("POST", group+"/locks", `{"lock_id":"`+lockOf(door)+`"}`, http.StatusOK)
		}
		d.call("POST", group+"/time_schedules", window("2026-09-03T10:00:00", "2026-09-03T12:00:00"), http.StatusOK)
	}
	play(t, d.sim, Past{})
	doors := map[string]int{}
	for _, e := range d.sim.st.Sites[0].Entries {
		if e.UserID == nil || *e.UserID == nobodyID {
			continue
		}
		require.Equal(t, "lock_opened", e.EventCategory)
		require.True(t, e.LocalDateTime >= "2026-09-03T10:00:00" && e.LocalDateTime < "2026-09-03T12:00:00", e.LocalDateTime)
		doors[e.LockReference]++
	}
	require.Greater(t, doors["Front door"], 5)
	require.Equal(t, doors["Front door"], doors["Workshop"])
}

func TestControlOfThePast(t *testing.T) {
	d := newDesk(t, Config{})
	_, platform := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	d.join(d.groupPath("Full time"), platform)
	n := at(d.call("POST", "/_sim/past", `{"days":60,"seed":2}`, http.StatusOK), "entries")
	require.EqualValues(t, d.sim.Snapshot().Sites[0].Entries, n)
	require.EqualValues(t, 0, at(d.call("POST", "/_sim/past", `{}`, http.StatusOK), "entries"))
	d.call("POST", "/_sim/past", `{"days":-1}`, http.StatusBadRequest)
	d.call("POST", "/_sim/past", `{"weeks":1}`, http.StatusBadRequest)
}

func TestLifeBeginsWhenThePeopleAreThereAndEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var saves atomic.Int64
		d := newDesk(t, Config{Now: func() time.Time { return time.Now().UTC() }, OnChange: func(*Sim) error { saves.Add(1); return nil }})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- d.sim.Live(ctx, Past{}, 20*time.Second, d.sim.Settled()) }()
		for i := range 20 {
			_, platform := d.addUser("Mia", fmt.Sprint(i), fmt.Sprintf(`"email":"mia%d@example.org"`, i))
			d.join(d.groupPath("Full time"), platform)
			require.False(t, d.sim.HasPast(), "they are still coming")
			time.Sleep(10 * time.Second)
		}
		before := saves.Load()
		time.Sleep(time.Minute)
		month := d.sim.Snapshot().Sites[0].Entries
		require.Positive(t, month)
		require.Equal(t, before+1, saves.Load(), "it was saved")
		time.Sleep(24 * time.Hour)
		later := d.sim.Snapshot().Sites[0].Entries
		require.Greater(t, later, month, "they go on coming")
		cancel()
		require.NoError(t, <-done)
		time.Sleep(24 * time.Hour)
		require.Equal(t, later, d.sim.Snapshot().Sites[0].Entries)
		require.Error(t, d.sim.Live(t.Context(), Past{Days: -1}, time.Second, d.sim.Settled()))
	})
}

func BenchmarkPlayPast(b *testing.B) {
	for b.Loop() {
		s := crowd(b, 500, winter, func(def *Site) { def.RetentionDays = 400 })
		b.ReportMetric(float64(play(b, s, Past{Days: 365})), "entries")
	}
}
