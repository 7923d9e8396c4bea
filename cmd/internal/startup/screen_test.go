package startup

import (
	"bytes"
	"fmt"
	"image"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/damage"
	"github.com/jezek/xgb/xproto"
	"github.com/stretchr/testify/require"
)

// The parts of the screen that are looked at, so that looking takes little
// from the program: head is where both windows have a word first, list has the
// names of the members, side is what is shown of one of them.
var (
	head = image.Rect(0, 0, 420, 100)
	list = image.Rect(240, 240, 420, 880)
	side = image.Rect(1000, 100, 1060, 880)
)

const (
	patience = time.Minute     // until the first letter
	quiet    = 3 * time.Second // after the last change
)

// frame is what the screen showed at a time.
type frame struct {
	at               time.Time
	cpu              time.Duration // that the program had used
	head, list, side []byte
}

// blank tells whether the head has no letter: their edges alone have more
// colours than a bare window and the screen behind it.
func (f frame) blank() bool {
	colours := map[[3]byte]bool{}
	for i := 0; i+3 < len(f.head); i += 4 {
		colours[[3]byte(f.head[i:])] = true
	}
	return len(colours) < 8
}

func (f frame) same(g frame) bool {
	return bytes.Equal(f.head, g.head) && bytes.Equal(f.list, g.list) && bytes.Equal(f.side, g.side)
}

// screen sees each change of a display.
type screen struct {
	tb      testing.TB
	conn    *xgb.Conn
	root    xproto.Drawable
	changes damage.Damage
	frames  []frame
}

// watch connects to a display. follow ends the connection.
func watch(tb testing.TB, display string) *screen {
	tb.Helper()
	conn, err := xgb.NewConnDisplay(display)
	require.NoError(tb, err)
	require.NoError(tb, damage.Init(conn))
	_, err = damage.QueryVersion(conn, 1, 1).Reply()
	require.NoError(tb, err)
	s := &screen{tb: tb, conn: conn, root: xproto.Drawable(xproto.Setup(conn).DefaultScreen(conn).Root)}
	s.changes, err = damage.NewDamageId(conn)
	require.NoError(tb, err)
	require.NoError(tb, damage.CreateChecked(conn, s.changes, s.root, damage.ReportLevelNonEmpty).Check())
	return s
}

// follow keeps a frame of every change until a window with letters has not
// changed for a while. The time of a frame is that at which its change was heard
// of. spent is asked what the program has used of the processor.
func (s *screen) follow(spent func() time.Duration) {
	s.tb.Helper()
	end := time.AfterFunc(patience, s.conn.Close) // never twice: that would wait for ever
	for {
		event, err := s.conn.WaitForEvent()
		if event == nil && err == nil { // closed
			return
		}
		if _, ok := event.(damage.NotifyEvent); !ok {
			continue
		}
		f := frame{at: time.Now(), cpu: spent()}
		damage.Subtract(s.conn, s.changes, 0, 0)
		if s.look(&f) != nil {
			continue
		}
		if n := len(s.frames); n > 0 && f.same(s.frames[n-1]) {
			continue
		}
		s.frames = append(s.frames, f)
		if !f.blank() {
			end.Reset(quiet)
		}
	}
}

func (s *screen) look(f *frame) error {
	asked := make([]xproto.GetImageCookie, 0, 3)
	for _, r := range []image.Rectangle{head, list, side} {
		asked = append(asked, xproto.GetImage(s.conn, xproto.ImageFormatZPixmap, s.root,
			int16(r.Min.X), int16(r.Min.Y), uint16(r.Dx()), uint16(r.Dy()), 0xffffff))
	}
	for i, into := range []*[]byte{&f.head, &f.list, &f.side} {
		reply, err := asked[i].Reply()
		if err != nil {
			return err
		}
		*into = reply.Data
	}
	return nil
}

// moment is how long after the start of a program, and how much of the
// processor it had used then.
type moment struct{ clock, cpu time.Duration }

// started is when a program showed what.
type started struct {
	first moment // a first letter
	list  moment // the members' names, as they stayed
	all   moment // everything looked at, as it stayed
}

// since finds the times in the frames that were kept.
func (s *screen) since(begun time.Time) (t started, err error) {
	if len(s.frames) == 0 {
		return t, fmt.Errorf("nothing was painted")
	}
	last := s.frames[len(s.frames)-1]
	if last.blank() {
		return t, fmt.Errorf("the window stayed blank")
	}
	for _, f := range s.frames {
		if f.blank() {
			continue
		}
		now := moment{f.at.Sub(begun), f.cpu}
		if t.first.clock == 0 {
			t.first = now
		}
		if t.list.clock == 0 && bytes.Equal(f.list, last.list) {
			t.list = now
		}
		if t.all.clock == 0 && f.same(last) {
			t.all = now
		}
	}
	return t, nil
}
