package ks

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// The shapes of KS's JSON: snake_case, names are "customer_reference" (MEAS).
// Each knows its model and the id that makes it one thing.

type wire[T any] interface {
	model() T
	key() string
}

// What cannot be read is not quoted: it may be anything.
var (
	errNoNumber = errors.New("something other than a number")
	errNoFlag   = errors.New("something other than yes or no")
)

// text is a string that some answers give as a number.
type text string

func (t *text) UnmarshalJSON(b []byte) error {
	switch b[0] {
	case 'n':
		*t = ""
		return nil
	case '"':
		return json.Unmarshal(b, (*string)(t))
	case '{', '[':
		return fmt.Errorf("%q where a text was expected", b[:1])
	}
	*t = text(b)
	return nil
}

// saidText is a text of which it matters whether it was said at all.
type saidText struct {
	text
	said bool
}

func (t *saidText) UnmarshalJSON(b []byte) error {
	t.said = true
	return t.text.UnmarshalJSON(b)
}

// number is an amount that some answers give as a string.
type number int

func (n *number) UnmarshalJSON(b []byte) error {
	var t text
	if err := t.UnmarshalJSON(b); err != nil {
		return err
	}
	if t == "" {
		*n = 0
		return nil
	}
	f, err := strconv.ParseFloat(string(t), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > math.MaxInt32 {
		return errNoNumber
	}
	*n = number(f)
	return nil
}

// flag is yes or no, which some answers may give as a text or as 1 and 0
// (GUESS): one odd word must not hide a whole list.
type flag bool

func (f *flag) UnmarshalJSON(b []byte) error {
	var t text
	if err := t.UnmarshalJSON(b); err != nil {
		return err
	}
	switch strings.ToLower(string(t)) {
	case "true", "1":
		*f = true
	case "false", "0", "":
		*f = false
	default:
		return errNoFlag
	}
	return nil
}

// unlessDenied is for what is no alarm when KS does not say it.
func unlessDenied(f *flag) bool { return f == nil || bool(*f) }

func given(t *text) string {
	if t == nil {
		return ""
	}
	return string(*t)
}

func optional(s string) *text {
	if s == "" {
		return nil
	}
	t := text(s)
	return &t
}

// trimmed drops what some servers put around JSON: a byte order mark, spaces.
func trimmed(body []byte) []byte {
	return bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimSpace(body), []byte("\xef\xbb\xbf")))
}
