package store

import (
	"os"
	"strconv"
	"strings"

	sys "golang.org/x/sys/unix"
)

// shares are the file systems that lie on another computer, by the names of
// /proc/self/mountinfo; those of FUSE that do are told by the name after it.
var shares = map[string]bool{
	"nfs": true, "nfs4": true, "cifs": true, "smb3": true, "smbfs": true, "ncpfs": true, "afs": true, "ceph": true, "9p": true,
	"lustre": true, "beegfs": true, "coda": true, "davfs": true, "sshfs": true,
	"fuse.sshfs": true, "fuse.rclone": true, "fuse.davfs": true, "fuse.s3fs": true, "fuse.glusterfs": true, "fuse.ceph": true,
	"fuse.gvfsd-fuse": true, "fuse.smbnetfs": true, "fuse.curlftpfs": true, "fuse.kio-fuse": true, "fuse.juicefs": true,
	"fuse.google-drive-ocamlfuse": true, "fuse.onedriver": true,
}

// magic are the same for statfs, where /proc is not there.
var magic = map[int64]string{
	sys.NFS_SUPER_MAGIC: "nfs", sys.SMB_SUPER_MAGIC: "smb", sys.SMB2_SUPER_MAGIC: "smb", sys.CIFS_SUPER_MAGIC: "cifs",
	sys.NCP_SUPER_MAGIC: "ncp", sys.AFS_SUPER_MAGIC: "afs", sys.AFS_FS_MAGIC: "afs", sys.CODA_SUPER_MAGIC: "coda",
	sys.CEPH_SUPER_MAGIC: "ceph", sys.V9FS_MAGIC: "9p",
}

func mountedAt(path string) Place {
	if table, err := os.ReadFile("/proc/self/mountinfo"); err == nil { //nolint:forbidigo // not a file of ours
		kind, source := mountOf(string(table), path)
		if shares[kind] {
			return Place{PlaceNetwork, source}
		}
		return Place{}
	}
	var at sys.Statfs_t
	if sys.Statfs(path, &at) != nil {
		return Place{}
	}
	if name := magic[int64(at.Type)]; name != "" { //nolint:unconvert // not everywhere the same size
		return Place{PlaceNetwork, name}
	}
	return Place{}
}

// mountOf finds the mount that a path lies on: the last of the longest.
// See proc_pid_mountinfo(5).
func mountOf(table, path string) (kind, source string) {
	longest := -1
	for line := range strings.Lines(table) {
		before, after, ok := strings.Cut(line, " - ")
		fields, rest := strings.Fields(before), strings.Fields(after)
		if !ok || len(fields) < 5 || len(rest) < 2 {
			continue
		}
		at := unescaped(fields[4])
		if len(at) < longest || at != "/" && path != at && !strings.HasPrefix(path, at+"/") {
			continue
		}
		longest, kind, source = len(at), rest[0], unescaped(rest[1])
	}
	return kind, source
}

// unescaped turns \040 into a blank.
func unescaped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) {
			if c, err := strconv.ParseUint(s[i+1:i+4], 8, 8); err == nil {
				b.WriteByte(byte(c))
				i += 3
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
