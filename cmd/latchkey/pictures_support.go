//go:build ci

package main

import (
	"context"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2/test"

	"latchkey/store"
	"latchkey/sync/engine"
	"latchkey/ui/widgets"
)

const (
	logForPicture = `time=2026-10-24T06:00:01.000Z level=INFO msg="Latchkey begins" version="0.1.0" file=latchkey.db
time=2026-10-24T06:12:40.000Z level=INFO msg="SALTO KS call" op="users of a group" method=GET status=503 took=412ms kind=retryable code="" message="Service Unavailable"
time=2026-10-24T06:12:40.000Z level=WARN msg="pass ended early" err="SALTO KS does not answer (503). Latchkey tries again by itself."
time=2026-10-24T07:02:11.000Z level=INFO msg="the role of the account is not known" err="context deadline exceeded"
time=2026-10-24T09:30:00.000Z level=INFO msg="Latchkey begins" version="0.1.0" file=latchkey.db
time=2026-10-24T09:30:00.000Z level=ERROR msg="the run before crashed" what="Latchkey 0.1.0, go1.26, linux amd64, begun 2026-10-24T06:00:00Z"
`
	crashForPicture = `Latchkey 0.1.0, go1.26, linux amd64, begun 2026-10-24T06:00:00Z
panic: runtime error: index out of range [3] with length 3

goroutine 1 [running, locked to thread]:
latchkey/ui/calendar.(*gridView).bookingAt(0xc000512000, {0x43c80000, 0x43160000})
	/build/latchkey/ui/calendar/gridview.go:212 +0x1d4
latchkey/ui/calendar.(*gridView).MouseMoved(0xc000512000, 0xc0001a2000)
	/build/latchkey/ui/calendar/mouse.go:48 +0x9c
fyne.io/fyne/v2/internal/driver/glfw.(*window).processMouseMoved(0xc0000e8000, 0x4079000000000000, 0x4062c00000000000)
	/build/fyne/internal/driver/glfw/window.go:402 +0x5f5
main.main()
	/build/latchkey/cmd/latchkey/main.go:36 +0x2a
`
)

// drawSupport draws the log, the report of a crash, and what a file for support
// holds.
func drawSupport(ctx context.Context, p *program, space store.Space, e *engine.Engine, dir string) error {
	folder, err := os.MkdirTemp("", "latchkey-pictures-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	for name, text := range map[string]string{logName: logForPicture, "crash-20261024T093000Z.txt": crashForPicture} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	p.life = &life{}
	defer func() { p.life = nil }()
	a := test.NewApp()
	defer a.Quit()
	for _, s := range shots {
		d := pictureDesk(ctx, p, space, e, a, s)
		d.cfg.file, d.cfg.dispatch = filepath.Join(folder, "latchkey.db"), widgets.Sync{}
		for name, open := range map[string]func(){"log": d.showLog, "crash": d.offerCrash, "bundle": d.offerBundle} {
			open()
			if err := savePicture(filepath.Join(dir, "support-"+name+"-"+s.suffix+".png"), d.cfg.win); err != nil {
				return err
			}
			if top := d.cfg.win.Canvas().Overlays().Top(); top != nil {
				d.cfg.win.Canvas().Overlays().Remove(top)
			}
		}
		d.cfg.win.Close()
	}
	return nil
}
