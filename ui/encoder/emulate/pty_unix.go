//go:build unix

package emulate

import (
	"os"
	"syscall"
)

// waking gives a file back as one whose Close ends a Read that waits. The
// library hands it out in a mode where that doesn't.
func waking(f *os.File) (*os.File, error) {
	fd, err := syscall.Dup(int(f.Fd()))
	if err != nil {
		return nil, err
	}
	syscall.CloseOnExec(fd)
	if err := syscall.SetNonblock(fd, true); err != nil {
		_ = syscall.Close(fd)
		return nil, err
	}
	return os.NewFile(uintptr(fd), f.Name()), f.Close()
}
