//go:build !race

package store

// cuts is how often the program is killed; LATCHKEY_KILLS says otherwise.
const cuts = 200
