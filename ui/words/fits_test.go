package words

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFits(t *testing.T) {
	require.True(t, Fits("Zoé Petit zoe@example.com", "petit ZOE"))
	require.True(t, Fits("Élodie Laurent gets Front door", "FRONT elo"))
	require.False(t, Fits("Zoé Petit", "petit anna"))
	require.True(t, Fits("anything", "  "))
}
