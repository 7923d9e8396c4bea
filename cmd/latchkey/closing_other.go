//go:build !windows

package main

// onInstaller is for Windows: elsewhere a program that runs can be replaced.
func onInstaller(func()) (end func()) { return func() {} }
