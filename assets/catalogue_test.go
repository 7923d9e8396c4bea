package assets

import (
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write what the code says into en.json, and drop from the others what it does not say any more")

// message is one entry of a catalogue: a text, or one for each plural form.
type message struct {
	Text  string
	Forms map[string]string
}

func (m *message) UnmarshalJSON(b []byte) error {
	if json.Unmarshal(b, &m.Text) == nil {
		return nil
	}
	return json.Unmarshal(b, &m.Forms)
}

// texts returns the text or texts of a message.
func (m message) texts() []string {
	if m.Forms == nil {
		return []string{m.Text}
	}
	return slices.Sorted(maps.Values(m.Forms))
}

func readCatalogue(t *testing.T, name string) map[string]message {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("translations", name))
	if *update && os.IsNotExist(err) {
		return map[string]message{}
	}
	require.NoError(t, err)
	out := map[string]message{}
	require.NoError(t, json.Unmarshal(data, &out))
	return out
}

func writeCatalogue(t *testing.T, name string, c map[string]message) {
	t.Helper()
	entries := make(map[string]any, len(c))
	for key, m := range c {
		entries[key] = m.Text
		if m.Forms != nil {
			entries[key] = m.Forms
		}
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	require.NoError(t, enc.Encode(entries))
	require.NoError(t, os.WriteFile(filepath.Join("translations", name), []byte(b.String()), 0o600))
}

// Every text that the desk can see is in every catalogue, with the same marks,
// and nothing else is.
func TestCatalogueIsComplete(t *testing.T) {
	said := collect(t)
	english := readCatalogue(t, "en.json")
	if *update {
		for key, plural := range said {
			if _, have := english[key]; !have {
				english[key] = fresh(key, plural)
			}
		}
		maps.DeleteFunc(english, func(key string, _ message) bool { _, ok := said[key]; return !ok })
		writeCatalogue(t, "en.json", english)
	}
	for _, name := range []string{"en.json", "fr.json"} {
		c := readCatalogue(t, name)
		if *update {
			maps.DeleteFunc(c, func(key string, _ message) bool { _, ok := said[key]; return !ok })
			writeCatalogue(t, name, c)
		}
		for _, key := range slices.Sorted(maps.Keys(said)) {
			m, ok := c[key]
			if !ok {
				t.Errorf("%s lacks %q", name, key)
				continue
			}
			if said[key] != (m.Forms != nil) {
				t.Errorf("%s: %q: plural forms expected: %v", name, key, said[key])
			}
			for _, text := range m.texts() {
				if text == "" || !slices.Equal(marks(key), marks(text)) {
					t.Errorf("%s: %q has other marks than %q", name, text, key)
				}
			}
		}
		for key := range c {
			if _, ok := said[key]; !ok {
				t.Errorf("%s has %q, which the program does not say; run the test with -update", name, key)
			}
		}
	}
}

// fresh is a new entry of the English catalogue, where the key is the text.
func fresh(key string, plural bool) message {
	if !plural {
		return message{Text: key}
	}
	return message{Forms: map[string]string{"one": key, "other": key}}
}

var mark = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

// marks are the names of the values in a text, each once, sorted.
func marks(text string) []string {
	var out []string
	for _, m := range mark.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// collect returns every text of the program that is looked up in the
// catalogue; the value says whether it has plural forms.
func collect(t *testing.T) map[string]bool {
	t.Helper()
	said := map[string]bool{}
	for _, dir := range []string{"../ui", "../store", "../sync", "../cmd/latchkey"} {
		require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "kssim" || d.Name() == "db" || d.Name() == "testdata"):
				return fs.SkipDir
			case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
				return nil
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			collectFile(file, !strings.Contains(filepath.ToSlash(path), "cmd/latchkey"), said)
			return nil
		}))
	}
	for _, list := range []string{"Mon Tue Wed Thu Fri Sat Sun", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"} {
		for _, word := range strings.Fields(list) {
			said[word] = false
		}
	}
	return said
}

// collectFile finds the texts given to lang, the Text fields of problems and
// sentences, and, outside the command line with its English help, whatever
// literal is a whole sentence or has a mark.
func collectFile(file *ast.File, sentences bool, said map[string]bool) {
	add := func(e ast.Expr, plural bool) {
		if s, ok := literal(e); ok && s != "" {
			said[s] = said[s] || plural
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.CallExpr:
			sel, ok := n.Fun.(*ast.SelectorExpr)
			if pkg, isName := nameOf(sel); ok && isName && pkg == "lang" && len(n.Args) > 0 {
				add(n.Args[0], sel.Sel.Name == "N")
			}
			if id, ok := n.Fun.(*ast.Ident); ok && (id.Name == "sentence" || id.Name == "say") && len(n.Args) > 0 {
				add(n.Args[0], false)
			}
			if id, ok := n.Fun.(*ast.Ident); ok && id.Name == "line" && len(n.Args) > 1 {
				add(n.Args[1], false)
			}
		case *ast.KeyValueExpr:
			if id, ok := n.Key.(*ast.Ident); ok && id.Name == "Text" {
				add(n.Value, false)
			}
		case *ast.BasicLit:
			if s, ok := literal(n); ok && sentences && isSentence(s) {
				add(n, false)
			}
		}
		return true
	})
}

func nameOf(sel *ast.SelectorExpr) (string, bool) {
	if sel == nil {
		return "", false
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return "", false
	}
	return id.Name, true
}

// literal returns the value of a string literal, or of several joined by +.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		a, okA := literal(e.X)
		b, okB := literal(e.Y)
		return a + b, okA && okB && e.Op == token.ADD
	}
	return "", false
}

func isSentence(s string) bool {
	if strings.ContainsAny(s, "\n%<") || !strings.Contains(s, " ") || strings.HasSuffix(s, " ?") { // an SQL statement
		return false
	}
	first := []rune(s)[0]
	return strings.Contains(s, "{{.") || (unicode.IsUpper(first) || first == '“') && strings.ContainsAny(s[len(s)-1:], ".?!")
}
