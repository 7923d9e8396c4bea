//go:build !linux && !windows && !(darwin && cgo)

package encoder

import (
	"runtime"

	"go.bug.st/serial"
)

// systemList knows names only: macOS tells of USB devices through C.
func systemList() ([]PortInfo, error) {
	names, err := serial.GetPortsList()
	return named(names, runtime.GOOS), err
}
