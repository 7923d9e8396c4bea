//go:build !windows

package instance

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A socket that a crash left is no hindrance, neither for who asks nor for who
// comes after it.
func TestASocketThatACrashLeftIsTakenOver(t *testing.T) {
	file := apart(t)
	l, err := listen(t.Context(), key(file))
	require.NoError(t, err)
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	require.NoError(t, l.Close())
	path, err := socket(key(file))
	require.NoError(t, err)
	require.FileExists(t, path)
	require.Equal(t, Nobody, Raise(t.Context(), file))
	_, raised := serve(t, file)
	require.Equal(t, Raised, Raise(t.Context(), file))
	require.EqualValues(t, 1, raised.Load())
}

// A folder that others may use, or that is a link, is not used.
func TestOnlyAFolderOfOnesOwn(t *testing.T) {
	dir := t.TempDir()
	open := filepath.Join(dir, "open")
	require.NoError(t, os.Mkdir(open, 0o700))
	require.NoError(t, os.Chmod(open, 0o777))
	require.Error(t, ours(open))
	private := filepath.Join(dir, "private")
	require.NoError(t, ours(private))
	require.NoError(t, ours(private), "made already")
	link := filepath.Join(dir, "link")
	require.NoError(t, os.Symlink(private, link))
	require.Error(t, ours(link))
}

// A runtime folder with a long name is passed over.
func TestAPathThatIsTooLongIsPassedOver(t *testing.T) {
	long := filepath.Join(t.TempDir(), strings.Repeat("x", 100))
	require.NoError(t, os.Mkdir(long, 0o700))
	t.Setenv("XDG_RUNTIME_DIR", long)
	path, err := socket("00112233445566778899aabb")
	require.NoError(t, err)
	require.LessOrEqual(t, len(path), room)
	require.False(t, strings.HasPrefix(path, long))
}
