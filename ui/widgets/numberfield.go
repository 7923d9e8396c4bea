package widgets

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// NumberSpec says what a NumberField takes.
type NumberSpec struct {
	Unit     string // shown behind the number ("minutes", "€")
	Min, Max int64  // in the smallest unit, both included; Max 0 means no upper end
	Decimals int    // digits behind the point: 2 for money kept in cents
	Optional bool   // may be left empty
}

// NumberField takes a number, kept as a whole number of the smallest unit.
type NumberField struct {
	fieldBase
	// OnChanged is called for every change that leaves a number.
	OnChanged func(value int64)
	spec      NumberSpec
	entry     *entry
}

var _ Field = (*NumberField)(nil)

// NewNumberField returns an empty field.
func NewNumberField(spec NumberSpec) *NumberField {
	f := &NumberField{spec: spec, entry: newEntry()}
	f.entry.OnChanged = func(string) {
		if v, err := f.parse(); err == nil && f.OnChanged != nil {
			f.OnChanged(v)
		}
		f.tellChanged()
	}
	f.entry.onLeft = f.tellLeft
	f.ExtendBaseWidget(f)
	return f
}

// Empty tells whether nothing was entered.
func (f *NumberField) Empty() bool { return strings.TrimSpace(f.entry.Text) == "" }

// Value returns the number in the smallest unit, and 0 when there is none.
func (f *NumberField) Value() int64 {
	v, err := f.parse()
	if err != nil {
		return 0
	}
	return v
}

// SetValue shows a number given in the smallest unit.
func (f *NumberField) SetValue(v int64) { f.entry.SetText(formatNumber(v, f.spec.Decimals)) }

// Clear empties the field.
func (f *NumberField) Clear() { f.entry.SetText("") }

// Enable implements Field.
func (f *NumberField) Enable() { f.entry.Enable() }

// Disable implements Field.
func (f *NumberField) Disable() { f.entry.Disable() }

// Disabled implements Field.
func (f *NumberField) Disabled() bool { return f.entry.Disabled() }

// Check implements Field.
func (f *NumberField) Check() error {
	if f.Empty() {
		if f.spec.Optional {
			return nil
		}
		return badInput("Enter a number.", nil)
	}
	v, err := f.parse()
	if err != nil {
		return badInput("“{{.Text}}” is not a number.", map[string]any{"Text": f.entry.Text})
	}
	low, high := formatNumber(f.spec.Min, f.spec.Decimals), formatNumber(f.spec.Max, f.spec.Decimals)
	switch {
	case f.spec.Max > 0 && (v < f.spec.Min || v > f.spec.Max):
		return badInput("Enter a number from {{.Min}} to {{.Max}}.", map[string]any{"Min": low, "Max": high})
	case v < f.spec.Min:
		return badInput("Enter a number of at least {{.Min}}.", map[string]any{"Min": low})
	}
	return nil
}

// State implements Field.
func (f *NumberField) State() string { return f.entry.Text }

// FocusTarget implements Field.
func (f *NumberField) FocusTarget() fyne.Focusable { return f.entry }

// CreateRenderer is called by Fyne.
func (f *NumberField) CreateRenderer() fyne.WidgetRenderer {
	box := container.NewGridWrap(fyne.NewSize(110, f.entry.MinSize().Height), f.entry)
	if f.spec.Unit == "" {
		return widget.NewSimpleRenderer(container.NewHBox(box))
	}
	return widget.NewSimpleRenderer(container.NewHBox(box, NewText(f.spec.Unit, TextStyle{Color: theme.ColorMuted})))
}

func (f *NumberField) parse() (int64, error) { return parseNumber(f.entry.Text, f.spec.Decimals) }

var errNumber = errors.New("not a number")

// parseNumber reads "1250", "12.5" or "12,50" into a whole number of the
// smallest unit. More digits than decimals are refused, not rounded.
func parseNumber(s string, decimals int) (int64, error) {
	s = strings.TrimSpace(s)
	negative := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	whole, fraction, point := strings.Cut(strings.ReplaceAll(s, ",", "."), ".")
	if point && (decimals == 0 || fraction == "") || whole == "" || len(fraction) > decimals {
		return 0, errNumber
	}
	digits := whole + fraction + strings.Repeat("0", decimals-len(fraction))
	if strings.Trim(digits, "0123456789") != "" {
		return 0, errNumber
	}
	v, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, errNumber
	}
	if negative {
		v = -v
	}
	return v, nil
}

func formatNumber(v int64, decimals int) string {
	if decimals == 0 {
		return strconv.FormatInt(v, 10)
	}
	scale := int64(math.Pow10(decimals))
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	fraction := strconv.FormatInt(v%scale, 10)
	return sign + strconv.FormatInt(v/scale, 10) + "." + strings.Repeat("0", decimals-len(fraction)) + fraction
}
