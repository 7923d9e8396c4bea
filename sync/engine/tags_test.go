package engine

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/kssim"
)

// tagLists counts how often the list of tags was asked for since the last call.
func (w *world) tagLists() int {
	n := 0
	for _, r := range w.sim.Requests() {
		if r.Method == http.MethodGet && strings.HasSuffix(r.Path, "/tags") {
			n++
		}
	}
	w.sim.ResetRequests()
	return n
}

func (w *world) siteTags() []store.SiteTag {
	w.t.Helper()
	tags, err := w.store.SiteTags(w.t.Context(), w.space.ID)
	require.NoError(w.t, err)
	return tags
}

// register has somebody hold a new tag to a lock.
func (w *world) register(number string) {
	w.t.Helper()
	require.NoError(w.t, w.sim.StartRegistration("Front door"))
	require.NoError(w.t, w.sim.Register(number, "Front door"))
}

func (w *world) hasSiteTag(number string) bool {
	return slices.ContainsFunc(w.siteTags(), func(t store.SiteTag) bool { return t.Number == number && !t.Gone })
}

func TestTheTagsOfTheSiteAreReadAtALookAndInTurn(t *testing.T) {
	w := newWorld(t)
	w.settle()
	require.Len(t, w.siteTags(), 60)
	tag := store.Tag{Number: "09900003"}
	w.desk(func(tx *store.Tx) error { return tx.SaveTag(&tag) })
	w.register("09900003")
	w.tagLists()
	w.quietly(time.Hour)
	require.True(t, w.hasSiteTag("09900003"))
	require.NotEmpty(t, w.tag("09900003").KSID, "and the file's tag of that number is it")
	n := w.tagLists()
	require.LessOrEqual(t, n, int(time.Hour/tagsEvery))
	require.Positive(t, n)
}

func TestTheTagsAreReadQuicklyWhileTheDeskWaitsForOne(t *testing.T) {
	w := newWorld(t)
	w.settle()
	w.tagLists()
	w.eng.LookForTags(t.Context())
	w.quietly(20 * time.Second)
	require.InDelta(t, 20*time.Second/tagsQuickly, w.tagLists(), 1)
	w.register("09900003")
	w.quietly(tagsQuickly + time.Second)
	require.True(t, w.hasSiteTag("09900003"))

	w.quietly(tagPatience)
	w.tagLists()
	w.quietly(5 * time.Minute)
	require.LessOrEqual(t, w.tagLists(), 1, "it is over")

	ctx, cancel := context.WithCancel(t.Context())
	w.eng.LookForTags(ctx)
	w.quietly(10 * time.Second)
	cancel()
	w.tagLists()
	w.quietly(time.Minute)
	require.LessOrEqual(t, w.tagLists(), 1, "the desk waits no more")
}

func TestALongListOfTagsIsReadLessOften(t *testing.T) {
	w := newWorldOf(t, kssim.Readings{PageSize: 3}, kssim.MaisonNord()) // 20 pages
	w.settle()
	w.tagLists()
	w.eng.LookForTags(t.Context())
	w.quietly(tagPatience)
	require.LessOrEqual(t, w.tagLists(), int(tagPatience/time.Second)+20)
}

func TestASiteThatShowsNoTagsIsHardlyAsked(t *testing.T) {
	w := newWorldOf(t, kssim.Readings{NoTags: true}, kssim.MaisonNord())
	w.settle()
	w.tagLists()
	w.quietly(2 * time.Hour)
	require.LessOrEqual(t, w.tagLists(), 2)
	w.eng.LookForTags(t.Context())
	w.quietly(time.Minute)
	require.LessOrEqual(t, w.tagLists(), 1, "there is nothing to wait for")
	require.Empty(t, w.siteTags())
}

// A clock that is put back while the desk waits does not make the wait longer.
func TestAWaitForATagEndsAlsoByAClockThatIsPutBack(t *testing.T) {
	w := newWorld(t)
	w.settle()
	w.eng.LookForTags(t.Context())
	w.quietly(10 * time.Second)
	w.clock.Advance(-time.Hour)
	w.tagLists()
	require.NoError(t, w.eng.Pass(t.Context()).Err)
	require.False(t, w.eng.awaitsTag(w.clock.Now()))
}
