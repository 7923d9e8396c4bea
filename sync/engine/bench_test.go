package engine

import (
	"context"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/access"
	"latchkey/sync/reconcile"
)

// most is the size of the largest house: members.
const most = 10_000

// BenchmarkFigures takes the figures that Latchkey is held to and prints them
// as one table, into the file that LATCHKEY_FIGURES names or here. Times are
// compared with times that were taken in turns with them: the machine may be
// busy with something else.
func BenchmarkFigures(b *testing.B) {
	large := sync.OnceValue(func() *plot { return newPlot(b, most) })
	var all figures
	for _, part := range []struct {
		name string
		take func(b *testing.B, large func() *plot) figures
	}{{"plan", planning}, {"requests", requesting}, {"quiet", quiet}, {"prompt", prompt}, {"screens", screens}, {"year", year}} {
		b.Run(part.name, func(b *testing.B) {
			taken := part.take(b, large)
			taken.report(b)
			all = append(all, taken...)
		})
	}
	require.NoError(b, all.print(os.Getenv("LATCHKEY_FIGURES")))
}

// planning compares how long it takes to work out what is to be done with how
// long it takes to read what that is worked out from; and ten times as much data
// with ten lots of a tenth of it.
func planning(b *testing.B, large func() *plot) figures {
	h := large().moveIn(b)
	in, tenths := h.input(), make([]reconcile.Input, 10)
	tenth := newPlot(b, most/10).moveIn(b)
	for i := range tenths {
		tenths[i] = tenth.input()
	}
	h.letGo()
	tenth.letGo()
	runtime.GC()
	var reading, work, lots samples
	for b.Loop() {
		for range 11 {
			reading.time(func() { h.read() })
		}
		for range 41 {
			work.time(func() { workOut(in) })
			lots.time(func() {
				for _, in := range tenths {
					workOut(in)
				}
			})
		}
	}
	return figures{
		{"compile + diff: 10,000 members, 300 doors, 100,000 bookings in the file", short(work.median()), "reading their rows: " + short(reading.median()), ratio(work.median(), reading.median()), 1.5},
		{"compile + diff of ten times the data", short(work.sum() / time.Duration(len(work))), "of a tenth: " + short(lots.sum()/time.Duration(10*len(lots))), 10 * ratio(work.sum(), lots.sum()), 11},
	}
}

// letGo lets go of the simulated KS and of the engine, which would else be
// marked at each collection of what planning leaves behind.
func (h *house) letGo() { h.sim, h.eng, h.tokens = nil, nil, nil }

// input is what a house's plan is worked out from.
func (h *house) input() reconcile.Input {
	c, err := compute(context.Background(), h.store, h.space.ID, h.clock.Now(), DefaultSettle)
	require.NoError(h.tb, err)
	return c.in
}

// workOut is what compute does beside reading, and the judging.
func workOut(in reconcile.Input) {
	_, in.Target = access.Compile(in.Snap, in.Now)
	set := reconcile.Diff(in)
	reconcile.Judge(set, rails(in, store.Guard{SiteID: in.Snap.Space.SiteID}, nil))
}

// read reads what compute reads.
func (h *house) read() {
	ctx, s, id, now := context.Background(), h.store, h.space.ID, h.clock.Now()
	space, err := s.Space(ctx, id)
	require.NoError(h.tb, err)
	_, err = s.Snapshot(ctx, id, now.Add(-margin), now.AddDate(0, 0, space.HorizonDays).Add(margin))
	require.NoError(h.tb, err)
	_, err = s.Ledger(ctx, id)
	require.NoError(h.tb, err)
	_, err = s.Seen(ctx, id)
	require.NoError(h.tb, err)
	_, err = s.Drifts(ctx, id)
	require.NoError(h.tb, err)
	_, err = s.Work(ctx, id)
	require.NoError(h.tb, err)
	_, err = s.Guard(ctx, id)
	require.NoError(h.tb, err)
	_, err = s.Spent(ctx, id, now.Add(-reconcile.Budget))
	require.NoError(h.tb, err)
}
