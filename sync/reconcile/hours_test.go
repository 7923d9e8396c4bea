package reconcile

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// hoursOf are the hours of Mia's booking in KS.
func (w *world) hoursOf() []string {
	var out []string
	for _, s := range w.ks.groups[w.ksGroup(booking)].schedules {
		day := ""
		if !allDay(s) {
			day = " on some days"
		}
		out = append(out, s.StartDate[len("2026-11-24T"):][:5]+" to "+s.EndDate[len("2026-11-24T"):][:5]+day)
	}
	return out
}

// somebody sets the hours of Mia's booking in KS.
func (w *world) somebodySets(from, to string) {
	w.ks.schedule(w.ksGroup(booking), 0, func(s *store.Schedule) { s.StartDate, s.EndDate = at(from), at(to) })
}

// What somebody moved is cut to what both have: what they took away stays away,
// what they added goes. Until the desk answers, that is how it stays.
func TestHoursThatWereMovedAreCutToWhatBothHave(t *testing.T) {
	for name, row := range map[string]struct{ from, to, cut string }{
		"later":   {"11:00", "13:00", "11:00 to 12:00"},
		"earlier": {"09:00", "11:00", "10:00 to 11:00"},
	} {
		t.Run(name, func(t *testing.T) {
			w := lived(t)
			w.somebodySets(row.from, row.to)
			w.look()
			w.quiet()
			require.Equal(t, []string{row.cut}, w.hoursOf())
			require.Equal(t, []string{"group:booking:7/window"}, w.asks())
			longer, told := w.drift("group:booking:7/cut")
			require.True(t, told)
			require.False(t, longer.OverAt.IsZero())
			w.restore("group:booking:7/window")
			w.quiet()
			require.Equal(t, []string{"10:00 to 12:00"}, w.hoursOf())
		})
	}
}

func TestHoursThatHaveNothingInCommonWithOursAreDropped(t *testing.T) {
	for name, change := range map[string]func(s *store.Schedule){
		"all later":                   func(s *store.Schedule) { s.StartDate, s.EndDate = at("13:00"), at("14:00") },
		"from our end on":             func(s *store.Schedule) { s.StartDate, s.EndDate = at("12:00"), at("14:00") },
		"longer, at odd times of day": func(s *store.Schedule) { s.EndDate, s.StartTime = at("14:00"), "08:00:00" },
		"longer, until some time":     func(s *store.Schedule) { s.EndDate, s.EndTime = at("14:00"), "18:00:00" },
		"longer, on some days":        func(s *store.Schedule) { s.EndDate, s.Days[0] = at("14:00"), false },
	} {
		t.Run(name, func(t *testing.T) {
			w := lived(t)
			w.ks.schedule(w.ksGroup(booking), 0, change)
			w.look()
			require.Equal(t, []Op{DropSchedule}, ops(w.plan().Steps))
			w.quiet()
			require.Empty(t, w.hoursOf())
			require.Equal(t, []string{"group:booking:7/window"}, w.asks(), "what is gone now is not given again by itself")
			w.restore("group:booking:7/window")
			w.quiet()
			require.Equal(t, []string{"10:00 to 12:00"}, w.hoursOf())
		})
	}
}

// Somebody made the hours shorter, and the desk wants them shorter, too: what
// both want closed is closed, and what somebody closed stays so.
func TestWhatTheDeskClosesIsClosedAlsoWhereSomebodyClosedMore(t *testing.T) {
	for name, row := range map[string]struct {
		from, to string // what somebody made of 10 to 12
		want     [2]string
		closed   []string
		steps    []Op
	}{
		"the other end":          {"10:00", "11:30", [2]string{"10:30", "12:00"}, []string{"10:30 to 11:30"}, []Op{SetWindow}},
		"the same end, less":     {"10:00", "11:00", [2]string{"10:00", "11:30"}, []string{"10:00 to 11:00"}, []Op{}},
		"the same end, more":     {"10:00", "11:30", [2]string{"10:00", "11:00"}, []string{"10:00 to 11:00"}, []Op{SetWindow}},
		"all that was left":      {"10:00", "11:00", [2]string{"11:00", "12:00"}, nil, []Op{DropSchedule}},
		"longer than it was":     {"10:00", "11:00", [2]string{"10:00", "14:00"}, []string{"10:00 to 11:00"}, []Op{}},
		"other hours altogether": {"10:00", "11:00", [2]string{"15:00", "16:00"}, nil, []Op{DropSchedule}},
	} {
		t.Run(name, func(t *testing.T) {
			w := lived(t)
			w.somebodySets(row.from, row.to)
			w.look()
			w.plan()
			w.books(7, mia, row.want[0], row.want[1], "a", "b")
			for _, s := range w.plan().Steps {
				require.Equal(t, Revoke, s.Class)
			}
			w.quiet()
			require.Equal(t, row.closed, w.hoursOf())
			require.Equal(t, row.steps, ops(w.did))
			if name == "the same end, more" {
				require.Empty(t, w.asks(), "there is nothing left that differs")
				return
			}
			require.Equal(t, []string{"group:booking:7/window"}, w.asks())
			w.restore("group:booking:7/window")
			w.quiet()
			require.Equal(t, []string{row.want[0] + " to " + row.want[1]}, w.hoursOf())
		})
	}
}

func TestHoursThatSomebodyMadeAsTheyAreWantedAreFound(t *testing.T) {
	for name, row := range map[string][2]string{"shorter": {"10:00", "11:00"}, "longer": {"10:00", "14:00"}, "moved": {"11:00", "13:00"}} {
		t.Run(name, func(t *testing.T) {
			w := lived(t)
			w.somebodySets(row[0], row[1])
			w.look()
			w.books(7, mia, row[0], row[1], "a", "b")
			set := w.plan()
			require.Empty(t, set.Steps)
			require.Empty(t, set.Drifts)
			require.Equal(t, at(row[1]), w.in.Ledger.Groups[booking].State.End)
			w.books(7, mia, "10:00", "15:00", "a", "b")
			w.quiet()
			require.Equal(t, []string{"10:00 to 15:00"}, w.hoursOf(), "what the desk wants next is a change like any other")
		})
	}
}

// While a change of our own to the group is under way or settles, what is read
// of it proves nothing: hours that somebody made shorter stay so all the same.
func TestHoursThatSomebodyMadeShorterAreHeldAlsoWhileTheGroupSettles(t *testing.T) {
	for name, change := range map[string]func(w *world){
		"open":    func(w *world) { w.in.Open[GroupObject(booking)] = true },
		"settles": recently,
	} {
		t.Run(name, func(t *testing.T) {
			w := lived(t)
			w.somebodySets("10:00", "11:00")
			w.look()
			w.plan()
			w.books(7, mia, "10:00", "14:00", "a", "b")
			change(w)
			set := w.plan()
			require.Empty(t, set.Steps, "longer: not given")
			require.True(t, set.Unsure[GroupObject(booking)])
			w.books(7, mia, "10:30", "14:00", "a", "b")
			steps := w.plan().Steps
			require.Len(t, steps, 1, "what is not wanted any more is closed at once")
			require.Equal(t, []any{SetWindow, Revoke, at("10:30"), at("11:00")}, []any{steps[0].Op, steps[0].Class, steps[0].Start, steps[0].End})
		})
	}
}

func TestHoursThatWereTakenAwayAreHeldWhileTheGroupSettles(t *testing.T) {
	w := lived(t)
	w.ks.group(w.ksGroup(booking), func(g *tinyGroup) { g.schedules = nil })
	w.look()
	w.plan()
	w.books(7, mia, "10:00", "14:00", "a", "b", "c")
	w.quiet()
	require.Empty(t, w.hoursOf())
	require.Contains(t, w.ks.groups[w.ksGroup(booking)].doors, "c", "the rest goes on")
}

func TestHoursThatHadToBeDroppedAreHeldWhileThatSettles(t *testing.T) {
	w := lived(t)
	w.ks.schedule(w.ksGroup(booking), 0, func(s *store.Schedule) { s.EndDate, s.Days[0] = at("14:00"), false })
	w.look()
	w.plan()
	w.books(7, mia, "09:00", "13:30", "a", "b")
	w.round(w.plan())
	require.Equal(t, []Op{DropSchedule}, ops(w.did))
	require.Empty(t, w.plan().Steps)
}

func TestMovedHoursAreHeldWhileTheCutSettles(t *testing.T) {
	w := lived(t)
	w.somebodySets("11:00", "13:00")
	w.look()
	w.plan()
	w.books(7, mia, "09:00", "13:30", "a", "b")
	w.run()
	require.Equal(t, []string{"11:00 to 12:00"}, w.hoursOf())
	require.Empty(t, w.plan().Steps)
	w.quiet()
	require.Equal(t, []string{"11:00 to 12:00"}, w.hoursOf())
	require.Equal(t, []string{"group:booking:7/window"}, w.asks())
}

func TestHoursThatAreOursAgainHoldUpNothingWhileTheGroupSettles(t *testing.T) {
	w := lived(t)
	w.somebodySets("10:00", "13:00")
	w.look()
	w.plan()
	w.books(7, mia, "10:00", "14:00", "a", "b")
	w.run()
	require.Equal(t, []string{"10:00 to 14:00"}, w.hoursOf(), "cut to what was ours, and then changed as the desk wants it")
}

func TestADifferenceThatIsOverHoldsUpNothing(t *testing.T) {
	w := lived(t)
	w.somebodySets("10:00", "11:00")
	w.look()
	w.plan()
	w.in.Drifts[0].OverAt = w.in.Now
	recently(w)
	w.books(7, mia, "10:00", "14:00", "a", "b")
	require.Equal(t, []Op{SetWindow}, ops(Diff(w.in).Steps))
}

func TestASecondScheduleIsDroppedAndOursStays(t *testing.T) {
	w := lived(t)
	id := w.ksGroup(booking)
	w.ks.addSchedule(id, window("", at("10:30"), at("11:00")))
	w.ks.addSchedule(id, window("", "", ""))
	w.look()
	require.Equal(t, []Op{DropSchedule, DropSchedule}, ops(w.plan().Steps))
	w.quiet()
	require.Equal(t, []string{"10:00 to 12:00"}, w.hoursOf())
	require.Empty(t, w.asks())
}

// Also while a shorter window of ours is still to be put right, a schedule of
// somebody's is none of ours.
func TestASecondScheduleIsDroppedWhileOursIsPutRight(t *testing.T) {
	w := lived(t)
	w.somebodySets("10:00", "11:00")
	w.look()
	w.plan()
	w.restore("group:booking:7/window")
	w.ks.addSchedule(w.ksGroup(booking), window("", "", ""))
	w.look()
	require.ElementsMatch(t, []Op{SetWindow, DropSchedule}, ops(w.plan().Steps))
	w.quiet()
	require.Equal(t, []string{"10:00 to 12:00"}, w.hoursOf())
}

func TestOnlyTheEndOfAWindowThatHasOpenedMatters(t *testing.T) {
	for name, row := range map[string]struct {
		from, to string
		want     []string
	}{
		"began a little earlier": {"09:55", "12:00", []string{"10:00 to 12:00"}},
		"ends later":             {"09:55", "12:30", []string{"10:00 to 12:30"}},
		"begins only later":      {"11:00", "12:00", []string{"11:00 to 12:00"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := lived(t)
			w.in.Now = time.Date(2026, 11, 24, 10, 30, 0, 0, time.UTC)
			w.books(7, mia, row.from, row.to, "a", "b")
			w.run()
			require.Equal(t, row.want, w.hoursOf())
		})
	}
}

func TestAWindowBeginsWithTheVeryMoment(t *testing.T) {
	w := lived(t)
	w.books(7, mia, "09:55", "12:00", "a", "b")
	w.in.Now = time.Date(2026, 11, 24, 9, 59, 59, 0, time.UTC)
	require.Equal(t, []Op{SetWindow}, ops(w.plan().Steps))
	w.in.Now = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	require.Empty(t, w.plan().Steps)
}

// That a window has begun by the clock is no other wish.
func TestAnAnswerHoldsWhenTheWindowBegins(t *testing.T) {
	w := lived(t)
	w.somebodySets("10:00", "11:00")
	w.look()
	w.plan()
	w.books(7, mia, "09:55", "12:00", "a", "b")
	w.plan()
	w.answer("group:booking:7/window", store.Keep)
	w.in.Now = time.Date(2026, 11, 24, 10, 30, 0, 0, time.UTC)
	w.plan()
	require.Empty(t, w.asks())
}

func TestAShorterWindowIsARevocationAndALongerOneIsNot(t *testing.T) {
	for name, row := range map[string]struct {
		from, to string
		class    Class
	}{
		"ends earlier":                  {"10:00", "11:00", Revoke},
		"begins later":                  {"11:00", "12:00", Revoke},
		"moved":                         {"11:00", "13:00", Revoke},
		"ends later":                    {"10:00", "13:00", Grant},
		"begins earlier":                {"09:00", "12:00", Grant},
		"begins earlier and ends later": {"09:00", "13:00", Grant},
	} {
		w := lived(t)
		w.books(7, mia, row.from, row.to, "a", "b")
		steps := w.plan().Steps
		require.Len(t, steps, 1, name)
		require.Equal(t, SetWindow, steps[0].Op, name)
		require.Equal(t, row.class, steps[0].Class, name)
		require.Equal(t, []string{at(row.from), at(row.to)}, []string{steps[0].Start, steps[0].End}, name)
	}
}

// A window in a group that nobody is in opens nothing, shorter or not.
func TestAShorterWindowOfAGroupWithoutPeopleTakesNothing(t *testing.T) {
	w := lived(t)
	g := w.in.Ledger.Groups[booking]
	g.State.People = nil
	w.in.Ledger.Groups[booking] = g
	w.ks.group(g.RemoteID, func(g *tinyGroup) { g.people = nil })
	w.look()
	w.books(7, mia, "10:00", "11:00", "a", "b")
	for _, s := range w.plan().Steps {
		require.Equal(t, Grant, s.Class, "%s", s.Key)
	}
}

func TestWhichScheduleOpensLikeAWindow(t *testing.T) {
	plain := window("s", at("10:00"), at("12:00"))
	for name, row := range map[string]struct {
		change func(s *store.Schedule)
		want   bool
	}{
		"as it is":             {func(*store.Schedule) {}, true},
		"times left out":       {func(s *store.Schedule) { s.StartTime, s.EndTime = "", "" }, true},
		"another start":        {func(s *store.Schedule) { s.StartDate = at("10:01") }, false},
		"another end":          {func(s *store.Schedule) { s.EndDate = at("12:01") }, false},
		"no end":               {func(s *store.Schedule) { s.EndDate = "" }, false},
		"from a time of day":   {func(s *store.Schedule) { s.StartTime = "00:01:00" }, false},
		"until a time of day":  {func(s *store.Schedule) { s.EndTime = "23:59:00" }, false},
		"not on one of 7 days": {func(s *store.Schedule) { s.Days[3] = false }, false},
	} {
		s := plain
		row.change(&s)
		require.Equal(t, row.want, opensLike(s, at("10:00"), at("12:00")), name)
	}
	require.True(t, opensLike(window("s", "", ""), "", ""), "always")
}

func TestWhichScheduleLiesWithinAWindow(t *testing.T) {
	for name, row := range map[string]struct {
		s          store.Schedule
		start, end string
		want       bool
	}{
		"the same":              {window("", "10", "12"), "10", "12", true},
		"shorter":               {window("", "11", "11:30"), "10", "12", true},
		"earlier":               {window("", "09", "12"), "10", "12", false},
		"later":                 {window("", "10", "13"), "10", "12", false},
		"no end":                {window("", "10", ""), "10", "12", false},
		"always in a window":    {window("", "", ""), "10", "12", false},
		"a window in always":    {window("", "10", "12"), "", "", true},
		"always in always":      {window("", "", ""), "", "", true},
		"no end within no end":  {window("", "11", ""), "10", "", true},
		"earlier within no end": {window("", "09", ""), "10", "", false},
	} {
		require.Equal(t, row.want, within(row.s, row.start, row.end), name)
	}
}
