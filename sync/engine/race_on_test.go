//go:build race

package engine

import "testing"

// rarer is by how much fewer moments a sweep tries here than in an ordinary
// build, and fewer days are played: the race detector makes each several times
// slower, and what it looks for is the same at every moment. Of each sweep a
// moment or two are left.
const rarer = 60

// nothingToRaceWith leaves out a test that goes through hours, pass after pass,
// on one goroutine: what a pass does at once, any other test shows in minutes.
func nothingToRaceWith(t *testing.T) {
	t.Helper()
	t.Skip("nothing to race with")
}
