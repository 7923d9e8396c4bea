//go:build !race

package engine

import "testing"

// rarer is by how much fewer moments a sweep tries than in an ordinary build.
const rarer = 1

// nothingToRaceWith leaves a test out where races are looked for.
func nothingToRaceWith(*testing.T) {}
