package store

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// PlaceKind says what sort of place a file lies in.
type PlaceKind string

// The kinds of places.
const (
	PlaceLocal   PlaceKind = "local"   // a disk of this computer
	PlaceNetwork PlaceKind = "network" // a share: SQLite's locks do not hold there
	PlaceSynced  PlaceKind = "synced"  // a folder that a program copies to other computers
)

// Place is where a file lies. Name is what the share or the program that copies
// is called; "" on a disk of this computer.
type Place struct {
	Kind PlaceKind
	Name string
}

// WhereIs tells where a file lies, or would lie. It reads no file of the place
// itself, and takes what it cannot find out for a disk of this computer.
func WhereIs(path string) Place { return thisComputer().place(path) }

// surroundings are what a computer tells of its folders; tests make them up.
type surroundings struct {
	windows bool
	fold    bool // capitals do not matter in names
	home    string
	env     func(string) string
	read    func(path string) []byte    // nil where there is no such file
	exists  func(path string) bool      // whether there is such a file or folder
	real    func(path string) string    // follows links
	mounted func(path string) (p Place) // what the system says of the disk; zero: nothing of note
}

func thisComputer() surroundings {
	home, _ := os.UserHomeDir() // without one, no folder lies in it
	return surroundings{
		windows: runtime.GOOS == "windows", fold: runtime.GOOS == "windows" || runtime.GOOS == "darwin",
		home: home, env: os.Getenv, read: readSmall, exists: taken, real: realPath, mounted: mountedAt,
	}
}

func readSmall(path string) []byte {
	text, _ := os.ReadFile(path) //nolint:forbidigo // the settings of another program; what cannot be read tells nothing
	return text
}

// realPath follows the links in the part of a path that is there.
func realPath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	if up := filepath.Dir(path); up != path {
		return filepath.Join(realPath(up), filepath.Base(path))
	}
	return path
}

func (s surroundings) place(path string) Place {
	if abs, err := filepath.Abs(path); err == nil && !s.windows == (runtime.GOOS != "windows") {
		path = abs
	}
	for _, p := range []string{path, s.real(path)} {
		if s.share(p) {
			return Place{PlaceNetwork, shareName(p)}
		}
		if at := s.mounted(p); at.Kind != "" {
			return at
		}
		if name := s.syncedBy(p); name != "" {
			return Place{PlaceSynced, name}
		}
	}
	return Place{Kind: PlaceLocal}
}

// share tells whether Windows takes a path for one on another computer:
// \\server\share\…, \\?\UNC\server\share\….
func (s surroundings) share(path string) bool {
	if !s.windows {
		return false
	}
	path = slashed(path)
	long := strings.TrimPrefix(path, "//?/")
	if long != path {
		return len(long) > 4 && strings.EqualFold(long[:4], "UNC/")
	}
	return strings.HasPrefix(path, "//") && !strings.HasPrefix(path, "//./")
}

// shareName shortens a path to server and share.
func shareName(path string) string {
	path = strings.TrimPrefix(slashed(path), "//?/")
	if len(path) > 4 && strings.EqualFold(path[:4], "UNC/") {
		path = path[4:]
	}
	parts := strings.SplitN(strings.Trim(path, "/"), "/", 3)
	return `\\` + strings.Join(parts[:min(2, len(parts))], `\`)
}

func slashed(path string) string { return strings.ReplaceAll(path, `\`, "/") }

// within tells whether a path lies in a folder.
func (s surroundings) within(folder, path string) bool { return s.below(folder, path) != "" }

// below is the part of a path that follows a folder, with slashes; "": it does
// not lie in it.
func (s surroundings) below(folder, path string) string {
	folder, path = strings.TrimRight(slashed(folder), "/"), slashed(path)
	if folder == "" || len(path) <= len(folder) || path[len(folder)] != '/' || s.folded(path[:len(folder)]) != s.folded(folder) {
		return ""
	}
	return path[len(folder)+1:]
}

func (s surroundings) folded(name string) string {
	if s.fold {
		return strings.ToLower(name)
	}
	return name
}

// join puts a path together; "" where its beginning is not known.
func (s surroundings) join(parts ...string) string {
	if parts[0] == "" {
		return ""
	}
	return strings.TrimRight(slashed(parts[0]), "/") + "/" + strings.Join(parts[1:], "/")
}
