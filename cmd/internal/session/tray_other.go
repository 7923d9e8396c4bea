//go:build !linux

package session

import "context"

// Tray is the part of the desktop that shows icons. Windows and macOS have one.
type Tray struct{}

// OpenTray asks for the tray. Close ends it.
func OpenTray() *Tray { return &Tray{} }

// Close ends it.
func (*Tray) Close() {}

// Shown tells whether an icon would be in sight now.
func (*Tray) Shown(context.Context) bool { return true }

// Follow calls f whenever it has changed whether icons are in sight: never.
func (*Tray) Follow(context.Context, func(shown bool)) {}
