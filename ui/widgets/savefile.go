package widgets

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"

	"latchkey/store"
)

// SaveSpec is what is asked before a file is written.
type SaveSpec struct {
	Title  string
	Folder string // offered; empty: the documents of who is logged in
	Name   string // offered, without its ending
	Ending string // ".csv"; put behind a name that has another or none
	// OnChosen gets the path on the UI thread. A file that is there already is
	// to be replaced: the person said so.
	OnChosen func(path string)
	// Dispatcher looks at the folder. Nil looks at once.
	Dispatcher Dispatcher
}

// saveForm asks for a folder and a name. Fyne's own dialog empties the file
// before anything can be written into it, which loses what it held when the
// writing fails.
type saveForm struct {
	win    fyne.Window
	spec   SaveSpec
	folder *TextField
	name   *TextField
	path   string // what was entered, once it was looked at
	exists bool   // there is such a file
}

// ShowSave asks where to write a file.
func ShowSave(win fyne.Window, spec SaveSpec) {
	f := &saveForm{win: win, spec: spec, folder: NewTextField(""), name: NewTextField("")}
	if f.spec.Folder == "" {
		f.spec.Folder = documents()
	}
	f.folder.SetValue(f.spec.Folder)
	f.name.SetValue(fileName(spec.Name) + spec.Ending)
	ShowForm(win, FormSpec{
		Title: spec.Title, Dispatcher: spec.Dispatcher, Width: 420,
		Fields: []FormField{
			{Name: "name", Label: lang.L("File name"), Field: f.name},
			{Name: "folder", Label: lang.L("Folder"), Field: f.folder},
		},
		Extra:  container.NewHBox(layoutSpacer(), NewLinkButton(lang.L("Choose the folder…"), f.browse)),
		OnSave: func(context.Context) error { return f.look() }, OnSaved: f.chosen,
	})
}

// documents is the folder where people look for their files.
func documents() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	if dir := filepath.Join(home, "Documents"); isFolder(dir) {
		return dir
	}
	return home
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// unusable are the characters that a file's name cannot have on one system or
// another.
const unusable = `/\:*?"<>|`

// fileName makes a name for a file of any text.
func fileName(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if strings.ContainsRune(unusable, r) || r < ' ' {
			return '-'
		}
		return r
	}, text))
}

// look checks what was entered against the disk, away from the UI thread.
func (f *saveForm) look() error {
	folder, name := strings.TrimSpace(f.folder.Value()), strings.TrimSpace(f.name.Value())
	if !strings.EqualFold(filepath.Ext(name), f.spec.Ending) {
		name += f.spec.Ending
	}
	switch {
	case name == f.spec.Ending:
		return &store.Problem{Code: store.CodeInvalid, Field: "name", Text: "Enter a name for the file."}
	case fileName(name) != name:
		return &store.Problem{Code: store.CodeInvalid, Field: "name", Text: "The name of a file cannot have any of {{.Characters}}. Take another.", Args: map[string]any{"Characters": unusable}}
	case !filepath.IsAbs(folder) || !isFolder(folder):
		return &store.Problem{Code: store.CodeInvalid, Field: "folder", Text: "There is no folder {{.Folder}}. Choose one that is there.", Args: map[string]any{"Folder": folder}}
	}
	f.path = filepath.Join(folder, name)
	if isFolder(f.path) {
		return &store.Problem{Code: store.CodeInvalid, Field: "name", Text: "There is a folder of this name. Take another."}
	}
	_, err := os.Lstat(f.path)
	f.exists = err == nil
	return nil
}

func (f *saveForm) chosen() {
	if !f.exists {
		f.spec.OnChosen(f.path)
		return
	}
	Confirm(f.win, lang.L("Replace the file?"),
		lang.L("{{.File}} is there already. What is in it now is lost.", map[string]any{"File": filepath.Base(f.path)}),
		lang.L("Replace"), func() { f.spec.OnChosen(f.path) })
}

// browse opens Fyne's list of folders. Esc closes it, and not the form below.
func (f *saveForm) browse() {
	d := dialog.NewFolderOpen(func(uri fyne.ListableURI, err error) {
		if err == nil && uri != nil {
			f.folder.SetValue(filepath.FromSlash(uri.Path()))
		}
	}, f.win)
	if at, err := storage.ListerForURI(storage.NewFileURI(f.folder.Value())); err == nil {
		d.SetLocation(at)
	}
	d.SetTitleText(lang.L("Choose the folder"))
	d.SetConfirmText(lang.L("Take this folder"))
	d.SetDismissText(lang.L("Cancel"))
	d.SetView(dialog.ListView)
	c := f.win.Canvas()
	before := c.OnTypedKey()
	d.SetOnClosed(func() {
		c.SetOnTypedKey(before)
		c.Focus(f.folder.FocusTarget())
	})
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		if ev.Name == fyne.KeyEscape {
			d.Dismiss()
		}
	})
	d.Show()
}
