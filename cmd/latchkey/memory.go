package main

import (
	"runtime/debug"
	"time"
)

// restful is how long nothing has to have happened before memory is given back.
const restful = 2 * time.Second

// The collector's usual goal (GOGC), and that of the start: at a start nearly
// all that is made stays, and to look for what does not is wasted time.
const (
	usualGrowth = 100
	startGrowth = 800
)

// startLarge lets the memory grow until the first rest.
func startLarge() { debug.SetGCPercent(startGrowth) }

// tidying gives memory back to the system whenever the program has come to rest:
// a list of 10,000 members is read by way of several times its size, and Go
// would keep that for minutes.
type tidying struct{ timer *time.Timer }

func tidyMemory() *tidying {
	return &tidying{time.AfterFunc(restful, func() {
		debug.SetGCPercent(usualGrowth)
		debug.FreeOSMemory()
	})}
}

// stir says that something happened.
func (t *tidying) stir() { t.timer.Reset(restful) }

// end stops it.
func (t *tidying) end() { t.timer.Stop() }
