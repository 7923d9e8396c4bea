package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"golang.org/x/sys/windows"
)

var (
	user32     = windows.NewLazySystemDLL("user32.dll")
	isIconic   = user32.NewProc("IsIconic")
	showWindow = user32.NewProc("ShowWindow")
)

// unminimise gives a window back its size that was minimised: on Windows, Fyne's
// Show and RequestFocus leave it in the task bar.
func unminimise(win fyne.Window) {
	native, ok := win.(driver.NativeWindow)
	if !ok {
		return
	}
	native.RunNative(func(context any) {
		const restored = 9 // SW_RESTORE
		if w, ok := context.(driver.WindowsWindowContext); ok {
			if minimised, _, _ := isIconic.Call(w.HWND); minimised != 0 {
				_, _, _ = showWindow.Call(w.HWND, restored) // tells what the state was
			}
		}
	})
}
