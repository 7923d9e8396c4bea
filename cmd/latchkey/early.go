package main

import "sync"

// early holds back what is to happen on the UI thread until the window stands:
// what was read meanwhile is then in its first picture, and not painted after one
// without it.
type early struct {
	later func(func()) // takes it from then on

	mu    sync.Mutex
	queue []func()
	begun bool
}

// do has f called on the UI thread; it may be called from any goroutine.
func (e *early) do(f func()) {
	e.mu.Lock()
	begun := e.begun
	if !begun {
		e.queue = append(e.queue, f)
	}
	e.mu.Unlock()
	if begun {
		e.later(f)
	}
}

// begin calls what was held back, on the UI thread, and holds nothing back any
// more.
func (e *early) begin() {
	for {
		e.mu.Lock()
		queue := e.queue
		e.queue, e.begun = nil, len(queue) == 0
		e.mu.Unlock()
		if len(queue) == 0 {
			return
		}
		for _, f := range queue {
			f()
		}
	}
}
