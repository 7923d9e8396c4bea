package main

import (
	"cmp"
	"errors"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/kssim"
)

// The program is killed at any moment of a sync, again and again, and ends in
// the state of a sync that nobody disturbed: no second user, no second group.
func TestKilledAtAnyMoment(t *testing.T) {
	weeks := weeksToToday(time.Now())
	calm := simulate(t)
	syncAll(t, connected(t, calm, weeks))

	rough := simulate(t)
	data := connected(t, rough, weeks)
	_, errOut, status := cli(t, "sync", "--once", "--data", data)
	require.Equal(t, exitWaiting, status, errOut)
	require.True(t, agreed(t, data))
	random := rand.New(rand.NewPCG(1, 2))
	for killed := 0; killed < kills; {
		if killedWhileSyncing(t, data, time.Duration(20+random.IntN(400))*time.Millisecond*slower) {
			killed++
		}
		edit(t, data, func(i int, p *store.Person) { togglePause(p, random.IntN(6) == 0) })
		agreed(t, data) // many are paused at once
	}
	edit(t, data, func(_ int, p *store.Person) { togglePause(p, p.Note == upset) })
	syncAll(t, data)
	require.Equal(t, comparable(calm), comparable(rough))

	before := len(rough.sim.Requests())
	_, errOut, status = cli(t, "sync", "--once", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	for _, r := range rough.sim.Requests()[before:] {
		require.False(t, r.IsWrite(), "%s %s after everything was done", r.Method, r.Path)
	}
}

// killedWhileSyncing starts a sync and kills it after a while. It tells whether the
// sync was still running.
func killedWhileSyncing(t *testing.T, data string, after time.Duration) bool {
	t.Helper()
	cmd := child(t, "sync", "--once", "--data", data)
	require.NoError(t, cmd.Start())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait() // killed, or through
	}()
	select {
	case <-time.After(after):
		err := cmd.Process.Kill()
		<-ended
		if errors.Is(err, os.ErrProcessDone) {
			return false
		}
		require.NoError(t, err)
		return true
	case <-ended:
		return false
	}
}

// upset marks the people whom the test has paused.
const upset = "paused by the test"

// togglePause pauses an active member, or takes the test's own pause back, so
// that there is something to do in KS: seats, memberships and bookings.
func togglePause(p *store.Person, yes bool) {
	switch {
	case !yes:
	case p.Note == upset:
		p.Note, p.PausedFrom = "", ""
	case p.PausedFrom == "" && p.Plan != 0 && p.Note == "":
		p.Note, p.PausedFrom = upset, store.DateOf(time.Now(), time.UTC)
	}
}

// edit changes people as the desk would, while no other program has the file.
func edit(t *testing.T, data string, change func(int, *store.Person)) {
	t.Helper()
	ctx := t.Context()
	p, err := openProgram(ctx, options{data: data}, false)
	require.NoError(t, err)
	defer func() { require.NoError(t, p.close(ctx)) }()
	people, err := p.store.People(ctx, store.PeopleFilter{})
	require.NoError(t, err)
	_, err = p.store.Do(ctx, store.ActorDesk, func(tx *store.Tx) error {
		for i, was := range people {
			now := was
			change(i, &now)
			if now.Note == was.Note {
				continue
			}
			if err := tx.SavePerson(&now); err != nil {
				return err
			}
		}
		return nil
	})
	require.NoError(t, err)
}

var (
	installMark = regexp.MustCompile(`(?i)latchkey[ -][0-9a-f]{4}-`)
	whenMade    = regexp.MustCompile(`-[0-9a-z]+$`)
)

// comparable is what a simulation holds, without what differs from run to run.
func comparable(s *simulation) kssim.Snapshot {
	all := s.sim.Snapshot()
	all.Now = time.Time{}
	for i := range all.Sites {
		site := &all.Sites[i]
		for j := range site.Users {
			site.Users[j].ID, site.Users[j].PlatformID = "", ""
			site.Users[j].Alias = whenMade.ReplaceAllString(installMark.ReplaceAllString(site.Users[j].Alias, "#"), "")
		}
		for j := range site.Groups {
			site.Groups[j].ID = ""
			site.Groups[j].Name = installMark.ReplaceAllString(site.Groups[j].Name, "#")
		}
		slices.SortFunc(site.Users, func(a, b kssim.UserSnapshot) int {
			return cmp.Or(cmp.Compare(a.Email, b.Email), cmp.Compare(a.Alias, b.Alias))
		})
		slices.SortFunc(site.Groups, func(a, b kssim.GroupSnapshot) int { return cmp.Compare(a.Name, b.Name) })
	}
	return all
}
