package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

// Only the catalogue that is spoken is read, whatever way it is chosen.
func TestTheLanguageIsThatOfTheComputerOrTheChosenOne(t *testing.T) {
	for _, one := range []struct {
		computer, choice, said string
	}{
		{"fr_CH.UTF-8", "", "Il n’y a pas de fichier"},
		{"fr_CH.UTF-8", "en", "There is no file"},
		{"en_GB.UTF-8", "fr", "Il n’y a pas de fichier"},
		{"de_DE.UTF-8", "", "There is no file"},
		{"de_DE.UTF-8", "fr", "Il n’y a pas de fichier"},
	} {
		args := []string{"plan", "--data", t.TempDir()}
		if one.choice != "" {
			args = append(args, "--lang", one.choice)
		}
		cmd := child(t, args...)
		cmd.Env = append(cmd.Env, "LANGUAGE=", "LC_ALL="+one.computer, "LANG="+one.computer)
		var said bytes.Buffer
		cmd.Stderr = &said
		require.Error(t, cmd.Run())
		require.Contains(t, said.String(), one.said, "%+v", one)
	}
}
