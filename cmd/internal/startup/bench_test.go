// Package startup compares the window of Latchkey with an empty window of
// Fyne's: both real, each on a display of its own in memory, in one run.
// `make bench-window` builds both and runs it.
package startup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	pairs = 11               // starts of each, in turns; the first warms up and does not count
	rest  = 20 * time.Second // until memory is looked at: the file was checked by then
	idle  = 20 * time.Second // of the processor's time
)

// BenchmarkRealWindow takes what issue-sized houses wait for: the start with
// 10,000 members and 100,000 bookings up to the first letter and up to the list,
// the memory twenty seconds later, and what the processor does while nobody
// touches the program.
func BenchmarkRealWindow(b *testing.B) {
	ours, empty := os.Getenv("LATCHKEY_WINDOW"), os.Getenv("LATCHKEY_EMPTY_WINDOW")
	if ours == "" || empty == "" {
		b.Skip("needs two programs with real windows: make bench-window")
	}
	data := b.TempDir()
	require.NoError(b, furnish(context.Background(), data))
	sides := []program{
		{args: []string{unpacked(b, empty)}, display: newDisplay(b), home: b.TempDir()},
		{args: []string{unpacked(b, ours), "--data", data, "--lang", "en"}, display: newDisplay(b), home: b.TempDir()},
	}
	openAtMembers(b, sides[1].home)
	for b.Loop() {
		starts := startInTurns(b, sides)
		use := restSideBySide(b, sides)
		all := append(figuresOfStart(starts), figuresOfUse(use)...)
		require.NoError(b, all.print(os.Getenv("LATCHKEY_FIGURES")))
		all.report(b)
	}
}

// unpacked copies a program as an installer does, a little at a time. Until the
// system starts anew it keeps what a linker has written in larger pieces, and counts
// whole pieces as the memory of who uses a part: up to 8 MB more.
func unpacked(b *testing.B, program string) string {
	b.Helper()
	from, err := os.Open(program)
	require.NoError(b, err)
	defer from.Close()
	path := program + ".unpacked"
	to, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o700)
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, os.Remove(path)) })
	_, err = io.CopyBuffer(struct{ io.Writer }{to}, struct{ io.Reader }{from}, make([]byte, 64<<10))
	require.NoError(b, errors.Join(err, to.Close()))
	return path
}

// openAtMembers leaves the program as if Members had been shown last.
func openAtMembers(b *testing.B, home string) {
	b.Helper()
	dir := filepath.Join(home, "config", "fyne", "io.github.latchkey.Latchkey")
	require.NoError(b, os.MkdirAll(dir, 0o700))
	require.NoError(b, os.WriteFile(filepath.Join(dir, "preferences.json"), []byte(`{"window.page":"members"}`), 0o600))
}

// startInTurns starts both sides again and again, one at a time.
func startInTurns(b *testing.B, sides []program) [2][]started {
	b.Helper()
	var all [2][]started
	for turn := range pairs {
		for i, p := range sides {
			s := watch(b, p.display)
			r := p.start(b)
			s.follow(r.cpu)
			r.stop()
			t, err := s.since(r.begun)
			require.NoError(b, err, p.args[0])
			if turn > 0 {
				all[i] = append(all[i], t)
			}
		}
	}
	return all
}

// use is what a program takes that nobody touches.
type use struct {
	memory memory
	cpu    time.Duration
}

// restSideBySide starts both and leaves them alone, at the same time: what
// disturbs one disturbs the other.
func restSideBySide(b *testing.B, sides []program) (out [2]use) {
	b.Helper()
	var both [2]*running
	for i, p := range sides {
		both[i] = p.start(b)
		defer both[i].stop()
	}
	time.Sleep(rest)
	for i, r := range both {
		out[i] = use{memory: r.memory(), cpu: -r.cpu()}
	}
	time.Sleep(idle)
	for i, r := range both {
		out[i].cpu += r.cpu()
	}
	return out
}

func figuresOfStart(starts [2][]started) (out figures) {
	first := func(s started) moment { return s.first }
	list := func(s started) moment { return s.list }
	all := func(s started) moment { return s.all }
	clock := func(m moment) time.Duration { return m.clock }
	cpu := func(m moment) time.Duration { return m.cpu }
	of := func(what string, ours, theirs func(started) moment, take func(moment) time.Duration, limit float64) {
		l := median(starts[1], func(s started) time.Duration { return take(ours(s)) })
		e := median(starts[0], func(s started) time.Duration { return take(theirs(s)) })
		out = append(out, figure{what, short(l), "empty window: " + short(e), l.Seconds() / e.Seconds(), limit})
	}
	of("start of the window to its first letters, 10,000 members", first, first, clock, 1.25)
	of("the same, of the processor's time", first, first, cpu, 0)
	of("start of the window to the list of members", list, first, clock, 1.25)
	of("the same, of the processor's time", list, first, cpu, 0)
	of("start of the window to the last change", all, all, clock, 0)
	return out
}

func figuresOfUse(u [2]use) figures {
	of := func(what string, bytes func(memory) float64, limit float64) figure {
		l, e := bytes(u[1].memory), bytes(u[0].memory)
		return figure{what, fmt.Sprintf("%.0f MB", l/1e6), fmt.Sprintf("empty window: %.0f MB", e/1e6), l / e, limit}
	}
	return figures{
		of("memory after twenty seconds, resident", func(m memory) float64 { return m.resident }, 1.3),
		of("the same, proportional", func(m memory) float64 { return m.proportional }, 0),
		of("the same, private", func(m memory) float64 { return m.private }, 0),
		{"processor while idle, of one core", percent(u[1].cpu), "empty window: " + percent(u[0].cpu), u[1].cpu.Seconds() / u[0].cpu.Seconds(), 1.1},
	}
}

func median(all []started, of func(started) time.Duration) time.Duration {
	times := make([]time.Duration, 0, len(all))
	for _, s := range all {
		times = append(times, of(s))
	}
	slices.Sort(times)
	return times[len(times)/2]
}

func short(d time.Duration) string { return fmt.Sprintf("%d ms", d.Milliseconds()) }

func percent(d time.Duration) string { return fmt.Sprintf("%.2f %%", 100*d.Seconds()/idle.Seconds()) }
