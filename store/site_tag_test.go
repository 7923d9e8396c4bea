package store

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func (w *world) saveSiteTags(tags ...SiteTag) Change {
	w.t.Helper()
	c, err := w.Do(w.ctx, ActorSync, func(tx *Tx) error { return tx.SaveSiteTags(w.space.ID, tags) })
	require.NoError(w.t, err)
	return c
}

func (w *world) siteTags() []SiteTag {
	w.t.Helper()
	tags, err := w.SiteTags(w.ctx, w.space.ID)
	require.NoError(w.t, err)
	return tags
}

func (w *world) freeSiteTags() (numbers []string) {
	w.t.Helper()
	tags, err := w.FreeSiteTags(w.ctx, w.space.ID)
	require.NoError(w.t, err)
	for _, tag := range tags {
		numbers = append(numbers, tag.Number)
	}
	return numbers
}

func TestTheTagsOfASite(t *testing.T) {
	w := newWorld(t)
	one, two := SiteTag{ID: "t-1", Number: "02300001"}, SiteTag{ID: "t-2", Number: "02300002"}
	c := w.saveSiteTags(one, two, one, SiteTag{Number: "without an id"})
	require.Equal(t, KindMirror, c.Kinds)
	require.True(t, c.Undo.Empty())
	one.FirstSeen, two.FirstSeen = noon, noon
	require.Equal(t, []SiteTag{one, two}, w.siteTags())
	w.now = noon.Add(time.Hour)
	require.Zero(t, w.saveSiteTags(two, one).Kinds, "the same again is no change")

	three := SiteTag{ID: "t-3", Number: "02300003"}
	w.saveSiteTags(two, three)
	one.Gone, three.FirstSeen = true, w.now
	require.Equal(t, []SiteTag{three, one, two}, w.siteTags(), "the newest first")
	require.Zero(t, w.saveSiteTags(two, three).Kinds, "gone already")

	w.now = noon.Add(2 * time.Hour)
	w.saveSiteTags(one, two, three)
	one.Gone, one.FirstSeen = false, w.now
	require.Equal(t, []SiteTag{one, three, two}, w.siteTags(), "who comes back is new")

	other := Space{Name: "Süd", Zone: "Europe/Berlin"}
	w.do(func(tx *Tx) error { return tx.SaveSpace(&other) })
	w.do(func(tx *Tx) error { return tx.SaveSiteTags(other.ID, []SiteTag{{ID: "t-1", Number: "1"}}) })
	require.Len(t, w.siteTags(), 3, "each space has its own")
	w.do(func(tx *Tx) error { return tx.ForgetSeen(w.space.ID) })
	require.Empty(t, w.siteTags(), "it is another site now")
	left, err := w.SiteTags(w.ctx, other.ID)
	require.NoError(t, err)
	require.Len(t, left, 1)
}

func TestATagOfTheFileGetsTheIDOfTheSitesTag(t *testing.T) {
	w := newWorld(t)
	tag := w.tag(Tag{Number: "02300001", State: TagHeld, Holder: w.mia.ID})
	w.tag(Tag{UID: []byte{4, 1}})
	elsewhere := w.tag(Tag{Number: "02300009", KSID: "other site's"})
	c := w.saveSiteTags(SiteTag{ID: "t-1", Number: "02300001"}, SiteTag{ID: "t-2"})
	require.Equal(t, []PersonID{w.mia.ID}, c.People)
	now, _ := w.tagNow(tag.ID)
	require.Equal(t, "t-1", now.KSID)
	require.Equal(t, []string{"Tag 02300001 is known to SALTO KS."}, w.newest(1))
	other, _ := w.tagNow(elsewhere.ID)
	require.Equal(t, elsewhere, other)
	require.Zero(t, w.saveSiteTags(SiteTag{ID: "t-1", Number: "02300001"}, SiteTag{ID: "t-2"}).Kinds)
	w.saveSiteTags(SiteTag{ID: "t-7", Number: "02300001"})
	now, _ = w.tagNow(tag.ID)
	require.Equal(t, "t-7", now.KSID, "it was taken off the site, and registered again")
}

func TestTagsOfASiteThatAreInUseNowhere(t *testing.T) {
	w := newWorld(t)
	w.saveSiteTags(
		SiteTag{ID: "t-1", Number: "1"}, SiteTag{ID: "t-2", Number: "2"}, SiteTag{ID: "t-3", Number: "3"},
		SiteTag{ID: "t-4", Number: "4"}, SiteTag{ID: "t-5", Number: "5"}, SiteTag{ID: "t-6", Number: ""})
	require.Equal(t, []string{"", "1", "2", "3", "4", "5"}, w.freeSiteTags())
	w.tag(Tag{Number: "1"})
	byID := w.tag(Tag{UID: []byte{4, 1}, KSID: "t-2"})
	w.tag(Tag{UID: []byte{4, 2}})
	require.Equal(t, []string{"", "3", "4", "5"}, w.freeSiteTags(), "the file has them by number, or by id")

	w.do(func(tx *Tx) error { return tx.SeeUser(w.space.ID, noon, KSUser{ID: "u-1", TagNumber: "3"}) })
	w.do(func(tx *Tx) error { return tx.SeeUser(w.space.ID, noon, KSUser{ID: "u-2"}) })
	require.Equal(t, []string{"", "4", "5"}, w.freeSiteTags(), "somebody wears it")
	w.do(func(tx *Tx) error { return tx.MissUser(w.space.ID, noon, "u-1") })
	require.Equal(t, []string{"", "3", "4", "5"}, w.freeSiteTags())

	w.do(func(tx *Tx) error { return tx.RemoveTag(byID.ID) })
	w.saveSiteTags(SiteTag{ID: "t-2", Number: "2"}, SiteTag{ID: "t-4", Number: "4"})
	require.Equal(t, []string{"2", "4"}, w.freeSiteTags(), "what is gone is not free")
}
