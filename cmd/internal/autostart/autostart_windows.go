package autostart

import (
	"errors"

	"golang.org/x/sys/windows/registry"
)

// Supported tells whether it can be chosen on this system.
const Supported = true

// runKey is what Windows starts for the person who is logged in.
const runKey = `Software\Microsoft\Windows\CurrentVersion\Run`

// On tells whether the program is started with the computer.
func On(id string) bool {
	k, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.QUERY_VALUE)
	if err != nil {
		return false
	}
	defer func() { _ = k.Close() }()
	_, _, err = k.GetStringValue(id)
	return err == nil
}

// Set has a program started with the computer, without its window, or not any more.
func Set(id, _, program string, on bool) error {
	k, _, err := registry.CreateKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return err
	}
	defer func() { _ = k.Close() }()
	if on {
		return k.SetStringValue(id, `"`+program+`" --background`)
	}
	if err := k.DeleteValue(id); !errors.Is(err, registry.ErrNotExist) {
		return err
	}
	return nil
}
