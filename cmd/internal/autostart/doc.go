// Package autostart has the program started with the computer, for the person who
// is logged in and nobody else.
package autostart

import "errors"

// ErrNotHere is that this system has no place for it that the program may write.
var ErrNotHere = errors.New("the program cannot be started with this computer")
