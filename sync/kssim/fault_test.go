package kssim

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

// onRealPort moves the desk from memory to a port.
func (d *desk) onRealPort() *desk {
	server := httptest.NewServer(d.sim.Handler())
	d.t.Cleanup(server.Close)
	moved := *d
	moved.base, moved.http = server.URL, server.Client()
	return &moved
}

// everywhere runs a test in memory and on a port.
func everywhere(t *testing.T, test func(*testing.T, *desk)) {
	t.Run("memory", func(t *testing.T) { test(t, newDesk(t, Config{})) })
	t.Run("port", func(t *testing.T) { test(t, newDesk(t, Config{}).onRealPort()) })
}

func groupCount(d *desk) int { return len(d.sim.Snapshot().Sites[0].Groups) }

func TestDrops(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		before := groupCount(d)
		for _, tt := range []struct {
			drop Drop
			made int
		}{{DropBefore, 0}, {DropAfter, 1}} {
			d.sim.ResetRequests()
			d.sim.SetOnRequest(func(r Request) Fault {
				if r.IsWrite() {
					require.Contains(t, string(r.Body), "Lost")
					return Fault{Drop: tt.drop}
				}
				return Fault{}
			})
			_, _, _, err := d.try("POST", d.site+"/access_groups", "application/json", `{"customer_reference":"Lost"}`)
			require.Error(t, err)
			require.Equal(t, before+tt.made, groupCount(d))
			require.Len(t, d.sim.Requests(), 1, "a write is not sent again by itself")
			require.Zero(t, d.sim.Requests()[0].Status)
		}
	})
}

func TestFaultAnswers(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		before := groupCount(d)
		d.sim.SetOnRequest(func(Request) Fault {
			return Fault{Status: 429, Header: http.Header{"retry-after": {"7"}}, Body: "slow down"}
		})
		status, header, body := d.send("POST", d.site+"/access_groups", "application/json", `{"customer_reference":"X"}`)
		require.Equal(t, 429, status)
		require.Equal(t, "7", header.Get("Retry-After"))
		require.Equal(t, "slow down", body)
		require.Equal(t, before, groupCount(d))
		d.sim.SetOnRequest(nil)
		d.addGroup("X")
	})
}

// A hook may look at the simulation.
func TestHookIsCalledUnlocked(t *testing.T) {
	d := newDesk(t, Config{})
	d.sim.SetOnRequest(func(Request) Fault {
		d.sim.Snapshot()
		return Fault{}
	})
	d.call("GET", d.site, "", http.StatusOK)
}

func TestNetworkSwitches(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		d.call("POST", "/_sim/network", `{"offline":true}`, http.StatusOK)
		for _, path := range []string{"/v1.2/me", "/.well-known/openid-configuration"} {
			_, _, _, err := d.try("GET", path, "", "")
			require.Error(t, err)
		}
		d.call("POST", "/_sim/network", `{"html":true}`, http.StatusOK)
		before := groupCount(d)
		status, header, body := d.send("POST", d.site+"/access_groups", "application/json", `{"customer_reference":"X"}`)
		require.Equal(t, http.StatusOK, status)
		require.Contains(t, header.Get("Content-Type"), "text/html")
		require.Contains(t, body, "<!DOCTYPE html>")
		require.Equal(t, before, groupCount(d))
		d.call("POST", "/_sim/network", `{}`, http.StatusOK)
		d.call("GET", "/v1.2/me", "", http.StatusOK)
	})
}

func TestDateHeaderFollowsTheClock(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		_, header, _ := d.send("GET", "/v1.2/me", "", "")
		require.Equal(t, noon.Format(http.TimeFormat), header.Get("Date"))
	})
}
