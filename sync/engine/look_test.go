package engine

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/kssim"
)

// A look at a large site is many requests. One that fails half-way is gone on
// with, and not begun anew.
func TestALookThatFailsHalfWayIsGoneOnWith(t *testing.T) {
	site := kssim.MaisonNord()
	for i := range 30 {
		site.Groups = append(site.Groups, kssim.SiteGroup{Name: fmt.Sprint("Group ", i), Doors: []string{"Front door"}, Schedules: []kssim.Timeframe{{}}})
	}
	w := newWorldOf(t, kssim.Readings{}, site)
	n := 0
	w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
		if n++; r.API && n%15 == 0 {
			return kssim.Fault{Status: http.StatusServiceUnavailable}
		}
		return kssim.Fault{}
	})
	w.sim.ResetRequests()
	for range 40 {
		if w.eng.Pass(t.Context()).Err == nil {
			break
		}
		w.clock.Advance(10 * time.Second)
	}
	require.NoError(t, w.eng.Pass(t.Context()).Err)
	asked := map[string]int{}
	for _, r := range w.sim.Requests() {
		if r.Status == http.StatusOK && strings.HasSuffix(r.Path, "/time_schedules") {
			asked[r.Path]++
		}
	}
	require.Len(t, asked, 35)
	for path, times := range asked {
		require.Equal(t, 1, times, path)
	}
}

// What a look passes on is soon too old.
func TestALookBeginsAnewAfterAWhile(t *testing.T) {
	w := newWorld(t)
	w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
		if strings.HasSuffix(r.Path, "/users") { // comes last
			return kssim.Fault{Status: http.StatusServiceUnavailable}
		}
		return kssim.Fault{}
	})
	require.Error(t, w.eng.Pass(t.Context()).Err)
	w.admin(kssim.Act{Do: "close", Group: "Full time"})
	w.sim.SetOnRequest(nil)
	w.clock.Advance(detailMemory + time.Second)
	w.pass()
	mirror, err := w.store.Mirror(t.Context(), w.space.ID)
	require.NoError(t, err)
	for _, g := range mirror.Groups {
		require.Equal(t, g.Name != "Full time", len(g.Schedules) > 0, g.Name)
	}
}

// What is to be taken away does not wait for a look that cannot come to its end.
func TestARevocationDoesNotWaitForALook(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.pass()
	w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
		if strings.HasSuffix(r.Path, "/locks") {
			return kssim.Fault{Status: http.StatusServiceUnavailable}
		}
		return kssim.Fault{}
	})
	w.edit(mia, func(p *store.Person) { p.EndsOn = "2026-11-22" })
	w.eng.SyncNow()
	require.Error(t, w.eng.Pass(t.Context()).Err)
	require.False(t, w.opens("mia", "Front door"))
}

// What one look could not read of the hubs is known from the look before: else
// every window would be moved to another zone and back.
func TestTheZonesOfTheHubsOutliveALookThatCannotReadThem(t *testing.T) {
	for _, fault := range []string{"truncated", "html", "not-found", "503"} {
		t.Run(fault, func(t *testing.T) {
			site := kssim.MaisonNord()
			site.IQs[0].TimeZone = "Europe/London"
			w := newWorldOf(t, kssim.Readings{}, site)
			mia := w.member("mia", "Basic")
			w.book(mia, "2026-11-23T19:00", "2026-11-23T20:00")
			w.pass()
			w.writes()
			require.NoError(t, w.sim.AddFaults(kssim.Rule{On: "GET /**/iqs", Times: 1, Fault: fault}))
			w.eng.SyncNow()
			w.settle()
			require.Equal(t, 1, w.sim.Faults()[0].Hits)
			require.Zero(t, w.writes())
			w.at("2026-11-23T19:30")
			require.True(t, w.opens("mia", "Studio A"))
		})
	}
}
