package ks

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// continuationHeader asks for the next page of entries (DOC for a sister API).
const continuationHeader = "CLP-Continuation-Token"

const hidden = "[hidden]"

// withoutSecret takes a token out of what a server wrote that echoes it.
func withoutSecret(s, secret string) string {
	if secret == "" {
		return s
	}
	return strings.ReplaceAll(s, secret, hidden)
}

// hide takes the token out of an error.
func (e *Error) hide(token string) {
	if e.Err == nil || token == "" {
		return
	}
	if text := e.Err.Error(); strings.Contains(text, token) {
		e.Err = errors.New(withoutSecret(text, token))
	}
}

func (c *Client) exchange(ctx context.Context, r request, token string) (answer, *Error) {
	ctx, cancel := context.WithTimeout(ctx, requestLimit)
	defer cancel()
	ctx, tr := withTrace(ctx)
	req, err := c.build(ctx, r, token)
	if err != nil {
		return answer{}, &Error{Op: r.op, Kind: Final, Err: withoutURL(err)}
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return answer{}, networkError(r.op, r.write(), tr, err)
	}
	defer func() { _ = resp.Body.Close() }()
	c.noteDate(resp.Header)
	a := answer{status: resp.StatusCode, header: resp.Header, secret: token}
	if a.body, err = readAll(resp.Body, pageLimit); err != nil {
		return a, cutOff(r, a, err, c.now())
	}
	if token != "" {
		a.body = bytes.ReplaceAll(a.body, []byte(token), []byte(hidden))
	}
	return a, judge(r.op, r.write(), a, c.now())
}

// cutOff is for an answer whose head arrived and whose body did not.
func cutOff(r request, a answer, err error, now time.Time) *Error {
	if e := judge(r.op, r.write(), a, now); e != nil {
		e.Err = err
		return e
	}
	e := &Error{Op: r.op, Status: a.status, Kind: Unusable, Err: fmt.Errorf("read the answer: %w", err)}
	if r.write() {
		e.Kind = Unknown
	}
	return e
}

func (c *Client) build(ctx context.Context, r request, token string) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, r.method, r.url, bytes.NewReader(r.body))
	if err != nil {
		return nil, err
	}
	if r.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Authorization", "Bearer "+token)
	if r.continuation != "" {
		req.Header.Set(continuationHeader, r.continuation)
	}
	return req, nil
}
