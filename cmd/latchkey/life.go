package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"sync"
	"time"

	"latchkey/cmd/internal/instance"
	"latchkey/cmd/internal/support"
	"latchkey/store"
)

// life is what goes with an open window besides its file: it answers second
// starts, and leaves a mark by which the next start knows how this one ended.
type life struct {
	server  *instance.Server // nil: second starts are told that the file is busy
	crashes *support.Crashes // nil: the next start learns nothing
	left    support.Left     // of the run before

	mu     sync.Mutex
	raise  func() // nil: there is no window yet
	wanted bool   // somebody asked for it before there was one
	ending bool
	hurry  *time.Timer // ends the program by force; nil until there is no window any more
}

// errRaised ends a second start: the window of the first is in front.
var errRaised = errors.New("the window is open already")

const (
	// lookAgain is the pause between two looks whether a busy file is free, or
	// who has it has begun to answer.
	lookAgain = 50 * time.Millisecond
	// endsWithin is how long a program that is about to end may have the file.
	endsWithin = 5 * time.Second
)

// openAtDesk opens the file for a window, or raises the window that has it
// (errRaised). A program that has just been started, or is about to end, is
// waited for; one that does not answer has the file, and that is said.
func openAtDesk(ctx context.Context, o options) (*program, error) {
	begun, patience := time.Now(), instance.Patience
	for {
		p, err := openProgram(ctx, o, false)
		if err == nil {
			p.life = &life{}
			p.life.begin(ctx, p, o)
		}
		if store.CodeOf(err) != store.CodeBusy {
			return p, err
		}
		switch instance.Raise(ctx, o.file()) {
		case instance.Raised:
			return nil, errRaised
		case instance.Ending:
			patience = endsWithin
		case instance.Nobody:
		}
		if ctx.Err() != nil || time.Since(begun) > patience {
			return nil, err
		}
		time.Sleep(lookAgain)
	}
}

// begin needs the lock of the file. What does not work of it keeps nobody from
// working.
func (l *life) begin(ctx context.Context, p *program, o options) {
	var err error
	if l.server, err = instance.Listen(ctx, o.file(), func() bool { return l.asked(ctx, p) }); err != nil {
		p.log.WarnContext(ctx, "second starts are not answered", "err", err)
	}
	if l.crashes, l.left, err = support.WatchCrashes(o.folder(), aboutRun(time.Now()), time.Now()); err != nil {
		p.log.WarnContext(ctx, "a crash will not be written down", "err", err)
	}
	switch {
	case l.left.Crash != "":
		p.log.ErrorContext(ctx, "the run before crashed", "what", l.left.About)
	case l.left.Unclean:
		p.log.WarnContext(ctx, "the run before was cut off, by a power cut or by force", "what", l.left.About)
	}
}

// aboutRun is one line on the program and its machine.
func aboutRun(begun time.Time) string {
	return fmt.Sprintf("Latchkey %s, %s, %s %s, begun %s", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH, begun.UTC().Format(time.RFC3339))
}

// asked is called when somebody starts the program a second time. It promises
// the window that is there or about to be.
func (l *life) asked(ctx context.Context, p *program) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ending {
		return false
	}
	p.log.InfoContext(ctx, "started a second time: the window is raised")
	if l.wanted = l.raise == nil; !l.wanted {
		l.raise()
	}
	return true
}

// window says how the window is raised, now that there is one. raise is called
// from any goroutine.
func (l *life) window(raise func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.raise = raise
	if l.wanted {
		raise()
	}
}

// lastPatience is how long a program without a window may take to end: whatever
// it waits for then would keep the file from the next start.
const lastPatience = 10 * time.Second

// over says that there will be no window any more.
func (l *life) over(ctx context.Context, log *slog.Logger) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ending = true
	l.hurry = time.AfterFunc(lastPatience, func() {
		log.ErrorContext(ctx, "the program does not end, and is ended", "goroutines", support.CrashText(goroutines(), support.NewMask(nil, nil)))
		os.Exit(exitError) // what was acknowledged is in the file, as after a power cut
	})
}

// ended is called when nothing is left to wait for.
func (l *life) ended() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.hurry != nil {
		l.hurry.Stop()
	}
}

// end leaves the mark of a program that ended as it should. It comes before the
// file is let go of.
func (l *life) end() error {
	l.mu.Lock()
	l.ending = true
	l.mu.Unlock()
	var errs []error
	if l.server != nil {
		errs = append(errs, l.server.Close())
	}
	if l.crashes != nil {
		errs = append(errs, l.crashes.End())
	}
	return errors.Join(errs...)
}
