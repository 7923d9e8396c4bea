package encoder

import (
	"os"
	"path/filepath"
)

func usbDevices() []usbID { return usbIn("/sys/bus/usb/devices") }

// usbIn reads the devices from sys; one without numbers is an interface.
func usbIn(sys string) []usbID {
	entries, err := os.ReadDir(sys)
	if err != nil {
		return nil // no USB
	}
	var list []usbID
	for _, e := range entries {
		at := filepath.Join(sys, e.Name())
		if v := attribute(at, "idVendor"); v != "" {
			list = append(list, usbID{v, attribute(at, "idProduct")})
		}
	}
	return list
}
