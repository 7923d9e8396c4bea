package encoder

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// longestText is more than any way of writing ten bytes takes.
const longestText = 64

// Compare tells whether two UIDs, from whatever readers, are of one tag: yes
// when they are the same number in either order of the bytes, with or without
// zeros in front; perhaps when one is only a part of the other.
func Compare(a, b UID) Answer {
	if len(a) > longest || len(b) > longest {
		return No
	}
	return max(fits(number(a), b), fits(number(b), a))
}

// CompareText tells the same of what a reader typed or somebody reads from a
// fob: hexadecimal or decimal digits, or the facility and number of Wiegand
// ("123,14706"), which is perhaps at best.
func CompareText(text string, known UID) Answer {
	if len(text) > longestText || len(known) > longest {
		return No
	}
	text = strings.TrimSpace(text)
	if n, ok := wiegand(text); ok {
		if slices.Contains(wiegands(known), n) {
			return Perhaps
		}
		return No
	}
	digits := strings.Map(dropSeparator, strings.TrimPrefix(strings.TrimPrefix(text, "0x"), "0X"))
	best := No
	for _, base := range []int{10, 16} {
		if n, ok := new(big.Int).SetString(digits, base); ok && n.Sign() > 0 {
			best = max(best, fits(string(n.Bytes()), known))
		}
	}
	return best
}

// Find looks a tag up among the UIDs that are known, and gives the indexes of
// those that it may be. The answer is yes only when there is exactly one and
// that is certain.
func Find(tag Tag, known []UID) ([]int, Answer) {
	var certain, possible []int
	for i, u := range known {
		switch tag.Compare(u) {
		case Yes:
			certain = append(certain, i)
		case Perhaps:
			possible = append(possible, i)
		}
	}
	switch {
	case len(certain) == 1:
		return certain, Yes
	case len(certain) > 1:
		return certain, Perhaps
	case len(possible) > 0:
		return possible, Perhaps
	}
	return nil, No
}

// fits holds a number against all that readers make of a UID.
func fits(n string, u UID) Answer {
	if n == "" || len(u) == 0 {
		return No
	}
	if n == number(u) || n == number(u.Reversed()) {
		return Yes
	}
	for _, part := range parts(u) {
		if n == number(part) || n == number(part.Reversed()) {
			return Perhaps
		}
	}
	return No
}

// number is a UID as a number: without the zeros in front, so that lengths
// don't matter.
func number(u UID) string { return strings.TrimLeft(string(u), "\x00") }

// parts are what readers show of a UID when they leave bytes out: the first
// level of the cascade (88 and three bytes, which is what a reader gives that
// knows only four), four bytes of either end, and the three of Wiegand-26.
func parts(u UID) []UID {
	var out []UID
	if len(u) == 7 || len(u) == 10 {
		out = append(out, append(UID{0x88}, u[:3]...))
	}
	if len(u) > 4 {
		out = append(out, u[:4], u[len(u)-4:])
	}
	if len(u) > 3 {
		out = append(out, u[len(u)-3:])
	}
	return out
}

// wiegand reads a facility and a number with a comma between.
func wiegand(text string) (uint32, bool) {
	facility, rest, ok := strings.Cut(text, ",")
	if !ok {
		return 0, false
	}
	f, errF := strconv.ParseUint(strings.TrimSpace(facility), 10, 8)
	n, errN := strconv.ParseUint(strings.TrimSpace(rest), 10, 16)
	if errF != nil || errN != nil {
		return 0, false
	}
	return uint32(f)<<16 | uint32(n), true
}

// wiegands are the last three bytes of a UID as a number, in either order.
func wiegands(u UID) []uint32 {
	if len(u) < 3 {
		return nil
	}
	last := func(b UID) uint32 {
		b = b[len(b)-3:]
		return uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2])
	}
	return []uint32{last(u), last(u.Reversed())}
}

func dropSeparator(r rune) rune {
	if strings.ContainsRune(" :-.", r) {
		return -1
	}
	return r
}
