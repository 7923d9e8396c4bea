package store

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// plainLetters are letters that Unicode does not take apart into a letter
// and a mark, though people type them that way.
var plainLetters = strings.NewReplacer("ø", "o", "đ", "d", "ł", "l", "ħ", "h", "ı", "i", "æ", "ae", "œ", "oe", "ð", "d", "þ", "th")

// fold returns s without case, accents and other marks: “Zoé” and “zoe” fold
// to the same.
func fold(s string) string {
	marks := transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	plain, _, err := transform.String(marks, cases.Fold().String(s))
	if err != nil {
		plain = s
	}
	return plainLetters.Replace(plain)
}

// foldEmail returns what two spellings of one address have in common. Accents
// stay: they make another address.
func foldEmail(email string) string { return cases.Fold().String(norm.NFC.String(email)) }

// words folds what somebody typed and divides it into words. The marks that
// mean something to LIKE do not count.
func words(query string) []string {
	return strings.FieldsFunc(fold(query), func(r rune) bool { return unicode.IsSpace(r) || r == '%' })
}
