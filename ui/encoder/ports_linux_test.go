package encoder

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPortsOfLinux lays out /dev and /sys as Linux 6 does: a CDC reader, a
// bridge without a serial number, a port of the mainboard, and a port that the
// system says nothing of.
func TestPortsOfLinux(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	link := func(target, name string) {
		path := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.Symlink(filepath.Join(root, target), path))
	}
	for _, n := range []string{"null", "tty1", "ttyACM0", "ttyS0", "ttyUSB0", "ttyUSB1", "ttyUSBsomething"} {
		write("dev/"+n, "")
	}
	write("devices/usb1/1-1/idVendor", "09d8\n")
	write("devices/usb1/1-1/idProduct", "0420\n")
	write("devices/usb1/1-1/serial", "1234ABCD\n")
	write("devices/usb1/1-1/manufacturer", "OEM\n")
	write("devices/usb1/1-1/product", "RFID Device (COM)\n")
	write("devices/usb1/1-1/1-1:1.0/bInterfaceClass", "02\n")
	link("devices/usb1/1-1/1-1:1.0", "sys/ttyACM0/device")
	write("devices/usb1/1-2/idVendor", "1a86\n")
	write("devices/usb1/1-2/idProduct", "7523\n")
	write("devices/usb1/1-2/serial", "")
	write("devices/usb1/1-2/product", "USB Serial\x00\x1b[31m\n")
	write("devices/usb1/1-2/1-2:1.0/ttyUSB0/port_number", "0\n")
	link("devices/usb1/1-2/1-2:1.0/ttyUSB0", "sys/ttyUSB0/device")
	write("devices/pnp/id", "PNP0501\n")
	link("devices/pnp", "sys/ttyS0/device")

	list, err := listUSB(filepath.Join(root, "dev"), filepath.Join(root, "sys"))
	require.NoError(t, err)
	require.Equal(t, []PortInfo{
		{Name: filepath.Join(root, "dev/ttyACM0"), Vendor: "09d8", Product: "0420", Serial: "1234ABCD", Description: "OEM RFID Device (COM)"},
		{Name: filepath.Join(root, "dev/ttyUSB0"), Vendor: "1a86", Product: "7523", Description: "USB Serial[31m"},
		{Name: filepath.Join(root, "dev/ttyUSB1")},
	}, list)
	_, err = listUSB(filepath.Join(root, "nowhere"), root)
	require.Error(t, err)
	_, err = SystemPorts().List(t.Context())
	require.NoError(t, err)
}

func TestReadersWithoutAPortOnLinux(t *testing.T) {
	root := t.TempDir()
	for dir, ids := range map[string][2]string{"1-1": {"072f", "2200"}, "1-2": {"09d8", "0420"}, "usb1": {"1d6b", "0002"}, "1-3": {"08FF", "0009"}, "1-4": {"072F", "2200"}} {
		require.NoError(t, os.MkdirAll(filepath.Join(root, dir), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(root, dir, "idVendor"), []byte(ids[0]+"\n"), 0o600))
		require.NoError(t, os.WriteFile(filepath.Join(root, dir, "idProduct"), []byte(ids[1]+"\n"), 0o600))
	}
	require.NoError(t, os.Mkdir(filepath.Join(root, "1-1:1.0"), 0o700))
	require.Len(t, usbIn(root), 5)
	require.Empty(t, usbIn(filepath.Join(root, "nowhere")))

	var names []string
	for _, d := range portless(usbIn(root)) {
		names = append(names, d.Name)
	}
	require.Equal(t, []string{"ACS ACR122U", "Sycreader"}, names, "each once; those with a port, and what is no reader, are left out")
}
