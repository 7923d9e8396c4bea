package main

import (
	"flag"
	"strings"

	"latchkey/sync/kssim"
)

// registerReadings adds the flag that chooses how an unknown of SALTO KS is
// read.
func registerReadings(flags *flag.FlagSet, r *kssim.Readings) {
	about := "`name=value`, or the name alone for yes: how an unknown of SALTO KS is read; may be repeated.\nOne of " +
		strings.Join(kssim.ReadingNames(), ", ") + ".\n/_sim/choices tells what they mean"
	flags.Func("reading", about, func(text string) error {
		name, value, _ := strings.Cut(text, "=")
		return r.Set(name, value)
	})
}
