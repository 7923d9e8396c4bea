package health

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// symptom is how a code comes about, and what the desk reads then.
type symptom struct {
	change func(*Facts)
	text   string
	about  string
	since  time.Time
}

func ended(code Code) func(*Facts) { return func(f *Facts) { f.Trouble = Trouble{Code: code} } }

var symptoms = map[Code]symptom{
	SignedOut:         {change: ended(SignedOut), text: "SALTO KS wants a new sign-in. Open Settings and sign in again; what waits is sent after that."},
	RoleLost:          {change: ended(RoleLost), text: "The SALTO KS account that Latchkey uses may not do this. Ask the owner of the site to give it the role Site Admin."},
	SiteGone:          {change: ended(SiteGone), text: "The SALTO KS account that Latchkey uses does not see the site any more. Ask the owner of the site to make it a site admin again, or connect another site in Settings."},
	NotReleased:       {change: ended(NotReleased), text: "The SALTO KS site is not released yet. Ask the installer to release it in SALTO KS."},
	SubscriptionEnded: {change: func(f *Facts) { f.Mirror.Site.SubscriptionValid = false }, text: "The SALTO KS subscription of this site has ended, so no right can be changed. The owner of the site has to renew it in SALTO KS."},
	Offline:           {change: ended(Offline), text: "SALTO KS cannot be reached. Check the internet connection; every change is kept and sent later."},
	TooMany:           {change: ended(TooMany), text: "SALTO KS asks us to slow down. Latchkey goes on by itself, more slowly."},
	Failing:           {change: ended(Failing), text: "SALTO KS has a fault at the moment. Nothing is lost: Latchkey tries again by itself."},
	Refused:           {change: ended(Refused), text: "SALTO KS refused this and gave no reason. Check what was entered; if it is right, send the log to support: Settings says where it is."},
	Internal: {
		change: func(f *Facts) {
			f.Trouble = Trouble{Internal, store.Sentence{Text: "It broke: {{.Error}}.", Args: map[string]string{"Error": "disk full"}}}
		},
		text: "It broke: disk full.",
	},
	OfflineLong: {
		change: func(f *Facts) { f.Trouble.Code, f.AnsweredAt = Offline, ago(25*time.Hour) },
		text:   "SALTO KS has not answered since 2026-11-22T09:00: the doors know nothing of what was changed here after that. Check the internet connection of this computer.",
	},
	ClockOff: {
		change: func(f *Facts) { f.Skew = -121 * time.Second },
		text:   "The clock of this computer is wrong by more than two minutes. Set it right: until then doors may open and close at the wrong time.",
	},
	ClockFarOff: {
		change: func(f *Facts) { f.Skew = 301 * time.Second },
		text:   "The clock of this computer is wrong by more than five minutes. Set it right: until then Latchkey holds back every change that the clock decides.",
	},
	HubOffline: {
		change: func(f *Facts) {
			for i := range f.Mirror.Doors {
				f.Mirror.Doors[i].Online, f.Mirror.Doors[i].IQOnline = false, false
			}
		},
		text:  "The hub “IQ 1” was offline at the last look: changes made since may not have come to Front door, Studio. Check its power and its network.",
		about: "IQ 1",
	},
	DoorOffline: {
		change: func(f *Facts) { f.Mirror.Doors[1].Online = false },
		text:   "“Studio” was offline at the last look: changes made since may not have come to it. Check its battery and its connection to the hub.",
		about:  "d-studio",
	},
	NotLooked: {
		change: func(f *Facts) { f.LookedAt = ago(day + time.Second) },
		text:   "The last full look at SALTO KS was 2026-11-22T09:59: what others changed there since is not known here. Press “Sync now” in Doors.",
	},
	EntriesOld: {
		change: func(f *Facts) { f.EntriesReadAt, f.EntriesKept = ago(20*day+time.Second), 30*day },
		text:   "What happened at the doors was last read at 2026-11-03T09:59, and SALTO KS forgets it after 30 days. Let Latchkey reach SALTO KS before then: else some check-ins are never known.",
	},
	NoEntries: {
		change: func(f *Facts) { f.EntriesRefused = true },
		text:   "SALTO KS does not show what happens at the doors to the account that Latchkey uses, so nobody is checked in and no pass is used. Ask the owner of the site to give it the role Site Admin.",
	},
	ZoneDiffers: {
		change: func(f *Facts) { f.Mirror.Site.Zone = "Europe/London" },
		text:   "The space is in the time zone Europe/Paris, and its site in SALTO KS in Europe/London, where the clocks show another time. Correct one of them: the space in Settings, or the site in SALTO KS.",
	},
	SeatsLow: {
		change: func(f *Facts) { f.Mirror.Site.SeatsUsed = 8 },
		text:   "8 of 10 seats in SALTO KS are taken. Buy more there before they run out.",
	},
	SeatsGone: {
		change: func(f *Facts) { f.Mirror.Site.SeatsUsed = 10 },
		text:   "All seats in SALTO KS are taken (10 of 10), so nobody new gets in. Buy more there, or free one.",
	},
	Unseated: {
		change: func(f *Facts) { f.Unseated = []string{"Mia Berg", "Jo Test"} },
		text:   "SALTO KS has no free seat for Jo Test, Mia Berg. Buy seats there, or free one.",
	},
	IdleUsers: {
		change: func(f *Facts) { delete(f.Seen.Groups, "g-booking") },
		text:   "These take a seat in SALTO KS and open nothing: Jo Test. Suspend or delete there whoever needs no access.",
	},
	StillIn: {
		change: func(f *Facts) { f.Out = []Leaver{{"Jo Test", ago(6 * time.Minute)}} },
		text:   "These should be out and may still get in: Jo Test. Latchkey goes on trying; to be sure at once, block them in SALTO KS.",
		since:  ago(6 * time.Minute),
	},
	Parked: {
		change: func(f *Facts) {
			f.Work = []store.Work{
				{Phase: store.PhaseParked, Since: ago(time.Hour)}, {Phase: store.PhaseParked, Since: ago(3 * time.Hour)},
				{Phase: store.PhaseSent, Since: ago(9 * time.Hour)}, {Phase: store.PhaseWaiting, Since: ago(9 * time.Hour)},
			}
		},
		text:  "Changes that Latchkey cannot make without you: 2. See in Doors what each of them says, put it right, then press “Try again”.",
		since: ago(3 * time.Hour),
	},
	Question: {
		change: func(f *Facts) { f.Question = &store.Question{Lose: 12, Gain: 3, AskedAt: ago(time.Hour)} },
		text:   "Latchkey changes nothing in SALTO KS until you agree. People who would lose access: 12; who would get it: 3. Answer in Doors.",
		since:  ago(time.Hour),
	},
	Changed: {
		change: func(f *Facts) {
			f.Drifts = []store.Drift{
				{Way: store.Narrower, FoundAt: ago(2 * time.Hour)},
				{Way: store.Narrower, FoundAt: ago(9 * time.Hour), Answer: store.Keep},
				{Way: store.Wider, FoundAt: ago(9 * time.Hour)}, // put back by itself
			}
		},
		text:  "Differences that somebody made in SALTO KS: 1. Say in Doors for each whether to restore it, keep it or ignore it.",
		since: ago(2 * time.Hour),
	},
	MappingFault: {
		change: func(f *Facts) {
			f.Faults = []store.Sentence{{Text: "The group “{{.Group}}” is gone. Choose another in Plans.", Args: map[string]string{"Group": "Full"}}}
		},
		text:  "The group “Full” is gone. Choose another in Plans.",
		about: "The group “Full” is gone. Choose another in Plans.",
	},
	NeedsComputer: {
		change: func(f *Facts) { f.Endings = []Ending{{"Mia Berg", now.Add(62 * time.Hour)}} },
		text:   "At 2026-11-26T00:00 access ends for Mia Berg, and SALTO KS does not end it by itself. Leave this computer on and online then: else it ends when Latchkey is started again.",
		about:  "2026-11-26T00:00",
	},
	Unconnected: {
		change: func(f *Facts) { f.Unconnected = []string{"Mia Berg"} },
		text:   "Not connected to SALTO KS although their plan opens doors: Mia Berg. Connect them in Members.",
	},
	Keyless: {
		change: func(f *Facts) { f.Keyless = []string{"Mia Berg"} },
		text:   "These may open doors and have nothing to open them with: Mia Berg. Give a tag, or add an e-mail address for the phone.",
	},
}

func TestEverythingThatCanBeWrongIsFound(t *testing.T) {
	for _, kind := range Warnables() {
		t.Run(string(kind.Code), func(t *testing.T) {
			s, ok := symptoms[kind.Code]
			require.True(t, ok, "the code has no case")
			found := wrong(s.change)
			if kind.Code == OfflineLong {
				require.Equal(t, Offline, found[0].Code, "it is offline as well")
				found = found[1:]
			}
			require.Len(t, found, 1)
			require.Equal(t, kind.Code, found[0].Code)
			require.Equal(t, s.text, found[0].Text.String())
			require.Equal(t, s.about, found[0].About)
			require.Equal(t, s.since, found[0].Since)
		})
	}
}

func TestNothingIsFoundWhereNothingIsWrong(t *testing.T) {
	require.Empty(t, Judge(well()))
	require.Empty(t, Judge(Facts{}))
	require.Empty(t, Judge(Facts{Now: now, Space: store.Space{SiteID: "s-1", Zone: "Europe/Paris"}}), "what is not known speaks against nothing")
}

func TestASpaceWithoutASiteHasNothingToJudge(t *testing.T) {
	require.Empty(t, wrong(func(f *Facts) {
		f.Space.SiteID, f.Trouble.Code, f.Unconnected = "", Offline, []string{"Mia Berg"}
	}))
}

func TestWhatIsJustGoodEnoughIsNotFound(t *testing.T) {
	for name, change := range map[string]func(*Facts){
		"two minutes":                       func(f *Facts) { f.Skew = 2 * time.Minute },
		"two minutes the other way":         func(f *Facts) { f.Skew = -2 * time.Minute },
		"looked a day ago":                  func(f *Facts) { f.LookedAt = ago(day) },
		"never looked":                      func(f *Facts) { f.LookedAt = time.Time{} },
		"four fifths less one":              func(f *Facts) { f.Mirror.Site.SeatsUsed = 7 },
		"seats not told":                    func(f *Facts) { f.Mirror.Site.SeatsUsed, f.Mirror.Site.SeatsBought = 0, 0 },
		"a hub that only lost doors have":   func(f *Facts) { f.Mirror.Doors = []store.KSDoor{{ID: "d-x", IQ: "IQ 9", Gone: true}} },
		"a zone with the same clocks":       func(f *Facts) { f.Mirror.Site.Zone = "Europe/Berlin" },
		"a zone that is not told":           func(f *Facts) { f.Mirror.Site.Zone = "" },
		"access that ends later":            func(f *Facts) { f.Endings = []Ending{{"Mia Berg", now.Add(soon + time.Second)}} },
		"access that ended already":         func(f *Facts) { f.Endings = []Ending{{"Mia Berg", now}} },
		"steps that go on by themselves":    func(f *Facts) { f.Work = []store.Work{{Phase: store.PhaseWaiting}, {Phase: store.PhaseSent}} },
		"a site that was not looked at yet": func(f *Facts) { f.Mirror.Site = store.KSSite{} },
		"no answer for a day, and no error": func(f *Facts) { f.AnsweredAt = ago(9 * day) },
	} {
		require.Empty(t, wrong(change), name)
	}
}

func TestAClockIsFarOffOnlyBeyondFiveMinutes(t *testing.T) {
	require.Equal(t, ClockOff, only(t, func(f *Facts) { f.Skew = 5 * time.Minute }).Code)
	require.Equal(t, ClockFarOff, only(t, func(f *Facts) { f.Skew = -5*time.Minute - 1 }).Code)
}

func TestOfflineIsLongOnlyAfterADay(t *testing.T) {
	require.Equal(t, Offline, only(t, func(f *Facts) { f.Trouble.Code, f.AnsweredAt = Offline, ago(day) }).Code)
	require.Equal(t, Offline, only(t, func(f *Facts) { f.Trouble.Code, f.AnsweredAt = Offline, time.Time{} }).Code, "it never answered")
	require.Equal(t, Failing, only(t, func(f *Facts) { f.Trouble.Code, f.AnsweredAt = Failing, ago(9*day) }).Code, "it is there")
}

// The engine's own sentence knows what KS said.
func TestTheSentenceOfTheTroubleIsKept(t *testing.T) {
	said := store.Sentence{Text: "The certificate of SALTO KS is not valid."}
	require.Equal(t, said, only(t, func(f *Facts) { f.Trouble = Trouble{Offline, said} }).Text)
	found := only(t, func(f *Facts) {
		f.Trouble = Trouble{SubscriptionEnded, said}
		f.Mirror.Site.SubscriptionValid = false
	})
	require.Equal(t, said, found.Text, "and it is said once")
}

func TestEachHubThatIsOfflineIsNamedAndExplainsItsDoors(t *testing.T) {
	found := wrong(func(f *Facts) {
		f.Mirror.Doors = []store.KSDoor{
			{ID: "a", Name: "Attic", IQ: "IQ 2"}, {ID: "b", Name: "Bar", IQ: "IQ 1"}, {ID: "c", Name: "Cellar", IQ: "IQ 2"},
			{ID: "d", Name: "Den", IQ: "IQ 3", IQOnline: true}, {ID: "e", Name: "Exit"}, {ID: "f", Name: "Foyer", Gone: true},
			{ID: "g", Name: "Gate", IQ: "IQ 2", Gone: true},
		}
	})
	var said []string
	for _, f := range found {
		said = append(said, string(f.Code)+" "+f.About+" "+f.Text.Args["Doors"])
	}
	require.Equal(t, []string{"hub-offline IQ 1 Bar", "hub-offline IQ 2 Attic, Cellar", "door-offline d ", "door-offline e "}, said)
}

func TestAZoneThatNobodyKnowsIsFound(t *testing.T) {
	require.Equal(t, ZoneDiffers, only(t, func(f *Facts) { f.Mirror.Site.Zone = "Mars/Olympus" }).Code)
}

// Algiers shows the time of Paris in winter, not in summer.
func TestZonesThatDifferLaterInTheYearDiffer(t *testing.T) {
	require.Equal(t, ZoneDiffers, only(t, func(f *Facts) { f.Mirror.Site.Zone = "Africa/Algiers" }).Code)
}

func TestMoreSeatsTakenThanBoughtIsNoneLeft(t *testing.T) {
	require.Equal(t, SeatsGone, only(t, func(f *Facts) { f.Mirror.Site.SeatsUsed, f.Mirror.Site.SeatsBought = 3, 0 }).Code)
}

func TestWhoLeftOnlyJustIsNamedOnceSomebodyIsLate(t *testing.T) {
	just, late := Leaver{"Jo Test", ago(4 * time.Minute)}, Leaver{"Mia Berg", ago(5 * time.Minute)}
	found := only(t, func(f *Facts) { f.Out = []Leaver{just, late} })
	require.Equal(t, "Mia Berg", found.Text.Args["Names"])
	require.Equal(t, late.Since, found.Since)

	found = only(t, func(f *Facts) { f.Out = []Leaver{just, {"Al Fast", ago(time.Minute)}} })
	require.Equal(t, "Al Fast, Jo Test", found.Text.Args["Names"], "nobody is yet")
	require.Equal(t, just.Since, found.Since)
}

func TestThoseWhoseAccessEndsTogetherAreNamedTogether(t *testing.T) {
	midnight := now.Add(14 * time.Hour)
	found := wrong(func(f *Facts) {
		f.Endings = []Ending{{"Mia Berg", midnight.Add(day)}, {"Jo Test", midnight}, {"Al Fast", midnight}, {"Zoe End", now.Add(soon)}}
	})
	var said []string
	for _, f := range found {
		require.Equal(t, NeedsComputer, f.Code)
		said = append(said, f.About+" "+f.Text.Args["Names"])
	}
	require.Equal(t, []string{"2026-11-24T00:00 Al Fast, Jo Test", "2026-11-25T00:00 Mia Berg", "2026-11-30T10:00 Zoe End"}, said)
}

func TestAFaultIsSaidOnce(t *testing.T) {
	same := store.Sentence{Text: "The group is gone."}
	require.Len(t, wrong(func(f *Facts) { f.Faults = []store.Sentence{same, {Text: "The room is closed."}, same} }), 2)
}

func TestASentenceNamesAFewAndCountsTheRest(t *testing.T) {
	five := strings.Fields("e d c b a")
	require.Equal(t, "a, b, c, d, e", few(five))
	require.Equal(t, "e d c b a", strings.Join(five, " "), "the fact stays as it is")
	require.Equal(t, "a, b, c, d, e (+2)", few(append(five, "g", "f")))
}
