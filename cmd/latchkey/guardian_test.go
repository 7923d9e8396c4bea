package main

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// guardedFile notes what is done with it, and when.
type guardedFile struct {
	begin      time.Time
	done       []string
	broken     error
	away, back time.Duration // from when until when it is not there
}

func (f *guardedFile) note(what string) {
	f.done = append(f.done, what+" "+time.Since(f.begin).String())
}

func (f *guardedFile) Now() time.Time { return time.Now() }

func (f *guardedFile) There() error {
	if now := time.Since(f.begin); now >= f.away && now < f.back {
		return errors.New("gone")
	}
	return nil
}

func (f *guardedFile) Check(_ context.Context, full bool) error {
	if full {
		f.note("full check")
	} else {
		f.note("check")
	}
	return f.broken
}

func (f *guardedFile) BackupIfDue(context.Context, string) (store.Copy, bool, error) {
	f.note("backup")
	return store.Copy{}, false, f.broken
}

func TestTheGuardianChecksAndBacksUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &guardedFile{begin: time.Now()}
		full := time.Now().Add(-fullEvery + 90*time.Minute)
		g := &guardian{file: f, folder: "backups", full: func() time.Time { return full }, made: func(error) {}, found: func(all bool, err error) {
			if all && err == nil {
				full = time.Now()
			}
		}}
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Hour+5*time.Minute)
		defer cancel()
		g.run(ctx)
		require.Equal(t, []string{
			"check 10s", "backup 3m10s", "backup 1h3m10s", "backup 2h3m10s", "full check 2h3m10s", "backup 3h3m10s",
		}, f.done, "the whole file is read once a week only")
	})
}

func TestTheGuardianTellsWhatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := errors.New("the disk is full")
		f := &guardedFile{begin: time.Now(), broken: broken}
		var told []error
		g := &guardian{file: f, folder: "backups", full: time.Now, made: func(err error) { told = append(told, err) },
			found: func(_ bool, err error) { told = append(told, err) }}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		g.run(ctx)
		require.Equal(t, []error{broken, broken}, told)
	})
}

func TestAFileThatIsTakenAwayIsToldWithinAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &guardedFile{begin: time.Now()}
		g := &guardian{file: f, folder: "backups", full: time.Now, made: func(error) {}}
		g.found = func(_ bool, err error) {
			if err != nil {
				f.note(err.Error())
			} else {
				f.note("well")
			}
		}
		f.away, f.back = 30*time.Minute+time.Second, 40*time.Minute+time.Second
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		g.run(ctx)
		require.Equal(t, []string{"check 10s", "well 10s", "backup 3m10s", "gone 30m10s", "well 40m10s"}, f.done, "once each time")
	})
}

func TestTheSampleSpaceIsNotBackedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &guardedFile{begin: time.Now()}
		g := &guardian{file: f, full: time.Now, found: func(bool, error) {}}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		g.run(ctx)
		require.Equal(t, []string{"check 10s"}, f.done)
	})
}
