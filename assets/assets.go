// Package assets holds what the program carries inside itself.
package assets

import _ "embed"

//go:embed sample/space.json
var sample []byte

// Sample returns the sample space “Maison Nord” as a space file
// (store/exchange): a fortnight from Monday 2026-10-19 with the end of summer
// time in its middle. Whoever wants it around today moves it by whole weeks.
// The slice is the caller's.
func Sample() []byte { return append([]byte(nil), sample...) }

//go:embed icon.png
var icon []byte

//go:embed icon-128.png
var smallIcon []byte

// SmallIcon returns the program's icon as a PNG of 128 pixels, which is read in
// a tenth of the time: for the window. The slice is the caller's.
func SmallIcon() []byte { return append([]byte(nil), smallIcon...) }

// Icon returns the program's icon as PNG. The slice is the caller's.
func Icon() []byte { return append([]byte(nil), icon...) }
