// Package instance lets a second start of the program bring the window of the
// first one to the front. The two meet at an endpoint that only the same user
// can reach, named after the data file: a socket in a folder of that user's on
// Unix, a named pipe on Windows. Who holds the lock of the data file listens,
// so that a socket which is in the way is one that a crash left behind.
package instance

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"
)

// Patience is how long a second start waits for the answer of the first.
const Patience = 2 * time.Second

// silence is how long one connection may say nothing.
const silence = 900 * time.Millisecond

// greeting is the first line on a connection, from the one that listens.
type greeting struct {
	Latchkey int `json:"latchkey"` // version of the talk: 1
	PID      int `json:"pid"`
}

// wish is what the second start asks for, and doneOrNot what came of it.
type (
	wish struct {
		Do string `json:"do"`
	}
	doneOrNot struct {
		Done bool `json:"done"`
	}
)

const (
	version = 1
	raise   = "raise"
)

// Server answers second starts until it is closed.
type Server struct {
	listener net.Listener
	raise    func() bool
	talks    sync.WaitGroup

	mu     sync.Mutex
	open   map[net.Conn]bool
	closed bool
}

// Listen answers second starts for a data file. The caller holds the lock of
// that file. raise is called from any goroutine, and must not wait for what may
// itself wait for Close; false says that the program is about to end.
func Listen(ctx context.Context, file string, raise func() bool) (*Server, error) {
	l, err := listen(ctx, key(file))
	if err != nil {
		return nil, err
	}
	s := &Server{listener: l, raise: raise, open: map[net.Conn]bool{}}
	s.talks.Go(s.accept)
	return s, nil
}

func (s *Server) accept() {
	for {
		conn, err := s.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			if _, is := errors.AsType[net.Error](err); is {
				time.Sleep(50 * time.Millisecond) // out of descriptors, say
				continue
			}
			return
		}
		s.talks.Go(func() { s.talk(conn) })
	}
}

func (s *Server) talk(conn net.Conn) {
	defer s.note(conn, false)
	s.note(conn, true)
	_ = conn.SetDeadline(time.Now().Add(Patience)) // who says nothing keeps nobody
	var w wish
	if say(conn, greeting{Latchkey: version, PID: os.Getpid()}) != nil || hear(bufio.NewReader(conn), &w) != nil || w.Do != raise {
		return
	}
	_ = say(conn, doneOrNot{Done: s.raise()})
}

// note keeps the connections, so that Close waits for nobody who is silent.
func (s *Server) note(conn net.Conn, begins bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if begins && !s.closed {
		s.open[conn] = true
		return
	}
	delete(s.open, conn)
	_ = conn.Close()
}

// Close stops listening, and cuts off the talks that are under way: who asked
// finds nobody, and may try again to open the file.
func (s *Server) Close() error {
	err := s.listener.Close()
	s.mu.Lock()
	s.closed = true
	for conn := range s.open {
		_ = conn.Close()
	}
	s.mu.Unlock()
	s.talks.Wait()
	return err
}

// Answer is what came of a second start's wish.
type Answer int

// The answers.
const (
	Nobody Answer = iota // no program answered within Patience
	Ending               // one did that is about to end, and let go of the file
	Raised               // its window is in front, or will be
)

// Raise asks the program that has a data file open to show its window.
func Raise(ctx context.Context, file string) Answer {
	answer := Nobody
	call(ctx, file, func(conn net.Conn, r *bufio.Reader, g greeting) bool {
		letForward(g.PID)
		var a doneOrNot
		switch {
		case say(conn, wish{Do: raise}) != nil || hear(r, &a) != nil:
			return false
		case a.Done:
			answer = Raised
		default:
			answer = Ending
		}
		return true
	})
	return answer
}

// Running returns the process that answers for a data file, and disturbs nobody.
func Running(ctx context.Context, file string) (pid int, runs bool) {
	runs = call(ctx, file, func(_ net.Conn, _ *bufio.Reader, g greeting) bool {
		pid = g.PID
		return true
	})
	return pid, runs
}

// call connects to who listens for a data file and, when it has greeted, hands
// the connection to talk, which tells whether it was answered. A connection that
// stays silent is tried again until Patience has passed: on Wine, the first
// instance of a pipe takes a caller to whom nobody speaks.
func call(ctx context.Context, file string, talk func(net.Conn, *bufio.Reader, greeting) bool) bool {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	for ctx.Err() == nil {
		conn, err := dial(ctx, key(file))
		if err != nil {
			return false
		}
		if talked(ctx, conn, talk) {
			return true
		}
	}
	return false
}

func talked(ctx context.Context, conn net.Conn, talk func(net.Conn, *bufio.Reader, greeting) bool) bool {
	defer func() { _ = conn.Close() }()
	ctx, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	defer context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })()
	r := bufio.NewReader(conn)
	var g greeting
	return hear(r, &g) == nil && g.Latchkey == version && talk(conn, r, g)
}

func say(conn net.Conn, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = conn.Write(append(text, '\n'))
	return err
}

func hear(r *bufio.Reader, v any) error {
	text, err := r.ReadSlice('\n') // refuses what is longer than its buffer, 4 KiB
	if err != nil {
		return err
	}
	return json.Unmarshal(text, v)
}

// key names the endpoint of a data file: the same for every way to write its
// path, and no secret about where it is.
func key(file string) string {
	if abs, err := filepath.Abs(file); err == nil {
		file = abs
	}
	dir, name := filepath.Split(file)
	if real, err := filepath.EvalSymlinks(dir); err == nil { // the file itself may not be there yet
		file = filepath.Join(real, name)
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		file = strings.ToLower(file) // which means the same there
	}
	sum := sha256.Sum256([]byte(file))
	return hex.EncodeToString(sum[:12])
}
