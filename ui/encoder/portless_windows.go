package encoder

import "golang.org/x/sys/windows"

// usbDevices asks the device manager for what is plugged in now.
func usbDevices() []usbID {
	set, err := windows.SetupDiGetClassDevsEx(nil, "USB", 0, windows.DIGCF_PRESENT|windows.DIGCF_ALLCLASSES, 0, "")
	if err != nil {
		return nil
	}
	defer func() { _ = set.Close() }()
	var list []usbID
	for i := 0; ; i++ {
		info, err := set.EnumDeviceInfo(i)
		if err != nil { // there are no more
			return list
		}
		if name, err := set.DeviceInstanceID(info); err == nil {
			if id, ok := usbNamed(name); ok {
				list = append(list, id)
			}
		}
	}
}
