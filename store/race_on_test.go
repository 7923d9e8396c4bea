//go:build race

package store

// cuts is smaller under the race detector, which slows each child tenfold.
const cuts = 20

// swept is the file whose every step of a restore is tried: the one of most.
var swept = olds[3:]
