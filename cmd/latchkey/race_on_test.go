//go:build race

package main

// kills is smaller under the race detector, which slows each sync down and
// looks for something else.
const kills = 3

// slower is by how much a sync takes longer here than in an ordinary build.
const slower = 4
