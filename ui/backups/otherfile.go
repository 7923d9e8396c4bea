package backups

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/storage"

	"latchkey/store"
	"latchkey/ui/widgets"
)

// askFile asks for a copy that lies elsewhere, such as on a USB stick.
func askFile(win fyne.Window, src Source, chosen func(path string)) {
	field := widgets.NewTextField("")
	path := ""
	widgets.ShowForm(win, widgets.FormSpec{
		Title: lang.L("Another file"), OK: lang.L("Look into it"), Width: 420, Dispatcher: src.Dispatch,
		Fields: []widgets.FormField{{Name: "file", Label: lang.L("File"), Field: field,
			Hint: lang.L("A copy that you have elsewhere, such as on a USB stick. Nothing is put back yet.")}},
		Extra: container.NewHBox(layout.NewSpacer(), widgets.NewLinkButton(lang.L("Choose the file…"), func() { browse(win, field, src.File) })),
		OnSave: func(context.Context) error {
			path = strings.TrimSpace(field.Value())
			return there(path, src.File)
		},
		OnSaved: func() { chosen(path) },
	})
}

// there tells whether a path names a file, and not the one that is open.
func there(path, open string) error {
	info, err := os.Stat(path)
	if err == nil && isOpen(info, open) {
		return &store.Problem{Code: store.CodeInvalid, Field: "file", Text: "This is the file that is open. Choose a copy of it."}
	}
	if filepath.IsAbs(path) && err == nil && info.Mode().IsRegular() {
		return nil
	}
	return &store.Problem{Code: store.CodeInvalid, Field: "file", Text: "There is no file {{.File}}. Check the name and the folder.", Args: map[string]any{"File": path}}
}

func isOpen(info os.FileInfo, open string) bool {
	other, err := os.Stat(open)
	return err == nil && os.SameFile(info, other)
}

// copiesOnly lets through files that may be copies. The one that is open is not
// offered: the list would open and close what it offers, and closing it takes
// SQLite's locks away.
type copiesOnly struct{ open string }

func (c copiesOnly) Matches(uri fyne.URI) bool {
	info, err := os.Stat(filepath.FromSlash(uri.Path()))
	return err == nil && strings.EqualFold(uri.Extension(), ".db") && !isOpen(info, c.open)
}

// browse opens Fyne's list of files. Esc closes it, and not the form below.
func browse(win fyne.Window, field *widgets.TextField, open string) {
	d := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
		if err == nil && f != nil {
			field.SetValue(filepath.FromSlash(f.URI().Path()))
			_ = f.Close() // it is opened again by who knows what it is
		}
	}, win)
	if home, err := os.UserHomeDir(); err == nil {
		if at, err := storage.ListerForURI(storage.NewFileURI(home)); err == nil {
			d.SetLocation(at)
		}
	}
	d.SetFilter(copiesOnly{open})
	d.SetTitleText(lang.L("Choose the file"))
	d.SetConfirmText(lang.L("Take this file"))
	d.SetDismissText(lang.L("Cancel"))
	d.SetView(dialog.ListView)
	c := win.Canvas()
	before := c.OnTypedKey()
	d.SetOnClosed(func() {
		c.SetOnTypedKey(before)
		c.Focus(field.FocusTarget())
	})
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		if ev.Name == fyne.KeyEscape {
			d.Dismiss()
		}
	})
	d.Show()
}
