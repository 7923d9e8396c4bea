package calendar

import (
	"strconv"
	"strings"

	"latchkey/store"
)

// How often a booking repeats, as RFC 5545 calls it.
const (
	never   = ""
	daily   = "DAILY"
	weekly  = "WEEKLY"
	monthly = "MONTHLY"
)

// repetition is how a booking repeats: so many times in all, or until a day,
// that day included.
type repetition struct {
	Every string
	Times int64
	Until store.Date
}

// rule writes the repetition as an RFC 5545 RRULE value, and "" for none. The
// last moment of the last day is written without a zone, as the starts are:
// both are readings of the space's clock.
func (r repetition) rule(start store.Date) (string, error) {
	switch {
	case r.Every == never:
		return "", nil
	case r.Times > 0:
		return "FREQ=" + r.Every + ";COUNT=" + strconv.FormatInt(r.Times, 10), nil
	case r.Until == "":
		return "", refuse("until", "Say until when the booking repeats.")
	case r.Until < start:
		return "", refuse("until", "The last day is before the first booking. Choose a later day.")
	}
	return "FREQ=" + r.Every + ";UNTIL=" + strings.ReplaceAll(string(r.Until), "-", "") + "T235959", nil
}

func refuse(field, text string) error {
	return &store.Problem{Code: store.CodeInvalid, Field: field, Text: text}
}
