package ks

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/pkg/browser"
)

// OpenFolder shows a folder in the person's own file manager. It may block for
// as long as that runs.
func OpenFolder(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.IsDir() || !filepath.IsAbs(path) {
		return errors.New("not a folder")
	}
	quietBrowser()
	return browser.OpenURL(path) // not OpenFile, which makes an address of it and escapes nothing
}
