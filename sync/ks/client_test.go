package ks

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// TestCallsUseTheKnownRoutes fixes method, version, path and body of every
// call, as ks-connect-api names them.
func TestCallsUseTheKnownRoutes(t *testing.T) {
	yes, empty, name := true, "", "Mia"
	for _, c := range []struct {
		call       func(context.Context, *Client) error
		line, body string
	}{
		{func(x context.Context, c *Client) error { _, err := c.Me(x); return err }, "GET /v1.2/me", ""},
		{func(x context.Context, c *Client) error { _, err := c.Site(x, "s"); return err }, "GET /v1.2/sites/s", ""},
		{func(x context.Context, c *Client) error { _, err := c.SiteMe(x, "s"); return err }, "GET /v1.2/sites/s/me", ""},
		{func(x context.Context, c *Client) error { _, err := c.Subscription(x, "s"); return err }, "GET /v1.2/sites/s/subscription", ""},
		{func(x context.Context, c *Client) error { _, err := c.User(x, "s", "u/1"); return err }, "GET /v1.2/sites/s/users/u%2F1", ""},
		{func(x context.Context, c *Client) error {
			_, err := c.CreateUser(x, "s", NewUser{FirstName: "Mia", LastName: "Berg", Email: "m@x.org", Alias: "a", RoleID: "r", TagID: "t"})
			return err
		}, "POST /v1.2/sites/s/users", `{"first_name":"Mia","last_name":"Berg","email":"m@x.org","alias":"a","role_ids":["r"],"tag_id":"t",
			"blocked":false,"use_pin":false,"override_privacy_mode":false,"toggle_easy_office_mode":false,"toggle_manual_office_mode":false}`},
		{func(x context.Context, c *Client) error {
			_, err := c.CreateUser(x, "s", NewUser{FirstName: "Mia", LastName: "Berg"})
			return err
		}, "POST /v1.2/sites/s/users", `{"first_name":"Mia","last_name":"Berg",
			"blocked":false,"use_pin":false,"override_privacy_mode":false,"toggle_easy_office_mode":false,"toggle_manual_office_mode":false}`},
		{func(x context.Context, c *Client) error {
			_, err := c.UpdateUser(x, "s", "u", UserPatch{FirstName: &name, Blocked: &yes, TagID: &empty, Email: &empty})
			return err
		}, "PATCH /v1.2/sites/s/users/u", `{"first_name":"Mia","blocked":true,"tag_id":null,"email":null}`},
		{func(x context.Context, c *Client) error { return c.SetSubscribed(x, "s", "u", true) }, "PATCH /v1.2/sites/s/users/u/subscription", `{"state":"subscribed"}`},
		{func(x context.Context, c *Client) error { return c.SetSubscribed(x, "s", "u", false) }, "PATCH /v1.2/sites/s/users/u/subscription", `{"state":"suspended"}`},
		{func(x context.Context, c *Client) error { return c.DeleteUser(x, "s", "u") }, "DELETE /v1.2/sites/s/users/u", ""},
		{func(x context.Context, c *Client) error { _, err := c.CreateGroup(x, "s", "G"); return err }, "POST /v1.2/sites/s/access_groups", `{"customer_reference":"G"}`},
		{func(x context.Context, c *Client) error { return c.RenameGroup(x, "s", "g", "H") }, "PATCH /v1.2/sites/s/access_groups/g", `{"customer_reference":"H"}`},
		{func(x context.Context, c *Client) error { return c.DeleteGroup(x, "s", "g") }, "DELETE /v1.2/sites/s/access_groups/g", ""},
		{func(x context.Context, c *Client) error { return c.AddGroupMember(x, "s", "g", "p") }, "POST /v1.2/sites/s/access_groups/g/users", `{"user_id":"p"}`},
		{func(x context.Context, c *Client) error { return c.RemoveGroupMember(x, "s", "g", "p") }, "DELETE /v1.2/sites/s/access_groups/g/users/p", ""},
		{func(x context.Context, c *Client) error { return c.AddGroupLock(x, "s", "g", "l") }, "POST /v1.2/sites/s/access_groups/g/locks", `{"lock_id":"l"}`},
		{func(x context.Context, c *Client) error { return c.RemoveGroupLock(x, "s", "g", "l") }, "DELETE /v1.1/sites/s/access_groups/g/locks/l", ""},
		{func(x context.Context, c *Client) error {
			_, err := c.AddSchedule(x, "s", "g", Window("2026-09-01T13:45:00", "2026-09-01T16:15:00"))
			return err
		}, "POST /v1.1/sites/s/access_groups/g/time_schedules", `{"monday":true,"tuesday":true,"wednesday":true,"thursday":true,"friday":true,"saturday":true,"sunday":true,
			"start_time":"00:00:00","end_time":"23:59:59","start_date":"2026-09-01T13:45:00","end_date":"2026-09-01T16:15:00"}`},
		{func(x context.Context, c *Client) error {
			s := Always()
			s.ID = "t"
			_, err := c.UpdateSchedule(x, "s", "g", s)
			return err
		}, "PATCH /v1.1/sites/s/access_groups/g/time_schedules/t", `{"monday":true,"tuesday":true,"wednesday":true,"thursday":true,"friday":true,"saturday":true,"sunday":true,
			"start_time":"00:00:00","end_time":"23:59:59","start_date":null,"end_date":null}`},
		{func(x context.Context, c *Client) error { return c.RemoveSchedule(x, "s", "g", "t") }, "DELETE /v1.1/sites/s/access_groups/g/time_schedules/t", ""},
	} {
		t.Run(c.line, func(t *testing.T) {
			s := newServer(t, says(200, `{"id":"1"}`))
			require.NoError(t, c.call(t.Context(), s.client(new(countedTokens))))
			got := s.requests()
			require.Len(t, got, 1)
			require.Equal(t, c.line, got[0].line)
			require.Equal(t, "Bearer "+canary+"-1", got[0].auth)
			if c.body == "" {
				require.Empty(t, got[0].body)
			} else {
				require.JSONEq(t, c.body, got[0].body)
			}
		})
	}
}

func TestListsUseTheKnownRoutes(t *testing.T) {
	for line, call := range map[string]func(context.Context, *Client) error{
		"GET /v1.2/sites":                                         func(x context.Context, c *Client) error { _, err := c.Sites(x); return err },
		"GET /v1.2/sites/s/locks":                                 func(x context.Context, c *Client) error { _, err := c.Locks(x, "s"); return err },
		"GET /v1.2/sites/s/iqs":                                   func(x context.Context, c *Client) error { _, err := c.IQs(x, "s"); return err },
		"GET /v1.2/sites/s/roles":                                 func(x context.Context, c *Client) error { _, err := c.Roles(x, "s"); return err },
		"GET /v1.2/sites/s/tags":                                  func(x context.Context, c *Client) error { _, err := c.Tags(x, "s"); return err },
		"GET /v1.2/sites/s/users?%24inlinecount=allpages":         func(x context.Context, c *Client) error { _, err := c.Users(x, "s"); return err },
		"GET /v1.2/sites/s/access_groups?%24inlinecount=allpages": func(x context.Context, c *Client) error { _, err := c.Groups(x, "s"); return err },
		"GET /v1.2/sites/s/access_groups/g/users":                 func(x context.Context, c *Client) error { _, err := c.GroupMembers(x, "s", "g"); return err },
		"GET /v1.2/sites/s/access_groups/g/locks":                 func(x context.Context, c *Client) error { _, err := c.GroupLocks(x, "s", "g"); return err },
		"GET /v1.1/sites/s/access_groups/g/time_schedules":        func(x context.Context, c *Client) error { _, err := c.Schedules(x, "s", "g"); return err },
		"GET /v1.2/sites/s/users?%24filter=user%2Femail+eq+%27o%27%27x%27&%24inlinecount=allpages":        func(x context.Context, c *Client) error { _, err := c.UserByEmail(x, "s", "o'x"); return err },
		"GET /v1.2/sites/s/access_groups?%24filter=customer_reference+eq+%27A%27&%24inlinecount=allpages": func(x context.Context, c *Client) error { _, err := c.GroupsByName(x, "s", "A"); return err },
	} {
		for _, body := range []string{`{"items":[],"next_page_link":null,"count":null}`, `[]`} {
			s := newServer(t, says(200, body))
			require.NoError(t, call(t.Context(), s.client(new(countedTokens))))
			require.Equal(t, line, s.requests()[0].line)
		}
	}
}

// TestFiltersAreCheckedAgain: a server that ignores a filter gives everybody,
// and the wrong person must not be taken for the right one.
func TestFiltersAreCheckedAgain(t *testing.T) {
	s := newServer(t, says(200, `{"items":[
		{"id":"1","user":{"id":"p1","email":"Mia@x.org"},"customer_reference":"A","tag_number":"02300001"},
		{"id":"2","user":{"id":"p2","email":"other@x.org"},"customer_reference":"a","tag_number":"02300002"}]}`))
	c := s.client(new(countedTokens))
	users, err := c.UserByEmail(t.Context(), "s", "mia@X.org")
	require.NoError(t, err)
	require.Len(t, users, 1)
	require.Equal(t, "p1", users[0].PlatformID)
	groups, err := c.GroupsByName(t.Context(), "s", "A")
	require.NoError(t, err)
	require.Equal(t, []Group{{ID: "1", Name: "A"}}, groups)
	tag, err := c.TagByNumber(t.Context(), "s", "02300002")
	require.NoError(t, err)
	require.Equal(t, Tag{ID: "2", Number: "02300002"}, tag)
	_, err = c.TagByNumber(t.Context(), "s", "2300002")
	require.Equal(t, NotFound, KindOf(err))
	require.Equal(t, store.CodeMissing, store.CodeOf(err))
}

func TestAnIDCannotChangeThePath(t *testing.T) {
	s := newServer(t, says(200, `{}`))
	c := s.client(new(countedTokens))
	for _, id := range []string{"", ".", ".."} {
		require.Equal(t, Final, KindOf(c.DeleteUser(t.Context(), "s", id)))
		require.Equal(t, Final, KindOf(c.DeleteGroup(t.Context(), id, "g")))
		_, err := c.Users(t.Context(), id)
		require.Equal(t, Final, KindOf(err))
	}
	require.Empty(t, s.requests())
}

func TestACreateWithoutIDIsInDoubt(t *testing.T) {
	for _, body := range []string{"", "{}", `{"id":null}`, `"x"`, html, `{"id":`} {
		s := newServer(t, says(200, body))
		_, err := s.client(new(countedTokens)).CreateGroup(t.Context(), "s", "G")
		require.Equal(t, Unknown, KindOf(err), "%q", body)
		require.Len(t, s.requests(), 1)
	}
}

func TestAChangeTakesAnyGoodAnswer(t *testing.T) {
	for _, status := range []int{200, 201, 202, 204} {
		for _, body := range []string{"", "{}", "true"} {
			if status == 204 && body != "" {
				continue
			}
			c := newServer(t, says(status, body)).client(new(countedTokens))
			require.NoError(t, c.DeleteUser(t.Context(), "s", "u"))
			blocked := true
			u, err := c.UpdateUser(t.Context(), "s", "u", UserPatch{Blocked: &blocked})
			require.NoError(t, err)
			require.Zero(t, u)
		}
	}
}

func TestAnEmptyPatchSendsNothing(t *testing.T) {
	s := newServer(t, says(500, ""))
	_, err := s.client(new(countedTokens)).UpdateUser(t.Context(), "s", "u", UserPatch{})
	require.NoError(t, err)
	require.Empty(t, s.requests())
}

func TestARefusedTokenIsRenewedOnce(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+canary+"-2" {
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
	tokens := new(countedTokens)
	require.NoError(t, s.client(tokens).AddGroupMember(t.Context(), "s", "g", "p"))
	got := s.requests()
	require.Len(t, got, 2)
	require.JSONEq(t, got[0].body, got[1].body)
	require.EqualValues(t, 1, tokens.renewed.Load())
}

func TestATokenRefusedTwiceWantsASignIn(t *testing.T) {
	s := newServer(t, says(401, ""))
	err := s.client(new(countedTokens)).AddGroupMember(t.Context(), "s", "g", "p")
	require.Equal(t, SignIn, KindOf(err))
	require.Len(t, s.requests(), 2)
}

// TestAWriteIsNeverRepeated lets every write fail after it was sent.
func TestAWriteIsNeverRepeated(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"cut":     hangUp,
		"fault":   says(500, ""),
		"gateway": says(502, html),
		"page":    says(200, html),
		"half": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte(`{"id":`))
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		},
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		},
	} {
		t.Run(name, func(t *testing.T) {
			// The first request leaves a connection behind for the write to use:
			// that is the one on which net/http likes to try again.
			var warm atomic.Bool
			s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
				if warm.CompareAndSwap(false, true) {
					says(200, `{"id":"1"}`)(w, r)
					return
				}
				handler(w, r)
			})
			c := s.client(new(countedTokens))
			_, err := c.Me(t.Context())
			require.NoError(t, err)
			_, err = c.CreateGroup(t.Context(), "s", "G")
			require.Equal(t, Unknown, KindOf(err), "%v", err)
			require.Equal(t, Unknown, KindOf(c.DeleteGroup(t.Context(), "s", "g")))
			require.Len(t, s.requests(), 3)
		})
	}
}

func TestAReadThatIsCutMayBeTriedAgain(t *testing.T) {
	_, err := newServer(t, hangUp).client(new(countedTokens)).Me(t.Context())
	require.Equal(t, Retryable, KindOf(err))
}

func TestNothingListeningIsOffline(t *testing.T) {
	s := newServer(t, says(200, ""))
	c := s.client(new(countedTokens))
	s.Close()
	require.Equal(t, Offline, KindOf(c.DeleteGroup(t.Context(), "s", "g")))
	_, err := c.Me(t.Context())
	require.Equal(t, Offline, KindOf(err))
}

// failing is a transport in memory, which knows no tracing.
type failing struct{ err error }

func (f failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }

func TestInMemoryOnlyADialErrorProvesThatNothingLeft(t *testing.T) {
	for err, want := range map[error]Kind{
		&net.OpError{Op: "dial", Err: errors.New("no route")}: Offline,
		&net.DNSError{Err: "no such host"}:                    Offline,
		&net.OpError{Op: "read", Err: errors.New("reset")}:    Unknown,
		errors.New("cut"): Unknown,
	} {
		env := Environment{API: "https://ks.test", Issuer: "https://ks.test", ClientID: "c", Redirect: defaultRedirect}
		c := New(env, new(countedTokens), Options{HTTP: failing{err}, Rate: 1000, Burst: 10})
		require.Equal(t, want, KindOf(c.DeleteGroup(t.Context(), "s", "g")), "%v", err)
	}
}

func TestAnUntrustedServerIsOffline(t *testing.T) {
	s := httptest.NewUnstartedServer(says(200, `{"id":"1"}`))
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // it would name our refusal
	s.StartTLS()
	defer s.Close()
	c := New(Environment{API: s.URL}, new(countedTokens), Options{})
	err := c.DeleteGroup(t.Context(), "s", "g")
	e := asError(t, err)
	require.Equal(t, Offline, e.Kind)
	require.Contains(t, e.Problem().Error(), "not trusted")
}

func TestAStoppedCallSaysWhetherItWasSent(t *testing.T) {
	arrived := make(chan struct{})
	s := newServer(t, func(_ http.ResponseWriter, r *http.Request) { close(arrived); <-r.Context().Done() })
	c := s.client(new(countedTokens))
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	err := c.DeleteGroup(ctx, "s", "g")
	require.Equal(t, Unknown, KindOf(err))
	require.ErrorIs(t, err, context.Canceled)

	err = c.DeleteGroup(ctx, "s", "g")
	require.Equal(t, Offline, KindOf(err))
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, s.requests(), 1)
}

func TestNothingIsSentBeforeRetryAfter(t *testing.T) {
	s := newServer(t, says(429, "", "Retry-After", "30"))
	now := noon
	c := New(Environment{API: s.URL}, new(countedTokens), Options{Now: func() time.Time { return now }})
	require.Equal(t, 30*time.Second, asError(t, c.DeleteGroup(t.Context(), "s", "g")).RetryAfter)
	now = now.Add(10 * time.Second)
	e := asError(t, c.DeleteGroup(t.Context(), "s", "g"))
	require.Equal(t, Limited, e.Kind)
	require.Equal(t, 20*time.Second, e.RetryAfter)
	require.Len(t, s.requests(), 1)
	now = now.Add(20 * time.Second)
	require.Error(t, c.DeleteGroup(t.Context(), "s", "g"))
	require.Len(t, s.requests(), 2)
}

func TestAPaceSlowsDownAndRecovers(t *testing.T) {
	p := newPace(8, 1, time.Now)
	for range 10 {
		p.learn(&Error{Kind: Limited})
	}
	require.EqualValues(t, 1, p.limiter.Limit(), "an eighth, not less")
	for range recovery {
		p.learn(nil)
	}
	require.EqualValues(t, 2, p.limiter.Limit())
	for range 10 * recovery {
		p.learn(nil)
	}
	require.EqualValues(t, 8, p.limiter.Limit(), "never more than at first")
}

func TestPoliteExceptToThisMachine(t *testing.T) {
	c := New(Production(), new(countedTokens), Options{})
	require.Equal(t, politeRate, c.pace.limiter.Limit())
	require.Equal(t, politeBurst, c.pace.limiter.Burst())
	c = New(Environment{API: "http://127.0.0.1:7310"}, new(countedTokens), Options{})
	require.Equal(t, localRate, c.pace.limiter.Limit())
}

func TestSkewIsKept(t *testing.T) {
	s := newServer(t, says(200, `{"id":"1"}`, "Date", noon.Add(3*time.Minute).Format(http.TimeFormat)))
	c := s.client(new(countedTokens))
	require.Zero(t, c.Skew())
	_, err := c.Me(t.Context())
	require.NoError(t, err)
	require.Equal(t, 3*time.Minute, c.Skew())
}

func TestTokensGoOverHTTPSOnly(t *testing.T) {
	var asked atomic.Bool
	rt := roundTrip(func(*http.Request) (*http.Response, error) { asked.Store(true); return nil, errors.New("no") })
	for _, api := range []string{"http://connect.my-clay.com", "ftp://127.0.0.1", "", "https://", "https://user:pw@host"} {
		env := Production()
		env.API = api
		require.Error(t, env.Check(), api)
		_, err := New(env, new(countedTokens), Options{HTTP: rt}).Me(t.Context())
		require.Equal(t, Final, KindOf(err), api)
		require.Equal(t, store.CodeInvalid, store.CodeOf(err))
	}
	require.False(t, asked.Load())
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestAnAnswerHasALimit(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		chunk := []byte(strings.Repeat(" ", 1<<20))
		for range pageLimit>>20 + 1 {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	_, err := s.client(new(countedTokens)).Me(t.Context())
	require.Equal(t, Unusable, KindOf(err))
}

func TestHalfAnAnswerKeepsItsStatus(t *testing.T) {
	half := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"ErrorCode":`)
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}
	}
	for status, want := range map[int]Kind{200: Unusable, 404: Unusable, 429: Limited, 503: Retryable} {
		_, err := newServer(t, half(status)).client(new(countedTokens)).Me(t.Context())
		e := asError(t, err)
		require.Equal(t, want, e.Kind)
		require.Equal(t, status, e.Status)
		require.Error(t, e.Err)
	}
}

func TestTheKindOfATokenErrorIsKept(t *testing.T) {
	for err, want := range map[error]Kind{
		error(&Error{Kind: SignIn}):                                                  SignIn,
		error(&Error{Kind: Offline}):                                                 Offline,
		error(&Error{Kind: Unknown}):                                                 Retryable, // the call itself was never sent
		error(&store.Problem{Code: store.CodeInvalid}):                               Final,
		error(&store.Problem{Code: store.CodeSignIn}):                                SignIn,
		error(&store.Problem{Code: store.CodeSignIn, Err: context.DeadlineExceeded}): Retryable,
		context.Canceled:                                                             Offline,
	} {
		s := newServer(t, says(200, ""))
		got := s.client(brokenTokens{err}).DeleteUser(t.Context(), "s", "u")
		require.Equal(t, want, KindOf(got), "%v", err)
		require.Empty(t, s.requests())
	}
}

type brokenTokens struct{ err error }

func (b brokenTokens) Token(context.Context) (string, error)         { return "", b.err }
func (b brokenTokens) Renew(context.Context, string) (string, error) { return "", b.err }

func TestSubscription(t *testing.T) {
	s := newServer(t, says(200, `{"user_amount":"10","type":"default","features":["pods","nfc"],"new":{"x":1}}`))
	got, err := s.client(new(countedTokens)).Subscription(t.Context(), "s")
	require.NoError(t, err)
	require.Equal(t, Subscription{Seats: 10, Type: "default", Features: []string{"pods", "nfc"}}, got)
}
