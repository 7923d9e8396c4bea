package kssim

import (
	"context"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// delivery is an answer on its way to the caller.
type delivery struct {
	status int
	header http.Header
	whole  int           // length of the body that was meant
	pieces [][]byte      // what is sent of it
	pause  time.Duration // before each piece
	cut    Cut
}

// slowPieces is how many pieces a slow body comes in.
const slowPieces = 10

func (f Fault) deliver(answer *buffer) delivery {
	body := answer.body.Bytes()
	d := delivery{status: answer.status, header: answer.header, whole: len(body)}
	if f.Cut != CutNot && len(body) > 0 {
		d.cut = f.Cut
		keep := f.Keep
		if keep <= 0 {
			keep = len(body) / 2
		}
		body = body[:min(keep, len(body)-1)]
	}
	d.pieces = [][]byte{body}
	if f.Slow > 0 && len(body) > 1 {
		size := (len(body) + slowPieces - 1) / slowPieces
		d.pieces = slices.Collect(slices.Chunk(body, size))
	}
	d.pause = f.Slow / time.Duration(len(d.pieces))
	return d
}

// pause waits by the system's time, or until the caller has gone.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// sendTo delivers on a port.
func (d delivery) sendTo(w http.ResponseWriter, r *http.Request) {
	for key, values := range d.header {
		w.Header()[key] = values
	}
	if d.cut == CutLost {
		w.Header().Set("Content-Length", strconv.Itoa(d.whole))
	}
	w.WriteHeader(d.status)
	// A listener that cannot flush sends it all at the end; where sending
	// fails, nobody is left to be told.
	flush := func() { _ = http.NewResponseController(w).Flush() }
	for _, piece := range d.pieces {
		if d.pause > 0 {
			flush()
		}
		if pause(r.Context(), d.pause) != nil {
			panic(http.ErrAbortHandler)
		}
		_, _ = w.Write(piece)
	}
	if d.cut == CutLost {
		flush()
		panic(http.ErrAbortHandler)
	}
}

// response delivers in memory.
func (d delivery) response(out *http.Request) *http.Response {
	length := d.whole
	if d.cut == CutClean {
		length = 0
		for _, piece := range d.pieces {
			length += len(piece)
		}
	}
	return &http.Response{
		Status:        strconv.Itoa(d.status) + " " + http.StatusText(d.status),
		StatusCode:    d.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        d.header,
		Body:          &memoryBody{delivery: d, ctx: out.Context()},
		ContentLength: int64(length),
		Request:       out,
	}
}

// memoryBody is read piece by piece; it waits where the reader waits.
type memoryBody struct {
	delivery
	ctx  context.Context
	left []byte // of the piece that came last
}

// Read implements io.Reader.
func (b *memoryBody) Read(p []byte) (int, error) {
	for len(b.left) == 0 {
		if len(b.pieces) == 0 {
			return 0, b.end()
		}
		if err := pause(b.ctx, b.pause); err != nil {
			return 0, err
		}
		b.left, b.pieces = b.pieces[0], b.pieces[1:]
	}
	n := copy(p, b.left)
	b.left = b.left[n:]
	return n, nil
}

func (b *memoryBody) end() error {
	if b.cut == CutLost {
		return io.ErrUnexpectedEOF
	}
	return io.EOF
}

// Close implements io.Closer.
func (b *memoryBody) Close() error {
	b.pieces, b.left = nil, nil
	return nil
}

// resetConnection ends a connection without an answer.
func resetConnection(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if wrapped, ok := conn.(interface{ NetConn() net.Conn }); ok { // TLS would say goodbye
		conn = wrapped.NetConn()
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // so that closing resets it; without, it just ends
	}
	_ = conn.Close()
}
