package attendance

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/tally"
)

// BenchmarkOpenAttendance reads what the page shows of 30 days, in a space of 500
// members and a year of about 250,000 entries, and the same in one of five weeks,
// in turns: what is shown is the same, so that the year must not be felt.
func BenchmarkOpenAttendance(b *testing.B) {
	year, weeks := full(b, 364), full(b, 35)
	long, short := map[string][]time.Duration{}, map[string][]time.Duration{}
	for b.Loop() {
		for range 5 {
			open(b, year, long)
			open(b, weeks, short)
		}
	}
	ofYear, ofWeeks := 0.0, 0.0
	for name := range long {
		took := median(long[name])
		b.ReportMetric(took, "ms-"+name)
		b.ReportMetric(took/median(short[name]), "x-"+name)
		ofYear, ofWeeks = ofYear+took, ofWeeks+median(short[name])
	}
	begun := time.Now()
	_, err := loadDays(context.Background(), year.store, year.space.ID, lastYear)
	require.NoError(b, err)
	b.ReportMetric(float64(time.Since(begun).Microseconds())/1000, "ms-days-of-a-year")
	b.ReportMetric(ofYear, "ms-year")
	b.ReportMetric(ofYear/ofWeeks, "x-of-five-weeks")
	b.ReportMetric(0, "ns/op")
}

// median is that of times, in milliseconds.
func median(times []time.Duration) float64 {
	slices.Sort(times)
	return float64(times[len(times)/2].Microseconds()) / 1000
}

// open reads everything that the tabs show, and notes how long each took.
func open(b *testing.B, w *bench, took map[string][]time.Duration) {
	b.Helper()
	ctx, s, id := context.Background(), w.store, w.space.ID
	timed := func(name string, read func() error) {
		begun := time.Now()
		require.NoError(b, read())
		took[name] = append(took[name], time.Since(begun))
	}
	timed("state", func() error { _, err := loadState(ctx, s, id); return err })
	timed("today", func() error {
		f, err := loadDay(ctx, s, id, "")
		require.NotEmpty(b, f.visits(w.page.deps.Arrives))
		return err
	})
	timed("attention", func() error { _, err := loadAttention(ctx, s, id, w.page.deps.Arrives); return err })
	timed("days", func() error {
		f, err := loadDays(ctx, s, id, thirty)
		_, bars := f.dayBars()
		require.NotEmpty(b, bars)
		require.NotZero(b, f.hours().Total)
		return err
	})
	timed("members", func() error {
		f, err := loadMembers(ctx, s, id, thirty)
		require.Len(b, f.members(""), benchMembers)
		return err
	})
	timed("refused", func() error {
		f, err := loadRefused(ctx, s, id)
		require.NotEmpty(b, f.refusals(""))
		return err
	})
}

const (
	benchMembers = 500
	inABatch     = 5000 // entries of a transaction
)

// full is a page over a file with so many days of comings: of each member on two
// of three days, with two or three entries.
func full(b *testing.B, days int) *bench {
	b.Helper()
	w := newBench(b)
	w.connect()
	people := make([]store.Person, benchMembers)
	bulk(b, w, func(tx *store.Tx) error {
		for i := range people {
			people[i] = store.Person{FirstName: fmt.Sprint("Member ", i), Plan: w.plan.ID, Connect: store.ConnectTagOnly}
			if i%5 == 0 {
				people[i].Plan = w.limited.ID
			}
			if err := tx.SavePerson(&people[i]); err != nil {
				return err
			}
			user := store.LedgerUser{Person: people[i].ID, SiteUserID: fmt.Sprint("s-", people[i].ID), PlatformID: platform(people[i].ID)}
			if err := tx.PutUser(w.space.ID, user); err != nil {
				return err
			}
		}
		return nil
	})
	for i := 0; i < benchMembers; i += 5 {
		bulk(b, w, func(tx *store.Tx) error {
			_, err := tx.GivePasses(store.Pass{Person: people[i].ID, Type: w.day.ID, GrantedAt: noon.AddDate(-1, 0, 0)}, 100)
			return err
		})
	}
	fill(b, w, people, days)
	require.NoError(b, tally.Bring(context.Background(), w.store))
	return w
}

func bulk(b *testing.B, w *bench, f func(tx *store.Tx) error) {
	b.Helper()
	_, err := w.store.Do(context.Background(), store.ActorSync, f)
	require.NoError(b, err)
}

func fill(b *testing.B, w *bench, people []store.Person, days int) {
	b.Helper()
	var batch []store.Entry
	send := func() {
		bulk(b, w, func(tx *store.Tx) error { _, err := tx.AddEntries(w.space.ID, batch); return err })
		batch = batch[:0]
	}
	today := store.DateOf(noon, w.space.Location())
	for back := days - 1; back >= 0; back-- {
		morning := today.AddDays(-back).Start(w.space.Location()).Add(7 * time.Hour)
		for i, p := range people {
			if (i+back)%9 > 4 {
				continue
			}
			for n := range 2 + (i+back)%2 {
				e := w.entry(p, "2026-11-24T09:00")
				e.At = morning.Add(time.Duration((i*7)%240+n*90) * time.Minute)
				if (i+back)%40 == 0 && n == 0 {
					e.Category, e.Detail = store.EntryRejected, "no_access"
				}
				batch = append(batch, e)
			}
		}
		if len(batch) > inABatch {
			send()
		}
	}
	send()
}
