package store

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// mountedAt asks Windows of the drive of a path: one that was connected from
// another computer, or the drive that Google's program makes up.
func mountedAt(path string) Place {
	volume := filepath.VolumeName(path)
	if volume == "" {
		return Place{}
	}
	drive, err := windows.UTF16PtrFromString(volume + `\`)
	if err != nil {
		return Place{}
	}
	if windows.GetDriveType(drive) == windows.DRIVE_REMOTE {
		return Place{PlaceNetwork, volume}
	}
	var label [windows.MAX_PATH + 1]uint16
	if windows.GetVolumeInformation(drive, &label[0], uint32(len(label)), nil, nil, nil, nil, 0) != nil {
		return Place{}
	}
	if strings.HasPrefix(windows.UTF16ToString(label[:]), "Google Drive") {
		return Place{PlaceSynced, "Google Drive"}
	}
	return Place{}
}
