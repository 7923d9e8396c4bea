package encoder

import "strconv"

// Manner is how a USB device takes part in reading tags.
type Manner int

const (
	// SerialReader is a tag reader with a port of its own, which may be probed
	// without a question.
	SerialReader Manner = iota + 1
	// SerialBridge is a USB-UART bridge or a board: behind it may be a reader,
	// or a label printer. Nothing is written to it before somebody says "this
	// is my reader".
	SerialBridge
	// KeyboardReader types what it reads.
	KeyboardReader
	// CardReader speaks PC/SC only, which this program doesn't.
	CardReader
)

// Device is what is known of a USB vendor and product.
type Device struct {
	Vendor, Product uint16 // Product 0: any other one of the vendor
	Name            string
	Manner          Manner
	// Families are those to try, the likely one first.
	Families []Family
}

// behindBridge are the families that come on bridges and boards.
var behindBridge = []Family{FamilyPN532, FamilyStrongLink, FamilyEM4100, FamilyLines}

// devices is the table of what is known. Names and numbers are from usb.ids
// (linux-usb.org) where no other source is named.
var devices = []Device{
	// Elatec.NET, DeviceManager: usbser, VID_09D8&PID_0420.
	{0x09D8, 0x0420, "Elatec TWN4", SerialReader, []Family{FamilyTWN4, FamilyLines}},
	// 0410 is what a TWN4 with keyboard firmware shows (integrators' settings).
	{0x09D8, 0x0410, "Elatec TWN4", KeyboardReader, nil},
	{0x09D8, 0, "Elatec", SerialReader, []Family{FamilyTWN4, FamilyLines}},
	// As sold it types; a serial port is an option of the part number.
	{0x0C27, 0x3BFA, "rf IDEAS pcProx", KeyboardReader, nil},
	{0x0C27, 0, "rf IDEAS", SerialReader, []Family{FamilyRFIDeas, FamilyLines}},
	// Linux, drivers/usb/serial/cp210x.c: "Baltech card reader". Its own
	// protocol is not spoken here; it can be set to write lines.
	{0x13AD, 0, "BALTECH", SerialReader, []Family{FamilyLines}},

	{0x1A86, 0x7523, "CH340", SerialBridge, behindBridge},
	{0x1A86, 0x7522, "CH340", SerialBridge, behindBridge},
	{0x1A86, 0x5523, "CH341", SerialBridge, behindBridge},
	{0x10C4, 0xEA60, "CP210x", SerialBridge, behindBridge},
	{0x0403, 0x6001, "FT232", SerialBridge, behindBridge},
	{0x0403, 0x6015, "FT230X", SerialBridge, behindBridge},
	{0x067B, 0x2303, "PL2303", SerialBridge, behindBridge},
	{0x2341, 0, "Arduino", SerialBridge, []Family{FamilyLines}},
	{0x2A03, 0, "Arduino", SerialBridge, []Family{FamilyLines}},

	// Sold under many names, "SYC ID&IC USB Reader" (lsusb outputs in public
	// repositories).
	{0x08FF, 0x0009, "Sycreader", KeyboardReader, nil},
	{0xFFFF, 0x0035, "Sycreader", KeyboardReader, nil},
	{0x16C0, 0x27DB, "USB reader", KeyboardReader, nil},

	// The list of readers of the CCID driver (ccid.apdu.fr) has these vendors;
	// 2200 and 90CC are also in libnfc, drivers/acr122_usb.c.
	{0x072F, 0x2200, "ACS ACR122U", CardReader, nil},
	{0x072F, 0x90CC, "ACS ACR38U", CardReader, nil},
	{0x072F, 0x223B, "ACS ACR1252U", CardReader, nil},
	{0x072F, 0, "ACS", CardReader, nil},
	// A 5x27CK is a keyboard when its web page says so.
	{0x076B, 0, "HID OMNIKEY", CardReader, nil},
}

// Identify looks up what the system says of a USB device: four hexadecimal
// digits each, capital on some systems and small on others. The Families are
// shared and not to be changed.
func Identify(vendor, product string) (Device, bool) {
	v, errV := strconv.ParseUint(vendor, 16, 16)
	p, errP := strconv.ParseUint(product, 16, 16)
	if errV != nil || errP != nil {
		return Device{}, false
	}
	found, ok := Device{}, false
	for _, d := range devices {
		if uint64(d.Vendor) != v || d.Product != 0 && uint64(d.Product) != p {
			continue
		}
		if !ok || found.Product == 0 {
			found, ok = d, true
		}
	}
	return found, ok
}
