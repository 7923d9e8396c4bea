package main

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"

	"latchkey/sync/engine"
	"latchkey/sync/kssim"
)

// lived opens the sample space, lets it go to SALTO KS, and returns the site
// once its doors have a past, and whether all were known there by then.
func lived(t *testing.T, data string) (kssim.SiteSnapshot, bool) {
	t.Helper()
	ctx := t.Context()
	p, sim, space, err := openSample(ctx, options{data: data}, windowOptions{simAddr: "127.0.0.1:0"})
	require.NoError(t, err)
	defer func() { require.NoError(t, p.close(context.WithoutCancel(ctx))) }()
	defer sim.stop(ctx)
	p.rate = rate.Inf
	k := &keeper{program: p, watch: func(engine.Status, bool) {}}
	require.NoError(t, k.restart(ctx, space.ID))
	defer k.halt()
	require.Eventually(t, sim.sim.HasPast, 2*time.Minute, 50*time.Millisecond)
	return sim.sim.Snapshot().Sites[0], p.allSent(space.ID)(ctx)
}

func TestTheSampleSpaceHasAMonthOnce(t *testing.T) {
	data := t.TempDir()
	first, known := lived(t, data)
	require.True(t, known, "nobody came before all were known")
	require.Greater(t, first.Entries, 500)
	require.NotEmpty(t, first.Newest)
	again, _ := lived(t, data)
	require.InDelta(t, first.Entries, again.Entries, 50, "a restart goes on with it and does not double it")
	require.GreaterOrEqual(t, again.Entries, first.Entries)
}
