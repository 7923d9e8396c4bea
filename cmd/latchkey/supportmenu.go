package main

import (
	"context"
	"io"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/cmd/internal/support"
	"latchkey/store"
	"latchkey/sync/ks"
	uisupport "latchkey/ui/support"
	"latchkey/ui/widgets"
)

// logShown is how many lines of the log are shown.
const logShown = 2000

// supportMenu is what Help has for whoever looks for a mistake.
func (d *desktop) supportMenu() []*fyne.MenuItem {
	return []*fyne.MenuItem{
		fyne.NewMenuItem(lang.L("Show the log of the program…"), d.showLog),
		fyne.NewMenuItem(lang.L("Save a file for support…"), d.offerBundle),
	}
}

func (d *desktop) showLog() {
	folder := filepath.Dir(d.cfg.file)
	uisupport.ShowLog(uisupport.LogDeps{
		Win: d.cfg.win, Dispatch: d.cfg.dispatch,
		Read: func(context.Context) ([]uisupport.Line, error) {
			lines, err := support.Tail(filepath.Join(folder, logName), logShown)
			if err != nil {
				return nil, &store.Problem{Code: store.CodeFile, Text: "The log cannot be read. Look into the folder {{.Folder}}.", Args: map[string]any{"Folder": folder}, Err: err}
			}
			shown := make([]uisupport.Line, 0, len(lines))
			for _, l := range lines {
				shown = append(shown, uisupport.Line{Text: l.String(), Bad: l.Problem()})
			}
			return shown, nil
		},
		Folder: func() { d.openFolder(folder) },
		Copy:   d.cfg.app.Clipboard().SetContent,
		Copied: func(lines int) {
			d.shell.ShowNotice(lang.N("{{.Count}} lines were copied.", lines, map[string]any{"Count": lines}))
		},
	})
}

// openFolder shows a folder in the person's own file manager.
func (d *desktop) openFolder(folder string) {
	go func() { // not waited for: some file managers return only when they are closed
		err := ks.OpenFolder(folder)
		if err == nil || d.ctx.Err() != nil {
			return
		}
		d.cfg.dispatch.Do(func() {
			d.shell.ShowProblem(&store.Problem{Code: store.CodeMissing, Text: "The folder could not be opened. It is {{.Folder}}.",
				Args: map[string]any{"Folder": folder}, Err: err})
		})
	}()
}

// offerBundle shows all that a file for support would hold, and saves it.
func (d *desktop) offerBundle() {
	shown := widgets.ShowProgress(d.cfg.win, lang.L("Looking at the program"))
	warnings := d.warnings
	d.cfg.dispatch.Go(func(ctx context.Context) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		d.cfg.dispatch.Do(func() { shown.OnCancel(cancel) })
		o := options{data: filepath.Dir(d.cfg.file)}
		b, err := d.cfg.program.bundle(ctx, o, warningTexts(warnings), examine(ctx, o, d.cfg.program, false))
		given := ctx.Err() != nil
		d.cfg.dispatch.Do(func() {
			shown.Close()
			switch {
			case given: // the desk wanted it so
			case err != nil:
				widgets.ShowProblem(d.cfg.win, err)
			default:
				d.showBundle(b)
			}
		})
	})
}

func (d *desktop) showBundle(b bundle) {
	uisupport.ShowFile(uisupport.FileSpec{
		Win: d.cfg.win, Dispatch: d.cfg.dispatch, Title: lang.L("A file for support"),
		Intro: []string{lang.L("This is all that the file will hold. It was made without names, addresses and secrets; look before you send it. It is sent nowhere by itself.")},
		Text:  b.whole(), Name: lang.L("Latchkey for support"), Ending: ".zip",
		Save: func(_ context.Context, path string) error {
			return saveText(path, func(w io.Writer) error { return b.zip(w) })
		},
		Saved: func(path string) {
			d.shell.ShowNotice(lang.L("{{.File}} was saved.", map[string]any{"File": filepath.Base(path)}))
		},
	})
}
