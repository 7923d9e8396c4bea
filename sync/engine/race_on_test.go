//go:build race

package engine

// rarer is by how much fewer moments a sweep tries here than in an ordinary
// build, and fewer days are played: the race detector makes each ten times
// slower, and what it looks for is the same at every moment.
const rarer = 20
