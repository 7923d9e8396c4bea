//go:build windows || (darwin && cgo)

package encoder

import (
	"runtime"

	"go.bug.st/serial"
	"go.bug.st/serial/enumerator"
)

func systemList() ([]PortInfo, error) {
	detailed, err := enumerator.GetDetailedPortsList()
	if err != nil {
		// One device that can't be asked spoils the whole list.
		names, err := serial.GetPortsList()
		return named(names, runtime.GOOS), err
	}
	var list []PortInfo
	for _, d := range detailed {
		if d == nil || !d.IsUSB || !listed(d.Name, runtime.GOOS) {
			continue
		}
		list = append(list, PortInfo{Name: d.Name, Vendor: d.VID, Product: d.PID, Serial: d.SerialNumber, Description: d.Product})
	}
	return list, nil
}
