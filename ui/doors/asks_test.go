package doors

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/reconcile"
	"latchkey/ui/widgets"
)

// about is a difference of a kind about somebody.
func about(key, name, kind string, way store.Way) store.Drift {
	return store.Drift{
		Key: key, Kind: kind, Way: way, FoundAt: moment.Add(-90 * time.Minute),
		What: store.Sentence{Text: "{{.Name}} was blocked in SALTO KS by somebody, and opens nothing.", Args: map[string]string{"Name": name}},
	}
}

func loud() *store.Question {
	return &store.Question{
		Why:  []store.Sentence{{Text: "{{.Count}} people would lose access within a day. More than {{.Most}} are not taken off without your answer.", Args: map[string]string{"Count": "12", "Most": "5"}}},
		Lose: 12, Gain: 3, Steps: 40, View: "v1", AskedAt: moment.Add(-10 * time.Minute),
	}
}

func connectedSpace() store.Space {
	return store.Space{Zone: "Europe/Paris", Account: store.Account{API: "https://ks.example", Email: "desk@maisonnord.example"}, SiteID: "s1"}
}

func TestDifferencesAreSortedByWhatBecomesOfThem(t *testing.T) {
	kept, ignored := about("kept", "A", reconcile.UserBlocked, store.Narrower), about("ignored", "B", reconcile.NameChanged, store.Other)
	kept.Answer, ignored.Answer = store.Keep, store.Ignore
	read := about("read", "C", reconcile.DoorIn, store.Wider)
	read.OverAt, read.Answer = moment, store.Ignore
	reported := about("reported", "D", reconcile.DoorIn, store.Wider)
	reported.OverAt = moment
	keys := func(list []store.Drift) (out []string) {
		for _, d := range list {
			out = append(out, d.Key)
		}
		return out
	}
	d := sorted([]store.Drift{
		about("renamed", "E", reconcile.NameChanged, store.Other), kept, ignored, read, reported,
		about("closing", "F", reconcile.DoorIn, store.Wider), about("blocked", "G", reconcile.UserBlocked, store.Narrower),
	})
	require.Equal(t, []string{"blocked", "reported", "renamed"}, keys(d.Asked), "who stands outside first")
	require.Equal(t, []string{"closing"}, keys(d.Closing))
	require.Equal(t, []string{"kept"}, keys(d.Kept))
	require.Equal(t, []string{"ignored"}, keys(d.Ignored))
	require.False(t, d.none())
	require.True(t, sorted([]store.Drift{read}).none(), "what was read and is past is nothing any more")
}

func TestTheDeskOwesAnAnswerToTheGuardAndToEachDifference(t *testing.T) {
	a := asks{Space: connectedSpace(), Guard: store.Guard{SiteID: "s1", Question: loud()}, Drifts: []store.Drift{
		about("1", "A", reconcile.UserBlocked, store.Narrower), about("2", "B", reconcile.DoorIn, store.Wider),
	}}
	require.Equal(t, 2, a.count(), "what is being put back asks nothing yet")
	a.Space.SiteID = ""
	require.Zero(t, a.count(), "without a site nothing is sent")
	require.Nil(t, a.question())
}

func TestOnlyAMassChangeIsLoud(t *testing.T) {
	a := asks{Space: connectedSpace(), Guard: store.Guard{SiteID: "s1", Question: loud()}}
	require.False(t, a.quiet())
	a.Space.AskFirst = true
	require.True(t, a.quiet(), "the space wants to be asked each time, and there is one reason")
	a.Guard.Question.Why = append(a.Guard.Question.Why, a.Guard.Question.Why[0])
	require.False(t, a.quiet(), "there is another reason besides")
	a.Guard.SiteID = ""
	require.True(t, a.quiet(), "nothing was ever sent")
	a.Guard.Question = nil
	require.False(t, a.quiet())
}

func TestThePillSaysThatAnAnswerIsNeeded(t *testing.T) {
	question := asks{Space: connectedSpace(), Guard: store.Guard{SiteID: "s1", Question: loud()}}
	first := asks{Space: connectedSpace(), Guard: store.Guard{Question: loud()}}
	drift := asks{Space: connectedSpace(), Drifts: []store.Drift{about("1", "A", reconcile.UserBlocked, store.Narrower)}}
	for name, c := range map[string]struct {
		status Status
		asks   asks
		kind   widgets.Kind
		text   string
	}{
		"loud":               {Status{State: StateWaiting, Waiting: 3}, question, widgets.Bad, "Needs an answer"},
		"first":              {Status{State: StateWaiting, Waiting: 3}, first, widgets.Accent, "Needs an answer"},
		"drift":              {Status{State: StateUpToDate}, drift, widgets.Warn, "Needs an answer"},
		"engine says so too": {Status{State: StateNeedsYou, Waiting: 3}, question, widgets.Bad, "Needs an answer"},
		"parked":             {Status{State: StateNeedsYou, Parked: 1}, question, widgets.Bad, "Needs you"},
		"signed out":         {Status{State: StateNeedsYou, Trouble: store.Sentence{Text: "x"}}, question, widgets.Bad, "Needs you"},
		"nothing asked":      {Status{State: StateNeedsYou}, asks{}, widgets.Bad, "Needs you"},
		"no account":         {Status{}, question, widgets.Neutral, "Not connected"},
	} {
		t.Run(name, func(t *testing.T) {
			kind, text := pill(c.status, c.asks)
			require.Equal(t, c.text, text)
			require.Equal(t, c.kind, kind)
		})
	}
}

// The kinds are those of package reconcile, which a screen does not know.
func TestEveryKindOfDifferenceHasWordsOfItsOwn(t *testing.T) {
	kinds := []string{
		reconcile.UserGone, reconcile.UserBlocked, reconcile.SeatTaken, reconcile.SeatGiven, reconcile.NameChanged, reconcile.EmailChanged,
		reconcile.TagChanged, reconcile.MemberOut, reconcile.MemberByHand, reconcile.GroupGone, reconcile.PersonOut, reconcile.DoorOut,
		reconcile.HoursShorter, reconcile.Stranger, reconcile.DoorIn, reconcile.HoursLonger, reconcile.SamePerson,
	}
	for _, kind := range kinds {
		require.Contains(t, meanings, kind)
	}
	require.Len(t, meanings, len(kinds))
	require.Equal(t, "Is given again, as this file says.", meaningOf(store.Drift{Way: store.Narrower, Kind: "new"}).restore.Text)
	require.Equal(t, "Is put back, as this file says.", meaningOf(store.Drift{Way: store.Other, Kind: "new"}).restore.Text)
}

func TestAnswersThatMakeSense(t *testing.T) {
	ids := func(d store.Drift) (out []string) {
		for _, c := range choices(d) {
			out = append(out, c.ID)
			if c.Word != "OK" {
				require.NotEmpty(t, c.Does, "each says what it does")
			}
		}
		return out
	}
	d := about("1", "A", reconcile.UserBlocked, store.Narrower)
	require.Equal(t, []string{Restore, Keep, Ignore}, ids(d))
	d.Answer = store.Keep
	require.Equal(t, []string{Restore}, ids(d), "an exception can be taken back")
	d.Answer = store.Ignore
	require.Equal(t, []string{Restore, Keep}, ids(d))
	d.Way, d.Answer, d.OverAt = store.Wider, "", moment
	require.Equal(t, []string{Ignore}, ids(d), "what was put back is only taken note of")
	same := choices(about("1", "A", reconcile.SamePerson, store.Other))
	require.Len(t, same, 2)
	require.Equal(t, "Yes, the same", same[0].Word)
}
