package drafts

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	killed = "LATCHKEY_DRAFTS"
	inHere = "drafts.json"
)

// TestMain is also the program that writes drafts until it is killed.
func TestMain(m *testing.M) {
	if os.Getenv(killed) != "" {
		for i := 1; ; i++ {
			e := Entry{Kind: "member", Values: map[string]string{"n": strconv.Itoa(i), "note": strings.Repeat("x", i%5000)}}
			if err := write(inHere, []Entry{e}); err != nil {
				fmt.Println(err)
				os.Exit(1)
			}
			fmt.Println(i)
		}
	}
	os.Exit(m.Run())
}

// Whenever it is killed, the file holds what was last said to be written, or the
// one after that, and nothing is broken.
func TestAKillLosesNothingThatWasWritten(t *testing.T) {
	dir := t.TempDir()
	for round := range 20 {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Dir, cmd.Env = dir, append(os.Environ(), killed+"=yes")
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		said := 0
		lines := bufio.NewScanner(out)
		for began := time.Now(); lines.Scan(); {
			said, err = strconv.Atoi(lines.Text())
			require.NoError(t, err, lines.Text())
			if time.Since(began) > time.Duration(round)*3*time.Millisecond && cmd.Process != nil {
				require.NoError(t, cmd.Process.Kill())
				break
			}
		}
		for lines.Scan() {
			said, err = strconv.Atoi(lines.Text())
			require.NoError(t, err, lines.Text())
		}
		_ = cmd.Wait()
		all, err := read(filepath.Join(dir, inHere))
		require.NoError(t, err)
		require.Len(t, all, 1)
		kept, err := strconv.Atoi(all[0].Values["n"])
		require.NoError(t, err)
		require.GreaterOrEqual(t, kept, said)
		require.LessOrEqual(t, kept, said+1)
	}
}
