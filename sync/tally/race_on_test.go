//go:build race

package tally

import "flag"

// The properties play whole files: under the race detector, which makes each
// ten times slower, a few of them show what there is to see.
func init() {
	if err := flag.Set("rapid.checks", "10"); err != nil {
		panic(err)
	}
}
