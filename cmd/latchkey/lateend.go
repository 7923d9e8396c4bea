package main

import (
	"sync"
	"time"
)

// loopPatience is how long Fyne's loop may take to return.
const loopPatience = time.Second

// lateEnd ends the program where Fyne's loop does not return: Fyne 2.8.1 hands
// its last event to the loop, which may have ended by then, and waits for the
// answer for ever.
type lateEnd struct {
	end func() // ends the program; called from a goroutine of its own

	mu    sync.Mutex
	timer *time.Timer // nil until the window is asked to close
	done  bool        // the loop has returned
}

// begin says that the loop was told to end. It may be called from any goroutine.
func (l *lateEnd) begin() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.timer == nil && !l.done {
		l.timer = time.AfterFunc(loopPatience, l.end)
	}
}

// stop says that the loop has returned. It does not return where that was too late.
func (l *lateEnd) stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done = true
	if l.timer != nil && !l.timer.Stop() {
		select {}
	}
}
