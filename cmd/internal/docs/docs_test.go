// Package docs holds the documents against the code.
package docs

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const root = "../../.."

// named is a test in a table: with its package, or in sync/engine.
var named = regexp.MustCompile("`(?:([a-z/]+): )?((?:Test|Fuzz)[A-Za-z0-9]+)`")

var defined = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)[A-Za-z0-9_]+)\(`)

// TestEveryTestThatKSNamesIsThere, in the folder that docs/ks.md says.
func TestEveryTestThatKSNamesIsThere(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs", "ks.md"))
	require.NoError(t, err)
	names := named.FindAllStringSubmatch(string(text), -1)
	require.Greater(t, len(names), 100)
	have := map[string][]string{}
	for _, n := range names {
		folder := map[string]string{"": "sync/engine", "ks": "sync/ks", "kssim": "sync/kssim", "access": "sync/access", "reconcile": "sync/reconcile"}[n[1]]
		if folder == "" {
			folder = n[1]
		}
		if have[folder] == nil {
			have[folder] = testsIn(t, folder)
		}
		require.True(t, slices.Contains(have[folder], n[2]), "%s, which docs/ks.md names, is not in %s", n[2], folder)
	}
}

func testsIn(t *testing.T, folder string) []string {
	t.Helper()
	var all []string
	entries, err := fs.ReadDir(os.DirFS(root), folder)
	require.NoError(t, err)
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		code, err := os.ReadFile(filepath.Join(root, folder, e.Name()))
		require.NoError(t, err)
		for _, m := range defined.FindAllSubmatch(code, -1) {
			all = append(all, string(m[1]))
		}
	}
	return all
}
