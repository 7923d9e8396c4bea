package main

import (
	"context"
	"sync"

	"latchkey/store"
	"latchkey/sync/engine"
)

// keeper runs the engine of the space that the window shows, and exchanges it
// when the space is connected, disconnected or changed.
type keeper struct {
	program *program
	watch   func(engine.Status, bool) // called from any goroutine; false: not connected

	mu      sync.Mutex
	current *engine.Engine
	stop    func()
	enough  context.CancelFunc // the desk waits for no tag any more; nil: it does not wait
}

// restart ends the engine that runs, if any, and starts one for the space if
// it is connected. It returns when the old one has made its last request.
func (k *keeper) restart(ctx context.Context, id store.SpaceID) error {
	k.halt()
	s, err := k.program.store.Space(ctx, id)
	if err != nil {
		return err
	}
	e, err := k.program.engine(ctx, s)
	if err != nil {
		k.watch(engine.Status{}, false)
		if store.CodeOf(err) == store.CodeSignIn {
			return nil // not connected: that is a state, not a failure
		}
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	unwatch := e.Watch(func(s engine.Status) { k.watch(s, true) })
	done := make(chan struct{})
	go func() {
		defer close(done)
		e.Run(ctx)
	}()
	k.current = e
	k.stop = func() {
		unwatch()
		cancel()
		<-done
	}
	return nil
}

// halt ends the engine and waits for it.
func (k *keeper) halt() {
	k.mu.Lock()
	stop := k.stop
	k.current, k.stop = nil, nil
	k.mu.Unlock()
	if stop != nil {
		stop()
	}
}

// SyncNow asks the engine for a pass that begins with a full look. Without an
// engine it does nothing.
func (k *keeper) SyncNow() {
	if e := k.engine(); e != nil {
		e.SyncNow()
	}
}

// Awoke tells the engine that the computer slept.
func (k *keeper) Awoke() {
	if e := k.engine(); e != nil {
		e.Awoke()
	}
}

// LookForTags has the tags of the site read often while it is on, for as long as
// the engine is willing to. Without an engine it does nothing.
func (k *keeper) LookForTags(on bool) {
	k.mu.Lock()
	if k.enough != nil {
		k.enough()
		k.enough = nil
	}
	e := k.current
	var ctx context.Context
	if on && e != nil {
		ctx, k.enough = context.WithCancel(context.Background())
	}
	k.mu.Unlock()
	if ctx != nil {
		e.LookForTags(ctx)
	}
}

// Retry takes what was parked back into the queue.
func (k *keeper) Retry(ctx context.Context, key string) error {
	if e := k.engine(); e != nil {
		return e.Retry(ctx, key)
	}
	return nil
}

// engine returns the engine that runs, or nil.
func (k *keeper) engine() *engine.Engine {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.current
}
