package instance

import (
	"context"
	"net"

	"github.com/Microsoft/go-winio"
	"golang.org/x/sys/windows"
)

// listen makes the pipe, which vanishes with its program: none can be stale. It
// fails where there is one already, whoever made it.
func listen(_ context.Context, key string) (net.Listener, error) {
	name, sid, err := pipe(key)
	if err != nil {
		return nil, err
	}
	return winio.ListenPipe(name, &winio.PipeConfig{SecurityDescriptor: "D:P(A;;GA;;;" + sid + ")"}) // this user, and nobody else
}

// dial lets the other end not act in this user's name.
func dial(ctx context.Context, key string) (net.Conn, error) {
	name, _, err := pipe(key)
	if err != nil {
		return nil, err
	}
	return winio.DialPipeContext(ctx, name)
}

// pipe is the name of the pipe, and the user that it is for.
func pipe(key string) (name, sid string, err error) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return "", "", err
	}
	sid = user.User.Sid.String()
	return `\\.\pipe\latchkey-` + sid + "-" + key, sid, nil
}

var allowSetForegroundWindow = windows.NewLazySystemDLL("user32.dll").NewProc("AllowSetForegroundWindow")

// letForward passes on the right to come to the front, which Windows gives to
// the program that the person has just started.
func letForward(pid int) {
	if allowSetForegroundWindow.Find() == nil {
		_, _, _ = allowSetForegroundWindow.Call(uintptr(pid)) // refused: the button in the task bar blinks instead
	}
}
