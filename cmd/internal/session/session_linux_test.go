package session

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"
	"github.com/stretchr/testify/require"
)

// newBus starts a bus that is nobody else's, and names it to the program.
func newBus(t *testing.T) string {
	t.Helper()
	daemon, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("there is no dbus-daemon here")
	}
	dir, err := os.MkdirTemp("", "bus") // a socket's path is short
	require.NoError(t, err)
	socket := filepath.Join(dir, "bus")
	address := "unix:path=" + socket
	cmd := exec.CommandContext(t.Context(), daemon, "--session", "--nofork", "--nopidfile", "--address="+address)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait(); _ = os.RemoveAll(dir) })
	require.Eventually(t, func() bool { _, err := os.Stat(socket); return err == nil }, 10*time.Second, 10*time.Millisecond)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	return address
}

func dial(t *testing.T, address string) *dbus.Conn {
	t.Helper()
	var conn *dbus.Conn
	require.Eventually(t, func() bool {
		var err error
		conn, err = connect(address)
		return err == nil
	}, 10*time.Second, 10*time.Millisecond)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// panel is a desktop that takes icons, and shows them while it is on.
type panel struct {
	t     *testing.T
	conn  *dbus.Conn
	props *prop.Properties
}

func newPanel(t *testing.T, address string) *panel {
	p := &panel{t: t, conn: dial(t, address)}
	var err error
	p.props, err = prop.Export(p.conn, watcherPath, prop.Map{watcher: {"IsStatusNotifierHostRegistered": {Value: false, Emit: prop.EmitTrue}}})
	require.NoError(t, err)
	_, err = p.conn.RequestName(watcher, dbus.NameFlagDoNotQueue)
	require.NoError(t, err)
	return p
}

func (p *panel) show(on bool) {
	p.t.Helper()
	p.props.SetMust(watcher, "IsStatusNotifierHostRegistered", on)
	name := watcher + ".StatusNotifierHostUnregistered"
	if on {
		name = watcher + ".StatusNotifierHostRegistered"
	}
	require.NoError(p.t, p.conn.Emit(watcherPath, name))
}

func next[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(10 * time.Second):
		require.Fail(t, "nothing was told")
		panic("unreachable")
	}
}

func TestATrayIsWhereTheDesktopShowsIcons(t *testing.T) {
	address := newBus(t)
	dial(t, address).Close()
	tray := OpenTray()
	defer tray.Close()
	require.False(t, tray.Shown(t.Context()), "a desktop that takes no icons")

	p := newPanel(t, address)
	require.False(t, tray.Shown(t.Context()), "it takes them, and shows none")
	p.show(true)
	require.True(t, tray.Shown(t.Context()))

	ctx, cancel := context.WithCancel(t.Context())
	told, ended := make(chan bool, 10), make(chan struct{})
	go func() { defer close(ended); tray.Follow(ctx, func(shown bool) { told <- shown }) }()
	require.True(t, next(t, told), "at once")
	p.show(false)
	require.False(t, next(t, told))
	p.show(true)
	require.True(t, next(t, told))
	require.NoError(t, p.conn.Close()) // the panel crashed
	require.False(t, next(t, told))
	cancel()
	next(t, ended)
}

// Where the whole session is gone the icon is too, and the program must know.
func TestABusThatEndsTakesTheTrayWithIt(t *testing.T) {
	address := newBus(t)
	newPanel(t, address).show(true)
	tray := OpenTray()
	told := make(chan bool, 10)
	go tray.Follow(t.Context(), func(shown bool) { told <- shown })
	require.True(t, next(t, told))
	tray.Close()
	require.False(t, next(t, told))
}

func TestWithoutADesktopThereIsNoTray(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	tray := OpenTray()
	defer tray.Close()
	require.False(t, tray.Shown(t.Context()))
	tray.Follow(t.Context(), func(bool) { t.Error("there is nothing to tell") })
}

func TestAComputerThatWakesUpSaysSo(t *testing.T) {
	address := newBus(t)
	mine, theirs := dial(t, address), dial(t, address)
	ctx, cancel := context.WithCancel(t.Context())
	woke, ended := make(chan bool, 100), make(chan struct{})
	go func() { defer close(ended); onWake(ctx, mine, func() { woke <- true }) }()
	say := func(asleep bool) {
		require.NoError(t, theirs.Emit("/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", asleep))
	}
	require.Eventually(t, func() bool { say(false); return len(woke) > 0 }, 10*time.Second, 20*time.Millisecond)
	cancel()
	next(t, ended)

	ctx, cancel = context.WithCancel(t.Context())
	defer cancel()
	woke = make(chan bool, 100)
	go onWake(ctx, mine, func() { woke <- true })
	for range 10 {
		say(true)
		time.Sleep(5 * time.Millisecond)
	}
	require.Empty(t, woke, "it falls asleep")
}

// The window does not wait for a bus that takes connections and says nothing.
func TestABusThatDoesNotAnswerIsNone(t *testing.T) {
	dir, err := os.MkdirTemp("", "bus")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "bus")
	var listen net.ListenConfig
	silent, err := listen.Listen(t.Context(), "unix", socket)
	require.NoError(t, err)
	defer func() { require.NoError(t, silent.Close()) }()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+socket)
	began := time.Now()
	tray := OpenTray()
	defer tray.Close()
	require.False(t, tray.Shown(t.Context()))
	require.Less(t, time.Since(began), 20*patience)
}
