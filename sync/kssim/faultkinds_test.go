package kssim

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// seen is what a client got: an answer, whole or not, or an error.
type seen struct {
	status int
	header http.Header
	body   string
	err    error // of the request, or of reading the body
}

const newGroup = `{"customer_reference":"X"}`

// sees asks for a new group under a rule, and says how many were made.
func (d *desk) sees(rule Rule) (seen, int) {
	d.t.Helper()
	d.sim.ClearFaults()
	d.sim.ResetRequests()
	rule.Only, rule.Times = "writes", 1
	require.NoError(d.t, d.sim.AddFaults(rule))
	before := groupCount(d)
	var got seen
	got.status, got.header, got.body, got.err = d.try("POST", d.site+"/access_groups", "application/json", newGroup)
	return got, groupCount(d) - before
}

// namedFaults holds every fault that the API can be asked for, with what a
// client sees of it and how often the request is applied.
var namedFaults = []struct {
	rule  Rule
	made  int
	check func(*testing.T, seen)
}{
	{Rule{Fault: "429"}, 0, func(t *testing.T, got seen) {
		require.Equal(t, 429, got.status)
		require.NotContains(t, got.header, "Retry-After")
	}},
	{Rule{Fault: "429", RetryAfter: "30"}, 0, func(t *testing.T, got seen) {
		require.Equal(t, 429, got.status)
		require.Equal(t, "30", got.header.Get("Retry-After"))
	}},
	{Rule{Fault: "429", RetryAfter: "30", Date: true}, 0, func(t *testing.T, got seen) {
		require.Equal(t, noon.Add(30*time.Second).Format(http.TimeFormat), got.header.Get("Retry-After"))
	}},
	{Rule{Fault: "500"}, 0, func(t *testing.T, got seen) {
		require.Equal(t, 500, got.status)
		require.JSONEq(t, `{"ErrorCode":"2201","Message":"Internal error"}`, got.body)
	}},
	{Rule{Fault: "502"}, 0, func(t *testing.T, got seen) {
		require.Equal(t, 502, got.status)
		require.Contains(t, got.header.Get("Content-Type"), "text/html")
		require.Contains(t, got.body, "<h1>502 Bad Gateway</h1>")
	}},
	{Rule{Fault: "503"}, 0, func(t *testing.T, got seen) {
		require.Equal(t, 503, got.status)
		require.Contains(t, got.body, "<h1>503 Service Unavailable</h1>")
		require.NotContains(t, got.header, "Retry-After")
	}},
	{Rule{Fault: "503", RetryAfter: "0"}, 0, func(t *testing.T, got seen) {
		require.Equal(t, 503, got.status)
		require.Equal(t, "0", got.header.Get("Retry-After"))
	}},
	{Rule{Fault: "not-found"}, 0, func(t *testing.T, got seen) {
		require.Equal(t, 404, got.status)
		require.Empty(t, got.body)
	}},
	{Rule{Fault: "html"}, 0, func(t *testing.T, got seen) {
		require.Equal(t, 200, got.status)
		require.Contains(t, got.header.Get("Content-Type"), "text/html")
		require.Contains(t, got.body, "<!DOCTYPE html>")
	}},
	{Rule{Fault: "delay", For: "1ms"}, 1, isNewGroup},
	{Rule{Fault: "slow", For: "1ms"}, 1, isNewGroup},
	{Rule{Fault: "truncated"}, 1, func(t *testing.T, got seen) {
		require.Equal(t, 200, got.status)
		require.NoError(t, got.err, "it ends as if it were whole")
		require.True(t, strings.HasPrefix(got.body, "{"), got.body)
		require.False(t, json.Valid([]byte(got.body)), got.body)
	}},
	{Rule{Fault: "truncated", Bytes: 3}, 1, func(t *testing.T, got seen) {
		require.NoError(t, got.err)
		require.Len(t, got.body, 3)
		require.NotContains(t, got.header, "Retry-After")
	}},
	{Rule{Fault: "truncated", Bytes: 1 << 20}, 1, func(t *testing.T, got seen) {
		require.NoError(t, got.err)
		require.Equal(t, "}", got.body[len(got.body)-1:], "at least one byte is lost: the end of the line")
	}},
	{Rule{Fault: "truncated", Bytes: 3, Reset: true}, 1, func(t *testing.T, got seen) {
		require.Equal(t, 200, got.status)
		require.ErrorIs(t, got.err, io.ErrUnexpectedEOF)
		require.Len(t, got.body, 3)
	}},
	{Rule{Fault: "page-missing"}, 1, isNewGroup}, // of lists only, see pagefault_test.go
	{Rule{Fault: "page-doubled"}, 1, isNewGroup},
	{Rule{Fault: "reset-before"}, 0, isReset},
	{Rule{Fault: "reset-after"}, 1, isReset},
	{Rule{Fault: "skew", By: "26h"}, 1, func(t *testing.T, got seen) {
		isNewGroup(t, got)
		require.Equal(t, noon.Add(26*time.Hour).Format(http.TimeFormat), got.header.Get("Date"))
	}},
	{Rule{Fault: "skew", By: "-10m"}, 1, func(t *testing.T, got seen) {
		require.Equal(t, noon.Add(-10*time.Minute).Format(http.TimeFormat), got.header.Get("Date"))
	}},
	{Rule{Fault: "skew"}, 1, func(t *testing.T, got seen) {
		require.Equal(t, noon.Add(time.Hour).Format(http.TimeFormat), got.header.Get("Date"))
	}},
}

func isNewGroup(t *testing.T, got seen) {
	t.Helper()
	require.NoError(t, got.err)
	require.Equal(t, 200, got.status)
	require.True(t, json.Valid([]byte(got.body)), got.body)
}

func isReset(t *testing.T, got seen) {
	t.Helper()
	require.Error(t, got.err)
	if runtime.GOOS != "windows" { // where a port has another number for it
		require.ErrorIs(t, got.err, syscall.ECONNRESET)
	}
	require.Zero(t, got.status)
}

func TestEveryNamedFaultAsAClientSeesIt(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		for _, tt := range namedFaults {
			name, err := json.Marshal(tt.rule)
			require.NoError(t, err)
			t.Run(string(name), func(t *testing.T) {
				d := *d
				d.t = t
				got, made := d.sees(tt.rule)
				tt.check(t, got)
				require.Equal(t, tt.made, made)
				require.Equal(t, 1, d.sim.Faults()[0].Hits)
				log := d.sim.Requests()
				require.Len(t, log, 1, "nothing is sent twice")
				require.Equal(t, got.status, log[0].Status)
				require.Equal(t, tt.rule.Fault, log[0].Fault)
				require.Equal(t, d.sim.Faults()[0].ID, log[0].Rule)
				if tt.rule.Fault != "skew" && got.err == nil {
					require.Equal(t, noon.Format(http.TimeFormat), got.header.Get("Date"))
				}
			})
		}
	})
}

func TestNoNamedFaultIsForgotten(t *testing.T) {
	tested := []string{faultTLS} // see below
	for _, tt := range namedFaults {
		tested = append(tested, tt.rule.Fault)
	}
	for _, name := range FaultNames() {
		require.Contains(t, tested, name)
		require.Contains(t, faultKinds, name)
		require.Contains(t, faultHelp, name)
	}
	require.Len(t, FaultNames(), len(faultKinds))
	for _, field := range ruleFields {
		require.Contains(t, faultHelp, field)
	}
	for _, name := range PresetNames() {
		require.Contains(t, strings.Join(strings.Fields(faultHelp), " "), name)
	}
}

// Skew is in the header and nowhere else: the same token is good, and an
// answer is the same.
func TestSkewChangesNothingElse(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		_, before, want := d.send("GET", d.site, "", "")
		require.NoError(t, d.sim.AddFaults(Rule{Fault: "skew", By: "100h"}))
		_, after, got := d.send("GET", d.site, "", "")
		require.Equal(t, want, got)
		require.Equal(t, noon.Add(100*time.Hour).Format(http.TimeFormat), after.Get("Date"))
		after.Set("Date", before.Get("Date"))
		require.Equal(t, before, after)
		require.Equal(t, noon, d.sim.Clock().Now())
		_, control, _ := d.send("GET", "/_sim/clock", "", "")
		require.Equal(t, noon.Format(http.TimeFormat), control.Get("Date"), "the control side has its own clock")
	})
}

func TestIdentityIsNotFoundWhileTheAPIAnswers(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		rules, err := Preset("identity down", 0)
		require.NoError(t, err)
		require.NoError(t, d.sim.AddFaults(rules...))
		form := "application/x-www-form-urlencoded"
		for _, tt := range []struct{ method, path, body string }{
			{"GET", "/.well-known/openid-configuration", ""},
			{"GET", "/.well-known/openid-configuration/jwks", ""},
			{"GET", "/connect/authorize?" + authQuery().Encode(), ""},
			{"POST", "/connect/authorize?" + authQuery().Encode(), allow().Encode()},
			{"POST", "/connect/token", refreshForm("x").Encode()},
			{"POST", "/connect/revocation", url.Values{"token": {"x"}}.Encode()},
		} {
			status, _, body := d.send(tt.method, tt.path, form, tt.body)
			require.Equal(t, 404, status, tt.path)
			require.Empty(t, body, tt.path)
		}
		d.call("GET", d.site, "", http.StatusOK)
		d.addGroup("X")
		d.sim.ClearFaults()
		d.call("GET", "/.well-known/openid-configuration", "", http.StatusOK)
	})
}

func TestTLSFailsAsInNetHTTP(t *testing.T) {
	d := newDesk(t, Config{})
	d.base = "https://ks.test"
	var asked, connected bool
	d.http.Transport = traced{d.http.Transport, &httptrace.ClientTrace{
		GetConn: func(string) { asked = true },
		GotConn: func(httptrace.GotConnInfo) { connected = true },
	}}
	got, made := d.sees(Rule{Fault: "tls"})
	require.Zero(t, made)
	require.Equal(t, 1, d.sim.Faults()[0].Hits)
	require.Empty(t, d.sim.Requests(), "it did not arrive")
	require.True(t, asked)
	require.False(t, connected, "so a client knows that nothing was applied")

	var failed *url.Error
	require.ErrorAs(t, got.err, &failed)
	var verification *tls.CertificateVerificationError
	require.ErrorAs(t, got.err, &verification)
	require.Len(t, verification.UnverifiedCertificates, 1)
	var unknown x509.UnknownAuthorityError
	require.ErrorAs(t, got.err, &unknown)
	require.ErrorContains(t, got.err, "certificate signed by unknown authority")
	d.addGroup("X")
	require.True(t, connected)
}

// traced puts a trace on every request.
type traced struct {
	next  http.RoundTripper
	trace *httptrace.ClientTrace
}

func (t traced) RoundTrip(r *http.Request) (*http.Response, error) {
	return t.next.RoundTrip(r.WithContext(httptrace.WithClientTrace(r.Context(), t.trace)))
}

// A port had its handshake before there is a request.
func TestAPortKnowsNoTLSFault(t *testing.T) {
	d := newDesk(t, Config{}).onRealPort()
	got, made := d.sees(Rule{Fault: "tls"})
	isNewGroup(t, got)
	require.Equal(t, 1, made)
	require.Zero(t, d.sim.Faults()[0].Hits)
	require.Empty(t, d.sim.Requests()[0].Fault)
	d.sim.SetOnRequest(func(Request) Fault { return Fault{TLS: true} })
	d.addGroup("Y")
}

func TestEveryPresetCanBeUsed(t *testing.T) {
	for _, name := range PresetNames() {
		rules, err := Preset(name, 7)
		require.NoError(t, err)
		require.NoError(t, New(Config{}).AddFaults(rules...), name)
		require.NoError(t, CheckForPort(rules), name)
		other, err := Preset(strings.ToUpper(name), 8)
		require.NoError(t, err)
		var seeds []uint64
		for _, r := range append(rules, other...) {
			if r.Chance > 0 {
				require.NotContains(t, seeds, r.Seed, "each rule has chances of its own")
				seeds = append(seeds, r.Seed)
			}
		}
	}
	require.Len(t, PresetNames(), len(presets))
	require.True(t, slices.IsSorted(PresetNames()))
	_, err := Preset("a fine day", 0)
	require.ErrorContains(t, err, "rough day")
}

func TestTheNameOfAFaultSaysAllOfIt(t *testing.T) {
	require.Empty(t, Fault{}.String())
	require.Empty(t, Fault{Header: http.Header{"X": {"1"}}, Keep: 3}.String())
	all := Fault{
		TLS: true, Delay: 1, Drop: DropBefore, Status: 418, HTML: true, Page: PageMissing, Skew: 1, Slow: 1, Cut: CutClean,
	}
	require.Equal(t, "tls+delay+reset-before+418+html+page-missing+skew+slow+truncated", all.String())
	require.Equal(t, "page-doubled+reset-after", Fault{Drop: DropAfter, Page: PageDoubled}.String())
}
