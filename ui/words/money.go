package words

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/currency"
)

// MoneyDigits is how many digits of an amount in a currency (ISO 4217) stand
// behind the point: 2 for EUR, 0 for JPY. One that is not known has 2.
func MoneyDigits(code string) int {
	unit, err := currency.ParseISO(code)
	if err != nil {
		return 2
	}
	digits, _ := currency.Standard.Rounding(unit)
	return digits
}

// Money writes an amount given in the minor units of a currency, with a space
// that does not break: "12.50 EUR", "1500 JPY".
func Money(minor int64, code string) string { return Amount(minor, code) + "\u00a0" + code }

// Amount is Money without the currency.
func Amount(minor int64, code string) string {
	digits := MoneyDigits(code)
	sign := ""
	if minor < 0 {
		sign, minor = "-", -minor
	}
	text := strconv.FormatInt(minor, 10)
	if digits > 0 {
		if pad := digits + 1 - len(text); pad > 0 {
			text = strings.Repeat("0", pad) + text
		}
		text = lang.L("{{.Whole}}.{{.Part}}", map[string]any{"Whole": text[:len(text)-digits], "Part": text[len(text)-digits:]})
	}
	return sign + text
}
