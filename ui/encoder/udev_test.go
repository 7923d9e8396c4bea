package encoder

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// udevLine is a line of the rules that names devices: vendors, and products
// where not all of the vendor's are meant.
var udevLine = regexp.MustCompile(`(?m)^ATTRS\{idVendor\}=="([^"]+)",(?: ATTRS\{idProduct\}=="([^"]+)",)? TAG\+="uaccess"(, ENV\{ID_MM_DEVICE_IGNORE\}="1")?$`)

// TestTheRulesForUdevNameEverySerialReader, and no other device. Only readers
// are kept from ModemManager: behind a bridge may be a modem.
func TestTheRulesForUdevNameEverySerialReader(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../assets/linux/70-latchkey-readers.rules")
	require.NoError(t, err)
	var got, want []string
	for _, m := range udevLine.FindAllStringSubmatch(string(text), -1) {
		products := "0000"
		if m[2] != "" {
			products = m[2]
		}
		for vendor := range strings.SplitSeq(m[1], "|") {
			for product := range strings.SplitSeq(products, "|") {
				got = append(got, fmt.Sprint(vendor, ":", product, " reader ", m[3] != ""))
			}
		}
	}
	for _, d := range devices {
		if d.Manner == SerialReader || d.Manner == SerialBridge {
			want = append(want, fmt.Sprintf("%04x:%04x reader %t", d.Vendor, d.Product, d.Manner == SerialReader))
		}
	}
	// A line for a whole vendor covers its products.
	want = slices.DeleteFunc(want, func(s string) bool {
		all := s[:5] + "0000" + s[9:]
		return s != all && slices.Contains(want, all)
	})
	require.ElementsMatch(t, want, got)
}
