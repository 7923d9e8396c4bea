//go:build race

package exchange

import "flag"

// The properties need no race detector, which makes each several times slower:
// they start no goroutine.
func init() {
	if err := flag.Set("rapid.checks", "10"); err != nil {
		panic(err)
	}
}
