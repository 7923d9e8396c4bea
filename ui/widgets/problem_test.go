package widgets

import (
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func TestProblemsAreReadable(t *testing.T) {
	err := &store.Problem{
		Text: "{{.Person}} is there until {{.End}}.", Args: map[string]any{"Person": "Mia", "End": store.LocalTime("2026-11-23T11:00")},
	}
	require.Equal(t, "Mia is there until Mon 23 Nov, 11:00.", ProblemText(err))
}
