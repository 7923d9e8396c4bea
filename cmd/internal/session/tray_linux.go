package session

import (
	"context"

	"github.com/godbus/dbus/v5"
)

// The name under which desktops take icons, and where it answers. Plain GNOME has
// none without an extension.
const (
	watcher     = "org.kde.StatusNotifierWatcher"
	watcherPath = dbus.ObjectPath("/StatusNotifierWatcher")
)

// Tray is the part of the desktop that shows icons.
type Tray struct {
	conn *dbus.Conn // nil: there is no desktop to ask
}

// OpenTray asks for the tray. Close ends it.
func OpenTray() *Tray {
	conn, err := openBus()
	if err != nil {
		return &Tray{}
	}
	return &Tray{conn: conn}
}

// Close ends it.
func (t *Tray) Close() {
	if t.conn != nil {
		_ = t.conn.Close()
	}
}

// Shown tells whether an icon would be in sight now.
func (t *Tray) Shown(ctx context.Context) bool {
	if t.conn == nil {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var shown dbus.Variant
	call := t.conn.Object(watcher, watcherPath).CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", dbus.FlagNoAutoStart,
		watcher, "IsStatusNotifierHostRegistered")
	if call.Err != nil || call.Store(&shown) != nil {
		return false
	}
	yes, ok := shown.Value().(bool)
	return ok && yes
}

// Follow calls f whenever it may have changed whether icons are in sight, and
// once at once, until ctx ends. A bus that ends takes the tray with it.
func (t *Tray) Follow(ctx context.Context, f func(shown bool)) {
	if t.conn == nil {
		return
	}
	rules := [][]dbus.MatchOption{
		{dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, watcher)},
		{dbus.WithMatchInterface(watcher), dbus.WithMatchMember("StatusNotifierHostRegistered")},
		{dbus.WithMatchInterface(watcher), dbus.WithMatchMember("StatusNotifierHostUnregistered")},
	}
	tell := func() { f(t.Shown(ctx)) }
	err := signals(ctx, t.conn, tell, func(*dbus.Signal) { tell() }, rules...)
	if err != nil || ctx.Err() == nil {
		f(false)
	}
}
