package layers

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTree holds every Go file of the module, tests apart, against the layers.
func TestTree(t *testing.T) {
	root := moduleRoot(t)
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name != root && ignored(entry.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		file, err := read(filepath.ToSlash(rel), text)
		if err != nil {
			return err
		}
		if layer, ok := longest(layers, filepath.ToSlash(filepath.Dir(rel))); ok {
			seen[layer] = true
		}
		for _, breach := range breaches(file) {
			t.Error(breach)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, must := range []string{"cmd", "ui", "store", "sync/access", "sync/reconcile", "sync/engine", "sync/ks", "sync/kssim"} {
		if !seen[must] {
			t.Errorf("no Go file found in %s: has the folder moved away from the table?", must)
		}
	}
}

// TestBreaches holds files that nobody wrote against the layers, so that the
// check is known to be able to fail.
func TestBreaches(t *testing.T) {
	tests := []struct {
		path, body string
		want       string // part of the only breach; empty for a good file
	}{
		{"sync/access/compile.go", `import ("slices"; "time"; "latchkey/store"); var day = 24 * time.Hour`, ""},
		{"sync/access/deep/down.go", `import "os"`, "imports os: closed to sync/access"},
		{"sync/access/a.go", `import "net/url"`, "closed to sync/access"},
		{"sync/access/a.go", `import "sync"`, "closed to sync/access"},
		{"sync/access/a.go", `import "time"; var t = time.Now()`, "uses time.Now"},
		{"sync/access/a.go", `import "time"; var now = time.Now`, "uses time.Now"},
		{"sync/access/a.go", `import clock "time"; var t = clock.Since(x)`, "uses time.Since"},
		{"sync/access/a.go", `import "time"; var d = time.Duration(1); var u = x.Now()`, ""},
		{"sync/access/a.go", `import "latchkey/sync/engine"`, "may import store, sync/access"},
		{"sync/reconcile/a.go", `import ("fmt"; "latchkey/store"; "latchkey/sync/access")`, ""},
		{"sync/reconcile/a.go", `import "os/exec"`, "imports os/exec: closed to sync/reconcile"},
		{"sync/attendance/a.go", `import "latchkey/sync/ks"`, "imports latchkey/sync/ks"},
		{"sync/engine/a.go", `import ("context"; "log/slog"; "latchkey/sync/ks"; "latchkey/sync/reconcile")`, ""},
		{"sync/engine/a.go", `import "latchkey/sync/kssim"`, "imports latchkey/sync/kssim"},
		{"sync/engine/a.go", `import "latchkey/ui/widgets"`, "imports latchkey/ui/widgets"},
		{"sync/engine/a.go", `import "time"; var c = time.After(1)`, "uses time.After"},
		{"sync/engine/a.go", `import "time"; var c = time.NewTimer(1)`, ""},
		{"sync/ks/a.go", `import ("net/http"; "golang.org/x/oauth2"; "github.com/pkg/browser"; "latchkey/store")`, ""},
		{"sync/ks/a.go", `import "fyne.io/fyne/v2"`, "only for cmd, ui"},
		{"sync/kssim/a.go", `import "latchkey/store"`, "imports latchkey/store"},
		{"sync/kssim/a.go", `import "latchkey/sync/ks"`, "imports latchkey/sync/ks"},
		{"sync/loose.go", `import "time"`, "sync is no layer"},
		{"sync/novelty/a.go", `import "time"`, "sync/novelty is no layer"},
		{"tools/a.go", `import "time"`, "tools is no layer"},
		{"main.go", `import "time"`, "is no layer"},
		{"store/a.go", `import ("database/sql"; _ "modernc.org/sqlite"; "latchkey/store/internal/rows")`, ""},
		{"store/a.go", `import "time"; var now = time.Now`, "uses time.Now"},
		{"store/store.go", `import "time"; var now = time.Now`, ""},
		{"store/a.go", `import "latchkey/sync/access"`, "store may import store"},
		{"store/a.go", `import "fyne.io/fyne/v2/lang"`, "only for cmd, ui"},
		{"store/a.go", `import "github.com/stretchr/testify/require"`, "only for nothing but tests"},
		{"ui/members/a.go", `import ("fyne.io/fyne/v2/widget"; "latchkey/store"; "latchkey/ui/widgets")`, ""},
		{"ui/members/a.go", `import "fyne.io/fyne/v2/app"`, "only for cmd"},
		{"ui/members/a.go", `import "latchkey/sync/engine"`, "imports latchkey/sync/engine"},
		{"ui/members/a.go", `import "database/sql"`, "only for store"},
		{"ui/encoder/a.go", `import "fyne.io/fyne/v2"`, "closed to ui/encoder"},
		{"ui/encoder/a.go", `import "latchkey/store"`, "ui/encoder may import ui/encoder"},
		{"ui/encoder/a.go", `import "go.bug.st/serial/enumerator"`, ""},
		{"ui/encoder/a.go", `import "github.com/creack/pty"`, "only for ui/encoder/emulate"},
		{"ui/encoder/emulate/a.go", `import ("github.com/creack/pty"; "latchkey/ui/encoder")`, ""},
		{"ui/encoder/emulate/a.go", `import "latchkey/store"`, "ui/encoder may import ui/encoder"},
		{"ui/tags/a.go", `import "go.bug.st/serial"`, "only for ui/encoder"},
		{"ui/encoders/a.go", `import "latchkey/store"`, ""},
		{"cmd/latchkey/main.go", `import ("fyne.io/fyne/v2/app"; "latchkey/sync/engine"; "latchkey/ui"; "time"); var now = time.Now`, ""},
		{"cmd/kssim/main.go", `import "latchkey/sync/kssim"`, ""},
		{"cmd/latchkey/main.go", `import "latchkey/attic"`, "imports latchkey/attic"},
		{"assets/assets.go", `import "embed"`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.path+" "+tt.body, func(t *testing.T) {
			file, err := read(tt.path, []byte("package p; "+tt.body))
			if err != nil {
				t.Fatal(err)
			}
			got := breaches(file)
			switch {
			case tt.want == "" && len(got) != 0:
				t.Errorf("breaches %q in a good file", got)
			case tt.want != "" && (len(got) != 1 || !strings.Contains(got[0], tt.want)):
				t.Errorf("got %q, want one breach with %q", got, tt.want)
			}
		})
	}
}

// ignored names the folders that the go command ignores too, and the places of
// built things.
func ignored(name string) bool {
	switch name {
	case "bin", "testdata", "vendor":
		return true
	}
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = up
	}
}
