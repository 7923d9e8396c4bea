package widgets

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAsyncRunsWorkAndBringsTheResultBack(t *testing.T) {
	ui := make(chan func(), 1)
	a := NewAsync(t.Context(), func(f func()) { ui <- f })
	got := 0
	a.Go(func(context.Context) { a.Do(func() { got = 7 }) })
	(<-ui)()
	a.Wait()
	require.Equal(t, 7, got)
}

func TestAsyncTouchesNoWidgetAfterTheEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	queued := make(chan func(), 2)
	a := NewAsync(ctx, func(f func()) { queued <- f })
	touched := false
	a.Do(func() { touched = true })
	cancel()
	a.Do(func() { touched = true })
	require.Len(t, queued, 1, "nothing is queued after the end")
	(<-queued)()
	require.False(t, touched, "what was queued before is dropped")
}

func TestAsyncWaitsForWorkAndRefusesMore(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	a := NewAsync(ctx, func(f func()) { f() })
	ended := false
	a.Go(func(ctx context.Context) { <-ctx.Done(); ended = true })
	cancel()
	a.Wait()
	require.True(t, ended)
	a.Go(func(context.Context) { t.Error("work began after Wait") })
	a.Wait()
}

func TestAsyncSettlesWhenNothingRunsOrPatienceEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := NewAsync(t.Context(), func(f func()) { f() })
		begun := time.Now()
		a.Settle(time.Minute)
		require.Zero(t, time.Since(begun), "nothing runs")
		for _, takes := range []time.Duration{time.Second, 3 * time.Second} {
			a.Go(func(context.Context) { time.Sleep(takes) })
		}
		a.Settle(2 * time.Second)
		require.Equal(t, 2*time.Second, time.Since(begun), "one takes longer")
		a.Settle(time.Minute)
		require.Equal(t, 3*time.Second, time.Since(begun))
		a.Settle(time.Minute)
		require.Equal(t, 3*time.Second, time.Since(begun))
	})
}

func TestSyncRunsAtOnce(t *testing.T) {
	order := []int{}
	Sync{}.Go(func(context.Context) {
		order = append(order, 1)
		Sync{}.Do(func() { order = append(order, 2) })
	})
	require.Equal(t, []int{1, 2}, order)
}
