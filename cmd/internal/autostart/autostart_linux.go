package autostart

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Supported tells whether it can be chosen on this system.
const Supported = true

// path is where desktops look for what to start. The name is the app's id.
func path(id string) (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "autostart", id+".desktop"), nil
}

// On tells whether the program is started with the computer.
func On(id string) bool {
	p, err := path(id)
	if err != nil {
		return false
	}
	_, err = os.Stat(p)
	return err == nil
}

// Set has a program started with the computer, without its window, or not any more.
func Set(id, name, program string, on bool) error {
	p, err := path(id)
	if err != nil {
		return err
	}
	if !on {
		if err := os.Remove(p); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(p), 0o700); err != nil {
		return err
	}
	return os.WriteFile(p, []byte(entry(name, program)), 0o600)
}

// entry is a desktop entry, in which a program's path is quoted twice: for the
// command line, and for the text of the file.
func entry(name, program string) string {
	quoted := strings.NewReplacer(`\`, `\\\\`, `"`, `\\"`, "`", "\\\\`", `$`, `\\$`, `%`, `%%`).Replace(program)
	return "[Desktop Entry]\nType=Application\nName=" + name + "\nExec=\"" + quoted + "\" --background\nTerminal=false\n"
}
