//go:build !linux && !windows

package autostart

// Supported tells whether it can be chosen on this system. On macOS the person
// chooses it in the settings of the system.
const Supported = false

// On tells whether the program is started with the computer.
func On(string) bool { return false }

// Set has a program started with the computer, or not any more.
func Set(_, _, _ string, _ bool) error { return ErrNotHere }
