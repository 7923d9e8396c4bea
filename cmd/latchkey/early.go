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
		handOver(e.later, f)
	}
}

// handOver gives f to Fyne. While its loop ends, Fyne 2.8.1 panics for a moment
// instead of calling f at once, as it does from then on.
func handOver(later func(func()), f func()) {
	called := false
	defer func() {
		switch r := recover(); {
		case r == nil:
		case called:
			panic(r) // of f itself
		default:
			f()
		}
	}()
	later(func() { called = true; f() })
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
