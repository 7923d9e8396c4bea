package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/cmd/internal/support"
	"latchkey/ui/listdetail/hand"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// supportDesk is a window over a data folder with a crash in it.
func supportDesk(t *testing.T) (*desktop, hand.Hand, string) {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	data := t.TempDir()
	o := options{data: data}
	require.NoError(t, os.WriteFile(filepath.Join(data, "crash-20261126T160000Z.txt"),
		[]byte("Latchkey 0, begun yesterday\npanic: Mia Berg was here\n\ngoroutine 7 [running]:\nlatchkey/ui.(*Shell).Go(0xc000012345)\n\t/home/mia/latchkey/ui/shell.go:7 +0x1d\n"), 0o600))
	p, err := openProgram(t.Context(), o, false)
	require.NoError(t, err)
	p.life = &life{} // of a program that was begun without what tests elsewhere look at
	t.Cleanup(func() { require.NoError(t, p.close(context.Background())) })
	space, err := p.loadSample(t.Context(), weeksToToday(time.Now()))
	require.NoError(t, err)
	a := test.NewTempApp(t)
	look := theme.New(theme.Light)
	a.Settings().SetTheme(look)
	win := test.NewTempWindow(t, nil)
	d := newDesktop(t.Context(), desktopConfig{
		program: p, space: space, app: a, win: win, theme: look, dispatch: widgets.Sync{}, after: never, file: p.file,
	})
	return d, hand.Hand{T: t, Win: win}, data
}

func TestACrashIsOfferedUntilItIsAnswered(t *testing.T) {
	d, h, data := supportDesk(t)
	d.offerCrash()
	require.Contains(t, h.Texts(), "Latchkey ended by itself last time")
	h.Press(fyne.KeyEscape)
	require.Len(t, support.CrashesLeft(data), 1, "Esc is no answer")

	d.offerCrash()
	h.Tap("Save…")
	h.Tap("Save")
	require.Empty(t, support.CrashesLeft(data))
	home, err := os.UserHomeDir()
	require.NoError(t, err)
	report, err := os.ReadFile(filepath.Join(home, "Latchkey crash report.txt"))
	require.NoError(t, err)
	require.Contains(t, string(report), "ui.(*Shell).Go(…)")
	require.Contains(t, string(report), "ui/shell.go:7")
	require.NotContains(t, string(report), "Mia")
	require.NotContains(t, string(report), "mia")

	d.offerCrash()
	require.Nil(t, d.cfg.win.Canvas().Overlays().Top(), "it was answered")
}

func TestWhatIsForSupportIsSeenBeforeItIsSaved(t *testing.T) {
	d, h, _ := supportDesk(t)
	d.offerBundle()
	require.Contains(t, h.Texts(), "A file for support")
	h.Tap("Save…")
	h.Tap("Save")
	home, err := os.UserHomeDir()
	require.NoError(t, err)
	texts := unpacked(t, filepath.Join(home, "Latchkey for support.zip"))
	require.Contains(t, texts["goroutines.txt"], "goroutine ")
	require.Contains(t, texts["program.txt"], "Latchkey")
	require.NotContains(t, texts["settings.txt"], "Maison")
	require.Nil(t, d.cfg.win.Canvas().Overlays().Top())
}

func TestTheLogIsSeenInTheWindow(t *testing.T) {
	d, h, _ := supportDesk(t)
	d.cfg.program.log.Warn("close", "err", "the disk is full")
	d.showLog()
	h.Tap("Copy")
	require.Contains(t, d.cfg.app.Clipboard().Content(), "close err=the disk is full")
	h.Press(fyne.KeyEscape)
	require.Nil(t, d.cfg.win.Canvas().Overlays().Top())
}
