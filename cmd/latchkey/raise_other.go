//go:build !windows

package main

import "fyne.io/fyne/v2"

// unminimise is for Windows: elsewhere showing a window also brings it back from
// the bar.
func unminimise(fyne.Window) {}
