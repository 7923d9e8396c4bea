package store

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// passTimes are those of the snapshot that begins at a reading.
func (w *world) passTimes(at LocalTime) []PassTime {
	w.t.Helper()
	from := at.Start(w.space.Location())
	snap, err := w.Snapshot(w.ctx, w.space.ID, from, from.AddDate(0, 0, 14))
	require.NoError(w.t, err)
	return snap.Passes
}

func (w *world) pass(kind PassType, who PersonID, expires Date) Pass {
	w.t.Helper()
	p := Pass{Person: who, Type: kind.ID, ExpiresOn: expires}
	w.do(func(tx *Tx) error { return tx.SavePass(&p) })
	return p
}

// checkIn writes a check-in that uses a pass, as the entries of the doors will.
func (w *world) checkIn(p Pass, first LocalTime) {
	w.t.Helper()
	at := first.Start(w.space.Location())
	_, err := w.writer.ExecContext(w.ctx, "INSERT INTO check_in (space_id, person_id, day, first_at, last_at, out, pass_id, until_at, reach, gave_back) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, '[]')",
		int64(w.space.ID), int64(p.Person), string(first.Date()), at.Unix(), at.Unix(), int64(p.ID), at.Unix()+int64(p.Minutes)*60, at.Unix()+86400)
	require.NoError(w.t, err)
}

func TestWhenAPassLetsIn(t *testing.T) {
	w := newWorld(t)
	loc := w.space.Location()
	day := PassType{Name: "Half a day", Minutes: 240, Currency: "EUR"}
	w.do(func(tx *Tx) error { return tx.SavePassType(&day) })
	jo := w.person("Jo", nil)
	require.Empty(t, w.passTimes("2026-10-19T12:00"))

	forever := w.pass(day, w.mia.ID, "")
	expires := w.pass(day, jo.ID, "2026-10-25") // on which the clock goes back
	used := w.pass(day, jo.ID, "2026-10-19")
	w.checkIn(used, "2026-10-19T21:00") // and it goes on behind the last day
	given := func(p Pass) PassTime { return PassTime{Person: p.Person, From: noon} }
	mia, jos := given(forever), given(expires)
	jos.To = LocalTime("2026-10-26T00:00").Start(loc).UTC()
	stay := PassTime{Person: jo.ID, From: LocalTime("2026-10-19T21:00").Start(loc).UTC(), To: LocalTime("2026-10-20T01:00").Start(loc).UTC(), Used: true}
	require.Equal(t, []PassTime{mia, jos, stay}, w.passTimes("2026-10-19T12:00"))
	require.Equal(t, []PassTime{mia, jos, stay}, w.passTimes("2026-10-20T00:59"))
	require.Equal(t, []PassTime{mia, jos}, w.passTimes("2026-10-20T01:00"), "the stay is over, and the pass used up")
	require.Equal(t, []PassTime{mia, jos}, w.passTimes("2026-10-25T23:59"))
	require.Equal(t, []PassTime{mia}, w.passTimes("2026-10-26T00:00"))

	w.checkIn(forever, "2026-10-20T23:00") // over midnight
	stay = PassTime{Person: w.mia.ID, From: LocalTime("2026-10-20T23:00").Start(loc).UTC(), To: LocalTime("2026-10-21T03:00").Start(loc).UTC(), Used: true}
	require.Equal(t, []PassTime{stay, jos}, w.passTimes("2026-10-20T22:00"), "one stretch")
	require.Equal(t, []PassTime{jos}, w.passTimes("2026-10-21T03:00"))
}

// The loop reads the file anew when a pass is given or changed.
func TestAPassThatIsGivenIsInTheFeed(t *testing.T) {
	w := newWorld(t)
	kind := PassType{Name: "Day", Minutes: 600, Currency: "EUR"}
	w.do(func(tx *Tx) error { return tx.SavePassType(&kind) })
	c := w.do(func(tx *Tx) error {
		return tx.SavePass(&Pass{Person: w.mia.ID, Type: kind.ID, GrantedAt: noon.Add(time.Hour)})
	})
	require.True(t, c.Kinds.Has(KindPass))
	require.Equal(t, []PersonID{w.mia.ID}, c.People)
	require.Equal(t, noon.Add(time.Hour), w.passTimes("2026-10-19T12:00")[0].From)
}
