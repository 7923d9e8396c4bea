// Package doors is the screen that says what is true at the doors: who is
// signed in, what waits to go to SALTO KS and why, what holds it up, what
// somebody changed in SALTO KS by hand, and what was done when.
//
// It reads the file, and asks the engine for what Deps names: to sync now, to
// try again, to show what would change, and to take the answers of the desk.
// What the engine is doing is told to it by SetStatus.
package doors
