package kssim

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestControlFaults(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		require.Equal(t, []any{}, at(d.call("GET", "/_sim/faults", "", http.StatusOK), "rules"))
		added := d.call("POST", "/_sim/faults", `{"on":"POST /v1.2/sites/*/access_groups","times":2,"fault":"429","retry_after":"30"}`, http.StatusOK)
		require.Equal(t, "1", text(added, "rules", 0, "id"))
		added = d.call("POST", "/_sim/faults", `[{"id":"mine","fault":"html"},{"fault":"skew","by":"1h"}]`, http.StatusOK)
		require.Equal(t, "mine", text(added, "rules", 0, "id"))
		require.Equal(t, "2", text(added, "rules", 1, "id"))

		d.sim.ResetRequests()
		for range 2 {
			_, header, _ := d.send("POST", d.site+"/access_groups", "application/json", newGroup)
			require.Equal(t, "30", header.Get("Retry-After"))
		}
		_, header, _ := d.send("POST", d.site+"/access_groups", "application/json", newGroup)
		require.Contains(t, header.Get("Content-Type"), "text/html")
		d.call("DELETE", "/_sim/faults?id=mine", "", http.StatusNoContent)
		d.addGroup("X")

		rules := d.call("GET", "/_sim/faults", "", http.StatusOK)
		require.Len(t, at(rules, "rules"), 2)
		require.EqualValues(t, 2, at(rules, "rules", 0, "hits"))
		require.EqualValues(t, 1, at(rules, "rules", 1, "hits"))
		require.Equal(t, "POST /v1.2/sites/*/access_groups", text(rules, "rules", 0, "on"))

		log := d.call("GET", "/_sim/requests", "", http.StatusOK)
		require.Equal(t, "429", text(log, "requests", 0, "fault"))
		require.Equal(t, "1", text(log, "requests", 0, "rule"))
		require.Equal(t, "mine", text(log, "requests", 2, "rule"))
		require.Equal(t, "skew", text(log, "requests", 3, "fault"))

		d.call("DELETE", "/_sim/faults", "", http.StatusNoContent)
		require.Equal(t, []any{}, at(d.call("GET", "/_sim/faults", "", http.StatusOK), "rules"))
	})
}

// Whatever the rules are, the control side goes on.
func TestControlIsNotDisturbed(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		d.call("POST", "/_sim/faults", `{"preset":"hotel"}`, http.StatusOK)
		d.call("POST", "/_sim/faults", `{"fault":"reset-before"}`, http.StatusOK)
		d.call("GET", "/_sim/clock", "", http.StatusOK)
		_, _, body := d.send("GET", "/.well-known/openid-configuration", "", "")
		require.Contains(t, body, "<!DOCTYPE html>")
		d.call("DELETE", "/_sim/faults", "", http.StatusNoContent)
		d.call("GET", d.site, "", http.StatusOK)
	})
}

func TestControlPresets(t *testing.T) {
	d := newDesk(t, Config{})
	for _, name := range PresetNames() {
		d.call("DELETE", "/_sim/faults", "", http.StatusNoContent)
		added := d.call("POST", "/_sim/faults", `{"preset":"`+name+`","seed":5}`, http.StatusOK)
		require.Len(t, at(added, "rules"), len(presets[name]))
	}
	require.EqualValues(t, 501, at(d.call("GET", "/_sim/faults", "", http.StatusOK), "rules", 0, "seed"))
}

func TestControlRefusesBadFaults(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		for body, want := range map[string]string{
			``:                                 "it is empty",
			`{`:                                "read as JSON",
			`7`:                                "read as JSON",
			`{"fault":500}`:                    "read as JSON",
			`{}`:                               `fault "" is not known: write 429, 500`,
			`[{"fault":"500"},{"fault":"x"}]`:  `rule 2: fault "x" is not known`,
			`{"fault":"500","rate":3}`:         `no field "rate", only id, on, only, after`,
			`{"fault":"500"}{"fault":"500"}`:   "put several rules into one list",
			`[{"fault":"500"}] x`:              "put several rules into one list",
			`{"preset":"sunny"}`:               "busy, hotel, identity down, lossy or rough day",
			`{"preset":"busy","on":"/**"}`:     `no field "on", only preset, seed`,
			`{"preset":7}`:                     "read as JSON",
			`[{"preset":"busy"}]`:              `no field "preset"`,
			`{"fault":"500","on":"FETCH /a"}`:  `"FETCH" is no method`,
			`{"fault":"slow","for":"forever"}`: "write one such as 2s",
		} {
			require.Contains(t, text(d.call("POST", "/_sim/faults", body, http.StatusBadRequest), "error"), want, body)
		}
		require.Empty(t, d.sim.Faults())
		require.Contains(t, text(d.call("DELETE", "/_sim/faults?id=9", "", http.StatusNotFound), "error"), `no rule "9"`)
	})
}

func TestControlKnowsWhereTLSCanFail(t *testing.T) {
	d := newDesk(t, Config{})
	d.call("POST", "/_sim/faults", `{"fault":"tls","times":1}`, http.StatusOK)
	_, _, _, err := d.try("GET", d.site, "", "")
	require.ErrorContains(t, err, "unknown authority")
	refused := d.onRealPort().call("POST", "/_sim/faults", `{"fault":"tls"}`, http.StatusBadRequest)
	require.Contains(t, text(refused, "error"), "--tls")
}

func TestControlFindsRequestsByPattern(t *testing.T) {
	d := newDesk(t, Config{})
	d.sim.ResetRequests()
	d.addGroup("X")
	d.call("GET", d.site, "", http.StatusOK)
	on := func(pattern string, want int) any {
		return d.call("GET", "/_sim/requests?"+url.Values{"on": {pattern}}.Encode(), "", want)
	}
	require.EqualValues(t, 1, at(on("POST /v1.2/**", 200), "count"))
	require.Equal(t, d.site, text(on("GET /**", 200), "requests", 0, "path"))
	require.Equal(t, []any{}, at(on("/connect/**", 200), "requests"))
	require.Contains(t, text(on("users", 400), "error"), "begins with a /")
}
