package main

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// BenchmarkWindow compares the start of the window, up to its first picture,
// with an empty window of Fyne's, painted by the same software painter, turn
// and turn about. The file holds the sample space.
func BenchmarkWindow(b *testing.B) {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(b.TempDir(), "latchkey.db")})
	require.NoError(b, err)
	p := newProgram(s)
	p.memory = true
	defer func() { require.NoError(b, p.close(ctx)) }()
	space, err := p.loadSample(ctx, weeksToToday(time.Now()))
	require.NoError(b, err)

	var ours, empty time.Duration
	for b.Loop() {
		begun := time.Now()
		emptyWindow()
		middle := time.Now()
		ourWindow(ctx, p, space)
		empty += middle.Sub(begun)
		ours += time.Since(middle)
	}
	b.ReportMetric(float64(empty.Microseconds())/float64(b.N)/1000, "ms-empty")
	b.ReportMetric(float64(ours.Microseconds())/float64(b.N)/1000, "ms-latchkey")
	b.ReportMetric(float64(ours)/float64(empty), "x-of-empty")
}

func emptyWindow() {
	a := test.NewApp()
	defer a.Quit()
	win := test.NewWindow(widget.NewLabel(""))
	defer win.Close()
	win.Resize(fyne.NewSize(1440, 900))
	widgets.Capture(win)
}

func ourWindow(ctx context.Context, p *program, space store.Space) {
	a := test.NewApp()
	defer a.Quit()
	look := theme.New(theme.Light)
	a.Settings().SetTheme(look)
	win := test.NewWindow(nil)
	defer win.Close()
	newDesktop(ctx, desktopConfig{program: p, space: space, app: a, win: win, theme: look, dispatch: widgets.Sync{}, after: never})
	win.Resize(fyne.NewSize(1440, 900))
	widgets.Capture(win)
}
