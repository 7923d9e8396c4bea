package engine

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/kssim"
)

// sleeps has the computer sleep while SALTO KS answers the n-th write from now.
func (w *world) sleeps(n int, d time.Duration) {
	w.eng.pulse.beat(w.clock.Now()) // as Run does
	w.sim.ResetRequests()
	w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
		if r.IsWrite() {
			if n--; n == 0 {
				w.clock.Advance(d)
			}
		}
		return kssim.Fault{}
	})
}

// lists are the reads that a look consists of.
func lists(requests []kssim.Request) (have []string) {
	for _, what := range []string{"/locks", "/users", "/access_groups"} {
		if slices.ContainsFunc(requests, func(r kssim.Request) bool {
			return r.Method == http.MethodGet && strings.HasSuffix(r.Path, what)
		}) {
			have = append(have, what)
		}
	}
	return have
}

// The program goes on in the middle of a batch that was planned hours ago.
func TestAfterASleepSALTOKSIsLookedAtBeforeTheNextStep(t *testing.T) {
	w := newWorld(t)
	w.pass()
	for _, name := range []string{"ana", "ben", "cleo"} {
		w.member(name, "Full time")
	}
	w.sleeps(2, 8*time.Hour)
	w.eng.Pass(t.Context())
	all := w.sim.Requests()
	writes := 0
	rest := all[1+slices.IndexFunc(all, func(r kssim.Request) bool {
		if r.IsWrite() {
			writes++
		}
		return writes == 2
	}):]
	next := slices.IndexFunc(rest, kssim.Request.IsWrite)
	require.Positive(t, next, "there is more to send, and not at once")
	require.Len(t, lists(rest[:next]), 3, "%+v", rest[:next])
	w.settle()
	for _, name := range []string{"ana", "ben", "cleo"} {
		require.True(t, w.opens(name, "Front door"))
	}
}

// What somebody did in SALTO KS during the night counts before what was planned
// in the evening.
func TestWhatWasBlockedDuringASleepStaysBlocked(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.pass()
	w.eng.pulse.beat(w.clock.Now())
	w.edit(mia, func(p *store.Person) { p.Plan = w.plans["Team"] })
	w.clock.Advance(8 * time.Hour)
	w.admin(kssim.Act{Do: "block", Who: "mia@example.org"})
	w.sim.ResetRequests()
	w.eng.Pass(t.Context())
	all := w.sim.Requests()
	require.Len(t, lists(all[:max(0, slices.IndexFunc(all, kssim.Request.IsWrite))]), 3)
	require.False(t, w.opens("mia", "Front door"))
	require.NotEmpty(t, w.asked())
}

// Somebody who is blocked waits for no look.
func TestABlockDoesNotWaitForTheLookAfterASleep(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.settle()
	w.eng.Awoke()
	w.edit(mia, func(p *store.Person) { p.BlockedAt = w.clock.Now() })
	w.sim.ResetRequests()
	w.eng.Pass(t.Context())
	require.True(t, w.sim.Requests()[0].IsWrite())
	require.False(t, w.opens("mia", "Front door"))
}

// All that was put off has fallen due during a sleep. After a look it is tried
// once each, also at a SALTO KS that still fails.
func TestWhatWaitedThroughASleepIsSentOnce(t *testing.T) {
	for _, status := range []int{0, http.StatusInternalServerError} {
		w := newWorld(t)
		w.pass()
		fail := http.StatusInternalServerError
		writes := map[string]int{}
		w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
			if !r.IsWrite() {
				return kssim.Fault{}
			}
			writes[r.Method+r.Path+string(r.Body)]++
			return kssim.Fault{Status: fail}
		})
		for i := range 10 {
			w.member("m"+string(rune('a'+i)), "Full time")
		}
		for range 10 {
			w.eng.Pass(t.Context())
			w.clock.Advance(time.Minute)
		}
		w.eng.pulse.beat(w.clock.Now())
		w.clock.Advance(8 * time.Hour)
		fail, writes = status, map[string]int{}
		w.sim.ResetRequests()
		w.eng.Pass(t.Context())
		all := w.sim.Requests()
		require.Len(t, lists(all[:max(0, slices.IndexFunc(all, kssim.Request.IsWrite))]), 3)
		require.NotEmpty(t, writes)
		for what, n := range writes {
			require.Equal(t, 1, n, what)
		}
	}
}

// A file that slept for more than three weeks asks before anything is sent, also
// where the program was never closed.
func TestAfterALongSleepTheDeskIsAsked(t *testing.T) {
	w := newWorld(t)
	w.member("mia", "Full time")
	w.settle()
	w.quietly(2 * time.Hour)
	w.eng.pulse.beat(w.clock.Now())
	w.member("ana", "Full time")
	w.clock.Advance(22 * 24 * time.Hour)
	w.sim.ResetRequests()
	r := w.eng.Pass(t.Context())
	require.NoError(t, r.Err)
	require.Positive(t, r.Held)
	require.Zero(t, w.writes())
	w.agree()
	w.settle()
	require.True(t, w.opens("ana", "Front door"))
}

func TestASleepIsNoticed(t *testing.T) {
	for name, c := range map[string]struct {
		jump  time.Duration
		slept bool
	}{
		"eight hours":            {8 * time.Hour, true},
		"a minute and a bit":     {sleptAfter + time.Second, true},
		"a moment":               {10 * time.Second, false},
		"a clock put back":       {-3 * time.Hour, false},
		"nothing happens at all": {0, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var jump atomic.Int64
				e := New(Config{Now: func() time.Time { return time.Now().Add(time.Duration(jump.Load())) }})
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				go e.keepPulse(ctx)
				time.Sleep(3 * time.Hour)
				require.False(t, e.overslept())
				jump.Store(int64(c.jump))
				require.Equal(t, c.slept, e.overslept(), "before the next step")
				time.Sleep(pulseEvery)
				require.Equal(t, c.slept, e.edited(), "a pass begins")
				e.forgetLook()
				time.Sleep(3 * time.Hour)
				require.False(t, e.overslept(), "once")
			})
		})
	}
}

// Where nobody looks at the clock nothing is said of it.
func TestWithoutAPulseNoSleepIsSeen(t *testing.T) {
	w := newWorld(t)
	w.clock.Advance(time.Hour)
	require.False(t, w.eng.overslept())
}
