//go:build !linux

package session

import "context"

// OnWake calls f each time the computer wakes up, until ctx ends, as far as it
// says so: never. The look at the clock is enough.
func OnWake(context.Context, func()) {}
