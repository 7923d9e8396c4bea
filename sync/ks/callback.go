package ks

import (
	"context"
	"crypto/subtle"
	_ "embed"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"latchkey/store"
)

// The pages that the browser ends on, each in English, French, German and
// Spanish: the browser may be another person's than the window.
var (
	//go:embed pages/done.html
	donePage string
	//go:embed pages/denied.html
	deniedPage string
	//go:embed pages/unknown.html
	unknownPage string
)

// reply is what the browser brought back.
type reply struct {
	code   string
	denied string // OAuth's error, or ""
}

// callback takes exactly one reply that carries the right state, from the
// browser or pasted by hand.
type callback struct {
	state    string
	redirect *url.URL
	replies  chan reply

	mu    sync.Mutex
	taken bool
}

func newCallback(state string, redirect *url.URL) *callback {
	return &callback{state: state, redirect: redirect, replies: make(chan reply, 1)}
}

var (
	errForeignReply = errors.New("not the reply to this sign-in")
	errSecondReply  = errors.New("the reply to this sign-in came already")
)

// take accepts the query of a reply. One with a wrong state changes nothing:
// another program or page must not be able to end the sign-in.
func (c *callback) take(query url.Values) (reply, error) {
	state := query.Get("state")
	if subtle.ConstantTimeCompare([]byte(state), []byte(c.state)) != 1 {
		return reply{}, errForeignReply
	}
	r := reply{code: query.Get("code"), denied: query.Get("error")}
	if r.code == "" && r.denied == "" {
		return reply{}, errForeignReply
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.taken {
		return reply{}, errSecondReply
	}
	c.taken = true
	c.replies <- r
	return r, nil
}

// paste takes the address that the browser was sent to.
func (c *callback) paste(address string) error {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != c.redirect.Scheme || u.Host != c.redirect.Host || u.Path != c.redirect.Path {
		return wrongPaste(errForeignReply)
	}
	if _, err := c.take(u.Query()); err != nil {
		return wrongPaste(err)
	}
	return nil
}

func wrongPaste(err error) error {
	return &store.Problem{
		Code: store.CodeInvalid, Field: "Address",
		Text: "This is not the address that the browser ended on. After signing in, copy the whole address from the browser's address bar and paste it here.",
		Err:  err,
	}
}

// ServeHTTP answers the browser. The pages load nothing and are not kept.
func (c *callback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	status, page := http.StatusNotFound, unknownPage
	if r.Method == http.MethodGet && r.URL.Path == c.redirect.Path {
		status, page = c.answer(r.URL.Query())
	}
	w.WriteHeader(status)
	_, _ = w.Write([]byte(page))
}

func (c *callback) answer(query url.Values) (int, string) {
	r, err := c.take(query)
	switch {
	case errors.Is(err, errSecondReply):
		return http.StatusGone, unknownPage
	case err != nil:
		return http.StatusBadRequest, unknownPage
	case r.denied != "":
		return http.StatusOK, deniedPage
	}
	return http.StatusOK, donePage
}

// serve answers on l until the returned function is called, which lets the
// last page reach the browser.
func (c *callback) serve(ctx context.Context, l net.Listener) (stop func()) {
	srv := &http.Server{Handler: c, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second, MaxHeaderBytes: 32 << 10}
	srv.SetKeepAlivesEnabled(false)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = srv.Serve(l) // always ErrServerClosed: stop ends it
	}()
	return func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		if srv.Shutdown(ctx) != nil {
			_ = srv.Close()
		}
		<-done
	}
}
