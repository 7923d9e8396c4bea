package main

import (
	"log"
	"os"

	"golang.org/x/sys/windows"
)

var (
	kernel32    = windows.NewLazySystemDLL("kernel32.dll")
	attachTo    = kernel32.NewProc("AttachConsole")
	freeConsole = kernel32.NewProc("FreeConsole")

	attached bool // to the console of who started the program
)

// attachConsole joins the console that the program was started from, so that
// the subcommands can be read there: Windows gives none to a program that has
// windows. What was redirected to a file or a pipe stays so.
func attachConsole() {
	const parent = ^uintptr(0)
	if hasStream(windows.STD_OUTPUT_HANDLE) && hasStream(windows.STD_ERROR_HANDLE) {
		return
	}
	if ok, _, _ := attachTo.Call(parent); ok == 0 {
		return // started with a double click
	}
	attached = true
	os.Stdin = joined(os.Stdin, windows.STD_INPUT_HANDLE, "CONIN$", os.O_RDWR)
	os.Stdout = joined(os.Stdout, windows.STD_OUTPUT_HANDLE, "CONOUT$", os.O_RDWR)
	os.Stderr = joined(os.Stderr, windows.STD_ERROR_HANDLE, "CONOUT$", os.O_RDWR)
	log.SetOutput(os.Stderr)
}

// leaveConsole lets go of the console before a window opens: closing the
// console, or Ctrl+C in it, would close the window as well.
func leaveConsole() {
	if attached {
		attached = false
		_, _, _ = freeConsole.Call()
	}
}

// hasStream tells whether a stream of the program leads anywhere.
func hasStream(which uint32) bool {
	h, err := windows.GetStdHandle(which)
	if err != nil || h == 0 || h == windows.InvalidHandle {
		return false
	}
	kind, err := windows.GetFileType(h)
	return err == nil && kind != windows.FILE_TYPE_UNKNOWN
}

// joined is the console as a stream, unless the stream leads somewhere already.
func joined(old *os.File, which uint32, name string, flag int) *os.File {
	if hasStream(which) {
		return old
	}
	f, err := os.OpenFile(name, flag, 0)
	if err != nil {
		return old
	}
	_ = windows.SetStdHandle(which, windows.Handle(f.Fd())) // for what Go itself prints when it panics
	return f
}
