package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAComputerRemembersItselfAndItsFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "computer.json")
	c := thisComputer(path, slog.New(slog.DiscardHandler))
	require.NotEmpty(t, c.ID())
	require.Zero(t, c.Newest("a"))
	c.Saw("a", 7)
	again := thisComputer(path, slog.New(slog.DiscardHandler))
	require.Equal(t, c.ID(), again.ID())
	require.EqualValues(t, 7, again.Newest("a"))
	again.Saw("a", 3) // a backup that the desk agreed to
	require.EqualValues(t, 3, thisComputer(path, slog.New(slog.DiscardHandler)).Newest("a"))
	require.NotEqual(t, c.ID(), thisComputer(filepath.Join(t.TempDir(), "other.json"), slog.New(slog.DiscardHandler)).ID())
}

func TestWhatAComputerCannotReadItForgets(t *testing.T) {
	path := filepath.Join(t.TempDir(), "computer.json")
	require.NoError(t, os.WriteFile(path, []byte("{half"), 0o600))
	c := thisComputer(path, slog.New(slog.DiscardHandler))
	require.NotEmpty(t, c.ID())
	require.Zero(t, c.Newest("a"))
}
