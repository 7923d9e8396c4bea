package store

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheMountOfAPath(t *testing.T) {
	const table = `22 1 253:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
30 22 0:40 / /mnt/desk rw,relatime shared:20 - cifs //nas/desk\040files rw,vers=3.1.1
31 22 0:41 / /mnt/a\040b rw - fuse.sshfs desk@server:/home rw
32 22 0:42 / /mnt/a\040b rw - ext4 /dev/vdb rw
33 22 0:43 / /media/usb rw - fuseblk /dev/sdb1 rw
a line of nonsense
`
	for path, want := range map[string][2]string{
		"/home/ada/latchkey.db":    {"ext4", "/dev/vda1"},
		"/mnt/desk/latchkey.db":    {"cifs", "//nas/desk files"},
		"/mnt/desks/latchkey.db":   {"ext4", "/dev/vda1"},
		"/mnt/a b/c/latchkey.db":   {"ext4", "/dev/vdb"},
		"/media/usb/x/latchkey.db": {"fuseblk", "/dev/sdb1"},
		"/mnt/desk":                {"cifs", "//nas/desk files"},
	} {
		kind, source := mountOf(table, path)
		require.Equal(t, want, [2]string{kind, source}, path)
	}
	require.False(t, shares["fuseblk"], "a disk with a file system of Windows")
}
