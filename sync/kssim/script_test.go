package kssim

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

// faultsOf asks for the site n times and returns what went wrong each time.
func (d *desk) faultsOf(n int) []string {
	d.t.Helper()
	d.sim.ResetRequests()
	for range n {
		d.send("GET", d.site, "", "")
	}
	found := []string{}
	for _, r := range d.sim.Requests() {
		found = append(found, r.Fault)
	}
	return found
}

func TestTurnsOfARule(t *testing.T) {
	const o, x = "", "html"
	tests := []struct {
		name string
		rule Rule
		want []string
	}{
		{"always", Rule{}, []string{x, x, x, x, x, x, x}},
		{"times", Rule{Times: 2}, []string{x, x, o, o, o, o, o}},
		{"after", Rule{After: 2}, []string{o, o, x, x, x, x, x}},
		{"every", Rule{Every: 3}, []string{o, o, x, o, o, x, o}},
		{"after, then every", Rule{After: 1, Every: 2}, []string{o, o, x, o, x, o, x}},
		{"every, times", Rule{Every: 2, Times: 2}, []string{o, x, o, x, o, o, o}},
		{"after, every, times", Rule{After: 3, Every: 1, Times: 1}, []string{o, o, o, x, o, o, o}},
		{"certainty", Rule{Chance: 1}, []string{x, x, x, x, x, x, x}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Config{})
			tt.rule.Fault = "html"
			require.NoError(t, d.sim.AddFaults(tt.rule))
			require.Equal(t, tt.want, d.faultsOf(len(tt.want)))
		})
	}
}

// The first rule whose turn it is decides, and those behind it do not see the
// request.
func TestOrderOfRules(t *testing.T) {
	d := newDesk(t, Config{})
	require.NoError(t, d.sim.AddFaults(
		Rule{On: "POST /**", Fault: "500"}, // never fits
		Rule{Every: 3, Times: 2, Fault: "502"},
		Rule{After: 1, Times: 1, Fault: "503"}, // of those that the rule before let pass
		Rule{Times: 2, Fault: "html"},
	))
	require.Equal(t, []string{"html", "503", "502", "html", "", "502", "", "", ""}, d.faultsOf(9))
	hits := []int{}
	for _, r := range d.sim.Faults() {
		hits = append(hits, r.Hits)
	}
	require.Equal(t, []int{0, 2, 1, 2}, hits)
}

func TestRulesLookAtRouteAndKind(t *testing.T) {
	tests := []struct {
		rule Rule
		want []string // of the requests below
	}{
		{Rule{}, []string{"GET site", "POST group", "GET discovery", "POST token"}},
		{Rule{Only: "api"}, []string{"GET site", "POST group"}},
		{Rule{Only: "reads"}, []string{"GET site"}},
		{Rule{Only: "writes"}, []string{"POST group"}},
		{Rule{Only: "identity"}, []string{"GET discovery", "POST token"}},
		{Rule{On: "POST /**"}, []string{"POST group", "POST token"}},
		{Rule{On: "POST /**", Only: "identity"}, []string{"POST token"}},
		{Rule{On: "* /v1.2/sites/*"}, []string{"GET site"}},
		{Rule{On: "DELETE /**"}, nil},
	}
	d := newDesk(t, Config{})
	for _, tt := range tests {
		t.Run(tt.rule.On+tt.rule.Only, func(t *testing.T) {
			d.sim.ClearFaults()
			tt.rule.Fault = "not-found"
			require.NoError(t, d.sim.AddFaults(tt.rule))
			var got []string
			for _, r := range []struct{ name, method, path string }{
				{"GET site", "GET", d.site},
				{"POST group", "POST", d.site + "/access_groups"},
				{"GET discovery", "GET", "/.well-known/openid-configuration"},
				{"POST token", "POST", "/connect/token"},
			} {
				if status, _, body := d.send(r.method, r.path, "application/json", newGroup); status == 404 && body == "" {
					got = append(got, r.name)
				}
			}
			require.Equal(t, tt.want, got)
		})
	}
}

func TestTheHookIsAskedBeforeTheScript(t *testing.T) {
	d := newDesk(t, Config{})
	require.NoError(t, d.sim.AddFaults(Rule{Fault: "html"}))
	said := Fault{Status: 418}
	d.sim.SetOnRequest(func(Request) Fault { return said })
	require.Equal(t, []string{"418"}, d.faultsOf(1))
	require.Zero(t, d.sim.Faults()[0].Hits, "the script did not see it")
	said = Fault{}
	require.Equal(t, []string{"html"}, d.faultsOf(1))
	d.sim.SetOnRequest(nil)
	require.Equal(t, []string{"html"}, d.faultsOf(1), "the script goes on")
}

func TestTheSameSeedIsTheSameChance(t *testing.T) {
	run := func(seed uint64) []string {
		d := newDesk(t, Config{})
		require.NoError(t, d.sim.AddFaults(Rule{Chance: 0.3, Seed: seed, Fault: "html"}))
		return d.faultsOf(200)
	}
	first := run(7)
	require.Equal(t, first, run(7))
	require.NotEqual(t, first, run(8))
	require.InDelta(t, 60, strings.Count(strings.Join(first, ","), "html"), 20)
}

// A whole rough day is repeated by its seed, in no time.
func TestARoughDayCanBeRepeated(t *testing.T) {
	const requests = 1000
	run := func(seed uint64) (log []string, hits int) {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(t, Config{})
			rules, err := Preset("rough day", seed)
			require.NoError(t, err)
			require.NoError(t, d.sim.AddFaults(rules...))
			for i := range requests {
				switch i % 10 {
				case 0:
					_, _, _, _ = d.try("POST", d.site+"/access_groups", "application/json", newGroup) // nothing to say about it here
				case 1:
					_, _, _, _ = d.try("GET", "/.well-known/openid-configuration", "", "")
				default:
					_, _, _, _ = d.try("GET", d.site+"/access_groups", "", "")
				}
			}
			for _, r := range d.sim.Requests() {
				log = append(log, fmt.Sprint(r.Method, r.Path, r.Status, r.Fault))
			}
			for _, r := range d.sim.Faults() {
				hits += r.Hits
				require.Positive(t, r.Hits, r.Fault)
			}
		})
		return log, hits
	}
	log, hits := run(3)
	again, _ := run(3)
	require.Equal(t, log, again)
	require.Less(t, hits, requests/3, "most of a rough day goes well")
	other, _ := run(4)
	require.NotEqual(t, log, other)
}

func TestRulesHaveIDs(t *testing.T) {
	d := newDesk(t, Config{})
	require.NoError(t, d.sim.AddFaults(Rule{Fault: "500"}, Rule{ID: "3", Fault: "500"}))
	require.NoError(t, d.sim.AddFaults(Rule{Fault: "500"}, Rule{Fault: "500", Hits: 9}))
	ids := func() (found []string) {
		for _, r := range d.sim.Faults() {
			require.Zero(t, r.Hits)
			found = append(found, r.ID)
		}
		return found
	}
	require.Equal(t, []string{"1", "3", "2", "4"}, ids())
	require.True(t, d.sim.RemoveFault("3"))
	require.False(t, d.sim.RemoveFault("3"))
	require.Equal(t, []string{"1", "2", "4"}, ids())
	d.sim.ClearFaults()
	require.NoError(t, d.sim.AddFaults(Rule{Fault: "500"}))
	require.Equal(t, []string{"5"}, ids(), "no number comes twice: the log names them")
}

func TestBadRules(t *testing.T) {
	tests := []struct {
		rule Rule
		want string
	}{
		{Rule{}, `fault "" is not known: write 429, 500`},
		{Rule{Fault: "418"}, "skew or tls"},
		{Rule{Fault: "500", On: "POST users"}, "begins with a /"},
		{Rule{Fault: "500", Only: "doors"}, "writes, reads, api or identity"},
		{Rule{Fault: "500", After: -1}, "negative"},
		{Rule{Fault: "500", Every: -1}, "negative"},
		{Rule{Fault: "500", Times: -1}, "negative"},
		{Rule{Fault: "truncated", Bytes: -1}, "negative"},
		{Rule{Fault: "500", Chance: 5}, "between 0 and 1"},
		{Rule{Fault: "500", Chance: -0.1}, "between 0 and 1"},
		{Rule{Fault: "500", Seed: 5}, "seed goes with chance"},
		{Rule{Fault: "500", RetryAfter: "30"}, `fault "500" takes no retry_after`},
		{Rule{Fault: "429", For: "3s"}, `takes no for, only retry_after and date`},
		{Rule{Fault: "slow", By: "3s"}, "takes no by, only for"},
		{Rule{Fault: "html", Bytes: 3}, "takes no bytes"},
		{Rule{Fault: "reset-after", Reset: true}, "takes no reset"},
		{Rule{Fault: "429", RetryAfter: "soon"}, "number of seconds"},
		{Rule{Fault: "429", RetryAfter: "-1"}, "number of seconds"},
		{Rule{Fault: "429", RetryAfter: "99999999999"}, "number of seconds"},
		{Rule{Fault: "429", Date: true}, "date goes with retry_after"},
		{Rule{Fault: "slow", For: "long"}, "write one such as 2s"},
		{Rule{Fault: "slow", For: "-2s"}, "write one such as 2s"},
		{Rule{Fault: "skew", By: "0s"}, "-10m for a clock that is behind"},
		{Rule{Fault: "500", ID: "taken"}, `there is a rule "taken" already`},
	}
	sim := New(Config{})
	require.NoError(t, sim.AddFaults(Rule{ID: "taken", Fault: "500"}))
	for _, tt := range tests {
		err := sim.AddFaults(Rule{Fault: "503"}, tt.rule)
		require.ErrorContains(t, err, tt.want)
		require.ErrorContains(t, err, "rule 2: ")
		require.Len(t, sim.Faults(), 1, "none of them was added")
	}
}

// Many requests at once take exactly the turns that there are.
func TestRulesUnderManyRequestsAtOnce(t *testing.T) {
	d := newDesk(t, Config{})
	require.NoError(t, d.sim.AddFaults(
		Rule{After: 10, Times: 25, Fault: "html"},
		Rule{Every: 4, Fault: "not-found"},
		Rule{Chance: 0.5, Seed: 1, Fault: "slow", For: "1ms"},
	))
	d.sim.ResetRequests()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 25 {
				_, _, _, _ = d.try("GET", d.site, "", "") // counted below
			}
		})
	}
	group.Go(func() {
		for range 25 {
			d.sim.Faults()
			if err := d.sim.AddFaults(Rule{ID: "meanwhile", On: "/nowhere", Fault: "500"}); err == nil {
				d.sim.RemoveFault("meanwhile")
			}
		}
	})
	group.Wait()
	count := map[string]int{}
	for _, r := range d.sim.Requests() {
		count[r.Fault]++
	}
	require.Equal(t, 25, count["html"])
	require.Equal(t, (200-25)/4, count["not-found"])
	for _, r := range d.sim.Faults() {
		require.Equal(t, count[r.Fault], r.Hits)
	}
}

func TestRequestsAreCountedByPattern(t *testing.T) {
	d := newDesk(t, Config{})
	d.sim.ResetRequests()
	d.addGroup("X")
	d.addGroup("Y")
	d.call("GET", d.site, "", http.StatusOK)
	for on, want := range map[string]int{
		"": 3, "POST /v1.2/sites/*/access_groups": 2, "GET /**": 1, "/v1.1/**": 0,
	} {
		n, err := d.sim.Count(on)
		require.NoError(t, err)
		require.Equal(t, want, n, on)
	}
	_, err := d.sim.Count("users")
	require.ErrorContains(t, err, "begins with a /")
}

// Rules come and go with the program.
func TestRulesAreNotSaved(t *testing.T) {
	var saved strings.Builder
	sim := New(Config{})
	require.NoError(t, sim.AddFaults(Rule{ID: "mine", Fault: "500"}))
	require.NoError(t, sim.Save(&saved))
	require.NotContains(t, saved.String(), "mine")
	require.NoError(t, sim.Load(strings.NewReader(saved.String())))
	require.Len(t, sim.Faults(), 1)
}

func TestTheFieldsOfARuleAreListed(t *testing.T) {
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Rule]()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		names = append(names, name)
	}
	require.ElementsMatch(t, names, append([]string{"hits"}, ruleFields...))
}
