package encoder

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAUIDIsWrittenInManyWays(t *testing.T) {
	require.Equal(t, Variants{
		Hex: "04A23C5A9E6180", Reversed: "80619E5A3CA204", Decimal: "1304280008909184", DecimalReversed: "36136129765614084",
		Cascade: "2282005052", CascadeReversed: "1017250952",
	}, seven.Variants())
	require.Equal(t, Variants{
		Hex: "66CF4DC2", Reversed: "C24DCF66", Decimal: "1724861890", DecimalReversed: "3259879270", Wiegand: "207,19906",
	}, four.Variants())
	v := UID{0x6F, 0x00, 0x7B, 0x39, 0x72}.Variants()
	require.Equal(t, "0008075634", v.Printed)
	require.Equal(t, "123,14706", v.Wiegand)
	for _, text := range []string{v.Printed, v.Wiegand, v.Reversed, v.Decimal, v.DecimalReversed} {
		require.NotEqual(t, No, CompareText(text, UID{0x6F, 0x00, 0x7B, 0x39, 0x72}), text)
	}
}
