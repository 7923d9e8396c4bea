package kssim

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// patience makes the client give up; 0 is never.
func (d *desk) patience(limit time.Duration) *desk {
	client := *d.http
	client.Timeout = limit
	moved := *d
	moved.http = &client
	return &moved
}

func TestADelayComesBeforeAnythingIsApplied(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, Config{})
		require.NoError(t, d.sim.AddFaults(Rule{Only: "writes", Fault: "delay", For: "20s"}))
		before, start := groupCount(d), time.Now()
		done := make(chan struct{})
		go func() {
			defer close(done)
			d.addGroup("X")
		}()
		time.Sleep(19 * time.Second)
		require.Equal(t, before, groupCount(d))
		d.call("GET", d.site, "", http.StatusOK) // nobody else waits
		require.Equal(t, 19*time.Second, time.Since(start))
		<-done
		require.Equal(t, 20*time.Second, time.Since(start))
		require.Equal(t, before+1, groupCount(d))

		_, _, _, err := d.patience(5*time.Second).try("POST", d.site+"/access_groups", "application/json", newGroup)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, 25*time.Second, time.Since(start))
		time.Sleep(time.Minute)
		require.Equal(t, before+1, groupCount(d), "a client that gave up has not changed anything")
		log := d.sim.Requests()
		last := log[len(log)-1]
		require.Equal(t, "delay", last.Fault)
		require.Zero(t, last.Status)
	})
}

func TestASlowBodyComesInPieces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, Config{})
		d.addGroup("X")
		want := d.call("GET", d.site+"/access_groups", "", http.StatusOK)
		require.NoError(t, d.sim.AddFaults(Rule{Fault: "slow", For: "30s"}))
		start := time.Now()
		req, err := http.NewRequestWithContext(t.Context(), "GET", d.base+d.site+"/access_groups", http.NoBody)
		require.NoError(t, err)
		req.Header.Set("Authorization", "Bearer "+d.token)
		res, err := d.http.Do(req)
		require.NoError(t, err)
		require.Zero(t, time.Since(start), "the header is there at once")
		_, err = res.Body.Read(make([]byte, 1<<20))
		require.NoError(t, err)
		require.Equal(t, 3*time.Second, time.Since(start), "a tenth of it")
		require.NoError(t, res.Body.Close())

		start = time.Now()
		require.Equal(t, want, d.call("GET", d.site+"/access_groups", "", http.StatusOK))
		require.Equal(t, 30*time.Second, time.Since(start))

		before := groupCount(d)
		status, _, body, err := d.patience(10*time.Second).try("POST", d.site+"/access_groups", "application/json", newGroup)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, http.StatusOK, status)
		require.NotEmpty(t, body)
		require.Equal(t, before+1, groupCount(d), "it was applied when the header came")
	})
}

// Every body is whole in the end, however few bytes it has.
func TestSlowBodiesOfEveryLength(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		for n := range 25 {
			want := strings.Repeat("x", n)
			d.sim.SetOnRequest(func(Request) Fault { return Fault{Status: 200, Body: want, Slow: time.Millisecond} })
			_, _, got := d.send("GET", d.site, "", "")
			require.Equal(t, want, got)
		}
	})
}

// An answer without a body has nothing to lose.
func TestAnEmptyBodyIsNotCut(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		for _, cut := range []Cut{CutClean, CutLost} {
			d.sim.SetOnRequest(func(Request) Fault { return Fault{Status: 202, Cut: cut} })
			status, _, body := d.send("DELETE", d.site, "", "")
			require.Equal(t, 202, status)
			require.Empty(t, body)
		}
	})
}

// On a port the server does not go on waiting for a client that has gone.
func TestOnAPortAWaitEndsWithTheClient(t *testing.T) {
	for name, fault := range map[string]Fault{"delay": {Delay: time.Hour}, "slow": {Slow: time.Hour}} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, Config{}).onRealPort() // its server is closed when all requests have ended
			before := groupCount(d)
			ctx, cancel := context.WithCancel(t.Context())
			d.sim.SetOnRequest(func(r Request) Fault {
				if fault.Delay > 0 {
					cancel()
				}
				return fault
			})
			req, err := http.NewRequestWithContext(ctx, "POST", d.base+d.site+"/access_groups", strings.NewReader(newGroup))
			require.NoError(t, err)
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set("Authorization", "Bearer "+d.token)
			res, err := d.http.Do(req)
			if fault.Delay > 0 {
				require.ErrorIs(t, err, context.Canceled)
				require.Equal(t, before, groupCount(d))
				return
			}
			require.NoError(t, err, "the header came")
			cancel()
			_, err = io.ReadAll(res.Body)
			require.ErrorIs(t, err, context.Canceled)
			require.NoError(t, res.Body.Close())
			require.Equal(t, before+1, groupCount(d))
		})
	}
}

func TestACancelledRequestIsNotApplied(t *testing.T) {
	d := newDesk(t, Config{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", d.base+d.site, http.NoBody)
	require.NoError(t, err)
	d.sim.ResetRequests()
	_, err = d.sim.Transport().RoundTrip(req)
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, d.sim.Requests())
}
