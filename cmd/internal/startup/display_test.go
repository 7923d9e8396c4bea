package startup

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/stretchr/testify/require"
)

// newDisplay starts an X server in memory, as large as both windows are at
// first, and returns its name. It ends with the benchmark. The pointer lies in a
// corner: in the middle of the screen it would highlight a row of the list.
func newDisplay(b *testing.B) string {
	b.Helper()
	read, write, err := os.Pipe()
	require.NoError(b, err)
	defer func() { _ = read.Close() }()
	ctx, cancel := context.WithCancel(context.Background())
	server := exec.CommandContext(ctx, "Xvfb", "-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset")
	server.ExtraFiles = []*os.File{write}
	require.NoError(b, server.Start())
	b.Cleanup(func() {
		cancel()
		_ = server.Wait() // it was killed
	})
	require.NoError(b, write.Close())
	line, err := bufio.NewReader(read).ReadString('\n')
	require.NoError(b, err, "Xvfb did not start")
	name := ":" + strings.TrimSpace(line)
	conn, err := xgb.NewConnDisplay(name)
	require.NoError(b, err)
	defer conn.Close()
	screen := xproto.Setup(conn).DefaultScreen(conn)
	require.NoError(b, xproto.WarpPointerChecked(conn, 0, screen.Root, 0, 0, 0, 0, int16(screen.WidthInPixels), int16(screen.HeightInPixels)).Check())
	return name
}
