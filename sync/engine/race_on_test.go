//go:build race

package engine

// rarer is by how much fewer moments a sweep tries here than in an ordinary
// build, and fewer days are played: the race detector makes each several times
// slower, and what it looks for is the same at every moment. Of each sweep a
// moment or two are left.
const rarer = 60
