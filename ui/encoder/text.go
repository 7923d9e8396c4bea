package encoder

import (
	"encoding/hex"
	"math/big"
	"regexp"
	"slices"
	"strings"
)

var (
	// label is what sketches and scripts write in front of a UID: "Card UID:",
	// "UID tag :", "In hex:", "CSN=".
	label = regexp.MustCompile(`(?i)^(?:[a-z ]*\b)?(?:n?uid|csn|id|tag|card|number|hex)\b[a-z ]*[:=]?\s*(?:0x)?`)
	pairs = regexp.MustCompile(`^(?:0[xX])?[0-9A-Fa-f]{1,2}(?:(?: +|:|-|, *)(?:0[xX])?[0-9A-Fa-f]{1,2})+$`)
	plain = regexp.MustCompile(`^(?:0[xX])?(?:[0-9A-Fa-f]{2})+$`)
	split = regexp.MustCompile(`[ :,-]+`)
)

// sizes are the lengths that a UID has, in bytes: EM4100 5, ISO 15693 8.
var sizes = []int{4, 5, 7, 8, 10}

// ParseTag reads what somebody or something wrote as the UID of a tag: bytes in
// hexadecimal digits, with or without separators; a decimal number as it is
// printed on fobs; facility and number with a comma between.
func ParseTag(text string) (Tag, bool) {
	text = strings.TrimSpace(text)
	if len(text) > longestText {
		return Tag{}, false
	}
	if n, ok := wiegand(text); ok && n > 0 {
		// What is before these three bytes stays unknown.
		return Tag{UID: UID{0, byte(n >> 16), byte(n >> 8), byte(n)}, Text: text, Guess: true}, true //nolint:gosec // three bytes
	}
	if u, ok := fromPairs(text); ok {
		return Tag{UID: u, Tech: techOf(u), Text: text}, true
	}
	if !plain.MatchString(text) && !allDigits(text) {
		return Tag{}, false
	}
	return fromDigits(text)
}

// fromPairs reads bytes with separators between, of two digits each or of one
// where a sketch leaves the zero out.
func fromPairs(text string) (UID, bool) {
	if !pairs.MatchString(text) {
		return nil, false
	}
	var u UID
	two := false
	for _, item := range split.Split(text, -1) {
		if len(item) > 2 {
			item = item[2:] // 0x
		}
		two = two || len(item) == 2
		b, err := hex.DecodeString(strings.Repeat("0", 2-len(item)) + item)
		if err != nil {
			return nil, false
		}
		u = append(u, b...)
	}
	return u, two && slices.Contains(sizes, len(u)) && u.plausible()
}

// fromDigits reads digits without separators. A letter or 0x makes them
// hexadecimal. Without one, 14 and 20 digits are taken for the bytes of a UID,
// and any other number from eight digits for a decimal one, but both may be the
// other.
func fromDigits(text string) (Tag, bool) {
	bare := strings.TrimPrefix(strings.TrimPrefix(text, "0x"), "0X")
	u, err := hex.DecodeString(bare)
	bytes := err == nil && slices.Contains(sizes, len(u)) && UID(u).plausible()
	if !allDigits(text) {
		return Tag{UID: u, Tech: techOf(u), Text: text}, bytes
	}
	tag := Tag{UID: u, Text: text, Guess: true}
	if bytes && (len(u) == 7 || len(u) == longest) {
		return tag, true
	}
	n, ok := new(big.Int).SetString(text, 10)
	if !ok || len(text) < 8 || len(text) > 20 || n.Sign() == 0 {
		return Tag{}, false
	}
	size := 4
	if n.BitLen() > 32 {
		size = 7
	}
	if n.BitLen() > 56 {
		return Tag{}, false
	}
	tag.UID = n.FillBytes(make([]byte, size))
	return tag, tag.UID.plausible()
}

// techOf: 5 bytes are EM4100, 7 and more only exist at 13.56 MHz, 4 on both.
func techOf(u UID) Tech {
	switch {
	case len(u) == 5:
		return LF
	case len(u) >= 7:
		return HF
	}
	return TechUnknown
}

func allDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
