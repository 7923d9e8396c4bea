package words

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMoneyHasTheDigitsOfItsCurrency(t *testing.T) {
	require.Equal(t, "12.50\u00a0EUR", Money(1250, "EUR"))
	require.Equal(t, "0.05\u00a0EUR", Money(5, "EUR"))
	require.Equal(t, "0.00\u00a0CHF", Money(0, "CHF"))
	require.Equal(t, "1500\u00a0JPY", Money(1500, "JPY"))
	require.Equal(t, "-1.005\u00a0KWD", Money(-1005, "KWD"))
	require.Equal(t, "1.00\u00a0QQQ", Money(100, "QQQ"), "what nobody knows has two")
}
