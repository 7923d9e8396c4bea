package autostart

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheProgramIsStartedWithTheComputerOrNot(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir)
	require.False(t, On("org.example.App"))
	require.NoError(t, Set("org.example.App", "App", "/opt/app/app", false), "it was not before")
	require.NoError(t, Set("org.example.App", "App", "/opt/app/app", true))
	require.True(t, On("org.example.App"))
	text, err := os.ReadFile(filepath.Join(dir, "autostart", "org.example.App.desktop"))
	require.NoError(t, err)
	require.Equal(t, "[Desktop Entry]\nType=Application\nName=App\nExec=\"/opt/app/app\" --background\nTerminal=false\n", string(text))
	require.NoError(t, Set("org.example.App", "App", "/opt/app/app", false))
	require.False(t, On("org.example.App"))
}

// What the rules of desktop entries ask for: a path with signs of the shell is one
// word, and says the same.
func TestAPathIsQuoted(t *testing.T) {
	for path, exec := range map[string]string{
		"/home/zoe martin/app": `"/home/zoe martin/app"`,
		"/home/100%/app":       `"/home/100%%/app"`,
		`/home/a"b/app`:        `"/home/a\\"b/app"`,
		"/home/$HOME/`x`":      "\"/home/\\\\$HOME/\\\\`x\\\\`\"",
		`/home/a\b`:            `"/home/a\\\\b"`,
	} {
		require.Contains(t, entry("App", path), "Exec="+exec+" --background\n", path)
	}
}
