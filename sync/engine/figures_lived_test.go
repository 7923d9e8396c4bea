package engine

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/ks"
	"latchkey/sync/kssim"
	"latchkey/sync/tally"
)

// mostInner are the doors that everybody with a plan may open: some they use.
const mostInner = 3

// lived is a house in which people came and went for some days. KS has the
// entries of that and the file does not. Each fifth member had passes for it.
type lived struct {
	*house
	entries int
	holders []store.PersonID // of passes
	others  []store.PersonID
	more    int // entries that were added one by one
	pages   timedPages
}

// live has people come and go in a house.
func (p *plot) live(tb testing.TB, days int) *lived {
	tb.Helper()
	l := &lived{house: p.moveIn(tb)}
	keeps := aYear + fiveWeeks
	require.NoError(tb, l.sim.SetSite(kssim.SiteChange{RetentionDays: &keeps}))
	for door := range min(mostInner, doorsOf(p.members)) {
		for group := range groupsOfPlans {
			require.NoError(tb, l.sim.Admin(kssim.Act{Do: "add-door", Group: fmt.Sprintf("Group %d", group), Door: fmt.Sprintf("Door %03d", door)}))
		}
	}
	var err error
	l.entries, err = l.sim.PlayPast(kssim.Past{Days: days})
	require.NoError(tb, err)
	l.givePasses(days)
	return l
}

// givePasses gives passes for each month, which end with it: more of a day than
// weekdays, and some of an hour.
func (l *lived) givePasses(days int) {
	kinds := []store.PassType{{Name: "Hour", Minutes: 60, Price: 500, Currency: "EUR"}, {Name: "Day", Minutes: 600, Price: 2000, Currency: "EUR"}}
	l.do(store.ActorImport, func(tx *store.Tx) error {
		for i := range kinds {
			if err := tx.SavePassType(&kinds[i]); err != nil {
				return err
			}
		}
		for i, p := range l.people {
			if i%5 != 0 {
				l.others = append(l.others, p)
				continue
			}
			l.holders = append(l.holders, p)
			for back := days; back > 0; back -= 30 {
				from := l.clock.Now().AddDate(0, 0, -back)
				for i, count := range []int{5, 20} {
					one := store.Pass{Person: p, Type: kinds[i].ID, GrantedAt: from, ExpiresOn: store.DateOf(from, l.space.Location()).AddDays(30)}
					if _, err := tx.GivePasses(one, count); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
}

// timedPages is KS, of which it notes how long each page of entries took to keep,
// and how much memory was in use at most beyond that at the first.
type timedPages struct {
	Remote
	sim         *kssim.Sim
	keeping     samples
	looking     samples // at the memory
	first, most int     // bytes
}

func (r *timedPages) Entries(ctx context.Context, site string, q ks.EntryQuery, each func([]ks.Entry) error) error {
	return r.Remote.Entries(ctx, site, q, func(page []ks.Entry) (err error) {
		if len(r.keeping)%100 == 0 {
			r.looking.time(r.look)
		}
		r.keeping.time(func() { err = each(page) })
		return err
	})
}

func (r *timedPages) look() {
	r.sim.ResetRequests() // of the simulator's memory nothing grows
	runtime.GC()
	r.most = max(r.most, inUse())
	if r.first == 0 {
		r.first = r.most
	}
}

// collect has the engine read all entries, and says how long that took and how
// many bytes it held meanwhile.
func (l *lived) collect() (took time.Duration, held int) {
	l.pages = timedPages{Remote: l.eng.cfg.Remote, sim: l.sim}
	l.eng.cfg.Remote = &l.pages
	p, all := l.plan(), samples{}
	all.time(func() {
		_, err := l.eng.collect(context.Background(), p)
		require.NoError(l.tb, err)
	})
	return all.sum() - l.pages.looking.sum(), l.pages.most - l.pages.first
}

// leaveKS forgets the simulated KS: what follows has to do with the file only.
func (l *lived) leaveKS() {
	l.sim, l.eng, l.tokens, l.pages = nil, nil, nil, timedPages{}
}

// bring works out the check-ins that are not up to date.
func (l *lived) bring() { require.NoError(l.tb, tally.Bring(context.Background(), l.store)) }

// replay works out all check-ins from nothing, and says how long that took: the
// desk had said that no door counts, and then that all do.
func (l *lived) replay() time.Duration {
	var s samples
	for _, doors := range []string{"none", ""} {
		l.space.Arrivals = doors
		l.desk(func(tx *store.Tx) error { return tx.SaveSpace(&l.space) })
		s.time(l.bring)
	}
	return s[1]
}

// readRows reads what the check-ins of everybody are worked out from, and what
// they were.
func (l *lived) readRows() {
	ctx := context.Background()
	n := 0
	for _, p := range slices.Concat(l.holders, l.others) {
		team, err := l.store.Team(ctx, p)
		require.NoError(l.tb, err)
		for _, p := range team {
			list, err := l.store.EntriesOf(ctx, p, time.Time{}, l.clock.Now().AddDate(0, 0, 1))
			require.NoError(l.tb, err)
			n += len(list)
		}
		_, err = l.store.CheckInsOf(ctx, team...)
		require.NoError(l.tb, err)
		_, err = l.store.PassesOf(ctx, p)
		require.NoError(l.tb, err)
	}
	require.Greater(l.tb, n, l.entries*3/4)
}

// oneMore keeps one more entry of somebody, and works out what it changes.
func (l *lived) oneMore(p store.PersonID) {
	l.more++
	e := store.Entry{
		ID: fmt.Sprint("more", l.more), At: l.clock.Now(), Category: store.EntryOpened, Door: "front", DoorName: "Front", Way: "tag", Platform: platformID(p),
	}
	l.do(store.ActorSync, func(tx *store.Tx) error {
		fresh, err := tx.AddEntries(l.space.ID, []store.Entry{e})
		require.Equal(l.tb, 1, fresh)
		return err
	})
	l.bring()
}

// size is how large the file is.
func (l *lived) size() int {
	info, err := os.Stat(l.path)
	require.NoError(l.tb, err)
	return int(info.Size())
}

// The figures are taken from it, so it must be what it says.
func TestAHouseThatWasLivedInHasCheckIns(t *testing.T) {
	l := newPlot(t, 60).live(t, fiveWeeks)
	l.collect()
	kept, err := l.store.Entries(context.Background(), l.space.ID, time.Time{}, l.clock.Now())
	require.NoError(t, err)
	require.Len(t, kept, l.entries)
	l.leaveKS()
	l.bring()
	stays := func() (list []store.CheckIn) {
		list, err := l.store.CheckIns(context.Background(), l.space.ID, "2026-01-01", "2026-12-31")
		require.NoError(t, err)
		return list
	}
	was := stays()
	require.Greater(t, len(was), 60*10)
	require.True(t, slices.ContainsFunc(was, func(c store.CheckIn) bool { return len(c.GaveBack) > 0 }), "a stay outlasts its pass")
	l.replay()
	require.Equal(t, was, stays())
	l.readRows()
	one := was[0].Person
	l.oneMore(one)
	require.Equal(t, l.clock.Now(), slices.MaxFunc(stays(), func(a, b store.CheckIn) int { return a.Last.Compare(b.Last) }).Last)
}
