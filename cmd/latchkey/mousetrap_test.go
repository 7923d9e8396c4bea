package main

import (
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
)

func TestADoubleClickOnWindowsIsNotRefused(t *testing.T) {
	require.Empty(t, cobra.MousetrapHelpText, "with a text, cobra ends a program that Explorer started")
}
