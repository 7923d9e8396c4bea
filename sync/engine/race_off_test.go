//go:build !race

package engine

// rarer is by how much fewer moments a sweep tries than in an ordinary build.
const rarer = 1
