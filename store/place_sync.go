package store

import (
	"cmp"
	"encoding/json"
	"strings"
)

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
