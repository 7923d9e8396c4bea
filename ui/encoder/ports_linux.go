package encoder

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// usbTTY are the names of USB ports. All others are left out: the library's own
// list opens every ttyS to see whether it is real, which disturbs what hangs
// there, and no USB reader is among them.
var usbTTY = regexp.MustCompile(`^tty(ACM|USB)[0-9]+$`)

func systemList() ([]PortInfo, error) { return listUSB("/dev", "/sys/class/tty") }

// listUSB reads the ports from dev, and what is known of them from sys. Nothing
// is opened. What sys doesn't tell stays empty.
func listUSB(dev, sys string) ([]PortInfo, error) {
	entries, err := os.ReadDir(dev)
	if err != nil {
		return nil, err
	}
	var list []PortInfo
	for _, e := range entries {
		if usbTTY.MatchString(e.Name()) {
			list = append(list, describe(filepath.Join(dev, e.Name()), filepath.Join(sys, e.Name(), "device")))
		}
	}
	return list, nil
}

// describe climbs from the interface to the USB device that it belongs to.
func describe(port, device string) PortInfo {
	const levels = 4
	p := PortInfo{Name: port}
	at, err := filepath.EvalSymlinks(device)
	for range levels {
		if err != nil || at == "/" {
			break
		}
		if p.Vendor = attribute(at, "idVendor"); p.Vendor != "" {
			p.Product, p.Serial = attribute(at, "idProduct"), attribute(at, "serial")
			p.Description = strings.TrimSpace(attribute(at, "manufacturer") + " " + attribute(at, "product"))
			break
		}
		at = filepath.Dir(at)
	}
	return p
}

func attribute(device, name string) string {
	b, err := os.ReadFile(filepath.Join(device, name))
	if err != nil {
		return ""
	}
	return printable(b)
}
