package exchange

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"latchkey/store"
)

// dayLayouts are the ways of writing a day that mean one day only. Where the
// parts are divided by strokes or dots the day comes first, as in all of
// Europe.
var dayLayouts = []string{"2006-01-02", "2006/01/02", "2/1/2006", "2.1.2006", "2-1-2006"}

func dayOf(f Field, cell string) (string, *store.Problem) {
	cell, _, _ = strings.Cut(cell, " 00:00") // spreadsheets add a midnight
	for _, layout := range dayLayouts {
		if t, err := time.Parse(layout, cell); err == nil {
			return t.Format("2006-01-02"), nil
		}
	}
	return "", invalid(string(f), "“{{.Date}}” is not a day. Write it as 2026-11-30, 30/11/2026 or 30.11.2026.", "Date", cell)
}

// connects are the words for each way of being connected, folded.
var connects = map[store.Connect]string{
	store.ConnectNone:        "none, no, not connected, aucun, aucune, non, keine, kein, nein, ninguno, ninguna",
	store.ConnectPhoneAndTag: "phone and tag, yes, both, telephone et badge, telephone et tag, oui, telefon und tag, telefon und transponder, ja, telefono y tag, telefono y llavero, si",
	store.ConnectTagOnly:     "tag only, tag, fob, badge seulement, badge seul, badge, nur tag, nur transponder, transponder, solo tag, solo llavero, llavero",
	store.ConnectPhoneOnly:   "phone only, phone, telephone seulement, telephone seul, telephone, nur telefon, telefon, solo telefono, telefono",
}

func connectOf(cell string) (string, *store.Problem) {
	for connect, words := range connects {
		for word := range strings.SplitSeq(words, ", ") {
			if fold(cell) == word {
				return string(connect), nil
			}
		}
	}
	return "", invalid(string(FieldConnect), "“{{.Value}}” is not a way to connect. Write none, phone and tag, tag only or phone only.", "Value", cell)
}

// splitName divides a full name: at a comma ("Berg, Mia"), else before the
// first small word after the first name ("Jan van der Berg"), else before the
// last word.
func splitName(full string) (first, last string) {
	if last, first, ok := strings.Cut(full, ","); ok {
		return strings.TrimSpace(first), strings.TrimSpace(last)
	}
	words := strings.Fields(full)
	at := len(words) - 1
	for i := 1; i < len(words); i++ {
		if r, _ := utf8.DecodeRuneInString(words[i]); unicode.IsLower(r) && i < len(words)-1 {
			at = i
			break
		}
	}
	if at < 1 {
		return strings.Join(words, " "), ""
	}
	return strings.Join(words[:at], " "), strings.Join(words[at:], " ")
}
