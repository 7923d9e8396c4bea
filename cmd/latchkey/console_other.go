//go:build !windows

package main

// attachConsole is for Windows: elsewhere the terminal is there anyway.
func attachConsole() {}

// leaveConsole is for Windows too.
func leaveConsole() {}
