//go:build !unix

package engine

import "time"

var started = time.Now()

// cpu is the time that has gone by: the processor's own is not to be had here.
func cpu() time.Duration { return time.Since(started) }
