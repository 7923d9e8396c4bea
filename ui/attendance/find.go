package attendance

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fits tells whether every word of a query is in a text, whatever the case and
// the accents.
func fits(text, query string) bool {
	text = fold(text)
	for _, w := range strings.Fields(fold(query)) {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(strings.ToLower(s)))
}
