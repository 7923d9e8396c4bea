package ks

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"
)

// clocked is a client of the real SALTO KS with the polite rate, on the clock
// of the bubble, and notes when each request was sent.
func clocked(answer func(n int) *http.Response) (*Client, *[]time.Duration) {
	var (
		began = time.Now()
		sent  []time.Duration
	)
	rt := roundTrip(func(r *http.Request) (*http.Response, error) {
		sent = append(sent, time.Since(began))
		resp := answer(len(sent))
		resp.Request = r
		return resp, nil
	})
	return New(Production(), new(countedTokens), Options{HTTP: rt}), &sent
}

func fine(int) *http.Response { return plain(200, `{"id":"1"}`) }

func plain(status int, body string, header ...string) *http.Response {
	h := http.Header{}
	for i := 0; i+1 < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	resp, _ := gives(status, h, []byte(body)).RoundTrip(nil)
	return resp
}

// TestTwoASecondAfterABurstOfFive.
func TestTwoASecondAfterABurstOfFive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, sent := clocked(fine)
		for range 9 {
			_, err := c.Me(t.Context())
			require.NoError(t, err)
		}
		const s = time.Second
		require.Equal(t, []time.Duration{0, 0, 0, 0, 0, s / 2, s, 3 * s / 2, 2 * s}, *sent)
		time.Sleep(time.Hour)
		*sent = nil
		for range 6 {
			_, err := c.Me(t.Context())
			require.NoError(t, err)
		}
		require.Equal(t, []time.Duration{0, 0, 0, 0, 0, s / 2}, since(*sent), "a rest gives five again, and not more")
	})
}

// What a request would wait is what it waits, and to ask takes nobody's turn.
func TestHowLongTheNextOneWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace(politeRate, politeBurst, time.Now)
		for range 20 {
			time.Sleep(100 * time.Millisecond)
			want := p.ahead()
			require.Equal(t, want, p.ahead())
			begun := time.Now()
			_, err := p.wait(t.Context())
			require.NoError(t, err)
			require.InDelta(t, want, time.Since(begun), float64(time.Microsecond))
		}
		require.Zero(t, newPace(rate.Inf, 1, time.Now).ahead())
	})
}

// since counts from the first.
func since(all []time.Duration) []time.Duration {
	out := make([]time.Duration, len(all))
	for i, d := range all {
		out[i] = d - all[0]
	}
	return out
}

// TestSlowerAfter429AndFasterAgainAfterGoodAnswers.
func TestSlowerAfter429AndFasterAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, sent := clocked(func(n int) *http.Response {
			if n == 6 || n == 7 {
				return plain(429, "")
			}
			return fine(n)
		})
		for range 7 + recovery + 3 {
			_, _ = c.Me(t.Context())
		}
		gap := func(i int) time.Duration { return (*sent)[i] - (*sent)[i-1] }
		require.Equal(t, time.Second/2, gap(5))
		require.Equal(t, time.Second, gap(6), "half the rate after the first")
		require.Equal(t, 2*time.Second, gap(7), "a quarter after the second")
		require.Equal(t, 2*time.Second, gap(6+recovery))
		require.Equal(t, time.Second, gap(7+recovery), "twice as fast after twenty good answers")
	})
}

// TestRetryAfterIsObeyedAndNoLongerThanAnHour: nothing is sent before, and the
// caller is told at once how long that is.
func TestRetryAfterIsObeyedAndNoLongerThanAnHour(t *testing.T) {
	for value, want := range map[string]time.Duration{"30": 30 * time.Second, "3600": time.Hour, "86400": time.Hour, "99999999999999999999": time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			c, sent := clocked(func(n int) *http.Response {
				if n == 1 {
					return plain(429, "", "Retry-After", value)
				}
				return fine(n)
			})
			_, err := c.Me(t.Context())
			require.Equal(t, want, asError(t, err).RetryAfter)
			time.Sleep(want - time.Second)
			began := time.Now()
			_, err = c.Me(t.Context())
			require.Equal(t, Limited, KindOf(err))
			require.Equal(t, time.Second, asError(t, err).RetryAfter)
			require.Zero(t, time.Since(began), "it does not sit the time out")
			require.Len(t, *sent, 1)
			time.Sleep(time.Second)
			_, err = c.Me(t.Context())
			require.NoError(t, err)
			require.Len(t, *sent, 2)
		})
	}
}

// TestAWaitForItsTurnCanBeStopped, and then nothing was sent.
func TestAWaitForItsTurnCanBeStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, sent := clocked(fine)
		for range 5 {
			_, err := c.Me(t.Context())
			require.NoError(t, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- c.DeleteGroup(ctx, "s", "g") }()
		synctest.Wait()
		began := time.Now()
		cancel()
		err := <-done
		require.Equal(t, Offline, KindOf(err), "%v", err)
		require.ErrorIs(t, err, context.Canceled)
		require.Zero(t, time.Since(began))
		require.Len(t, *sent, 5)
		_, err = c.Me(t.Context())
		require.NoError(t, err, "the turn was given back")
		require.Equal(t, time.Second/2, (*sent)[5])
	})
}

// A clock that was ahead when KS asked for quiet, and is put back, does not make
// the quiet last for as long as it was ahead.
func TestAQuietIsNotLongerWhenTheClockIsPutBack(t *testing.T) {
	now := time.Date(2026, 12, 23, 9, 0, 0, 0, time.UTC)
	p := newPace(1, 1, func() time.Time { return now })
	p.learn(&Error{Kind: Limited, RetryAfter: time.Minute})
	left, err := p.wait(t.Context())
	require.NoError(t, err)
	require.Equal(t, time.Minute, left)
	now = now.AddDate(0, 0, -30)
	left, _ = p.wait(t.Context())
	require.Equal(t, time.Minute, left)
	now = now.Add(40 * time.Second)
	left, _ = p.wait(t.Context())
	require.Equal(t, 20*time.Second, left)
	now = now.Add(20 * time.Second)
	left, _ = p.wait(t.Context())
	require.Zero(t, left)
}
