package exchange

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// cell draws what a spreadsheet would stumble over.
func cell() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.StringOfN(rapid.SampledFrom([]rune("'=+-@\t\r\n\",;| aé")), 0, 8, -1),
	)
}

func TestCSVGivesBackWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 4).Draw(t, "width")
		rows := rapid.SliceOf(rapid.SliceOfN(cell(), width, width)).Draw(t, "rows")
		var b bytes.Buffer
		c := newCSV(&b, make([]string, width)...)
		for _, row := range rows {
			c.row(row...)
		}
		if err := c.close(); err != nil {
			t.Fatal(err)
		}
		records, unclosed := parseCSV(strings.TrimPrefix(b.String(), "\ufeff"), ',')
		if unclosed != 0 || len(records) != len(rows)+1 {
			t.Fatalf("%d rows of %d, quote of line %d not closed", len(records), len(rows)+1, unclosed)
		}
		for i, row := range rows {
			for j, want := range row {
				if got := unguard(records[i+1].fields[j]); got != want {
					t.Fatalf("wrote %q, read %q", want, got)
				}
			}
		}
	})
}

// No cell that we write begins like a formula.
func TestNoFormulas(t *testing.T) {
	for _, s := range []string{"=1+1", "+33 6", "-2", "@SUM(A1)", "\tx", "\rx"} {
		require.Equal(t, "'"+s, guard(s))
		require.Equal(t, s, unguard(guard(s)))
	}
	require.Equal(t, "''=1", guard("'=1"))
	for _, s := range []string{"", "'", "d'Artagnan", "'t Hart", "1-2"} {
		require.Equal(t, s, guard(s))
		require.Equal(t, s, unguard(s))
	}
}

func TestParseCSV(t *testing.T) {
	tests := []struct {
		name, text string
		want       []record
		unclosed   int
	}{
		{"line ends", "a,b\r\nc,d\ne,f\rg,h", []record{{1, []string{"a", "b"}}, {2, []string{"c", "d"}}, {3, []string{"e", "f"}}, {4, []string{"g", "h"}}}, 0},
		{"empty lines", "a\n\n\nb\n", []record{{1, []string{"a"}}, {4, []string{"b"}}}, 0},
		{"quotes", "\"a,\"\"b\"\"\",c\n", []record{{1, []string{`a,"b"`, "c"}}}, 0},
		{"lines in quotes", "\"a\r\nb\",c\nd,e", []record{{1, []string{"a\r\nb", "c"}}, {3, []string{"d", "e"}}}, 0},
		{"quote within a word", "5\" disk,x", []record{{1, []string{`5" disk`, "x"}}}, 0},
		{"empty cells", ",\n\"\"\n", []record{{1, []string{"", ""}}, {2, []string{""}}}, 0},
		{"quote not closed", "a\n\"b,c\nd", []record{{1, []string{"a"}}, {2, []string{"b,c\nd"}}}, 2},
		{"nothing", "", nil, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, unclosed := parseCSV(tt.text, ',')
			require.Equal(t, tt.want, got)
			require.Equal(t, tt.unclosed, unclosed)
		})
	}
}
