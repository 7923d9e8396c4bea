//go:build !race

package main

// kills is how often the program is killed in the middle of a sync.
const kills = 60

// slower is by how much a sync takes longer here than in an ordinary build.
const slower = 1
