package health

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"latchkey/store"
)

func find(codes ...Code) []Finding {
	var out []Finding
	for _, c := range codes {
		out = append(out, Finding{Code: c, Text: byCode[c].Text})
	}
	return out
}

func codes(all []Warning) []Code {
	var out []Code
	for _, w := range all {
		out = append(out, w.Code)
	}
	return out
}

func TestAWarningIsShownWhenItHasLasted(t *testing.T) {
	var w Watch
	require.Empty(t, w.Update(now, find(HubOffline)))
	require.Equal(t, now.Add(5*time.Minute), w.Next())
	require.Empty(t, w.Update(now.Add(5*time.Minute-1), find(HubOffline)))
	got := w.Update(now.Add(5*time.Minute), find(HubOffline))
	require.Equal(t, []Warning{{Code: HubOffline, Severity: Medium, Title: store.Sentence{Text: "Hub offline"}, Text: byCode[HubOffline].Text, Since: now}}, got)
	require.Zero(t, w.Next(), "nothing more comes by the clock alone")
	require.Empty(t, w.Update(now.Add(6*time.Minute), nil))
	require.Equal(t, now.Add(7*time.Minute), w.Next(), "then it is forgotten")
	require.Empty(t, w.Update(now.Add(7*time.Minute), nil))
	require.Zero(t, w.Next())
}

func TestTheWorstComesFirstThenByCode(t *testing.T) {
	var w Watch
	got := w.Update(now, []Finding{
		{Code: SeatsLow}, {Code: ZoneDiffers}, {Code: Question}, {Code: Changed}, {Code: MappingFault, About: "b"}, {Code: MappingFault, About: "a"},
	})
	require.Equal(t, []Code{MappingFault, MappingFault, Question, Changed, ZoneDiffers, SeatsLow}, codes(got))
	require.Equal(t, "a", got[0].About)
}

func TestWhatComesBackWithinAMinuteGoesOn(t *testing.T) {
	var w Watch
	w.Update(now, find(HubOffline))
	w.Update(now.Add(5*time.Minute), find(HubOffline))
	require.Empty(t, w.Update(now.Add(6*time.Minute), nil))
	require.Equal(t, now, w.Update(now.Add(7*time.Minute-1), find(HubOffline))[0].Since)
	require.Empty(t, w.Update(now.Add(8*time.Minute), nil))
	require.Empty(t, w.Update(now.Add(9*time.Minute), find(HubOffline)), "a minute is too long")
	require.Equal(t, now.Add(14*time.Minute), w.Next())
}

// Without a look in between, what was gone for long is new as well.
func TestWhatWasGoneForLongBeginsAnew(t *testing.T) {
	var w Watch
	require.Len(t, w.Update(now, find(Parked)), 1)
	require.Empty(t, w.Update(now.Add(time.Second), nil))
	require.Equal(t, now.Add(time.Hour), w.Update(now.Add(time.Hour), find(Parked))[0].Since)
}

func TestEachOfSeveralHasItsOwnTime(t *testing.T) {
	var w Watch
	one, two := Finding{Code: HubOffline, About: "IQ 1"}, Finding{Code: HubOffline, About: "IQ 2"}
	w.Update(now, []Finding{one})
	w.Update(now.Add(3*time.Minute), []Finding{one, two})
	got := w.Update(now.Add(5*time.Minute), []Finding{two, one})
	require.Len(t, got, 1)
	require.Equal(t, "IQ 1", got[0].About)
	require.Equal(t, now.Add(8*time.Minute), w.Next())
}

func TestTheFactsKnowBetterSinceWhen(t *testing.T) {
	var w Watch
	got := w.Update(now, []Finding{{Code: StillIn, Since: ago(time.Hour)}})
	require.Equal(t, ago(time.Hour), got[0].Since)
	require.Empty(t, w.Update(now, []Finding{{Code: StillIn, Since: ago(time.Minute)}}), "the one who left an hour ago is proven out")
	require.Equal(t, now.Add(4*time.Minute), w.Next())
	require.Len(t, w.Update(now.Add(4*time.Minute), []Finding{{Code: StillIn, Since: ago(time.Minute)}}), 1)
}

// A clock that was wrong for a while must not keep a warning back for long.
func TestABeginningThatLiesAheadIsNotBelieved(t *testing.T) {
	var w Watch
	ahead := []Finding{{Code: StillIn, Since: now.Add(9 * time.Hour)}}
	require.Empty(t, w.Update(now, ahead))
	require.Len(t, w.Update(now.Add(5*time.Minute), ahead), 1)

	w = Watch{}
	require.Empty(t, w.Update(now.Add(9*time.Hour), find(HubOffline)))
	require.Empty(t, w.Update(now, find(HubOffline)), "the clock was put back")
	require.Len(t, w.Update(now.Add(5*time.Minute), find(HubOffline)), 1)

	require.Empty(t, w.Update(now.Add(4*time.Minute), nil))
	require.Empty(t, w.Update(now, nil), "and again")
	require.Equal(t, now.Add(time.Minute), w.Next())
}

func TestAShownCauseTakesAwayWhatItExplains(t *testing.T) {
	var w Watch
	both := find(HubOffline, Offline)
	w.Update(now, find(HubOffline))
	require.Equal(t, []Code{HubOffline}, codes(w.Update(now.Add(5*time.Minute), find(HubOffline))))
	require.Equal(t, []Code{HubOffline}, codes(w.Update(now.Add(6*time.Minute), both)), "the cause is only suspected")
	require.Equal(t, now.Add(7*time.Minute), w.Next())
	require.Equal(t, []Code{Offline}, codes(w.Update(now.Add(7*time.Minute), both)))
	require.Empty(t, w.Update(now.Add(8*time.Minute), find(HubOffline)), "the next look may find it well")
	require.Equal(t, now.Add(9*time.Minute), w.Next())
	got := w.Update(now.Add(9*time.Minute), find(HubOffline))
	require.Equal(t, []Code{HubOffline}, codes(got))
	require.Equal(t, now, got[0].Since, "it has lasted all the time")
}

func TestNothingAppearsBeforeItsCause(t *testing.T) {
	var w Watch
	both := find(Failing, DoorOffline)
	w.Update(now, find(DoorOffline))
	w.Update(now.Add(time.Minute), both)
	require.Empty(t, w.Update(now.Add(5*time.Minute), both), "its time has come, but not without the cause")
	require.Equal(t, []Code{Failing}, codes(w.Update(now.Add(6*time.Minute), both)))

	w = Watch{}
	w.Update(now, find(DoorOffline))
	w.Update(now.Add(4*time.Minute), both)
	require.Empty(t, w.Update(now.Add(5*time.Minute), both))
	require.Equal(t, []Code{DoorOffline}, codes(w.Update(now.Add(6*time.Minute), find(DoorOffline))), "a suspicion that did not come true explains nothing")
}

func TestLongOfflineReplacesOffline(t *testing.T) {
	var w Watch
	both := find(Offline, OfflineLong)
	w.Update(now, find(Offline))
	require.Equal(t, []Code{Offline}, codes(w.Update(now.Add(time.Minute), find(Offline))))
	require.Equal(t, []Code{Offline}, codes(w.Update(now.Add(day), both)))
	require.Equal(t, []Code{OfflineLong}, codes(w.Update(now.Add(day+time.Minute), both)))

	w = Watch{}
	require.Empty(t, w.Update(now, both), "woken from sleep: the network needs a moment")
	require.Equal(t, []Code{OfflineLong}, codes(w.Update(now.Add(time.Minute), both)))
}

func TestOfFindingsAboutTheSameTheFirstCounts(t *testing.T) {
	later := Finding{Code: Parked, Since: ago(time.Minute), Text: store.Sentence{Text: "a"}}
	sooner := Finding{Code: Parked, Since: ago(time.Hour), Text: store.Sentence{Text: "b"}}
	other := Finding{Code: Parked, Since: ago(time.Hour), Text: store.Sentence{Text: "c"}}
	for _, found := range [][]Finding{{later, sooner, other}, {other, later, sooner}, {sooner, other, later}} {
		var w Watch
		got := w.Update(now, found)
		require.Len(t, got, 1)
		require.Equal(t, "b", got[0].Text.Text)
	}
}

func TestWorst(t *testing.T) {
	require.Equal(t, Fine, Worst(nil))
	require.Equal(t, Low, Worst([]Warning{{Severity: Low}}))
	require.Equal(t, High, Worst([]Warning{{Severity: Medium}, {Severity: High}, {Severity: Low}}))
}

// moment is one update of a watch.
type moment struct {
	at    time.Time
	found []Finding
	shown []Warning
	next  time.Time
}

func (m moment) has(k mark) bool {
	return slices.ContainsFunc(m.found, func(f Finding) bool { return mark{f.Code, f.About} == k })
}

func (m moment) hasCode(c Code) bool {
	return slices.ContainsFunc(m.found, func(f Finding) bool { return f.Code == c })
}

func (m moment) shows(k mark) bool {
	return slices.ContainsFunc(m.shown, func(w Warning) bool { return mark{w.Code, w.About} == k })
}

func (m moment) showsCode(c Code) bool {
	return slices.ContainsFunc(m.shown, func(w Warning) bool { return w.Code == c })
}

// drawHistory makes a watch live through findings that come and go at random
// moments. They are drawn from causes and from what these explain.
func drawHistory(t *rapid.T, findings func(*rapid.T) []Finding) []moment {
	var w Watch
	var out []moment
	at := now
	for range rapid.IntRange(1, 40).Draw(t, "updates") {
		at = at.Add(time.Duration(rapid.SampledFrom([]int{1, 20, 59, 60, 61, 150, 300, 601}).Draw(t, "seconds")) * time.Second)
		m := moment{at: at, found: findings(t)}
		m.shown, m.next = w.Update(at, m.found), w.Next()
		out = append(out, m)
	}
	return out
}

func someFindings(t *rapid.T) []Finding {
	var out []Finding
	for _, k := range []mark{
		{Offline, ""}, {OfflineLong, ""}, {Failing, ""}, {SiteGone, ""}, {RoleLost, ""}, {HubOffline, "IQ 1"}, {HubOffline, "IQ 2"}, {DoorOffline, "d"},
		{NotLooked, ""}, {Parked, ""}, {Changed, ""}, {StillIn, ""}, {Keyless, ""},
	} {
		if rapid.IntRange(0, 3).Draw(t, string(k.code)) > 0 {
			out = append(out, Finding{Code: k.code, About: k.about})
		}
	}
	return out
}

// began is the earliest moment since which something may count as lasting:
// with gaps of less than a minute, whether it was shown before them or not.
func began(history []moment, k mark) time.Time {
	at, last := time.Time{}, time.Time{}
	for _, m := range slices.Backward(history) {
		switch {
		case m.has(k):
			at, last = m.at, time.Time{}
		case last.IsZero():
			last = at
		}
		if !m.has(k) && last.Sub(m.at) > calm {
			break
		}
	}
	return at
}

func TestWhatIsShownIsFoundHasLastedAndStandsBesideNoCause(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		history := drawHistory(t, someFindings)
		for i, m := range history {
			for _, w := range m.shown {
				k := mark{w.Code, w.About}
				if !m.has(k) {
					t.Fatalf("%s is shown and not found", w.Code)
				}
				if lasted := m.at.Sub(began(history[:i+1], k)); lasted < byCode[w.Code].Delay {
					t.Fatalf("%s is shown after %s", w.Code, lasted)
				}
				for _, c := range byCode[w.Code].DependsOn {
					if m.showsCode(c) {
						t.Fatalf("%s is shown beside %s, which explains it", w.Code, c)
					}
				}
			}
		}
	})
}

// What has lasted for its delay without a gap is shown, unless a cause is
// found now or was shown within the last minute.
func TestWhatHasLastedIsShownUnlessExplained(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		history := drawHistory(t, someFindings)
		since := make(map[mark]time.Time)
		for i, m := range history {
			for k := range since {
				if !m.has(k) {
					delete(since, k)
				}
			}
			for _, f := range m.found {
				k := mark{f.Code, f.About}
				if _, lasts := since[k]; !lasts {
					since[k] = m.at
				}
				if m.at.Sub(since[k]) >= byCode[k.code].Delay && !m.shows(k) && !excused(history[:i+1], k.code) {
					t.Fatalf("%s has lasted since %s and is not shown", k.code, since[k])
				}
			}
		}
	})
}

// excused tells whether a cause is found in the last moment, or was shown
// less than a minute before it was found no more.
func excused(history []moment, code Code) bool {
	last := history[len(history)-1]
	for _, c := range byCode[code].DependsOn {
		if last.hasCode(c) {
			return true
		}
		gone := last.at
		for _, m := range slices.Backward(history) {
			if m.hasCode(c) {
				if m.showsCode(c) && last.at.Sub(gone) < calm {
					return true
				}
				break
			}
			gone = m.at
		}
	}
	return false
}

func TestASuspicionTakesNothingAway(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		history := drawHistory(t, someFindings)
		for i, m := range history[1:] {
			for _, w := range history[i].shown {
				k := mark{w.Code, w.About}
				if !m.has(k) || m.shows(k) {
					continue
				}
				if !slices.ContainsFunc(byCode[k.code].DependsOn, m.showsCode) {
					t.Fatalf("%s went although it is found and no cause is shown", k.code)
				}
			}
		}
	})
}

func TestWhatComesAndGoesFasterThanItsDelayIsNeverShown(t *testing.T) {
	var slow []Code
	for _, w := range Warnables() {
		if w.Delay > 0 {
			slow = append(slow, w.Code)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.SampledFrom(slow).Draw(t, "code")
		short := rapid.Int64Range(0, int64(byCode[code].Delay)-1)
		var w Watch
		at := now
		for range rapid.IntRange(1, 30).Draw(t, "times") {
			w.Update(at, find(code))
			at = at.Add(time.Duration(short.Draw(t, "there")))
			if got := w.Update(at, find(code)); len(got) > 0 {
				t.Fatalf("%s is shown", code)
			}
			w.Update(at, nil)
			at = at.Add(time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(t, "gone")))
		}
	})
}

func TestTheOrderOfFindingsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		shuffle := rand.New(rand.NewPCG(seed, seed))
		var w Watch
		for i, m := range drawHistory(t, someFindings) {
			mixed := slices.Clone(m.found)
			shuffle.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
			got := w.Update(m.at, mixed)
			if fmt.Sprint(got) != fmt.Sprint(m.shown) || !w.Next().Equal(m.next) {
				t.Fatalf("update %d: %v, and in another order %v", i, codes(m.shown), codes(got))
			}
		}
	})
}

// Until Next nothing changes by itself, and Next lies ahead.
func TestNothingChangesBeforeNext(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		history := drawHistory(t, someFindings)
		last := history[len(history)-1]
		wait := 30 * day // for never
		if !last.next.IsZero() {
			wait = last.next.Sub(last.at)
		}
		if wait <= 0 {
			t.Fatalf("next is %s, at %s", last.next, last.at)
		}
		var w Watch
		for _, m := range history {
			w.Update(m.at, m.found)
		}
		then := last.at.Add(time.Duration(rapid.Int64Range(0, int64(wait)-1).Draw(t, "wait")))
		if got := w.Update(then, last.found); fmt.Sprint(got) != fmt.Sprint(last.shown) {
			t.Fatalf("%v, and before next %v", codes(last.shown), codes(got))
		}
	})
}
