package widgets

import (
	"context"
	"sync"
	"time"
)

// Dispatcher carries work off the UI thread and its results back onto it.
// Screens get one; they start no goroutine of their own.
type Dispatcher interface {
	// Go runs work away from the UI thread. Its context ends with the program.
	Go(work func(ctx context.Context))
	// Do runs f on the UI thread, soon and in order. It does not wait for it.
	Do(f func())
}

// Async is the Dispatcher of the running program.
type Async struct {
	ctx context.Context // the life of all work, not of one call
	do  func(func())

	mu      sync.Mutex
	closed  bool
	running sync.WaitGroup
	count   int           // of what runs
	idle    chan struct{} // closed when nothing runs; nil: nobody waits for it
}

var _ Dispatcher = (*Async)(nil)

// NewAsync returns a Dispatcher whose work lives until ctx ends. The program
// passes fyne.Do as do.
func NewAsync(ctx context.Context, do func(func())) *Async {
	return &Async{ctx: ctx, do: do}
}

// Go runs work on a goroutine. After Wait it does nothing.
func (a *Async) Go(work func(ctx context.Context)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return
	}
	a.count++
	a.running.Go(func() {
		defer a.ended()
		work(a.ctx)
	})
}

func (a *Async) ended() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.count--; a.count == 0 && a.idle != nil {
		close(a.idle)
		a.idle = nil
	}
}

// Settle waits until nothing runs, but no longer than patience.
func (a *Async) Settle(patience time.Duration) {
	a.mu.Lock()
	if a.count == 0 {
		a.mu.Unlock()
		return
	}
	if a.idle == nil {
		a.idle = make(chan struct{})
	}
	idle := a.idle
	a.mu.Unlock()
	select {
	case <-idle:
	case <-time.After(patience):
	}
}

// Do hands f to the UI thread. Once the context has ended f is dropped: the
// widgets that it would touch are gone.
func (a *Async) Do(f func()) {
	if a.ctx.Err() != nil {
		return
	}
	a.do(func() {
		if a.ctx.Err() == nil {
			f()
		}
	})
}

// Wait refuses new work and waits for what runs. End the context first.
func (a *Async) Wait() {
	a.mu.Lock()
	a.closed = true
	a.mu.Unlock()
	a.running.Wait()
}

// Sync is a Dispatcher that runs everything at once on the calling goroutine,
// for tests and for pictures.
type Sync struct{}

var _ Dispatcher = Sync{}

// Go runs work and returns when it is done.
func (Sync) Go(work func(ctx context.Context)) { work(context.Background()) }

// Do runs f.
func (Sync) Do(f func()) { f() }
