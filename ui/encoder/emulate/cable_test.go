package emulate

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/ui/encoder"
)

func TestACableIsAPort(t *testing.T) {
	program, reader := Cable()
	require.NoError(t, program.SetReadTimeout(time.Millisecond))
	n, err := program.Read(make([]byte, 4))
	require.Zero(t, n, "nothing came")
	require.NoError(t, err)

	_, err = reader.Write([]byte("abcdef"))
	require.NoError(t, err)
	buf := make([]byte, 4)
	n, err = program.Read(buf)
	require.NoError(t, err)
	require.Equal(t, "abcd", string(buf[:n]))
	n, err = program.Read(buf)
	require.NoError(t, err)
	require.Equal(t, "ef", string(buf[:n]))

	require.NoError(t, reader.Close())
	_, err = program.Read(buf)
	require.ErrorIs(t, err, io.EOF)
	_, err = program.Write(buf)
	require.ErrorIs(t, err, io.ErrClosedPipe)
}

func TestClosingACableEndsAReadThatWaits(t *testing.T) {
	program, reader := Cable()
	ended := make(chan error)
	go func() {
		_, err := reader.Read(make([]byte, 1))
		ended <- err
	}()
	require.NoError(t, program.Close())
	require.ErrorIs(t, <-ended, io.EOF)
}

func TestATapGoesThroughACable(t *testing.T) {
	program, wire := Cable()
	r, err := New(TWN4, wire, Options{Fast: true})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error)
	go func() { served <- r.Serve(ctx) }()

	seen := encoder.Open(encoder.FamilyTWN4, program, time.Now)
	_, err = seen.Probe(ctx)
	require.NoError(t, err)
	require.NoError(t, r.Put(ctx, encoder.UID{4, 0xA2, 0x3C, 0x5A, 0x9E, 0x61, 0x80}))
	tags, err := seen.Read(ctx)
	require.NoError(t, err)
	require.Len(t, tags, 1)
	require.Equal(t, "04A23C5A9E6180", tags[0].UID.String())
	require.NoError(t, seen.Close())
	cancel()
	require.NoError(t, <-served)
}
