//go:build !ci

package main

import (
	"errors"
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	userDLL         = windows.NewLazySystemDLL("user32.dll")
	createWindow    = userDLL.NewProc("CreateWindowExW")
	destroyWindow   = userDLL.NewProc("DestroyWindow")
	getDC           = userDLL.NewProc("GetDC")
	releaseDC       = userDLL.NewProc("ReleaseDC")
	gdiDLL          = windows.NewLazySystemDLL("gdi32.dll")
	choosePixelForm = gdiDLL.NewProc("ChoosePixelFormat")
	setPixelForm    = gdiDLL.NewProc("SetPixelFormat")

	// Not from the system's folder alone: Mesa's software OpenGL can lie beside
	// the program, and GLFW takes it from there.
	glDLL       = windows.NewLazyDLL("opengl32.dll")
	wglCreate   = glDLL.NewProc("wglCreateContext")
	wglCurrent  = glDLL.NewProc("wglMakeCurrent")
	wglDelete   = glDLL.NewProc("wglDeleteContext")
	glGetString = glDLL.NewProc("glGetString")
)

const (
	glRenderer = 0x1F01
	glVersion  = 0x1F02
)

// pixelFormat is PIXELFORMATDESCRIPTOR, up to the fields that are asked for.
type pixelFormat struct {
	size, version uint16
	flags         uint32
	kind, bits    byte
	_             [30]byte
}

// probeGraphics makes an OpenGL context for a window that is never shown, as
// GLFW does, and asks it for its version. The driver stays loaded: the real
// window needs it next.
func probeGraphics() graphics {
	runtime.LockOSThread() // a context belongs to a thread
	defer runtime.UnlockOSThread()
	if err := glDLL.Load(); err != nil {
		return graphics{Err: err}
	}
	class, _ := windows.UTF16PtrFromString("STATIC") // a class that Windows has registered
	win, _, err := createWindow.Call(0, uintptr(unsafe.Pointer(class)), 0, 0, 0, 0, 1, 1, 0, 0, 0, 0)
	if win == 0 {
		return graphics{Err: fmt.Errorf("make a window: %w", err)}
	}
	defer func() { _, _, _ = destroyWindow.Call(win) }()
	dc, _, err := getDC.Call(win)
	if dc == 0 {
		return graphics{Err: fmt.Errorf("draw into a window: %w", err)}
	}
	defer func() { _, _, _ = releaseDC.Call(win, dc) }()
	return askContext(dc)
}

// askContext makes a context for a device, asks it, and deletes it.
func askContext(dc uintptr) graphics {
	const drawToWindow, supportOpenGL, doubleBuffer = 0x4, 0x20, 0x1
	pf := pixelFormat{version: 1, flags: drawToWindow | supportOpenGL | doubleBuffer, bits: 24}
	pf.size = uint16(unsafe.Sizeof(pf))
	form, _, err := choosePixelForm.Call(dc, uintptr(unsafe.Pointer(&pf)))
	if form == 0 {
		return graphics{Err: fmt.Errorf("choose a pixel format: %w", err)}
	}
	if ok, _, err := setPixelForm.Call(dc, form, uintptr(unsafe.Pointer(&pf))); ok == 0 {
		return graphics{Err: fmt.Errorf("set a pixel format: %w", err)}
	}
	context, _, err := wglCreate.Call(dc)
	if context == 0 {
		return graphics{Err: fmt.Errorf("make an OpenGL context: %w", err)}
	}
	defer func() { _, _, _ = wglDelete.Call(context) }()
	if ok, _, err := wglCurrent.Call(dc, context); ok == 0 {
		return graphics{Err: fmt.Errorf("use an OpenGL context: %w", err)}
	}
	defer func() { _, _, _ = wglCurrent.Call(0, 0) }()
	g := graphics{Version: glText(glVersion), Renderer: glText(glRenderer)}
	if g.Version == "" {
		g.Err = errors.New("OpenGL does not say its version")
	}
	return g
}

// glText is a string of the context that is current on this thread.
func glText(name uintptr) string {
	text, _, _ := glGetString.Call(name)
	if text == 0 {
		return ""
	}
	return windows.BytePtrToString(*(**byte)(unsafe.Pointer(&text)))
}

// messageBox shows a sentence in a window of Windows' own, which needs no
// OpenGL, until it is closed.
func messageBox(text string) {
	sentence, err := windows.UTF16PtrFromString(text)
	if err != nil {
		return
	}
	title, _ := windows.UTF16PtrFromString("Latchkey")
	_, _ = windows.MessageBox(0, sentence, title, windows.MB_OK|windows.MB_ICONERROR|windows.MB_SETFOREGROUND)
}
