package tally

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"latchkey/store"
	"latchkey/sync/access"
	"latchkey/sync/attendance"
)

// The limit never shuts out a person with a valid pass or one who is checked in,
// and lets in nobody else: also around midnight, and in the nights in which the
// clock goes forward and back.
func TestTheLimitFollowsThePasses(t *testing.T) {
	w := newWorld(t, t.TempDir())
	w.do(func(tx *store.Tx) error {
		w.plan.Mappings = []store.Mapping{{Space: w.space.ID, Group: store.KSRef{ID: "g", Name: "Ten passes"}}}
		return tx.SavePlan(&w.plan)
	})
	zone := w.space.Location()
	rapid.Check(t, func(t *rapid.T) {
		w.t = t
		begin := rapid.SampledFrom([]store.LocalTime{"2026-10-24T12:00", "2027-03-27T12:00", "2026-11-23T12:00"}).Draw(t, "begin").Start(zone).UTC()
		w.now = begin
		ann := w.member("Ann", 0)
		people := []store.Person{ann, w.member("Ben", ann.ID), w.member("Cem", 0)}
		for _, p := range people {
			for range rapid.IntRange(0, 2).Draw(t, "passes") {
				like := store.Pass{Person: p.ID, Type: rapid.SampledFrom([]store.PassType{w.hour, w.day}).Draw(t, "kind").ID, GrantedAt: begin.Add(quarters(t, "granted", 60))}
				if rapid.Bool().Draw(t, "expires") {
					like.ExpiresOn = store.DateOf(like.GrantedAt, zone).AddDays(rapid.IntRange(0, 1).Draw(t, "for"))
				}
				w.do(func(tx *store.Tx) error { return tx.SavePass(&like) })
			}
		}
		times := []time.Time{begin, store.LocalTime(store.DateOf(begin, zone).AddDays(1) + "T00:00").Start(zone).UTC()}
		for range rapid.IntRange(1, 4).Draw(t, "steps") {
			times = append(times, begin.Add(quarters(t, "at", 4*48)))
		}
		slices.SortFunc(times, time.Time.Compare)
		defer func() { // so that the next has a small file
			for _, p := range slices.Backward(people) {
				w.do(func(tx *store.Tx) error { return tx.DeletePerson(p.ID) })
			}
		}()
		for _, at := range times {
			w.now = at
			if rapid.Bool().Draw(t, "somebody comes") {
				w.enters(w.entry(rapid.SampledFrom(people).Draw(t, "who"), at))
			}
			w.bring()
			for _, when := range []time.Time{at, at.Add(time.Hour - time.Second), at.Add(time.Hour), at.Add(10 * time.Hour)} {
				w.agrees(people, when)
			}
		}
	})
}

func quarters(t *rapid.T, what string, most int) time.Duration {
	return time.Duration(rapid.IntRange(0, most).Draw(t, what)) * 15 * time.Minute
}

// agrees compares who is to have the plan's doors with who has a pass.
func (w *world) agrees(people []store.Person, at time.Time) {
	snap, err := w.Snapshot(w.ctx, w.space.ID, at.Add(-2*time.Hour), at.AddDate(0, 0, 14))
	require.NoError(w.t, err)
	_, target := access.Compile(snap, at)
	for _, p := range people {
		_, in := target.Memberships.Get(store.MembershipKey{Group: "g", Person: p.ID})
		require.Equal(w.t, w.hasPass(p, at), in, "%s at %s", p.FirstName, at)
	}
}

func (w *world) hasPass(p store.Person, at time.Time) bool {
	passes, err := w.PassesOf(w.ctx, p.ID)
	require.NoError(w.t, err)
	for _, u := range passes {
		unused := u.By == 0 && attendance.Valid(u.Pass, at, w.space.Location())
		if unused || u.By == p.ID && !at.Before(u.From) && at.Before(u.Until) {
			return true
		}
	}
	return false
}

// A pass more never takes anything away.
func TestAPassMoreShutsNobodyOut(t *testing.T) {
	w := newWorld(t, t.TempDir())
	mia := w.member("Mia", 0)
	for n := range 5 {
		w.gives(mia, w.hour, 1)
		require.True(t, w.hasPass(mia, w.now), fmt.Sprint(n))
		w.enters(w.entry(mia, w.now))
		require.True(t, w.hasPass(mia, w.now))
		w.now = w.now.Add(time.Hour)
		require.False(t, w.hasPass(mia, w.now))
	}
}
