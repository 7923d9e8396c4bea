package encoder

import (
	"fmt"
	"math/big"
)

// Variants are the ways in which readers, lists and fobs write one UID, for
// somebody who looks for it. All but Hex and Reversed are digits, as text: the
// longer ones don't fit into the numbers of a table.
type Variants struct {
	Hex             string `json:"hex"`                        // UID0 first, as in this program
	Reversed        string `json:"hex_reversed"`               // UID0 last
	Decimal         string `json:"decimal"`                    // of Hex
	DecimalReversed string `json:"decimal_reversed"`           // of Reversed
	Cascade         string `json:"decimal_cascade,omitempty"`  // of 88 and the first three bytes, which is all that old readers give of a long UID
	CascadeReversed string `json:"cascade_reversed,omitempty"` // the same, UID0 last
	Printed         string `json:"printed,omitempty"`          // on fobs of 125 kHz: the last four bytes with zeros in front
	Wiegand         string `json:"wiegand,omitempty"`          // facility and number: the last three bytes
}

// Variants works them out.
func (u UID) Variants() Variants {
	decimal := func(b UID) string { return new(big.Int).SetBytes(b).String() }
	v := Variants{Hex: u.String(), Reversed: u.Reversed().String(), Decimal: decimal(u), DecimalReversed: decimal(u.Reversed())}
	if len(u) == 7 || len(u) == 10 {
		first := append(UID{0x88}, u[:3]...)
		v.Cascade, v.CascadeReversed = decimal(first), decimal(first.Reversed())
	}
	if len(u) == 5 {
		v.Printed = fmt.Sprintf("%010d", new(big.Int).SetBytes(u[1:]))
	}
	if n := len(u); n == 4 || n == 5 {
		v.Wiegand = fmt.Sprintf("%d,%05d", u[n-3], int(u[n-2])<<8|int(u[n-1]))
	}
	return v
}
