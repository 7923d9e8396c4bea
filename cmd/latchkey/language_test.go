package main

import (
	"bytes"
	"cmp"
	"os"
	"runtime"
	"testing"

	"fyne.io/fyne/v2/lang"
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

// X11 looks up how letters are composed by the first of LC_ALL, LC_CTYPE and LANG
// that is not empty.
func TestAChosenLanguageLeavesTypingAlone(t *testing.T) {
	for _, computer := range []map[string]string{
		{"LC_ALL": "de_CH.UTF-8", "LANG": "C"},
		{"LC_ALL": "de_CH.UTF-8", "LC_CTYPE": "C"},
		{"LC_CTYPE": "de_CH.UTF-8", "LANG": "C"},
		{"LC_MESSAGES": "it_CH.UTF-8", "LANG": "de_CH.UTF-8"},
	} {
		for _, name := range []string{"LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LANG"} {
			t.Setenv(name, computer[name])
		}
		require.NoError(t, chooseLanguage("fr"))
		require.Equal(t, "de_CH.UTF-8", cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_CTYPE"), os.Getenv("LANG")), "%v", computer)
		if runtime.GOOS == "linux" { // others do not follow the environment
			require.Equal(t, "fr", lang.SystemLocale().LanguageString(), "%v", computer)
		}
	}
}
