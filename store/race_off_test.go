//go:build !race

package store

// cuts is how often the program is killed; LATCHKEY_KILLS says otherwise.
const cuts = 200

// swept are the files whose every step of a restore is tried.
var swept = olds
