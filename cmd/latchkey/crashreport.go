package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/lang"

	"latchkey/cmd/internal/support"
	"latchkey/store"
	"latchkey/store/exchange"
	uisupport "latchkey/ui/support"
)

// logInReport is how many lines of the log go with a crash.
const logInReport = 60

// crashReport is the text of a crash that may be sent to whoever helps.
func (p *program) crashReport(ctx context.Context, crash string) (string, error) {
	text, err := os.ReadFile(crash)
	if err != nil {
		return "", err
	}
	m, err := p.mask(ctx)
	if err != nil {
		return "", err
	}
	about, died, _ := strings.Cut(string(text), "\n")
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n\n%s", about, strings.TrimSuffix(filepath.Base(crash), ".txt"), support.CrashText(died, m))
	b.WriteString("\n--- the last lines of the log ---\n")
	lines, err := support.Tail(filepath.Join(filepath.Dir(crash), logName), logInReport)
	if err != nil {
		return "", err
	}
	for _, l := range lines {
		b.WriteString(l.Masked(m).String() + "\n")
	}
	return b.String(), nil
}

// offerCrash shows the report of a crash before, and lets the desk save it. One
// that is neither saved nor dropped is offered again at the next start.
func (d *desktop) offerCrash() {
	left := support.CrashesLeft(filepath.Dir(d.cfg.file))
	if d.cfg.program.life == nil || len(left) == 0 {
		return
	}
	crash := left[len(left)-1]
	d.cfg.dispatch.Go(func(ctx context.Context) {
		text, err := d.cfg.program.crashReport(ctx, crash)
		if err != nil {
			d.cfg.program.log.WarnContext(ctx, "the report of a crash cannot be made", "err", err)
			return
		}
		d.cfg.dispatch.Do(func() { d.showCrash(text, left) })
	})
}

func (d *desktop) showCrash(text string, left []string) {
	drop := func() { d.dropCrashes(left) }
	uisupport.ShowFile(uisupport.FileSpec{
		Win: d.cfg.win, Dispatch: d.cfg.dispatch, Title: lang.L("Latchkey ended by itself last time"),
		Intro: []string{
			lang.L("That is a mistake of the program. What was saved is there, and the doors are looked at afresh."),
			lang.L("This report helps whoever looks for the mistake. It was made without names, addresses and secrets; you see all that is in it. It is sent nowhere: save it, and send it yourself if you like."),
		},
		Text: text, Name: lang.L("Latchkey crash report"), Ending: ".txt",
		Save: func(_ context.Context, path string) error {
			return saveText(path, func(w io.Writer) error { _, err := io.WriteString(w, text); return err })
		},
		Saved: func(path string) {
			drop()
			d.shell.ShowNotice(lang.L("{{.File}} was saved.", map[string]any{"File": filepath.Base(path)}))
		},
		Drop: drop,
	})
}

// dropCrashes takes away what was answered.
func (d *desktop) dropCrashes(left []string) {
	d.cfg.dispatch.Go(func(ctx context.Context) {
		for _, crash := range left {
			if err := os.Remove(crash); err != nil {
				d.cfg.program.log.WarnContext(ctx, "a report of a crash cannot be taken away", "err", err)
			}
		}
	})
}

// saveText writes a file whole or not at all.
func saveText(path string, write func(io.Writer) error) error {
	err := exchange.WriteWhole(path, write)
	if err == nil || store.CodeOf(err) != "" {
		return err
	}
	return &store.Problem{Code: store.CodeFile, Text: "{{.File}} cannot be written. Choose a folder that you may write to, with room on the disk.",
		Args: map[string]any{"File": path}, Err: err}
}
