package encoder

import (
	"encoding/hex"
	"slices"
	"strings"
)

// UID is the number that is built into a tag, UID0 first, the cascade tag (88)
// left out: 4, 7 or 10 bytes at 13.56 MHz (8 for ISO 15693), 5 for EM4100.
type UID []byte

// Answer is yes, no, or a question for the desk.
type Answer int

// From no to yes, so that the larger of two is the better.
const (
	No Answer = iota
	Perhaps
	Yes
)

// longest is the largest UID of any standard, in bytes.
const longest = 10

// String writes a UID as capital hexadecimal digits.
func (u UID) String() string { return strings.ToUpper(hex.EncodeToString(u)) }

// Random tells whether a UID of 13.56 MHz is made up anew at each tap. ISO
// 14443-3 keeps 4 bytes that start with 08 for that; some DESFire cards give 4
// that start with 80, which fixed ones may have as well.
func (u UID) Random() Answer {
	switch {
	case len(u) != 4:
		return No
	case u[0] == 0x08:
		return Yes
	case u[0] == 0x80:
		return Perhaps
	}
	return No
}

// Reversed is the UID as readers show it that begin with its last byte.
func (u UID) Reversed() UID {
	r := slices.Clone(u)
	slices.Reverse(r)
	return r
}

// plausible refuses what no tag has: a wrong length, and all bytes 00 or FF,
// which is what a line without a reader looks like.
func (u UID) plausible() bool {
	if len(u) < 4 || len(u) > longest {
		return false
	}
	for _, b := range u {
		if b != u[0] || b != 0x00 && b != 0xFF {
			return true
		}
	}
	return false
}
