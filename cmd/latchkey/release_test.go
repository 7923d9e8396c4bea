package main

import (
	"os"
	"regexp"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestOneVersion: what FyneApp.toml says is what the program and the list of
// changes say.
func TestOneVersion(t *testing.T) {
	t.Parallel()
	require.Equal(t, first(t, "FyneApp.toml", `(?m)^Version = "(.*)"$`), next)
	require.Equal(t, next, first(t, "docs/changes.md", `(?m)^## (\S+)`), "the newest part of docs/changes.md")
}

// first returns what the first match of a pattern in a file of the tree holds.
func first(t *testing.T, file, pattern string) string {
	t.Helper()
	text, err := os.ReadFile("../../" + file)
	require.NoError(t, err)
	m := regexp.MustCompile(pattern).FindSubmatch(text)
	require.NotNil(t, m, "%s holds no %s", file, pattern)
	return string(m[1])
}

func TestTheVersionNamesReleaseAndCommit(t *testing.T) {
	t.Parallel()
	commit := debug.BuildSetting{Key: "vcs.revision", Value: "0123456789abcdef0123456789abcdef01234567"}
	changed := debug.BuildSetting{Key: "vcs.modified", Value: "true"}
	clean := debug.BuildSetting{Key: "vcs.modified", Value: "false"}
	for want, got := range map[string]string{
		next + "-dev":                         versionOf("", nil),
		next + "-dev (0123456789ab, changed)": versionOf("", []debug.BuildSetting{commit, changed}),
		"1.2.3 (0123456789ab)":                versionOf("1.2.3", []debug.BuildSetting{commit, clean}),
		"1.2.3-dev.45":                        versionOf("1.2.3-dev.45", nil),
	} {
		require.Equal(t, want, got)
	}
}
