package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhichOpenGLIsEnough(t *testing.T) {
	for version, want := range map[string]bool{
		"4.5 (Compatibility Profile) Mesa 22.3.6": true,
		"4.6.0 NVIDIA 551.23":                     true,
		"2.1.0 - Build 8.15.10.2900":              true,
		"2.1":                                     true,
		"10.0":                                    true,
		"2.0.6120 WinXP Release":                  false,
		"1.1.0":                                   false, // Windows without a driver
		"1.4.0 - Build 8.14.10.1930":              false,
		"":                                        false,
		"OpenGL ES 2.0 (ANGLE 2.1.0.8613f4946861)":      false,
		"version 4.6 of something that says it oddly x": false,
	} {
		require.Equal(t, want, graphics{Version: version}.enough(), version)
	}
}

func TestAComputerWithoutOpenGLIsToldWhatToDo(t *testing.T) {
	old := problemText(noOpenGL(graphics{Version: "1.1.0"}))
	require.Contains(t, old, "has OpenGL 1.1.0, and Latchkey needs 2.1.")
	none := problemText(noOpenGL(graphics{}))
	require.Contains(t, none, "has no OpenGL")
	for _, text := range []string{old, none} {
		require.Contains(t, text, "Install the newest driver")
		require.Contains(t, text, "remote desktop")
		require.NotContains(t, text, "{{")
	}
}
