package words

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fits tells whether every word of a query is in a text, whatever the case and
// the accents.
func Fits(text, query string) bool {
	text = Fold(text)
	for _, w := range strings.Fields(Fold(query)) {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// Fold is a text without case and accents, to search and to sort by.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(strings.ToLower(s)))
}
