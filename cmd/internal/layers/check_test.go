package layers

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

const module = "latchkey"

// source is what the rules look at in one Go file.
type source struct {
	path    string   // from the root of the module, with slashes
	imports []string // import paths
	clock   []string // functions of ticking that it names
}

// read takes a source from the text of a Go file.
func read(path string, text []byte) (source, error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
	if err != nil {
		return source{}, err
	}
	s := source{path: path}
	clock := "" // the name that the file gives to package time
	for _, spec := range file.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return source{}, fmt.Errorf("%s: import %s: %w", path, spec.Path.Value, err)
		}
		s.imports = append(s.imports, name)
		if name == "time" {
			clock = "time"
			if spec.Name != nil {
				clock = spec.Name.Name
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && x.Name == clock && slices.Contains(ticking, sel.Sel.Name) {
			s.clock = append(s.clock, sel.Sel.Name)
		}
		return true
	})
	return s, nil
}

// breaches says, a line each, what of a file goes against the layers.
func breaches(s source) []string {
	folder := path.Dir(s.path)
	name, ok := longest(layers, folder)
	if !ok {
		return []string{fmt.Sprintf("%s: %s is no layer of the house: move the file, or add the folder to the table", s.path, folder)}
	}
	here := layers[name]
	var out []string
	say := func(format string, args ...any) { out = append(out, s.path+": "+fmt.Sprintf(format, args...)) }
	for _, imp := range s.imports {
		if inner, ok := strings.CutPrefix(imp, module+"/"); ok {
			if !within(inner, here.may) {
				say("imports %s: %s may import %s", imp, name, words(here.may))
			}
			continue
		}
		if within(imp, here.never) {
			say("imports %s: closed to %s", imp, name)
		}
		if lib, ok := longest(homes, imp); ok && !within(folder, homes[lib]) {
			say("imports %s: only for %s", imp, words(homes[lib]))
		}
	}
	if here.still && !slices.Contains(clocks, s.path) {
		for _, fn := range s.clock {
			say("uses time.%s: %s is handed its clock", fn, name)
		}
	}
	return out
}

// longest finds the key of table that is name or the nearest folder above it.
func longest[T any](table map[string]T, name string) (string, bool) {
	for ; name != "." && name != "/"; name = path.Dir(name) {
		if _, ok := table[name]; ok {
			return name, true
		}
	}
	return "", false
}

// within tells whether name is one of folders or lies below one.
func within(name string, folders []string) bool {
	return slices.ContainsFunc(folders, func(f string) bool {
		return name == f || strings.HasPrefix(name, f+"/")
	})
}

func words(folders []string) string {
	if len(folders) == 0 {
		return "nothing but tests"
	}
	return strings.Join(folders, ", ")
}
