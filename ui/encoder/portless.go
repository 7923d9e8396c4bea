package encoder

import (
	"context"
	"slices"
)

// Portless is a Ports that can tell which tag readers are plugged in that have no
// serial port: those that type, and those of PC/SC. macOS tells of them through
// C only, and is not asked.
type Portless interface {
	// Portless gives each kind of device once. It opens nothing.
	Portless(context.Context) []Device
}

// Portless implements Portless.
func (systemPorts) Portless(ctx context.Context) []Device {
	if ctx.Err() != nil {
		return nil
	}
	return portless(usbDevices())
}

func portless(list []usbID) []Device {
	var out []Device
	for _, id := range list {
		d, ok := Identify(id.vendor, id.product)
		if ok && (d.Manner == KeyboardReader || d.Manner == CardReader) && !slices.ContainsFunc(out, d.same) {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b Device) int { return int(a.Vendor)<<16 + int(a.Product) - int(b.Vendor)<<16 - int(b.Product) })
	return out
}

func (d Device) same(o Device) bool { return d.Vendor == o.Vendor && d.Product == o.Product }

// usbID is what a USB device says that it is, four hexadecimal digits each.
type usbID struct{ vendor, product string }
