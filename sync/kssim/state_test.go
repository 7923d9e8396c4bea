package kssim

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRestart(t *testing.T) {
	var saved bytes.Buffer
	d := newDesk(t, Config{OnChange: func(s *Sim) error {
		saved.Reset()
		return s.Save(&saved)
	}})
	refresh := d.signIn()
	_, mia := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	group := d.addGroup("Booking")
	d.join(group, mia)
	d.call("POST", group+"/locks", `{"lock_id":"`+lockOf("Studio A")+`"}`, http.StatusOK)
	d.call("POST", group+"/time_schedules", window("2026-09-03T13:55:00", "2026-09-03T15:05:00"), http.StatusOK)
	before := d.sim.Snapshot()
	require.NotContains(t, saved.String(), d.token)
	require.NotContains(t, saved.String(), refresh)

	again := New(Config{})
	require.NoError(t, again.Load(bytes.NewReader(saved.Bytes())))
	require.Equal(t, before, again.Snapshot())
	require.True(t, again.Can("mia@example.org", "Studio A", noon).Open)
	d.sim, d.http = again, &http.Client{Transport: again.Transport()}
	d.call("GET", "/v1.2/me", "", http.StatusOK) // the token still counts
	status, _ := d.tokenCall(refreshForm(refresh))
	require.Equal(t, http.StatusOK, status)
	require.NotEqual(t, group, d.addGroup("Booking"), "ids go on where they stopped")
}

func TestRunsRepeat(t *testing.T) {
	run := func() Snapshot {
		d := newDesk(t, Config{})
		d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
		d.addUser("Tom", "Tag", "")
		d.addUser("Tom", "Tag", "")
		d.addGroup("G")
		d.addGroup("G")
		return d.sim.Snapshot()
	}
	require.Equal(t, run(), run())
}

func TestLoadRefusesNonsense(t *testing.T) {
	d := newDesk(t, Config{})
	before := d.sim.Snapshot()
	var saved bytes.Buffer
	_, mia := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	d.join(d.groupPath("Team"), mia)
	require.NoError(t, d.sim.Save(&saved))
	for name, text := range map[string]string{
		"no JSON":      "garbage",
		"empty":        "",
		"lost person":  strings.Replace(saved.String(), `"`+mia+`": {`, `"x": {`, 1),
		"lost lock":    strings.Replace(saved.String(), `"id": "`+lockOf("Storage")+`"`, `"id": "x"`, 1),
		"bad schedule": strings.Replace(saved.String(), `"end_time": "18:00:59"`, `"end_time": "soon"`, 1),
		"null site":    `{"sites":[null]}`,
		"null parts":   `{"made":null,"people":null}`,
	} {
		t.Run(name, func(t *testing.T) {
			fresh := newDesk(t, Config{})
			require.Error(t, fresh.sim.Load(strings.NewReader(text)))
			require.Equal(t, before, fresh.sim.Snapshot(), "nothing is lost")
		})
	}
}

func TestUnsavedChangeIsAnError(t *testing.T) {
	fail := false
	d := newDesk(t, Config{OnChange: func(*Sim) error {
		if fail {
			return errors.New("disk full")
		}
		return nil
	}})
	fail = true
	d.refused("POST", d.site+"/access_groups", `{"customer_reference":"X"}`, 500, "2201")
	d.call("POST", "/_sim/clock", `{"advance":"1m"}`, http.StatusInternalServerError)
	d.call("GET", d.site, "", http.StatusOK) // reading changes nothing
}
