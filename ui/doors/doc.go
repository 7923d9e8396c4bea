// Package doors is the screen that says what is true at the doors: who is
// signed in, what waits to go to SALTO KS and why, and what was done when.
//
// It reads the file and asks the engine for two things only, to sync now and
// to try again; what the engine is doing is told to it by SetStatus.
package doors
