package instance

import (
	"net"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// apart gives the test a runtime folder of its own, and returns a data file.
func apart(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "lk") // short: a socket's path is
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	t.Setenv("XDG_RUNTIME_DIR", dir)
	return filepath.Join(t.TempDir(), "latchkey.db")
}

func serve(t *testing.T, file string) (*Server, *atomic.Int32) {
	t.Helper()
	var raised atomic.Int32
	s, err := Listen(t.Context(), file, func() bool { return raised.Add(1) > 0 })
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s, &raised
}

func TestASecondStartRaisesTheFirst(t *testing.T) {
	file := apart(t)
	require.Equal(t, Nobody, Raise(t.Context(), file), "nobody is there")
	_, runs := Running(t.Context(), file)
	require.False(t, runs)
	s, raised := serve(t, file)
	pid, runs := Running(t.Context(), file)
	require.True(t, runs)
	require.Equal(t, os.Getpid(), pid)
	require.Zero(t, raised.Load(), "to ask raises nothing")
	require.Equal(t, Raised, Raise(t.Context(), file))
	require.EqualValues(t, 1, raised.Load(), "raised before it is promised")
	require.Equal(t, Nobody, Raise(t.Context(), filepath.Join(filepath.Dir(file), "other.db")), "another file is another program")

	require.NoError(t, s.Close())
	require.Equal(t, Nobody, Raise(t.Context(), file))
	again, raised := serve(t, file)
	require.Equal(t, Raised, Raise(t.Context(), file))
	require.EqualValues(t, 1, raised.Load())
	require.NoError(t, again.Close())
}

func TestEveryOneOfManyIsAnswered(t *testing.T) {
	file := apart(t)
	_, raised := serve(t, file)
	var all sync.WaitGroup
	var answered atomic.Int32
	for range 50 {
		all.Go(func() {
			if Raise(t.Context(), file) == Raised {
				answered.Add(1)
			}
		})
	}
	all.Wait()
	require.EqualValues(t, 50, answered.Load())
	require.EqualValues(t, 50, raised.Load())
}

// One path, however it is written, is one endpoint.
func TestTheSameFileByAnotherPath(t *testing.T) {
	file := apart(t)
	_, _ = serve(t, file)
	t.Chdir(filepath.Dir(file))
	require.Equal(t, Raised, Raise(t.Context(), "latchkey.db"))
	if runtime.GOOS != "windows" {
		link := filepath.Join(t.TempDir(), "link")
		require.NoError(t, os.Symlink(filepath.Dir(file), link))
		require.Equal(t, Raised, Raise(t.Context(), filepath.Join(link, "latchkey.db")))
	}
}

// Whoever is there and does not speak is not waited for.
func TestWhoDoesNotAnswerIsLeft(t *testing.T) {
	file := apart(t)
	l, err := listen(t.Context(), key(file))
	require.NoError(t, err)
	held := make(chan net.Conn, 10)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			held <- conn
		}
	}()
	begun := time.Now()
	require.Equal(t, Nobody, Raise(t.Context(), file))
	require.WithinDuration(t, begun.Add(Patience), time.Now(), time.Second)
	require.NoError(t, l.Close())
	<-ended
	close(held)
	for conn := range held {
		require.NoError(t, conn.Close())
	}
}

// Whoever connects and says nothing, or nonsense, raises nothing and keeps
// nobody else out.
func TestNonsenseRaisesNothing(t *testing.T) {
	file := apart(t)
	_, raised := serve(t, file)
	silent, err := dial(t.Context(), key(file))
	require.NoError(t, err)
	defer func() { _ = silent.Close() }()
	for _, nonsense := range []string{"\n", "{}\n", `{"Do":"quit"}` + "\n", string(make([]byte, 10000))} {
		conn, err := dial(t.Context(), key(file))
		require.NoError(t, err)
		_, _ = conn.Write([]byte(nonsense))
		_ = conn.Close()
	}
	require.Equal(t, Raised, Raise(t.Context(), file))
	require.EqualValues(t, 1, raised.Load())
}

// A program that ends says so, and waits for nobody who is silent.
func TestAProgramThatEnds(t *testing.T) {
	file := apart(t)
	s, err := Listen(t.Context(), file, func() bool { return false })
	require.NoError(t, err)
	require.Equal(t, Ending, Raise(t.Context(), file))
	silent, err := dial(t.Context(), key(file))
	require.NoError(t, err)
	defer func() { _ = silent.Close() }()
	begun := time.Now()
	require.NoError(t, s.Close())
	require.Less(t, time.Since(begun), Patience/2)
}
