package session

import (
	"context"

	"github.com/godbus/dbus/v5"
)

// OnWake calls f each time the computer wakes up, until ctx ends: as far as it
// says so. It is no more than a hint that comes sooner than the look at the clock.
func OnWake(ctx context.Context, f func()) {
	conn, err := connect("unix:path=/run/dbus/system_bus_socket")
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	onWake(ctx, conn, f)
}

func onWake(ctx context.Context, conn *dbus.Conn, f func()) {
	_ = signals(ctx, conn, func() {}, func(s *dbus.Signal) { // without the signal, the clock tells
		if asleep, ok := first(s.Body).(bool); ok && !asleep {
			f()
		}
	}, []dbus.MatchOption{
		dbus.WithMatchInterface("org.freedesktop.login1.Manager"), dbus.WithMatchMember("PrepareForSleep"),
	})
}

func first(body []any) any {
	if len(body) == 0 {
		return nil
	}
	return body[0]
}
