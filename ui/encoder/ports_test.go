package encoder

import (
	"errors"
	"io/fs"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEachReasonForAClosedPortHasItsSentence(t *testing.T) {
	for _, c := range []struct {
		err    error
		system string
		want   problem
	}{
		// The library's own errors can't be made up outside it; these are what
		// it hands through, and what it makes of EBUSY and EACCES is held by
		// the tests with a real port.
		{syscall.EBUSY, "linux", ErrBusy},
		{syscall.EACCES, "linux", ErrDialout},
		{syscall.EPERM, "linux", ErrDialout},
		{syscall.EACCES, "darwin", ErrDenied},
		{&fs.PathError{Op: "open", Path: "/dev/ttyACM0", Err: syscall.ENOENT}, "linux", ErrNoPort},
		{syscall.ENXIO, "darwin", ErrNoPort},
		{syscall.ENODEV, "linux", ErrNoPort},
		{syscall.EISDIR, "linux", ErrNotSerial},
		{syscall.ENOTTY, "linux", ErrNotSerial},
		{errors.New("whatever"), "windows", ErrNoOpen},
	} {
		err := openProblem(c.err, c.system)
		require.ErrorIs(t, err, c.want)
		require.ErrorIs(t, err, c.err)
		require.Equal(t, string(c.want), Sentence(err))
	}
	require.Equal(t, string(ErrGone), Sentence(errors.New("foreign")))
	require.Contains(t, string(ErrDialout), "sudo usermod -aG dialout $USER")
}

func TestNamesOfPorts(t *testing.T) {
	mac := []string{"", "/dev/cu.usbmodem1101", "/dev/tty.usbmodem1101", "/dev/cu.Bluetooth-Incoming-Port", "/dev/cu.debug-console", "/dev/cu.usbserial-A50285BI"}
	require.Equal(t, []PortInfo{{Name: "/dev/cu.usbmodem1101"}, {Name: "/dev/cu.usbserial-A50285BI"}}, named(mac, "darwin"))
	require.Equal(t, []PortInfo{{Name: "/dev/ttyUSB0"}}, named([]string{"/dev/ttyS0", "", "/dev/ttyUSB0"}, "freebsd"))
	require.Equal(t, []PortInfo{{Name: "COM3"}}, named([]string{"COM3"}, "windows"))
}

func TestWhatAPortIsCalled(t *testing.T) {
	require.Equal(t, "CH340", PortInfo{Name: "COM3", Vendor: "1a86", Product: "7523", Description: "USB2.0-Ser!"}.Title())
	require.Equal(t, "Receipt printer", PortInfo{Name: "COM3", Description: "Receipt printer"}.Title())
	require.Equal(t, "COM3", PortInfo{Name: "COM3"}.Title())
}

func TestFamiliesAreKeptByName(t *testing.T) {
	for f := FamilyNone; f <= FamilyPush; f++ {
		text, err := f.MarshalText()
		require.NoError(t, err)
		back := FamilyTWN4
		require.NoError(t, back.UnmarshalText(text))
		require.Equal(t, f, back)
	}
}

func TestWhatIsTriedOnAPort(t *testing.T) {
	for _, c := range []struct {
		port   PortInfo
		before Family
		want   []Family
	}{
		{PortInfo{Vendor: "1A86", Product: "7523"}, FamilyNone, []Family{FamilyPN532, FamilyStrongLink, FamilyPush}},
		{PortInfo{Vendor: "1A86", Product: "7523"}, FamilyPN532, []Family{FamilyPN532}},
		{PortInfo{Vendor: "2341", Product: "0043"}, FamilyNone, []Family{FamilyLines}},
		{PortInfo{Vendor: "09D8", Product: "0420"}, FamilyNone, []Family{FamilyTWN4, FamilyLines}},
		{PortInfo{Vendor: "076B", Product: "5427"}, FamilyNone, []Family{FamilyTWN4, FamilyPN532, FamilyStrongLink, FamilyRFIDeas, FamilyPush}},
		{PortInfo{}, FamilyNone, []Family{FamilyTWN4, FamilyPN532, FamilyStrongLink, FamilyRFIDeas, FamilyPush}},
	} {
		require.Equal(t, c.want, toTry(c.port, c.before))
	}
}

func TestNamesOfUSBDevicesOnWindows(t *testing.T) {
	for name, want := range map[string]usbID{
		`USB\VID_072F&PID_2200\5&1A2B3C&0&3`:     {"072F", "2200"},
		`usb\vid_09d8&pid_0410&mi_00\6&2&0&0000`: {"09d8", "0410"},
		`USB\ROOT_HUB30\4&1&0&0`:                 {},
		`HID\VID_08FF&PID_0009\7&1&0&0000`:       {},
		`USB\VID_FFFF&PID_00`:                    {},
	} {
		got, ok := usbNamed(name)
		require.Equal(t, want != usbID{}, ok, name)
		require.Equal(t, want, got)
	}
}
