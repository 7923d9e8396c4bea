//go:build unix

package engine

import (
	"syscall"
	"time"
)

// cpu is the time that this process has had a processor for: what other
// programs do meanwhile is not in it.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
