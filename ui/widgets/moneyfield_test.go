package widgets

import (
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func TestMoneyFieldKeepsMinorUnits(t *testing.T) {
	f := NewMoneyField("EUR")
	window(t, f)
	require.Error(t, f.Check(), "nothing was entered")
	for _, c := range []struct {
		text, currency string
		want           int64
		bad            bool
	}{
		{"12,5", "eur", 1250, false}, {"0", "EUR", 0, false}, {"1500", "JPY", 1500, false}, {"12.5", "JPY", 0, true},
		{"12.345", "EUR", 0, true}, {"-1", "EUR", -100, true}, {"1", "EURO", 100, true}, {"1", "", 100, true}, {"x", "EUR", 0, true},
	} {
		f.amount.SetText(c.text)
		f.currency.SetText(c.currency)
		v, _ := f.Value()
		require.Equal(t, c.want, v, c.text)
		require.Equal(t, c.bad, f.Check() != nil, c)
		if c.bad {
			require.Equal(t, store.CodeInvalid, store.CodeOf(f.Check()))
		}
	}
	f.SetValue(1005, "KWD")
	require.Equal(t, "1.005", f.amount.Text)
	v, currency := f.Value()
	require.Equal(t, int64(1005), v)
	require.Equal(t, "KWD", currency)
}
