package main

import (
	"fmt"
	"log/slog"
	"os"
	"strings"

	"latchkey/store"
)

// codeScreen is the code of a computer on which no window can be painted.
const codeScreen store.Code = "screen"

// graphics is what the driver of the screen says of itself. Version is empty
// where it has no OpenGL at all, and Err says why.
type graphics struct {
	Version, Renderer string
	Err               error
}

// enough tells whether Fyne can paint: it asks for OpenGL 2.1. Windows alone,
// without a driver of the maker, has 1.1.
func (g graphics) enough() bool {
	var major, minor int
	if n, err := fmt.Sscanf(g.Version, "%d.%d", &major, &minor); n != 2 || err != nil {
		return false
	}
	return major > 2 || major == 2 && minor >= 1
}

// needGraphics tells, before there is a window, that there will be none, and
// why: Fyne would end the program without a word. It returns the status to end
// with, or nil where a window can be painted.
func needGraphics(o options) error {
	g := probeGraphics()
	if g.enough() {
		return nil
	}
	_ = loadCatalogue(o.lang) // without it, in English
	log, closeLog := openLog(o.folder(), o.verbose)
	log.Error("no window can be painted", slog.String("opengl", g.Version), slog.String("renderer", g.Renderer), slog.Any("err", g.Err))
	_ = closeLog() // what was logged is written already
	text := problemText(noOpenGL(g))
	fmt.Fprintln(os.Stderr, text)
	messageBox(text)
	return exitCode(exitError)
}

func noOpenGL(g graphics) error {
	p := &store.Problem{
		Code: codeScreen, Err: g.Err, Args: map[string]any{"Version": strings.TrimSpace(g.Version)},
		Text: "Latchkey cannot paint its window: the graphics driver of this computer has no OpenGL, and Latchkey needs OpenGL 2.1. " +
			"Install the newest driver from the maker of the computer or of its graphics card, or the “OpenCL, OpenGL and Vulkan Compatibility Pack” from the Microsoft Store. " +
			"If you work over a remote desktop, start Latchkey at the computer itself. Your data is untouched.",
	}
	if g.Version != "" {
		p.Text = "Latchkey cannot paint its window: the graphics driver of this computer has OpenGL {{.Version}}, and Latchkey needs 2.1. " +
			"Install the newest driver from the maker of the computer or of its graphics card, or the “OpenCL, OpenGL and Vulkan Compatibility Pack” from the Microsoft Store. " +
			"If you work over a remote desktop, start Latchkey at the computer itself. Your data is untouched."
	}
	return p
}
