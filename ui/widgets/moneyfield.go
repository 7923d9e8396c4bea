package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/words"
)

// MoneyField takes an amount of at least 0 and its currency. The amount is kept
// in minor units; how many digits those are depends on the currency.
type MoneyField struct {
	fieldBase
	// OnChanged is called for every change.
	OnChanged func()
	amount    *entry
	currency  *entry
}

var _ Field = (*MoneyField)(nil)

// NewMoneyField returns a field that shows nothing of a currency (ISO 4217).
func NewMoneyField(currency string) *MoneyField {
	f := &MoneyField{amount: newEntry(), currency: newEntry()}
	f.currency.SetText(currency)
	for _, e := range []*entry{f.amount, f.currency} {
		e.OnChanged = func(string) {
			if f.OnChanged != nil {
				f.OnChanged()
			}
			f.tellChanged()
		}
	}
	f.currency.onLeft = f.tellLeft
	f.ExtendBaseWidget(f)
	return f
}

// Value returns the amount in minor units, 0 where it is none, and the
// currency.
func (f *MoneyField) Value() (minor int64, currency string) {
	v, err := f.parse()
	if err != nil {
		return 0, f.code()
	}
	return v, f.code()
}

// SetValue shows an amount given in minor units.
func (f *MoneyField) SetValue(minor int64, currency string) {
	f.currency.SetText(currency)
	f.amount.SetText(words.Amount(minor, currency))
}

func (f *MoneyField) code() string { return strings.ToUpper(strings.TrimSpace(f.currency.Text)) }

func (f *MoneyField) parse() (int64, error) {
	return parseNumber(f.amount.Text, words.MoneyDigits(f.code()))
}

// Enable implements Field.
func (f *MoneyField) Enable() { f.amount.Enable(); f.currency.Enable() }

// Disable implements Field.
func (f *MoneyField) Disable() { f.amount.Disable(); f.currency.Disable() }

// Disabled implements Field.
func (f *MoneyField) Disabled() bool { return f.amount.Disabled() }

// Check implements Field.
func (f *MoneyField) Check() error {
	if strings.TrimSpace(f.amount.Text) == "" {
		return badInput("Enter a price. 0 is for a pass that costs nothing.", nil)
	}
	code := f.code()
	if len(code) != 3 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return badInput("“{{.Currency}}” is not a currency. Write its three letters, like EUR.", map[string]any{"Currency": f.currency.Text})
	}
	v, err := f.parse()
	switch {
	case err != nil:
		return badInput("“{{.Text}}” is not an amount in {{.Currency}}. Write it like {{.Like}}.",
			map[string]any{"Text": f.amount.Text, "Currency": code, "Like": words.Amount(1250, code)})
	case v < 0:
		return badInput("A price cannot be below zero. Correct it.", nil)
	}
	return nil
}

// State implements Field.
func (f *MoneyField) State() string { return f.amount.Text + "\x00" + f.currency.Text }

// FocusTarget implements Field.
func (f *MoneyField) FocusTarget() fyne.Focusable { return f.amount }

// CreateRenderer is called by Fyne.
func (f *MoneyField) CreateRenderer() fyne.WidgetRenderer {
	height := f.amount.MinSize().Height
	return widget.NewSimpleRenderer(container.NewHBox(
		container.NewGridWrap(fyne.NewSize(110, height), f.amount),
		container.NewGridWrap(fyne.NewSize(72, height), f.currency)))
}
