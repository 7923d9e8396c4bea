package encoder

import (
	"bytes"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
)

func decimal(u UID) string { return new(big.Int).SetBytes(u).String() }

// vector is bytes of a reader with what they mean.
type vector struct {
	name  string
	bytes []byte
	want  string // as told by the parser's test
}

// told makes a parser of some family and returns what it tells of bytes that
// come in the given portions: a line each, "!" for something broken.
type told func(portions ...[]byte) []string

// family is what testVectors needs to know of a protocol.
type family struct {
	tell    told
	vectors []vector
	garbage [][]byte
	// spoil changes a vector so that only a check of the parser can notice, and
	// is nil where the protocol has none.
	spoil func([]byte) []byte
	// open tells that frames have no start of their own, so that one without
	// an end runs into the next.
	open bool
}

// whole leaves out what tells of something broken.
func whole(lines []string) []string {
	var out []string
	for _, l := range lines {
		if l != "!" && l != "nack" {
			out = append(out, l)
		}
	}
	return out
}

// testVectors feeds every vector of a family in every way that a line delivers.
func testVectors(t *testing.T, f family) {
	for _, v := range f.vectors {
		t.Run(v.name, func(t *testing.T) {
			want := []string{v.want}
			require.Equal(t, want, f.tell(v.bytes), "whole")
			var single [][]byte
			for i := range v.bytes {
				single = append(single, v.bytes[i:i+1])
			}
			require.Equal(t, want, f.tell(single...), "byte by byte")
			for i := range v.bytes {
				require.Equal(t, want, f.tell(v.bytes[:i], v.bytes[i:]), "in two portions, from %d", i)
			}
			for _, g := range f.garbage {
				got := whole(f.tell(g, v.bytes, g, v.bytes, g))
				require.Equal(t, []string{v.want, v.want}, got, "with % X around", g)
			}
			for i := 1; i < len(v.bytes); i++ {
				// What was cut off is lost; nothing else comes of it, and the
				// next one that is whole counts (where a text has no start of
				// its own, the one after that).
				head, tail := v.bytes[:i], v.bytes[i:]
				require.Empty(t, without(whole(f.tell(head)), v.want), "only the first %d", i)
				if !f.open {
					got := whole(f.tell(head, v.bytes, v.bytes))
					require.NotEmpty(t, got, "cut at %d", i)
					require.Empty(t, without(got, v.want), "cut at %d", i)
				}
				got := whole(f.tell(tail, v.bytes, v.bytes))
				require.NotEmpty(t, got, "begun at %d", i)
				require.Empty(t, without(got, v.want), "begun at %d", i)
			}
			if f.spoil != nil {
				bad := f.spoil(bytes.Clone(v.bytes))
				require.Empty(t, whole(f.tell(bad)), "with a wrong checksum")
				require.Contains(t, f.tell(bad, v.bytes), v.want, "after one with a wrong checksum")
			}
		})
	}
}

func without(lines []string, known string) []string {
	var out []string
	for _, l := range lines {
		if l != known {
			out = append(out, l)
		}
	}
	return out
}
