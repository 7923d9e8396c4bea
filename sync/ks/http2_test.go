package ks

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// The frames of RFC 9113 that are needed here.
const (
	frameHeaders  = 1
	frameReset    = 3
	frameSettings = 4
	frameGoAway   = 7
)

// refuser speaks just enough HTTP/2 to count the requests that arrive and to
// turn each away. It never looks at what one says.
type refuser struct {
	listener net.Listener
	rt       *http.Transport
	turnAway func(w io.Writer, stream uint32)
	arrived  atomic.Int32
}

func newRefuser(t *testing.T, turnAway func(io.Writer, uint32)) *refuser {
	t.Helper()
	s := httptest.NewTLSServer(nil) // for its certificate
	defer s.Close()
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: s.TLS.Certificates, NextProtos: []string{"h2"}, MinVersion: tls.VersionTLS12})
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	r := &refuser{listener: l, rt: trusting(t, s.Certificate()), turnAway: turnAway}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go r.serve(conn)
		}
	}()
	return r
}

func (r *refuser) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	if _, err := io.ReadFull(conn, make([]byte, len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
		return
	}
	writeFrame(conn, frameSettings, 0, 0, nil)
	head := make([]byte, 9)
	for {
		if _, err := io.ReadFull(conn, head); err != nil {
			return
		}
		length := int64(head[0])<<16 | int64(head[1])<<8 | int64(head[2])
		if _, err := io.CopyN(io.Discard, conn, length); err != nil {
			return
		}
		switch {
		case head[3] == frameSettings && head[4] == 0:
			writeFrame(conn, frameSettings, 1, 0, nil)
		case head[3] == frameHeaders && r.arrived.Add(1) > 1:
			return // a second one gets nothing at all
		case head[3] == frameHeaders:
			r.turnAway(conn, binary.BigEndian.Uint32(head[5:]))
		}
	}
}

func writeFrame(w io.Writer, kind, flags byte, stream uint32, payload []byte) {
	frame := []byte{byte(len(payload) >> 16), byte(len(payload) >> 8), byte(len(payload)), kind, flags}
	_, _ = w.Write(append(binary.BigEndian.AppendUint32(frame, stream), payload...))
}

// everyRefusal is how a server of HTTP/2 says no before it looks at a request.
// net/http repeats what was turned away like that, when it can.
func everyRefusal() map[string]func(io.Writer, uint32) {
	code := func(codes ...uint32) []byte {
		var b []byte
		for _, c := range codes {
			b = binary.BigEndian.AppendUint32(b, c)
		}
		return b
	}
	const noError, refusedStream, enhanceYourCalm = 0, 7, 11
	return map[string]func(io.Writer, uint32){
		"stream refused": func(w io.Writer, stream uint32) { writeFrame(w, frameReset, 0, stream, code(refusedStream)) },
		"going away":     func(w io.Writer, _ uint32) { writeFrame(w, frameGoAway, 0, 0, code(0, noError)) },
		"calm down":      func(w io.Writer, _ uint32) { writeFrame(w, frameGoAway, 0, 0, code(0, enhanceYourCalm)) },
	}
}

func TestOverHTTP2EveryWriteIsSentExactlyOnceToo(t *testing.T) {
	for refusal, turnAway := range everyRefusal() {
		t.Run(refusal, func(t *testing.T) {
			for name, write := range everyWrite() {
				r := newRefuser(t, turnAway)
				c := New(Environment{API: "https://" + r.listener.Addr().String()}, new(countedTokens), Options{HTTP: r.rt})
				require.Equal(t, Unknown, KindOf(write(t.Context(), c)), name)
				require.EqualValues(t, 1, r.arrived.Load(), name)
			}
		})
	}
}

// TestNetHTTPWouldRepeatOverHTTP2 shows that the test before can fail.
func TestNetHTTPWouldRepeatOverHTTP2(t *testing.T) {
	for name, turnAway := range everyRefusal() {
		r := newRefuser(t, turnAway)
		req, err := http.NewRequestWithContext(context.Background(), http.MethodDelete, "https://"+r.listener.Addr().String(), http.NoBody)
		require.NoError(t, err)
		resp, err := r.rt.RoundTrip(req)
		require.Error(t, err)
		require.Nil(t, resp)
		if name != "calm down" {
			require.EqualValues(t, 2, r.arrived.Load(), name)
		}
	}
}
