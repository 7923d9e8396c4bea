package store

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestTheBackupOfTheDayIsMadeOnceAndOnlyOfWhatChanged(t *testing.T) {
	w := newWorld(t)
	due := func(want bool) {
		t.Helper()
		_, made, err := w.BackupIfDue(w.ctx, w.folder())
		require.NoError(t, err)
		require.Equal(t, want, made)
	}
	due(true)
	w.person("Ada", nil)
	due(false) // today has one
	w.now = w.now.Add(24 * time.Hour)
	due(true)
	w.now = w.now.Add(24 * time.Hour)
	due(false) // nothing has changed
	w.person("Eve", nil)
	w.backup(ReasonHand)
	due(false) // somebody has made one
	w.person("Kim", nil)
	due(true)
	w.now = w.now.Add(-48 * time.Hour) // the clock is put right
	w.person("Lea", nil)
	due(false)
	w.now = w.now.Add(-48 * time.Hour)
	due(true)
	w.person("Max", nil)
	due(false)
}

// A year and more of days, some with several backups and some with none, pruned
// each day: what should be there is there on every day.
func TestPruneKeepsDaysWeeksAndMonths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(2025, 1, 1, 9, 0, 0, 0, time.UTC)
		var list, made []Copy
		for i := range rapid.IntRange(1, 500).Draw(t, "days") {
			now := day.AddDate(0, 0, i)
			for n := range rapid.SampledFrom([]int{1, 1, 1, 1, 0, 0, 2}).Draw(t, "backups") {
				c := Copy{At: now.Add(time.Duration(n) * time.Hour), Reason: ReasonDaily, Of: "aaaaaaaa", Serial: int64(len(made))}
				if rapid.IntRange(0, 9).Draw(t, "which") == 0 {
					c.Reason = rapid.SampledFrom([]Reason{ReasonHand, ReasonUpdate, ReasonRestore}).Draw(t, "reason")
				}
				list, made = slices.Insert(list, 0, c), append(made, c)
			}
			gone := make(map[int64]bool)
			for _, c := range expired(list, now) {
				gone[c.Serial] = true
			}
			list = slices.DeleteFunc(list, func(c Copy) bool { return gone[c.Serial] })
			if i%9 == 0 {
				checkKept(t, list, made, now)
			}
		}
	})
}

func checkKept(t *rapid.T, list, made []Copy, now time.Time) {
	kept, week, month := make(map[int64]bool), make(map[string]int64), make(map[string]int64)
	for _, c := range list {
		kept[c.Serial] = true
	}
	weekOf := func(at time.Time) string { y, w := at.ISOWeek(); return fmt.Sprint(y, " ", w) }
	monthOf := func(at time.Time) string { return at.Format("2006-01") }
	for _, c := range made {
		if c.Reason == ReasonDaily { // the last one stays
			week[weekOf(c.At)], month[monthOf(c.At)] = c.Serial, c.Serial
		}
	}
	daily := 0
	for _, c := range made {
		age := now.Sub(c.At)
		switch {
		case kept[c.Serial] && c.Reason == ReasonDaily:
			daily++
		case kept[c.Serial]:
		case c.Reason == ReasonHand:
			t.Fatalf("%v was made by hand", c.At)
		case c.Reason != ReasonDaily && age <= 30*24*time.Hour:
			t.Fatalf("%v is from before something, %v ago", c.At, age)
		case c.Reason != ReasonDaily:
		case age < 7*24*time.Hour:
			t.Fatalf("%v is of the last seven days at %v", c.At, now)
		case age < 28*24*time.Hour && week[weekOf(c.At)] == c.Serial:
			t.Fatalf("%v is the last of its week at %v", c.At, now)
		case c.At.AddDate(0, 12, 0).After(now) && month[monthOf(c.At)] == c.Serial:
			t.Fatalf("%v is the last of its month at %v", c.At, now)
		}
	}
	if daily > 8*2+5+13 {
		t.Fatalf("%d daily backups are left", daily)
	}
}

func TestPruneDeletesOnlyWhatHasServedItsTime(t *testing.T) {
	dir := t.TempDir()
	var want []string
	add := func(reason Reason, of string, daysAgo int, keep bool) {
		c := Copy{At: noon.AddDate(0, 0, -daysAgo), Reason: reason, Of: of, Serial: int64(1000 - daysAgo), Head: "00000000"}
		require.NoError(t, os.WriteFile(filepath.Join(dir, c.name()), []byte("x"), 0o600))
		if keep {
			want = append(want, c.name())
		}
	}
	for day := range 8 {
		add(ReasonDaily, "aaaaaaaa", day, true)
	}
	add(ReasonDaily, "aaaaaaaa", 9, true) // noon is a Monday, this a Saturday: the last of its week
	add(ReasonDaily, "aaaaaaaa", 10, false)
	add(ReasonHand, "aaaaaaaa", 900, true)
	add(ReasonUpdate, "aaaaaaaa", 29, true)
	add(ReasonUpdate, "aaaaaaaa", 31, false)
	add(ReasonRestore, "aaaaaaaa", 31, false)
	add(ReasonUpdate, "bbbbbbbb", 900, true) // the newest of another file
	require.NoError(t, os.WriteFile(filepath.Join(dir, "notes.db"), nil, 0o600))
	require.NoError(t, Prune(dir, noon))
	require.ElementsMatch(t, append(want, "notes.db"), files(t, dir))
	require.NoError(t, Prune(dir, noon.AddDate(73, 0, 0)), "a clock that runs wild")
	list, err := Backups(dir)
	require.NoError(t, err)
	require.Len(t, slices.DeleteFunc(list, func(c Copy) bool { return c.Reason != ReasonDaily }), 9)
}
