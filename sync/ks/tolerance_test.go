package ks

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What the page about the API calls a guess, a contradiction or unknown: every
// reading of it is taken.

// TestYesAndNoInEverySpelling: one odd word must not hide a whole list.
func TestYesAndNoInEverySpelling(t *testing.T) {
	for spelling, want := range map[string]bool{
		`true`: true, `"true"`: true, `"True"`: true, `1`: true, `"1"`: true,
		`false`: false, `"false"`: false, `"False"`: false, `0`: false, `"0"`: false, `""`: false, `null`: false,
	} {
		u, err := decodeOne[wireUser](fmt.Appendf(nil, `{"id":"su","blocked":%[1]s,"user":{"has_profile":%[1]s,"is_managed_by_current_site":%[1]s}}`, spelling))
		require.NoError(t, err, spelling)
		require.Equal(t, []bool{want, want, want}, []bool{u.Blocked, u.HasProfile, u.ManagedHere}, spelling)
		s, err := decodeOne[wireSchedule](fmt.Appendf(nil, `{"id":"t","sunday":%s}`, spelling))
		require.NoError(t, err, spelling)
		require.Equal(t, want, s.Days[6], spelling)
		e, err := decodeOne[wireEntry](fmt.Appendf(nil, `{"id":"e","utc_date_time":"2026-08-19T09:46:42Z","exit_requested":%s}`, spelling))
		require.NoError(t, err, spelling)
		require.Equal(t, want, e.ExitRequested, spelling)
		if spelling == `null` {
			continue // is not said, which is no alarm
		}
		l, err := decodeOne[wireLock](fmt.Appendf(nil, `{"id":"l","online":%[1]s,"privacy_mode":%[1]s,"iq":{"id":"iq","is_online":%[1]s}}`, spelling))
		require.NoError(t, err, spelling)
		require.Equal(t, []bool{want, want, want}, []bool{l.Online, l.PrivacyMode, l.IQ.Online}, spelling)
		site, err := decodeOne[wireSite](fmt.Appendf(nil, `{"id":"s","subscription_valid":%s}`, spelling))
		require.NoError(t, err, spelling)
		require.Equal(t, want, site.SubscriptionValid, spelling)
	}
	for _, odd := range []string{`"perhaps"`, `2`, `{}`, `[]`, `"yes and no"`} {
		_, err := decodeOne[wireUser](fmt.Appendf(nil, `{"id":"su","blocked":%s}`, odd))
		require.Error(t, err, "whether %s is blocked is not guessed", odd)
	}
}

// TestAHubIsOnlineUnderBothNames, and unless KS says otherwise.
func TestAHubIsOnlineUnderBothNames(t *testing.T) {
	for body, want := range map[string]bool{
		iqBody:                         true,
		`{"id":"i","online":false}`:    false,
		`{"id":"i","is_online":false}`: false,
		`{"id":"i","is_online":true}`:  true,
		`{"id":"i"}`:                   true,
	} {
		got, err := decodeOne[wireIQ]([]byte(body))
		require.NoError(t, err)
		require.Equal(t, want, got.Online, body)
	}
	got, err := decodeOne[wireIQ]([]byte(iqBody))
	require.NoError(t, err)
	require.Equal(t, IQ{ID: "iq-1", Name: "IQ 01", Zone: "Europe/Berlin", Online: true}, got, "not_synced is no alarm (MEAS)")
	l, err := decodeOne[wireLock]([]byte(`{"id":"l"}`))
	require.NoError(t, err)
	require.True(t, l.Online && l.IQ.Online)
}

// TestOnlyTheWordSubscribedIsASeat, whatever else KS may write there.
func TestOnlyTheWordSubscribedIsASeat(t *testing.T) {
	for state, want := range map[string]bool{
		`"subscribed"`: true, `"Subscribed"`: true, `"suspended"`: false, `"unsubscribed"`: false, `"pending_2"`: false, `7`: false, `null`: false,
	} {
		u, err := decodeOne[wireUser](fmt.Appendf(nil, `{"id":"su","subscription_state":%s}`, state))
		require.NoError(t, err, state)
		require.Equal(t, want, u.Subscribed, state)
	}
}

func TestAnUnknownStateOfALockIsKeptAsItIs(t *testing.T) {
	for _, state := range []string{"none", "locked", "office_mode", "uncertain", "unlocked", "half_open_2"} {
		l, err := decodeOne[wireLock](fmt.Appendf(nil, `{"id":"l","locked_state":%q}`, state))
		require.NoError(t, err)
		require.Equal(t, state, l.LockedState)
	}
}

// TestNoTagInEachOfItsSpellings, and a number whose zeros got lost is not one
// that they could be put back to.
func TestNoTagInEachOfItsSpellings(t *testing.T) {
	for _, tag := range []string{`"tag_number":null`, `"tag_number":""`, `"x":0`} {
		u, err := decodeOne[wireUser](fmt.Appendf(nil, `{"id":"su","user":{"id":"u",%s}}`, tag))
		require.NoError(t, err)
		require.Empty(t, u.TagNumber)
	}
	u, err := decodeOne[wireUser]([]byte(`{"id":"su","user":{"id":"u","tag_number":"02300001"}}`))
	require.NoError(t, err)
	require.Equal(t, "02300001", u.TagNumber)
}

// TestAMissingPersonInsideAUserIsNobody: without a platform id no group can be
// joined, and nothing else breaks.
func TestAMissingPersonInsideAUserIsNobody(t *testing.T) {
	for _, body := range []string{`{"id":"su"}`, `{"id":"su","user":null}`, `{"id":"su","user":{}}`} {
		u, err := decodeOne[wireUser]([]byte(body))
		require.NoError(t, err)
		require.Equal(t, User{ID: "su"}, u)
	}
}

// TestMembersAndDoorsOfAGroupAreFlatOrWrapped: which, is not published.
func TestMembersAndDoorsOfAGroupAreFlatOrWrapped(t *testing.T) {
	for _, body := range []string{
		`{"id":"u-2"}`, `{"user_id":"u-2"}`, `{"id":"x","user_id":"u-2"}`, `{"id":"su-1","user":{"id":"u-2"}}`,
		`{"id":"su-1","user_id":"u-2","user":{"first_name":"Mia"}}`, `{"id":"u-2","user":null,"user_id":null}`,
	} {
		m, err := decodeOne[wireMember]([]byte(body))
		require.NoError(t, err, body)
		require.Equal(t, "u-2", m.PlatformID, body)
	}
	for _, body := range []string{`{"id":"l-1"}`, `{"id":"x","lock_id":"l-1"}`, `{"lock_id":"l-1"}`, `{"id":"x","lock":{"id":"l-1"}}`, `{"lock":null,"id":"l-1"}`} {
		l, err := decodeOne[wireLock]([]byte(body))
		require.NoError(t, err, body)
		require.Equal(t, "l-1", l.ID, body)
	}
}

// TestSchedulesInEverySpelling of dates and times, and a strange one is seen
// as different, and hides no other.
func TestSchedulesInEverySpelling(t *testing.T) {
	want := Window("2026-09-01T13:45:00", "2026-09-01T16:15:00")
	for _, dates := range [][2]string{
		{"2026-09-01T13:45:00", "2026-09-01T16:15:00"}, {"2026-09-01T13:45:00Z", "2026-09-01T16:15:00Z"},
		{"2026-09-01 13:45:00", "2026-09-01 16:15:00"}, {"2026-09-01T13:45:00.000", "2026-09-01T16:15:00.0000000"},
		{"2026-09-01T13:45", "2026-09-01T16:15"}, {"2026-09-01T13:45:00+02:00", "2026-09-01T16:15:00+0200"},
	} {
		s, err := decodeOne[wireSchedule](fmt.Appendf(nil, `{"id":"t","monday":true,"tuesday":true,"wednesday":true,"thursday":true,"friday":true,
			"saturday":true,"sunday":true,"start_time":"00:00","end_time":"23:59","start_date":%q,"end_date":%q}`, dates[0], dates[1]))
		require.NoError(t, err)
		require.True(t, want.Equal(s), "%v", dates)
	}
	all, err := inMemory(gives(200, nil, []byte(`[{"id":"t","start_date":"soon","start_time":800},`+scheduleBody+`]`))).Schedules(t.Context(), "s", "g")
	require.NoError(t, err)
	require.Len(t, all, 2)
	require.False(t, all[0].Equal(all[1]))
}

// TestTheV2ShapeOfAnErrorIsRead: RFC 7807, in place of ErrorCode and Message.
func TestTheV2ShapeOfAnErrorIsRead(t *testing.T) {
	const body = `{"type":"https://tools.ietf.org/html/rfc7231#section-6.5.3","title":"Forbidden","status":%d,"traceId":"00-1-2-00"}`
	for status, want := range map[int]Kind{400: Final, 401: SignIn, 403: Forbidden, 404: NotFound, 409: Final, 429: Limited, 500: Retryable} {
		_, err := inMemory(gives(status, nil, fmt.Appendf(nil, body, status))).Me(t.Context())
		e := asError(t, err)
		require.Equal(t, want, e.Kind, "%d", status)
		require.Equal(t, "Forbidden", e.Message)
	}
}

// TestACodeIsTextOrNumberWithWhateverStatus.
func TestACodeIsTextOrNumberWithWhateverStatus(t *testing.T) {
	for _, status := range []int{200, 201, 202, 400, 403, 404} {
		for _, code := range []string{`"2203"`, `2203`} {
			for name, l := range everyList() {
				_, err := l.read(t.Context(), inMemory(gives(status, nil, fmt.Appendf(nil, `{"ErrorCode":%s,"Message":"Operation not allowed"}`, code))))
				e := asError(t, err)
				require.Equal(t, Forbidden, e.Kind, "%s %d", name, status)
				require.Equal(t, "2203", e.Code)
			}
		}
	}
}

// TestStatusesThatNobodyMeasured are judged all the same; a write is in doubt
// unless KS itself refused it.
func TestStatusesThatNobodyMeasured(t *testing.T) {
	for status, want := range map[int][2]Kind{
		303: {Unusable, Unknown}, 400: {Final, Final}, 402: {Final, Final}, 405: {Final, Final}, 406: {Final, Final}, 409: {Final, Final},
		410: {Unusable, Unknown}, 412: {Final, Final}, 413: {Final, Final}, 415: {Final, Final}, 421: {Unusable, Unknown}, 422: {Final, Final},
		501: {Retryable, Unknown}, 502: {Retryable, Unknown}, 504: {Retryable, Unknown}, 520: {Retryable, Unknown}, 599: {Retryable, Unknown},
	} {
		c := inMemory(gives(status, nil, nil))
		_, err := c.Me(t.Context())
		require.Equal(t, want[0], KindOf(err), "%d", status)
		require.Equal(t, want[1], KindOf(c.DeleteGroup(t.Context(), "s", "g")), "%d", status)
	}
}

// TestGoneIsNotFoundOnlyWhenKSSaysSo: an empty 410 is that of a host.
func TestGoneIsNotFoundOnlyWhenKSSaysSo(t *testing.T) {
	for body, want := range map[string]Kind{`{"ErrorCode":"2202"}`: NotFound, `{"title":"Gone"}`: NotFound, ``: Unusable, html: Unusable} {
		_, err := inMemory(gives(410, nil, []byte(body))).Me(t.Context())
		require.Equal(t, want, KindOf(err), body)
	}
}

func TestARedirectIsNeverFollowed(t *testing.T) {
	elsewhere := newServer(t, says(200, `{"id":"1"}`))
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, target := range []string{elsewhere.URL + "/v1.2/me", "/v1.2/other"} {
			s := newServer(t, says(status, "", "Location", target))
			c := s.client(new(countedTokens))
			_, err := c.Me(t.Context())
			require.Equal(t, Unusable, KindOf(err))
			require.Equal(t, Unknown, KindOf(c.DeleteGroup(t.Context(), "s", "g")))
			require.Len(t, s.requests(), 2)
		}
	}
	require.Empty(t, elsewhere.requests(), "the token went nowhere else")
}

// TestATruncatedGzipIsNoAnswer, and a bomb is not unpacked.
func TestATruncatedGzipIsNoAnswer(t *testing.T) {
	packed := func(body []byte) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, err := z.Write(body)
		require.NoError(t, err)
		require.NoError(t, z.Close())
		return b.Bytes()
	}
	whole := packed([]byte(`{"items":[` + siteBody + `]}`))
	for name, body := range map[string][]byte{"half": whole[:len(whole)/2], "without its sum": whole[:len(whole)-4], "no gzip": []byte("x")} {
		s := newServer(t, says(200, string(body), "Content-Encoding", "gzip", "Content-Type", "application/json"))
		c := s.client(new(countedTokens))
		_, err := c.Sites(t.Context())
		require.Equal(t, Unusable, KindOf(err), name)
		require.Equal(t, Unknown, KindOf(c.DeleteGroup(t.Context(), "s", "g")), name)
		require.Len(t, s.requests(), 2, name)
	}
	s := newServer(t, says(200, string(whole), "Content-Encoding", "gzip"))
	sites, err := s.client(new(countedTokens)).Sites(t.Context())
	require.NoError(t, err)
	require.Len(t, sites, 1)

	bomb := packed(bytes.Repeat([]byte(" "), pageLimit+1))
	require.Less(t, len(bomb), 1<<20)
	s = newServer(t, says(200, string(bomb), "Content-Encoding", "gzip"))
	_, err = s.client(new(countedTokens)).Sites(t.Context())
	require.Equal(t, Unusable, KindOf(err))
	require.Contains(t, err.Error(), "more than")
}

// TestAWriteIsDoneWhateverTheBodySays of it, as long as it names no failure.
func TestAWriteIsDoneWhateverTheBodySays(t *testing.T) {
	for _, status := range []int{200, 201, 202, 204} {
		for _, body := range []string{"", "{}", "[]", "null", `"123456"`, "true", `{"ErrorCode":null}`, `{"ErrorCode":0}`, `{"ErrorCode":"","Message":""}`} {
			c := inMemory(gives(status, nil, []byte(body)))
			require.NoError(t, c.SetSubscribed(t.Context(), "s", "u", true), body)
			require.NoError(t, c.RemoveSchedule(t.Context(), "s", "g", "t"), body)
		}
	}
}

// TestRetryAfterIsObeyedWithEveryStatus that asks for it.
func TestRetryAfterIsObeyedWithEveryStatus(t *testing.T) {
	for _, status := range []int{429, 503} {
		for value, want := range map[string]time.Duration{"7": 7 * time.Second, "-7": 0, "soon": 0, "99999999999": time.Hour, "": 0} {
			_, err := inMemory(gives(status, http.Header{"Retry-After": {value}}, nil)).Me(t.Context())
			require.Equal(t, want, asError(t, err).RetryAfter, "%d %q", status, value)
		}
	}
}
