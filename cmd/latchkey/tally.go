package main

import (
	"context"

	"latchkey/sync/tally"
)

// keepTally keeps the check-ins of the file in step with its entries and passes,
// until stop is called or ctx ends. stop waits for it.
func (p *program) keepTally(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		tally.Keep(ctx, p.store, func(err error) { p.log.ErrorContext(ctx, "check-ins were not worked out", "err", err) })
	}()
	return func() {
		cancel()
		<-done
	}
}
