package engine

import (
	"context"
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/access"
	"latchkey/sync/reconcile"
)

// most is the size of the largest house: members.
const most = 10_000

// BenchmarkFigures takes the figures that Latchkey is held to and prints them
// as one table. Times are compared with times taken side by side, in turns: the
// machine may be busy with something else.
func BenchmarkFigures(b *testing.B) {
	large := sync.OnceValue(func() *plot { return newPlot(b, most) })
	var all figures
	for _, part := range []struct {
		name string
		take func(b *testing.B, large func() *plot) figures
	}{{"plan", planning}, {"requests", requesting}, {"quiet", quiet}, {"prompt", prompt}} {
		b.Run(part.name, func(b *testing.B) {
			all = append(all, part.take(b, large)...)
			b.ReportMetric(0, "ns/op")
		})
	}
	require.NoError(b, all.print(os.Stdout))
}

// planning compares how long it takes to work out what is to be done with how
// long it takes to read what that is worked out from, and with the same at a
// tenth of the size.
func planning(b *testing.B, large func() *plot) figures {
	h, tenth := large().moveIn(b), newPlot(b, most/10).moveIn(b)
	in, small := h.input(), tenth.input()
	var reading, work, smallWork samples
	for b.Loop() {
		for range 7 {
			reading.time(func() { h.read() })
			work.time(func() { workOut(in) })
			smallWork.time(func() {
				for range 10 {
					workOut(small)
				}
			})
		}
	}
	return figures{
		{"compile + diff: 10,000 members, 300 doors, 100,000 bookings in the file", short(work.median()), "reading their rows: " + short(reading.median()), ratio(work.median(), reading.median()), 1.5},
		{"ten times the data", short(work.median()), "a tenth of it: " + short(smallWork.median()/10), 10 * ratio(work.median(), smallWork.median()), 11},
	}
}

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
