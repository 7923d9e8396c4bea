//go:build race

package store

import "flag"

// cuts is smaller under the race detector, which slows each child tenfold.
const cuts = 20

// swept is the file whose every step of a restore is tried: the one of most.
var swept = olds[3:]

// The properties need no race detector, which makes each several times slower:
// they start no goroutine.
func init() {
	if err := flag.Set("rapid.checks", "10"); err != nil {
		panic(err)
	}
}
