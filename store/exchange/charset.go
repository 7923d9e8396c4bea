package exchange

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decodeText reads bytes of unknown origin as text: by their byte order mark,
// else UTF-16 when every second byte of the beginning is zero, else UTF-8
// when they are that, else Windows-1252, which is what spreadsheets of
// Western Europe save. ok is false for what is no text at all.
func decodeText(raw []byte) (text, encoding string, ok bool) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		raw, encoding = raw[3:], "UTF-8"
		text = strings.ToValidUTF8(string(raw), "\ufffd")
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		text, encoding = decode16(raw[2:], binary.LittleEndian), "UTF-16"
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		text, encoding = decode16(raw[2:], binary.BigEndian), "UTF-16"
	case len(raw) >= 4 && raw[1] == 0 && raw[3] == 0:
		text, encoding = decode16(raw, binary.LittleEndian), "UTF-16"
	case len(raw) >= 4 && raw[0] == 0 && raw[2] == 0:
		text, encoding = decode16(raw, binary.BigEndian), "UTF-16"
	case utf8.Valid(raw):
		text, encoding = string(raw), "UTF-8"
	default:
		decoded, err := charmap.Windows1252.NewDecoder().Bytes(raw)
		if err != nil {
			return "", "", false
		}
		text, encoding = string(decoded), "Windows-1252"
	}
	return text, encoding, readable(text)
}

func decode16(raw []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = order.Uint16(raw[2*i:])
	}
	return string(utf16.Decode(units))
}

// readable refuses what contains control characters or marks of a wrong
// decoding, which a list typed by people never does.
func readable(text string) bool {
	for _, r := range text {
		if r == utf8.RuneError || unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' {
			return false
		}
	}
	return true
}
