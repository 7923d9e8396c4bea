package access

import (
	"strconv"
	"strings"

	"latchkey/store"
)

// GroupPrefix begins the name of every managed group that the Latchkey of a
// file made, by the file's mark.
func GroupPrefix(install string) string { return "Latchkey " + install + "-" }

// KeyOfName returns the ledger's key for what follows GroupPrefix in the name
// of a managed group, "" for a name that no Latchkey gives.
func KeyOfName(suffix string) string {
	digits, extra := strings.CutPrefix(suffix, "m")
	n, err := strconv.ParseInt(digits, 10, 64)
	switch {
	case err != nil:
		return ""
	case extra:
		return DoorsKey(store.PersonID(n))
	default:
		return BookingKey(store.BookingID(n))
	}
}
