package store

import (
	"path/filepath"

	sys "golang.org/x/sys/unix"
)

// mountedAt asks macOS whether the volume of a path is on this computer.
func mountedAt(path string) Place {
	var at sys.Statfs_t
	for sys.Statfs(path, &at) != nil {
		up := filepath.Dir(path)
		if up == path {
			return Place{}
		}
		path = up
	}
	if at.Flags&sys.MNT_LOCAL == 0 {
		return Place{PlaceNetwork, sys.ByteSliceToString(at.Mntfromname[:])}
	}
	return Place{}
}
