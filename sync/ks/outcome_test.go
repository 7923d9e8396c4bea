package ks

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

const html = "<!DOCTYPE html><html><body>Welcome to the hotel</body></html>"

func TestAnswersAreJudged(t *testing.T) {
	for _, c := range []struct {
		name        string
		status      int
		body        string
		read, write Kind // "" is success
		code        string
	}{
		{"ok", 200, `{"id":"1"}`, "", "", ""},
		{"created", 201, `{"id":"1"}`, "", "", ""},
		{"accepted without a body", 202, "", "", "", ""},
		{"no content", 204, "", "", "", ""},
		{"a bare JSON text", 200, `"123456"`, "", "", ""},
		{"code zero is no failure", 200, `{"id":"1","ErrorCode":0}`, "", "", ""},
		{"failure inside a 200", 200, `{"ErrorCode":"2203","Message":"no"}`, Forbidden, Forbidden, "2203"},
		{"server fault inside a 200", 200, `{"ErrorCode":2201}`, Retryable, Unknown, "2201"},
		{"web page with 200", 200, html, Unusable, Unknown, ""},
		{"half a body", 200, `{"items":[{"id":`, Unusable, Unknown, ""},
		{"redirect to a portal", 302, "", Unusable, Unknown, ""},
		{"code as text", 404, `{"ErrorCode":"2202","Message":"User not found"}`, NotFound, NotFound, "2202"},
		{"code as number", 404, `{"ErrorCode":2202,"Message":"User not found"}`, NotFound, NotFound, "2202"},
		{"byte order mark", 404, "\xef\xbb\xbf" + `{"ErrorCode":2202}`, NotFound, NotFound, "2202"},
		{"missing, the v2 way", 404, `{"type":"x","title":"Not Found","status":404}`, NotFound, NotFound, ""},
		{"404 of a host that is down", 404, "", Unusable, Unknown, ""},
		{"404 web page", 404, html, Unusable, Unknown, ""},
		{"404 about a parameter", 404, `{"ErrorCode":"1101"}`, Final, Final, "1101"},
		{"bad request", 400, `{"ErrorCode":"1100"}`, Final, Final, "1100"},
		{"bad request, no body", 400, "", Final, Final, ""},
		{"wrong version", 405, "", Final, Final, ""},
		{"token refused", 401, "", SignIn, SignIn, ""},
		{"token refused by code", 400, `{"ErrorCode":1500}`, SignIn, SignIn, "1500"},
		{"not allowed", 403, `{"ErrorCode":"2203"}`, Forbidden, Forbidden, "2203"},
		{"not allowed, no body", 403, "", Forbidden, Forbidden, ""},
		{"not allowed by a firewall", 403, html, Unusable, Unknown, ""},
		{"no subscription", 403, `{"ErrorCode":"2212"}`, Closed, Closed, "2212"},
		{"not released", 400, `{"ErrorCode":"2210"}`, Closed, Closed, "2210"},
		{"proxy wants a sign-in", 407, "", Unusable, Unknown, ""},
		{"timed out there", 408, "", Retryable, Unknown, ""},
		{"too many", 429, "", Limited, Limited, ""},
		{"too many, as a web page", 429, html, Limited, Limited, ""},
		{"fault", 500, `{"ErrorCode":"2201"}`, Retryable, Unknown, "2201"},
		{"gateway", 502, html, Retryable, Unknown, ""},
		{"unavailable", 503, "", Retryable, Unknown, ""},
		{"portal", 511, "", Unusable, Unknown, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			for write, want := range map[bool]Kind{false: c.read, true: c.write} {
				e := judge("op", write, answer{status: c.status, body: []byte(c.body)}, noon)
				if want == "" {
					require.Nil(t, e)
					continue
				}
				require.NotNil(t, e)
				require.Equal(t, want, e.Kind, "write: %v", write)
				require.Equal(t, c.code, e.Code)
				require.Equal(t, c.status, e.Status)
			}
		})
	}
}

func TestRetryAfter(t *testing.T) {
	server := noon.Add(-10 * time.Minute)
	for value, want := range map[string]time.Duration{
		"":                         0,
		"7":                        7 * time.Second,
		" 7 ":                      7 * time.Second,
		"-7":                       0,
		"0":                        0,
		"x":                        0,
		"7.5":                      0,
		"999999999999999999999999": time.Hour,
		"86400":                    time.Hour,
		server.Add(time.Minute).Format(http.TimeFormat):      time.Minute,
		server.Add(-time.Minute).Format(http.TimeFormat):     0,
		server.Add(300 * time.Hour).Format(http.TimeFormat):  time.Hour,
		noon.Add(time.Minute).Format("Mon, 02 Jan 2006 bad"): 0,
	} {
		require.Equal(t, want, retryAfter(value, server, noon), "%q", value)
	}
	require.Equal(t, time.Minute, retryAfter(noon.Add(time.Minute).Format(http.TimeFormat), time.Time{}, noon), "our own clock, when there is no other")
}

func TestMessagesAreShortAndOneLine(t *testing.T) {
	e := judge("op", false, answer{status: 400, body: []byte(`{"ErrorCode":"` + strings.Repeat("9", 500) + `","Message":"a\n\u0007b` + strings.Repeat("é", 900) + `"}`)}, noon)
	require.LessOrEqual(t, len([]rune(e.Message)), longestMessage+1)
	require.LessOrEqual(t, len([]rune(e.Code)), longestCode+1)
	require.True(t, strings.HasPrefix(e.Message, "a bé"), e.Message)
}

func TestEveryKindHasASentence(t *testing.T) {
	for _, kind := range []Kind{Retryable, Final, SignIn, Forbidden, NotFound, Closed, Unknown, Limited, Unusable, Offline} {
		for _, wait := range []time.Duration{0, 90 * time.Second} {
			p := (&Error{Op: "op", Kind: kind, RetryAfter: wait}).Problem()
			require.NotEmpty(t, p.Code, kind)
			require.Greater(t, len(p.Error()), 30, kind)
			require.NotContains(t, p.Error(), "{{")
			require.NotContains(t, p.Error(), "<no value>")
		}
	}
}

func TestSentencesNameWhatToDo(t *testing.T) {
	for _, c := range []struct {
		err  Error
		code store.Code
		has  string
	}{
		{Error{Kind: Closed, Code: "2210"}, store.CodeRefused, "not released"},
		{Error{Kind: Closed, Code: "2212"}, store.CodeRefused, "subscription"},
		{Error{Kind: Final, Code: "1101", Message: "Email '' is not valid"}, store.CodeRefused, "Email '' is not valid"},
		{Error{Kind: Final, Code: "1100"}, store.CodeRefused, "“1100”"},
		{Error{Kind: Final, Code: "2218"}, store.CodeRefused, "tag already belongs"},
		{Error{Kind: Final, Message: "No such thing"}, store.CodeRefused, "No such thing"},
		{Error{Kind: Unknown, Code: "1101"}, store.CodeUnknown, "not known whether"},
		{Error{Kind: NotFound, Code: "2202"}, store.CodeMissing, "no longer exists"},
		{Error{Kind: NotFound, Err: errUnknownTag}, store.CodeMissing, "Register it at a lock"},
		{Error{Kind: Forbidden, Code: "2203"}, store.CodeForbid, "Site Admin"},
		{Error{Kind: SignIn}, store.CodeSignIn, "new sign-in"},
		{Error{Kind: SignIn, skew: 2 * time.Hour}, store.CodeSignIn, "clock of this computer is wrong"},
		{Error{Kind: SignIn, skew: -2 * time.Hour}, store.CodeSignIn, "clock of this computer is wrong"},
		{Error{Kind: Limited, RetryAfter: 61 * time.Second}, store.CodeLimited, "about 2 min"},
		{Error{Kind: Unusable}, store.CodeUnusable, "Wi-Fi"},
		{Error{Kind: Final, Code: "invalid_client"}, store.CodeRefused, "client secret"},
		{Error{Kind: Final, Code: "access_denied"}, store.CodeRefused, "refused in the browser"},
	} {
		p := c.err.Problem()
		require.Equal(t, c.code, p.Code, c.has)
		require.Contains(t, p.Error(), c.has)
	}
}

func TestProblemIsFoundThroughTheChain(t *testing.T) {
	e := &Error{Kind: Offline, Op: "op"}
	require.Equal(t, store.CodeOffline, store.CodeOf(e))
	own := &store.Problem{Code: store.CodeFile, Text: "own"}
	require.Equal(t, own, (&Error{Kind: Retryable, Err: own}).Problem(), "a vault's own sentence wins")
	require.Equal(t, Offline, KindOf(e.Problem()))
	require.Empty(t, KindOf(own))
}
