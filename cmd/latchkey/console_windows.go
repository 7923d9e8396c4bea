package main

import (
	"errors"
	"log"
	"os"

	"golang.org/x/sys/windows"
)

var (
	consoleDLL  = windows.NewLazySystemDLL("kernel32.dll")
	attachTo    = consoleDLL.NewProc("AttachConsole")
	freeConsole = consoleDLL.NewProc("FreeConsole")

	attached bool // to the console of who started the program
)

// attachConsole joins the console that the program was started from, so that
// the subcommands can be read there: Windows gives none to a program that has
// windows. What was redirected to a file or a pipe stays so.
func attachConsole() {
	const parent = ^uintptr(0)
	in, out, fault := hasStream(windows.STD_INPUT_HANDLE), hasStream(windows.STD_OUTPUT_HANDLE), hasStream(windows.STD_ERROR_HANDLE)
	if out && fault {
		return
	}
	if ok, _, err := attachTo.Call(parent); ok == 0 && !errors.Is(err, windows.ERROR_ACCESS_DENIED) { // denied: it is attached already
		return // started with a double click
	}
	attached = true
	if !in {
		os.Stdin = console(os.Stdin, windows.STD_INPUT_HANDLE, "CONIN$")
	}
	if !out {
		os.Stdout = console(os.Stdout, windows.STD_OUTPUT_HANDLE, "CONOUT$")
	}
	if !fault {
		os.Stderr = console(os.Stderr, windows.STD_ERROR_HANDLE, "CONOUT$")
		log.SetOutput(os.Stderr)
	}
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

// console opens the console as a stream, or returns the old one.
func console(old *os.File, which uint32, name string) *os.File {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return old
	}
	_ = windows.SetStdHandle(which, windows.Handle(f.Fd())) // for what Go itself prints when it panics
	return f
}
