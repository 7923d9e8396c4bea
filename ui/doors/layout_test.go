package doors

import (
	"context"
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// smallest is the room that the page has in the smallest window.
var smallest = fyne.NewSize(928, 604)

func TestInTheSmallestWindowAQuestionLeavesALineOfTheLogInSight(t *testing.T) {
	b := newBench(t, true)
	b.deps.Answer = func(context.Context, string, string) error { return nil }
	b.build()
	b.page.Shown()
	b.page.content.Resize(smallest)
	b.do(func(tx *store.Tx) error {
		for i := range 20 {
			if err := tx.PutDrift(b.space.ID, about(fmt.Sprint(i), "Mia Berg", "user blocked", store.Narrower)); err != nil {
				return err
			}
		}
		return tx.PutGuard(b.space.ID, store.Guard{SiteID: "s1", Question: loud()})
	})
	guard, present, log, side := b.page.guard.content, b.page.present.Content(), b.page.log.content, b.page.side.content
	bottom := func(o fyne.CanvasObject) float32 { return o.Position().Y + o.Size().Height }
	require.Equal(t, smallest.Width, guard.Size().Width, "the question is above everything")
	require.Less(t, bottom(guard), present.Position().Y)
	require.Less(t, bottom(guard), side.Position().Y)
	require.Less(t, bottom(present), log.Position().Y)
	require.InDelta(t, logLeast, log.Size().Height, 1)
	require.InDelta(t, smallest.Height, bottom(log), 1)
	require.InDelta(t, smallest.Height, bottom(side), 1)

	b.do(func(tx *store.Tx) error { return tx.PutGuard(b.space.ID, store.Guard{SiteID: "s1"}) })
	require.Zero(t, present.Position().Y, "the room is given back")
	require.Greater(t, log.Size().Height, float32(logLeast))
}
