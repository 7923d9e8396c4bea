package session

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/godbus/dbus/v5"
)

// patience is how long the desktop may take to answer. It is asked before the
// window opens.
const patience = 500 * time.Millisecond

// openBus connects to the bus of the person who is logged in. It starts none:
// where there is no bus, there is no desktop to ask.
func openBus() (*dbus.Conn, error) {
	address := os.Getenv("DBUS_SESSION_BUS_ADDRESS")
	if address == "" {
		dir := os.Getenv("XDG_RUNTIME_DIR")
		if dir == "" {
			return nil, errors.New("no bus of the session")
		}
		address = "unix:path=" + filepath.Join(dir, "bus")
	}
	return connect(address)
}

// connect fails rather than wait for a bus that does not answer.
func connect(address string) (*dbus.Conn, error) {
	conn, err := dbus.Dial(address)
	if err != nil {
		return nil, err
	}
	late := time.AfterFunc(patience, func() { _ = conn.Close() })
	defer late.Stop()
	if err = conn.Auth(nil); err == nil {
		err = conn.Hello()
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return conn, nil
}

// signals calls f for every signal that one of the rules lets in, until ctx ends
// or the bus does, and ready once none of them is missed any more.
func signals(ctx context.Context, conn *dbus.Conn, ready func(), f func(*dbus.Signal), rules ...[]dbus.MatchOption) error {
	for _, r := range rules {
		if err := conn.AddMatchSignalContext(ctx, r...); err != nil {
			return err
		}
	}
	heard := make(chan *dbus.Signal, 16)
	conn.Signal(heard)
	defer conn.RemoveSignal(heard)
	ready()
	for {
		select {
		case <-ctx.Done():
			return nil
		case s, open := <-heard:
			if !open {
				return nil
			}
			f(s)
		}
	}
}
