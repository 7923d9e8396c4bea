package words

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNumberHasItsThousandsApart(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 10_000: "10,000", 267_202: "267,202", 1_000_007: "1,000,007"} {
		require.Equal(t, want, Number(n))
	}
}
