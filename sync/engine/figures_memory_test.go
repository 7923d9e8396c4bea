package engine

import (
	"fmt"
	"runtime"
	"runtime/metrics"
	"sync"
	"time"
)

// holding runs f and returns how many bytes of Go's memory were in use at most
// beyond those before, as the collector found it.
func holding(f func()) int {
	runtime.GC()
	before := inUse()
	most, done := before, make(chan struct{})
	var watch sync.WaitGroup
	watch.Go(func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond):
				most = max(most, inUse())
			}
		}
	})
	f()
	runtime.GC()
	close(done)
	watch.Wait()
	return most - before
}

func inUse() int {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	return int(live[0].Value.Uint64())
}

func megabytes(n int) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
