package main

import "golang.org/x/sys/windows"

// closingName is an event of this login session that asks every Latchkey to
// close. The installer sets it: Windows does not let it replace a program that
// runs, and a window that hides in the tray cannot be asked by a message. The
// installer resets it when it is done. assets/windows/latchkey.nsi knows the name.
const closingName = `Local\` + appID + `.close`

// onInstaller calls ask, on a goroutine of its own, when an installer wants to
// replace the program. Where the event cannot be made, nobody asks: the
// installer then says that Latchkey has to be closed. end stops the waiting.
func onInstaller(ask func()) (end func()) {
	name, err := windows.UTF16PtrFromString(closingName)
	if err != nil {
		return func() {}
	}
	const manual = 1
	closing, err := windows.CreateEvent(nil, manual, 0, name) // ERROR_ALREADY_EXISTS comes with a handle
	if closing == 0 {
		return func() {}
	}
	stop, err := windows.CreateEvent(nil, manual, 0, nil)
	if err != nil {
		_ = windows.CloseHandle(closing)
		return func() {}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		which, err := windows.WaitForMultipleObjects([]windows.Handle{closing, stop}, false, windows.INFINITE)
		if err == nil && which == windows.WAIT_OBJECT_0 {
			ask()
		}
	}()
	return func() {
		_ = windows.SetEvent(stop)
		<-done
		_ = windows.CloseHandle(closing)
		_ = windows.CloseHandle(stop)
	}
}
