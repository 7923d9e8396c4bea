package widgets

import (
	"context"
	"testing"

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

func TestSyncRunsAtOnce(t *testing.T) {
	order := []int{}
	Sync{}.Go(func(context.Context) {
		order = append(order, 1)
		Sync{}.Do(func() { order = append(order, 2) })
	})
	require.Equal(t, []int{1, 2}, order)
}
