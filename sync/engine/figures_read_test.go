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
// the site, at the engine's own rate, over and over.
func (h *house) whileSyncing(name string, f func()) {
	ctx, stop := context.WithCancel(context.Background())
	var engine sync.WaitGroup
	h.work(ks.Options{Rate: rate.Inf})
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
// work with how long they wait while it is not.
func screens(b *testing.B, large func() *plot) figures {
	h := large().moveIn(b)
	var page, search, quietPage, quietSearch wall
	for b.Loop() {
		for _, name := range []string{"ana", "ben", "cleo"} {
			h.whileSyncing(name, func() {
				page.times(50, h.page)
				search.times(200, h.search)
			})
			quietPage.times(50, h.page)
			quietSearch.times(200, h.search)
		}
	}
	line := func(what string, with, without wall) figure {
		a, b := samples(with).at(0.99), samples(without).at(0.99)
		return figure{what + " during a full sync, 10,000 members: p99", short(a), "with no sync: " + short(b), ratio(a, b), 3}
	}
	return figures{line("the page of members", page, quietPage), line("a search for members", search, quietSearch)}
}

// wall are times by the clock on the wall.
type wall samples

func (w *wall) times(n int, f func()) {
	for range n {
		began := time.Now()
		f()
		*w = append(*w, time.Since(began))
	}
}
