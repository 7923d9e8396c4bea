//go:build race

package store

// cuts is smaller under the race detector, which slows each child tenfold.
const cuts = 20
