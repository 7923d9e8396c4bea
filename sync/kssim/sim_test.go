package kssim

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Requests, questions and saving at once lose nothing.
func TestConcurrentUse(t *testing.T) {
	d := newDesk(t, Config{})
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := range 10 {
				body := fmt.Sprintf(`{"customer_reference":"G %d %d"}`, worker, i)
				status, _, _, err := d.try("POST", d.site+"/access_groups", "application/json", body)
				if err != nil || status != http.StatusOK {
					t.Errorf("worker %d: status %d, %v", worker, status, err)
				}
				d.sim.Can(DefaultAccount().Email, "Workshop", noon)
				d.sim.Requests()
			}
		})
	}
	wg.Wait()
	require.Equal(t, len(MaisonNord().Groups)+80, groupCount(d))
}

func TestEveryReadRoute(t *testing.T) {
	d := newDesk(t, Config{})
	iqID := fixedID("iq", "FR0000000001", "IQ 01")
	tests := []struct{ path, field, want string }{
		{"/me", "id", fixedID("site_user", "FR0000000001", accountID(DefaultAccount()))},
		{"", "site_uid", "FR0000000001"},
		{"/subscription", "type", "default"},
		{"/locks/" + lockOf("Workshop"), "customer_reference", "Workshop"},
		{"/iqs/" + iqID, "time_zone", "Europe/Paris"},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, text(d.call("GET", d.site+tt.path, "", http.StatusOK), tt.field), tt.path)
	}
	lists := map[string]int{"/roles": 7, "/locks": 5, "/iqs": 1, "/tags": 60, "/access_groups": 5, "/users": 1}
	for path, want := range lists {
		require.Len(t, items(d.call("GET", d.site+path, "", http.StatusOK)), want, path)
	}
	require.Equal(t, iqID, text(d.call("GET", d.site+"/locks", "", http.StatusOK), "items", 0, "iq", "id"))
	for _, path := range []string{"/locks/" + iqID, "/iqs/" + lockOf("Workshop")} {
		d.refused("GET", d.site+path, "", 404, "2202")
	}
	d.call("GET", "/v1.1/me", "", http.StatusOK)
}

func TestLogOfRequestsIsBounded(t *testing.T) {
	s := New(Config{})
	for i := range maxLog + 10 {
		s.record(Request{Status: i})
	}
	kept := s.Requests()
	require.LessOrEqual(t, len(kept), maxLog)
	require.Equal(t, maxLog+9, kept[len(kept)-1].Status)
}

func TestClockStandsAndRuns(t *testing.T) {
	var c Clock
	require.True(t, c.IsReal())
	c.Set(noon)
	require.Equal(t, noon, c.Now())
	c.Advance(time.Hour)
	require.Equal(t, noon.Add(time.Hour), c.Now())
	require.False(t, c.IsReal())
	c.Real()
	c.Advance(-time.Hour)
	require.False(t, c.IsReal())
	require.WithinDuration(t, time.Now().Add(-time.Hour), c.Now(), time.Minute)
}
