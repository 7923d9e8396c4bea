//go:build !linux && !windows

package encoder

func usbDevices() []usbID { return nil }
