package store

import (
	"cmp"
	"encoding/json"
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

// syncedBy names the program that copies the folder of a path to other
// computers; "" for none that is known.
func (s surroundings) syncedBy(path string) string {
	for _, r := range s.roots() {
		if s.within(r.folder, path) {
			return r.name
		}
	}
	return cmp.Or(s.inHome(path), s.marked(path))
}

// root is a folder that a program copies.
type root struct{ folder, name string }

// roots are those that the programs themselves tell.
func (s surroundings) roots() []root {
	var list []root
	for _, name := range []string{"OneDrive", "OneDriveConsumer", "OneDriveCommercial"} {
		list = append(list, root{s.env(name), "OneDrive"})
	}
	for _, file := range []string{ // https://help.dropbox.com/installs/locate-dropbox-folder
		s.join(s.env("APPDATA"), "Dropbox", "info.json"),
		s.join(s.env("LOCALAPPDATA"), "Dropbox", "info.json"),
		s.join(s.home, ".dropbox", "info.json"),
	} {
		var accounts map[string]struct{ Path string }
		if text := s.read(file); text == nil || json.Unmarshal(text, &accounts) != nil {
			continue
		}
		for _, a := range accounts {
			list = append(list, root{a.Path, "Dropbox"})
		}
	}
	// A Mac that keeps Desktop and Documents in iCloud shows them here as well.
	if cloud := s.join(s.home, "Library", "Mobile Documents"); s.home != "" {
		list = append(list, root{cloud, "iCloud Drive"})
		for _, name := range []string{"Desktop", "Documents"} {
			if s.exists(s.join(cloud, "com~apple~CloudDocs", name)) {
				list = append(list, root{s.join(s.home, name), "iCloud Drive"})
			}
		}
	}
	return list
}

// homes are the usual names of such folders in the folder of a user; some add
// the name of an account after a blank or a hyphen.
var homes = []root{
	{"OneDrive", "OneDrive"}, {"Dropbox", "Dropbox"}, {"iCloudDrive", "iCloud Drive"}, {"iCloud Drive", "iCloud Drive"},
	{"Google Drive", "Google Drive"}, {"GoogleDrive", "Google Drive"}, {"My Drive", "Google Drive"}, {"Nextcloud", "Nextcloud"},
	{"ownCloud", "ownCloud"}, {"pCloudDrive", "pCloud"}, {"pCloud Drive", "pCloud"}, {"Proton Drive", "Proton Drive"},
}

func (s surroundings) inHome(path string) string {
	for _, up := range []string{s.home, s.join(s.home, "Library", "CloudStorage")} {
		first, _, _ := strings.Cut(s.below(up, path), "/")
		for _, h := range homes {
			rest, ok := strings.CutPrefix(s.folded(first), s.folded(h.folder))
			if ok && (rest == "" || rest[0] == ' ' || rest[0] == '-') {
				return h.name
			}
		}
	}
	return ""
}

// syncMarks are what some programs leave in the folder that they copy.
var syncMarks = []root{
	{".stfolder", "Syncthing"}, {".dropbox.cache", "Dropbox"}, {".nextcloudsync.log", "Nextcloud"}, {".owncloudsync.log", "ownCloud"},
}

func (s surroundings) marked(path string) string {
	path = strings.TrimRight(slashed(path), "/")
	for {
		cut := strings.LastIndexByte(path, '/')
		if cut <= 0 {
			return ""
		}
		path = path[:cut]
		for _, m := range syncMarks {
			if s.exists(path + "/" + m.folder) {
				return m.name
			}
		}
	}
}

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
