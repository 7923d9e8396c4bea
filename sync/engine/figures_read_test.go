package engine

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"

	"latchkey/store"
	"latchkey/sync/ks"
)

// page reads what the page of members shows.
func (h *house) page() {
	ctx := context.Background()
	people, err := h.store.People(ctx, store.PeopleFilter{})
	require.NoError(h.tb, err)
	require.GreaterOrEqual(h.tb, len(people), len(h.people))
	_, err = h.store.Plans(ctx)
	require.NoError(h.tb, err)
	_, err = h.store.Tags(ctx)
	require.NoError(h.tb, err)
	_, err = h.store.Mirror(ctx, h.space.ID)
	require.NoError(h.tb, err)
}

// search reads the first people that a search finds.
func (h *house) search() {
	people, err := h.store.People(context.Background(), store.PeopleFilter{Query: "number 0412", Limit: 50})
	require.NoError(h.tb, err)
	require.NotEmpty(h.tb, people)
}

// whileSyncing calls f while a full sync goes on: somebody new, a look at all of
// the site, over and over, at so many requests a second; 0: the engine's own rate.
func (h *house) whileSyncing(name string, speed rate.Limit, f func()) {
	ctx, stop := context.WithCancel(context.Background())
	var engine sync.WaitGroup
	h.work(ks.Options{Rate: speed})
	h.join(name, 0)
	began := h.eng.requests()
	engine.Go(func() {
		for ctx.Err() == nil {
			h.eng.SyncNow()
			h.eng.Pass(ctx)
		}
	})
	for h.eng.requests() == began {
		time.Sleep(10 * time.Millisecond)
	}
	f()
	stop()
	engine.Wait()
}

// screens compares how long screens wait for the file while the engine is at
// work with how long they wait while it is not. For scale it is told to ask as
// fast as it can as well: KS, which is simulated on the same processor, then takes
// more of it than the engine does.
func screens(b *testing.B, large func() *plot) figures {
	h := large().moveIn(b)
	var quiet, syncing, flatOut reads
	for b.Loop() {
		for _, name := range []string{"ana", "ben", "cleo"} {
			h.whileSyncing(name, 0, func() { syncing.take(h) })
			h.whileSyncing(name+"-2", rate.Inf, func() { flatOut.take(h) })
			quiet.take(h)
		}
	}
	line := func(what string, with, without wall, limit float64) figure {
		a, b := samples(with).at(0.99), samples(without).at(0.99)
		return figure{what + ", 10,000 members: p99", short(a), "with no sync: " + short(b), ratio(a, b), limit}
	}
	return figures{
		line("the page of members during a full sync", syncing.page, quiet.page, 3),
		line("a search for members during a full sync", syncing.search, quiet.search, 3),
		line("the page during one as fast as it goes, and KS simulated", flatOut.page, quiet.page, 0),
		line("the search meanwhile", flatOut.search, quiet.search, 0),
	}
}

// reads are those of a desk, by the clock on the wall.
type reads struct{ page, search wall }

func (r *reads) take(h *house) {
	r.page.times(50, h.page)
	r.search.times(200, h.search)
}

// between is how long a desk does nothing after each read.
const between = 5 * time.Millisecond

// wall are times by the clock on the wall.
type wall samples

func (w *wall) times(n int, f func()) {
	for range n {
		began := time.Now()
		f()
		*w = append(*w, time.Since(began))
		time.Sleep(between)
	}
}
