package engine

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/health"
	"latchkey/sync/ks"
	"latchkey/sync/kssim"
)

// entered is how many entries the file has.
func (w *world) entered() int {
	w.t.Helper()
	list, err := w.store.Entries(w.t.Context(), w.space.ID, time.Time{}, w.clock.Now().AddDate(1, 0, 0))
	require.NoError(w.t, err)
	return len(list)
}

func (w *world) stays(id store.PersonID) []store.CheckIn {
	w.t.Helper()
	list, err := w.store.CheckInsOf(w.t.Context(), id)
	require.NoError(w.t, err)
	return list
}

// limited limits the plan to passes and gives somebody one of some minutes.
func (w *world) limited(plan string, id store.PersonID, minutes int) store.PassType {
	w.t.Helper()
	kind := store.PassType{Name: "Hour", Minutes: minutes, Price: 500, Currency: "EUR"}
	w.desk(func(tx *store.Tx) error {
		p, err := tx.Plan(w.plans[plan])
		if err != nil {
			return err
		}
		p.PassLimited = true
		return errors.Join(tx.SavePlan(&p), tx.SavePassType(&kind))
	})
	w.desk(func(tx *store.Tx) error { return tx.SavePass(&store.Pass{Person: id, Type: kind.ID}) })
	return kind
}

// Who comes in with the last pass stays in for its length, and has no door then;
// another pass gives the doors back at once.
func TestAPassIsUsedAtTheDoor(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	kind := w.limited("Full time", mia, 60)
	w.settle()
	require.True(t, w.opens("mia", "Front door"))
	require.True(t, w.sim.Present("mia@example.org", "Front door").Open)
	came := w.clock.Now().Truncate(time.Second).UTC()
	w.quietly(50 * time.Minute)
	require.Len(t, w.stays(mia), 1)
	require.Equal(t, came, w.stays(mia)[0].First)
	require.True(t, w.opens("mia", "Front door"), "nobody loses access while checked in")
	w.clock.Set(came.Add(time.Hour))
	w.settle()
	require.False(t, w.opens("mia", "Front door"))
	w.desk(func(tx *store.Tx) error { return tx.SavePass(&store.Pass{Person: mia, Type: kind.ID}) })
	w.settle()
	require.True(t, w.opens("mia", "Front door"))
}

// What a hub hands in late is read all the same, once, and counts as if it had
// come in time.
func TestAHubThatWasOfflineHandsInLate(t *testing.T) {
	nothingToRaceWith(t)
	site := kssim.MaisonNord()
	site.IQs = append(site.IQs, kssim.SiteIQ{Name: "IQ 02"})
	for i := range site.Doors {
		if site.Doors[i].Name == "Storage" {
			site.Doors[i].IQ = "IQ 02"
		}
	}
	w := newWorldOf(t, kssim.Readings{}, site)
	mia := w.member("mia", "Full time")
	jo := w.member("jo", "Full time")
	w.settle()
	require.NoError(t, w.sim.SetIQ("IQ 01", false))
	require.True(t, w.sim.Present("mia@example.org", "Front door").Open)
	came := w.clock.Now().Truncate(time.Second).UTC()
	w.quietly(5 * time.Hour)
	require.Empty(t, w.stays(mia))
	require.True(t, w.sim.Present("jo@example.org", "Storage").Open) // at the other hub: newer, and read at once
	w.quietly(3 * time.Minute)
	require.Len(t, w.stays(jo), 1)
	require.NoError(t, w.sim.SetIQ("IQ 01", true))
	w.quietly(2 * time.Hour)
	require.Len(t, w.stays(mia), 1)
	require.Equal(t, came, w.stays(mia)[0].First)
	require.Equal(t, 2, w.entered(), "each once")
}

// The file has each entry of many pages once, wherever the reading is broken
// off, and reads on from there.
func TestAReadingThatIsBrokenOffGoesOn(t *testing.T) {
	nothingToRaceWith(t)
	for broken := 1; broken <= 6; broken++ {
		w := newWorldOf(t, kssim.Readings{PageSize: 3}, kssim.MaisonNord())
		mia := w.member("mia", "Full time")
		w.settle()
		for range 17 {
			require.True(t, w.sim.Present("mia@example.org", "Front door").Open)
			w.clock.Advance(7 * time.Second)
		}
		pages := 0
		ctx, cancel := context.WithCancel(t.Context())
		w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
			if r.API && len(r.Path) > 8 && r.Path[len(r.Path)-8:] == "/entries" {
				if pages++; pages == broken {
					cancel()
				}
			}
			return kssim.Fault{}
		})
		w.clock.Advance(time.Minute)
		w.eng.Pass(ctx)
		w.sim.SetOnRequest(nil)
		w.start(w.eng.cfg.Remote)
		w.quietly(3 * time.Minute)
		require.Equal(t, 17, w.entered(), "broken off at page %d", broken)
		require.Len(t, w.stays(mia), 1)
		c, err := w.store.Collected(t.Context(), w.space.ID)
		require.NoError(t, err)
		require.Zero(t, c.Part)
	}
}

// noEntries is a site whose account may not read entries.
type noEntries struct{ Remote }

func (noEntries) Entries(context.Context, string, ks.EntryQuery, func([]ks.Entry) error) error {
	return &ks.Error{Op: "read the entries", Status: 403, Kind: ks.Forbidden}
}

func TestASiteThatShowsNoEntriesIsKeptTrueAllTheSame(t *testing.T) {
	w := newWorld(t)
	w.start(noEntries{w.eng.cfg.Remote})
	w.member("mia", "Full time")
	w.settle()
	require.True(t, w.opens("mia", "Front door"))
	w.quietly(20 * time.Minute)
	found := false
	for _, x := range w.eng.Status().Health {
		found = found || x.Code == health.NoEntries
	}
	require.True(t, found, "%+v", w.eng.Status().Health)
}

// Where the program was away for longer than KS keeps entries, the log says so.
func TestAGapIsSaidInTheLog(t *testing.T) {
	w := newWorld(t)
	w.member("mia", "Full time")
	w.settle()
	w.clock.Advance(100 * 24 * time.Hour)
	w.settle()
	w.quietly(2 * time.Minute)
	lines, err := w.store.LogLines(t.Context(), store.LogFilter{Kind: "found"})
	require.NoError(t, err)
	require.Len(t, lines, 1)
	require.Contains(t, lines[0].What.String(), "is lost")
}
