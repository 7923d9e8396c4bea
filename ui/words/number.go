package words

import (
	"strconv"

	"fyne.io/fyne/v2/lang"
)

// Number writes a count, 0 or more, with its thousands apart: "10,000".
func Number(n int) string {
	text := strconv.Itoa(n)
	if len(text) <= 3 {
		return text
	}
	return lang.L("{{.Thousands}},{{.Rest}}", map[string]any{"Thousands": Number(n / 1000), "Rest": text[len(text)-3:]})
}
