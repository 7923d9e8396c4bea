//go:build !windows

package instance

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// room is the longest path of a socket: 104 bytes on macOS, 108 on Linux, with
// the zero behind it.
const room = 103

func listen(ctx context.Context, key string) (net.Listener, error) {
	path, err := socket(key)
	if err != nil {
		return nil, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) { // of a program that crashed: the caller has the lock
		return nil, err
	}
	return (&net.ListenConfig{}).Listen(ctx, "unix", path)
}

func dial(ctx context.Context, key string) (net.Conn, error) {
	path, err := socket(key)
	if err != nil {
		return nil, err
	}
	return (&net.Dialer{}).DialContext(ctx, "unix", path)
}

// socket is the path of the socket, in the first folder that can have it.
func socket(key string) (string, error) {
	last := errors.New("no folder for a socket")
	for _, dir := range folders() {
		path := filepath.Join(dir, key+".sock")
		if len(path) > room {
			continue
		}
		if last = ours(dir); last == nil {
			return path, nil
		}
	}
	return "", last
}

// folders are where the socket may be: the runtime folder of the session, and
// one of this user's in the folder for temporary files.
func folders() []string {
	own := "latchkey-" + strconv.Itoa(os.Getuid())
	all := []string{filepath.Join(os.TempDir(), own), filepath.Join("/tmp", own)}
	if dir := os.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(dir) {
		all = append([]string{filepath.Join(dir, "latchkey")}, all...)
	}
	return all
}

// ours makes a folder that nobody else can use, or refuses one that somebody
// else made or may use: where everybody may write, anybody can be first.
func ours(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	stat, known := info.Sys().(*syscall.Stat_t)
	if !info.IsDir() || info.Mode().Perm()&0o077 != 0 || !known || int(stat.Uid) != os.Getuid() {
		return fmt.Errorf("%s is not a folder of this user alone", dir)
	}
	return nil
}

// letForward is for Windows.
func letForward(int) {}
