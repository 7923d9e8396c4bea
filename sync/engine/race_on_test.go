//go:build race

package engine

// rarer is by how much fewer moments a sweep tries here than in an ordinary
// build: the race detector makes each ten times slower.
const rarer = 5
