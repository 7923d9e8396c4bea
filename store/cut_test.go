package store

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// howOften is how many of all kills are for one of the tests.
func howOften(t *testing.T, share int) int {
	t.Helper()
	all := cuts
	if n, err := strconv.Atoi(os.Getenv("LATCHKEY_KILLS")); err == nil {
		all = n
	}
	return max(all*share/100, 1)
}

// chance is the same in every run, and another in each test.
func chance(t *testing.T) *rand.Rand {
	t.Helper()
	seed := uint64(1)
	for _, c := range t.Name() {
		seed = seed*31 + uint64(c)
	}
	return rand.New(rand.NewPCG(seed, 2))
}

// The program is killed while it edits and makes backups: the file opens, what
// was acknowledged is there, and what bears the name of a backup is one.
func TestKilledWhileEditing(t *testing.T) {
	t.Parallel()
	random := chance(t)
	var w *world
	var said map[string]bool
	for i := range howOften(t, 45) {
		if i%60 == 0 { // anew, before the file is so large that looking at it is all that happens
			w, said = newWorld(t), make(map[string]bool)
			require.NoError(t, w.Close())
		}
		c := child(t, time.Duration(random.IntN(50_000))*time.Microsecond, 0, "edit", w.path)
		require.False(t, c.ended)
		w.open()
		acknowledged(t, w, said, c.said)
		require.NoError(t, w.Check(w.ctx, false))
		require.NoError(t, w.Close())
	}
	require.NotEmpty(t, said)
}

// acknowledged looks for all that children said, and for nothing but that and
// what the last one could not say any more.
func acknowledged(t *testing.T, w *world, said map[string]bool, lines []string) {
	t.Helper()
	for _, line := range lines {
		what, name, _ := strings.Cut(line, " ")
		switch what {
		case "edit":
			said[name] = true
		case "backup":
			require.True(t, taken(name), "a backup that was acknowledged is gone")
		}
	}
	people, err := w.People(w.ctx, PeopleFilter{})
	require.NoError(t, err)
	here := make(map[string]bool)
	for _, p := range people {
		here[p.FirstName] = true
	}
	for name := range said {
		require.True(t, here[name], "%s was acknowledged and is not there", name)
	}
	delete(here, w.mia.FirstName)
	require.LessOrEqual(t, len(here), len(said)+1)
	for name := range here {
		said[name] = true // it stays
	}
	list, err := Backups(w.folder())
	require.NoError(t, err)
	for _, c := range list {
		_, err := Inspect(w.ctx, c.Path)
		require.NoError(t, err)
		require.NoError(t, os.Remove(c.Path))
	}
}

// The program is killed while it brings an older file up to date: nothing of it
// is lost, and there is a backup of how it was.
func TestKilledWhileAFileIsBroughtUpToDate(t *testing.T) {
	t.Parallel()
	random := chance(t)
	for i := range howOften(t, 20) {
		version := 1 + i%(schemaVersion-1)
		w := &world{t: t, ctx: t.Context(), path: golden(t, version), now: noon}
		was := dumpOf(t, w.path)
		if i%2 == 0 {
			child(t, 0, 1+random.IntN(5), "open", w.path)
		} else {
			child(t, time.Duration(random.IntN(120_000))*time.Microsecond, 0, "open", w.path)
		}
		w.open()
		require.NoError(t, w.Check(w.ctx, false))
		require.NoError(t, w.Close())
		require.Equal(t, expected[version], differences(was, dumpOf(t, w.path)))
		require.True(t, backupOf(t, w.folder(), version, was), "version %d: no backup of how it was", version)
	}
}

// backupOf tells whether a folder has a backup of a version with these rows; all
// in it have to be sound.
func backupOf(t *testing.T, folder string, version int, was dump) bool {
	t.Helper()
	list, err := Backups(folder)
	require.NoError(t, err)
	found := false
	for _, c := range list {
		c, err := Inspect(t.Context(), c.Path)
		require.NoError(t, err)
		if c.Version == version {
			require.Empty(t, differences(was, dumpOf(t, c.Path)))
			found = true
		}
	}
	return found
}

// old is a file to be replaced, in one of the states that a file can be found
// in.
type old struct {
	name    string
	spoil   bool // it is damaged
	unmoved bool // a part of it lies in the second file
}

var olds = []old{{"closed", false, false}, {"killed", false, true}, {"damaged", true, false}, {"damaged and killed", true, true}}

// lay makes such a file with two people, and a copy of how it was with one.
func (o old) lay(t *testing.T) (file, copied string) {
	t.Helper()
	w := newWorld(t)
	copied = w.backup(ReasonHand).Path
	_, err := w.keeper.checkpoint(w.ctx)
	require.NoError(t, err)
	w.person("Ada", nil)
	file = filepath.Join(t.TempDir(), "space.latchkey")
	if !o.unmoved {
		require.NoError(t, w.Close())
	}
	for _, suffix := range []string{"", "-wal"} {
		if data, err := os.ReadFile(w.path + suffix); err == nil {
			require.NoError(t, os.WriteFile(file+suffix, data, 0o600))
		}
	}
	require.NoError(t, w.Close())
	if o.spoil {
		spoil(t, file)
	}
	return file, copied
}

func bytesOf(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return data
}

// restoreSteps is more than a restore has steps with files.
const restoreSteps = 24

// The program is killed after every step of a restore, and again after every
// step of its end at the next start: the file is the old or the new one as a
// whole, and the old one is never lost.
func TestARestoreKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	for _, o := range swept {
		t.Run(o.name, func(t *testing.T) {
			steps := 0
			for step := 1; ; step++ {
				require.Less(t, step, restoreSteps)
				file, from := o.lay(t)
				was := bytesOf(t, file)
				c := child(t, 0, step, "restore", file, from)
				eitherOr(t, o, file, was, c)
				if c.ended {
					break
				}
				steps++
			}
			require.GreaterOrEqual(t, steps, 8)
		})
	}
}

func TestARestoreKilledTwice(t *testing.T) {
	t.Parallel()
	random := chance(t)
	for i := range howOften(t, 5) {
		o := olds[i%len(olds)]
		file, from := o.lay(t)
		was := bytesOf(t, file)
		c := child(t, 0, 6+random.IntN(9), "restore", file, from)
		if taken(ready(file)) {
			child(t, 0, 1+random.IntN(5), "open", file)
		}
		eitherOr(t, o, file, was, c)
	}
}

func TestKilledWhileRestoring(t *testing.T) {
	t.Parallel()
	random := chance(t)
	for i := range howOften(t, 10) {
		o := olds[i%len(olds)]
		file, from := o.lay(t)
		was := bytesOf(t, file)
		eitherOr(t, o, file, was, child(t, time.Duration(random.IntN(60_000))*time.Microsecond, 0, "restore", file, from))
	}
}

// eitherOr opens a file after a restore that may have been killed.
func eitherOr(t *testing.T, o old, file string, was []byte, c cut) {
	t.Helper()
	unchanged := bytes.Equal(was, bytesOf(t, file))
	s, err := Open(t.Context(), Options{Path: file})
	if o.spoil && err != nil {
		require.True(t, unchanged && !c.ended, "%v: %v", c.said, err)
		require.Equal(t, CodeDamaged, problem(t, err).Code)
		return
	}
	require.NoError(t, err, "%v", c.said)
	defer s.Close()
	require.NoError(t, s.Check(t.Context(), false), "%v", c.said)
	holds, err := s.Holds(t.Context())
	require.NoError(t, err)
	if holds.People == 2 { // the old one
		require.False(t, c.ended)
		require.False(t, o.spoil)
		return
	}
	require.Equal(t, 1, holds.People)
	keptSomewhere(t, o, file)
}

// keptSomewhere looks for what a restore has replaced.
func keptSomewhere(t *testing.T, o old, file string) {
	t.Helper()
	if !o.spoil {
		c, ok := NewestGood(t.Context(), BackupFolder(file))
		require.True(t, ok)
		require.Equal(t, ReasonRestore, c.Reason)
		require.Equal(t, 2, c.People)
		return
	}
	aside, err := filepath.Glob(file + ".damaged-*Z")
	require.NoError(t, err)
	require.Len(t, aside, 1)
	info, err := os.Stat(aside[0] + "-wal")
	require.Equal(t, o.unmoved, err == nil && info.Size() > 0)
}
