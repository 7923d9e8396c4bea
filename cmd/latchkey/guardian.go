package main

import (
	"context"
	"time"

	"latchkey/store"
)

// When the guardian does what. At the start the screens come first; the file is
// read soon after, because damage is best found before more is written.
const (
	firstCheck  = 10 * time.Second
	firstBackup = 3 * time.Minute
	guardEvery  = time.Hour // so that a backup is made also after the computer slept
	fullEvery   = 7 * 24 * time.Hour
	thereEvery  = time.Minute
)

// guarded is the file, as the guardian uses it.
type guarded interface {
	Check(ctx context.Context, full bool) error
	BackupIfDue(ctx context.Context, folder string) (made store.Copy, was bool, err error)
	There() error
	Now() time.Time
}

var _ guarded = (*store.Store)(nil)

// guardian looks after the file while the window is open: it checks that it is
// whole, and still where it was, and makes the daily backup.
type guardian struct {
	file   guarded
	folder string                   // of the backups; empty: none are made
	full   func() time.Time         // when all of the file was last read and found whole
	found  func(full bool, e error) // hears how a check ended, from any goroutine
	made   func(error)              // hears how a backup ended
	away   bool                     // the file was not where it was opened
}

// run works until ctx ends.
func (g *guardian) run(ctx context.Context) {
	if !g.rest(ctx, firstCheck) {
		return
	}
	g.check(ctx, false)
	if !g.rest(ctx, firstBackup) {
		return
	}
	for {
		g.backup(ctx)
		if g.file.Now().Sub(g.full()) >= fullEvery {
			g.check(ctx, true)
		}
		if !g.rest(ctx, guardEvery) {
			return
		}
	}
}

func (g *guardian) check(ctx context.Context, full bool) {
	if err := g.file.Check(ctx, full); ctx.Err() == nil {
		g.found(full, err)
	}
}

func (g *guardian) backup(ctx context.Context) {
	if g.folder == "" {
		return
	}
	if _, _, err := g.file.BackupIfDue(ctx, g.folder); ctx.Err() == nil {
		g.made(err)
	}
}

// rest waits, and looks meanwhile whether the file is still there. It tells
// whether ctx is alive afterwards.
func (g *guardian) rest(ctx context.Context, d time.Duration) bool {
	for ; d > 0; d -= thereEvery {
		if !rest(ctx, min(d, thereEvery)) {
			return false
		}
		if err := g.file.There(); (err != nil) != g.away {
			g.away = err != nil
			g.found(false, err)
		}
	}
	return true
}

// rest waits and tells whether ctx is still alive afterwards.
func rest(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return ctx.Err() == nil
	}
}
