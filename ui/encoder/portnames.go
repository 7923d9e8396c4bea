package encoder

import (
	"path"
	"regexp"
	"strings"
)

// named makes a list of ports of which the names are all that is known.
func named(names []string, system string) []PortInfo {
	var list []PortInfo
	for _, n := range names {
		if listed(n, system) {
			list = append(list, PortInfo{Name: n})
		}
	}
	return list
}

// listed leaves out what has no name, and what can't be a USB reader. macOS has
// two names for each port, of which tty.* waits for a carrier when it is opened.
func listed(name, system string) bool {
	base := path.Base(name)
	switch {
	case name == "":
		return false
	case system == "darwin":
		return strings.HasPrefix(base, "cu.") && !strings.Contains(base, "Bluetooth") && base != "cu.debug-console" && base != "cu.wlan-debug"
	}
	return !strings.HasPrefix(base, "ttyS")
}

// instance is how Windows names a USB device: USB\VID_072F&PID_2200\5&1A2B&0&3.
var instance = regexp.MustCompile(`(?i)^USB\\VID_([0-9A-F]{4})&PID_([0-9A-F]{4})`)

func usbNamed(name string) (usbID, bool) {
	m := instance.FindStringSubmatch(name)
	if m == nil {
		return usbID{}, false
	}
	return usbID{m[1], m[2]}, true
}
