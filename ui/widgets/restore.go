package widgets

import (
	"strings"
	"time"
)

// Restore implements Restorer.
func (f *TextField) Restore(state string) { f.SetValue(state) }

// Restore implements Restorer.
func (f *CheckField) Restore(state string) { f.SetValue(state == "true") }

// Restore implements Restorer.
func (f *SelectField) Restore(state string) { f.SetValue(state) }

// Restore implements Restorer.
func (f *NumberField) Restore(state string) { f.entry.SetText(state) }

// Restore implements Restorer.
func (f *TimeField) Restore(state string) { f.entry.SetText(state) }

// Restore implements Restorer. What was no date yet is what was typed.
func (f *DateField) Restore(state string) {
	if _, err := time.Parse(isoDate, state); err == nil {
		f.SetValue(state)
		return
	}
	f.entry.SetText(state)
}

// Restore implements Restorer.
func (f *MoneyField) Restore(state string) {
	amount, currency, _ := strings.Cut(state, "\x00")
	f.currency.SetText(currency)
	f.amount.SetText(amount)
}

// Restore implements Restorer.
func (f *CheckGroup) Restore(state string) { f.SetValue(strings.Split(state, "\x00")) }

// Restore implements Restorer. A choice that is not there any more is none.
func (f *ComboField) Restore(state string) {
	value, rest, _ := strings.Cut(state, "\x00")
	created, typed, _ := strings.Cut(rest, "\x00")
	switch {
	case created != "":
		f.SetCreated(created)
	case value != "":
		f.SetValue(value)
	default:
		f.SetValue("")
		f.quiet = true
		f.entry.SetText(typed)
		f.quiet = false
	}
}
