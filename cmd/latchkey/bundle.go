package main

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"
	"latchkey/cmd/internal/support"
	"latchkey/store"
	"latchkey/ui/doors"
)

// bundle is what is sent to whoever helps: texts, each with a name and a
// sentence on what it is. It is in English, for them.
type bundle []bundlePart

type bundlePart struct{ Name, What, Text string }

// logInBundle is how many lines of the log go into a bundle.
const logInBundle = 1000

// bundle gathers it. The program may be nil where the file does not open:
// whoever helps is asked just then.
func (p *program) bundle(ctx context.Context, o options, warnings []string, found []finding) (bundle, error) {
	m, err := p.mask(ctx)
	if err != nil {
		m = support.NewMask(nil, nil) // a damaged file: by the looks of things alone
	}
	b := bundle{
		{"program.txt", "which program, on what kind of computer", aboutProgram()},
		{"checks.txt", "what “latchkey doctor” found", m.Text(findingsText(found))},
		{"file.txt", "how large the file is, and how many of each thing it holds", p.counts(ctx, o)},
		{"settings.txt", "the settings of each space, without names and addresses", p.settingsText(ctx)},
		{"warnings.txt", "what the window warns of", m.Text(strings.Join(warnings, "\n") + "\n")},
		{"log.txt", "the last lines of the program's log, with free text masked", maskedLog(o, m)},
		{"goroutines.txt", "what the program is doing now", support.CrashText(goroutines(), m)},
	}
	for _, crash := range support.CrashesLeft(o.folder()) {
		text, err := p.crashReport(ctx, crash)
		if err != nil {
			text = "cannot be read\n"
		}
		b = append(b, bundlePart{filepath.Base(crash), "a crash", text})
	}
	return b, ctx.Err()
}

// whole is everything that the bundle holds, to be read before it is saved.
func (b bundle) whole() string {
	var out strings.Builder
	for _, p := range b {
		fmt.Fprintf(&out, "%-28s %s\n", p.Name, p.What)
	}
	for _, p := range b {
		fmt.Fprintf(&out, "\n--- %s ---\n%s", p.Name, p.Text)
	}
	return out.String()
}

func (b bundle) zip(w io.Writer) error {
	z := zip.NewWriter(w)
	for _, p := range b {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.Name, Method: zip.Deflate, Modified: time.Now()})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, p.Text); err != nil {
			return err
		}
	}
	return z.Close()
}

func aboutProgram() string {
	return fmt.Sprintf("%s\n%d processors, language %s, %d goroutines\n", aboutRun(time.Now()), runtime.NumCPU(), lang.SystemLocale().LanguageString(), runtime.NumGoroutine())
}

func findingsText(found []finding) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "%s %s: %s\n", f.mark(), f.Check, store.Fill(f.What.Text, anyArgs(f.What.Args)))
	}
	return b.String()
}

func anyArgs(args map[string]string) map[string]any {
	all := make(map[string]any, len(args))
	for name, value := range args {
		all[name] = value
	}
	return all
}

// counts says how much there is of each thing.
func (p *program) counts(ctx context.Context, o options) string {
	var b strings.Builder
	for _, ending := range []string{"", "-wal"} {
		if info, err := os.Stat(o.file() + ending); err == nil {
			fmt.Fprintf(&b, "latchkey.db%s: %d bytes\n", ending, info.Size())
		}
	}
	if p == nil {
		return b.String() + "the file is not open\n"
	}
	holds, err := p.store.Holds(ctx)
	if err != nil {
		return b.String() + "what it holds cannot be read\n"
	}
	fmt.Fprintf(&b, "version of the file %d, serial %d, %d lines in its log\n", holds.Version, holds.Meta.Serial, holds.Log.Line)
	fmt.Fprintf(&b, "%d spaces, %d people, %d of them members, %d bookings to come, %d tags\n", len(holds.Spaces), holds.People, holds.Members, holds.Bookings, holds.Tags)
	spaces, err := p.store.Spaces(ctx)
	if err != nil {
		return b.String()
	}
	for i, s := range spaces {
		seen, err := p.store.Seen(ctx, s.ID)
		if err != nil {
			continue
		}
		mirror, err := p.store.Mirror(ctx, s.ID)
		if err != nil {
			continue
		}
		work, err := p.store.Work(ctx, s.ID)
		if err != nil {
			continue
		}
		fmt.Fprintf(&b, "space %d: %d users, %d doors and %d groups in SALTO KS, %d changes under way or waiting\n", i+1, len(seen.Users), len(mirror.Doors), len(mirror.Groups), len(work))
	}
	return b.String()
}

func (p *program) settingsText(ctx context.Context) string {
	if p == nil {
		return "the file is not open\n"
	}
	spaces, err := p.store.Spaces(ctx)
	if err != nil {
		return "cannot be read\n"
	}
	var b strings.Builder
	for i, s := range spaces {
		fmt.Fprintf(&b, "space %d: zone %s, %d minutes before, %d after, %d days ahead, connects by itself %t, asks first %t, who leaves: %s, open %s to %s\n",
			i+1, s.Zone, s.Before, s.After, s.HorizonDays, s.AutoConnect, s.AskFirst, s.Leaving, s.OpenFrom, s.OpenUntil)
		fmt.Fprintf(&b, "  signed in %t, site chosen %t, sign-in kept in %s, service %s, versions %q %q %q\n", s.Account.Connected(), s.SiteID != "",
			vaultKind(s.Account), hostOf(s.Account.API), s.Account.APIVersion, s.Account.SchedulesVersion, s.Account.EntriesVersion)
	}
	return b.String()
}

func vaultKind(a store.Account) string {
	switch a.Vault {
	case "":
		return "the keychain"
	case store.VaultSession:
		return "memory"
	}
	return "a file"
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

func maskedLog(o options, m *support.Mask) string {
	lines, err := support.Tail(filepath.Join(o.folder(), logName), logInBundle)
	if err != nil {
		return "cannot be read\n"
	}
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.Masked(m).String() + "\n")
	}
	return b.String()
}

func goroutines() string {
	buf := make([]byte, 1<<20)
	return string(buf[:runtime.Stack(buf, true)])
}

// warningTexts are the window's warnings, for a bundle.
func warningTexts(all []doors.Warning) []string {
	var out []string
	for _, w := range all {
		out = append(out, fmt.Sprintf("%s since %s", w.Code, w.Since.UTC().Format(time.RFC3339)))
	}
	return out
}
