package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/kssim"
)

// stopsWithin is how long the program may take to end, whatever it is doing.
const stopsWithin = 2 * time.Second

// stopped ends a program, and holds it to how long that may take.
func (s *started) stopped(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("Windows knows no signal to end with")
	}
	status, took := s.end(t)
	t.Logf("ended after %v", took.Round(time.Millisecond))
	require.Zero(t, status, s.errOut.String())
	require.Less(t, took, stopsWithin*slower)
}

// SALTO KS lets every request wait for half a minute, or every one of signing
// in; or there is plenty to do. The window closes all the same, and what was
// edited is there.
func TestTheWindowClosesInTheMiddleOfAnything(t *testing.T) {
	const long = 30 * time.Second
	for name, fault := range map[string]func(kssim.Request) kssim.Fault{
		"a request that takes long":   func(r kssim.Request) kssim.Fault { return waits(r.API, long) },
		"an answer that trickles in":  func(r kssim.Request) kssim.Fault { return kssim.Fault{Slow: long} },
		"a sign-in that takes long":   func(r kssim.Request) kssim.Fault { return waits(!r.API, long) },
		"a full sync with much to do": func(kssim.Request) kssim.Fault { return kssim.Fault{} },
	} {
		t.Run(name, func(t *testing.T) {
			sim := simulate(t)
			data := connected(t, sim, weeksToToday(time.Now()))
			if strings.HasPrefix(name, "a full sync") {
				_, errOut, status := cli(t, "sync", "--once", "--data", data)
				require.Equal(t, exitWaiting, status, errOut)
				require.True(t, agreed(t, data))
			}
			var asked atomic.Int32
			sim.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
				asked.Add(1)
				return fault(r)
			})
			s := start(t, ownRuntime(t), "--data", data)
			s.waitFor(t, s.stands)
			require.Eventually(t, func() bool { return asked.Load() > 0 }, 20*time.Second, 5*time.Millisecond)
			time.Sleep(100 * time.Millisecond)
			s.stopped(t)
			sim.sim.SetOnRequest(nil)
			require.NoFileExists(t, filepath.Join(data, "crash.txt"), "it ended as it should")
			require.NoFileExists(t, filepath.Join(data, "latchkey.db-wal"), "the file is whole by itself")
		})
	}
}

func waits(yes bool, long time.Duration) kssim.Fault {
	if !yes {
		return kssim.Fault{}
	}
	return kssim.Fault{Delay: long}
}

// An import that is broken off has imported nothing, and a backup that is broken
// off leaves nothing behind.
func TestAnImportAndABackupAreBrokenOffWhole(t *testing.T) {
	const many = 6000
	data, file := t.TempDir(), manyMembers(t, many)
	p, err := openProgram(t.Context(), options{data: data}, false)
	require.NoError(t, err)
	_, err = p.firstSpace(t.Context())
	require.NoError(t, err)
	require.NoError(t, p.close(t.Context()))

	s := start(t, nil, "import", "members", file, "--data", data)
	time.Sleep(400 * time.Millisecond * slower)
	if runtime.GOOS != "windows" {
		status, took := s.end(t)
		t.Logf("the import ended after %v with %d", took.Round(time.Millisecond), status)
		require.Less(t, took, stopsWithin*slower)
	}
	s.waitFor(t, s.ended)

	p, err = openProgram(t.Context(), options{data: data}, false)
	require.NoError(t, err)
	defer func() { require.NoError(t, p.close(context.Background())) }()
	people, err := p.store.People(t.Context(), store.PeopleFilter{})
	require.NoError(t, err)
	require.Contains(t, []int{0, many}, len(people), "all of it or nothing")

	backups := store.BackupFolder(p.file)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
	defer cancel()
	begun := time.Now()
	_, err = p.store.Backup(ctx, backups, store.ReasonHand)
	require.Less(t, time.Since(begun), stopsWithin*slower)
	if err != nil {
		left, err := filepath.Glob(filepath.Join(backups, "*.db*"))
		require.NoError(t, err)
		require.Empty(t, left)
	}
	_, err = p.store.Backup(t.Context(), backups, store.ReasonHand)
	require.NoError(t, err)
}

// manyMembers is a CSV file of so many members.
func manyMembers(t *testing.T, many int) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "members.csv")
	f, err := os.Create(file)
	require.NoError(t, err)
	w := csv.NewWriter(f)
	require.NoError(t, w.Write([]string{"first name", "last name", "email"}))
	for i := range many {
		require.NoError(t, w.Write([]string{fmt.Sprintf("First%d", i), fmt.Sprintf("Last%d", i), fmt.Sprintf("m%d@example.org", i)}))
	}
	w.Flush()
	require.NoError(t, w.Error())
	require.NoError(t, f.Close())
	return file
}
