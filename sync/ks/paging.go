package ks

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// mostPages bounds a list. No page size is published; a site of ten thousand
// people has a hundred pages of a hundred.
const mostPages = 1000

var (
	errForeignLink = errors.New("the next page is on another host")
	errPageLoop    = errors.New("the next page was already read")
	errManyPages   = fmt.Errorf("more than %d pages", mostPages)
)

// Pages is one reading of a list, a request at a time, so that a long list need
// not be read at once. It keeps the ids that it gave and is for one goroutine.
// A list that loses an item between two pages mostly ends as Unusable: where
// pages go by position, another item slipped past the reading unseen.
type Pages[T any] struct {
	client *Client
	op     string
	decode func([]byte) (page[T], error)

	next   string // address of the page to ask for; "" after the last
	broken error  // what ended the reading before that
	read   map[string]bool
	given  map[string]bool
	count  int // how many KS says there are; -1 while it did not
}

func pages[W wire[T], T any](c *Client, op string, at route) *Pages[T] {
	p := &Pages[T]{client: c, op: op, decode: decodePage[W, T], read: map[string]bool{}, given: map[string]bool{}, count: -1}
	address, err := at.address(c.env)
	if err != nil {
		p.broken = &Error{Op: op, Kind: Final, Err: err}
	}
	p.next = address
	return p
}

// More is false once the list was read whole, and never before: what was not
// given until then is not in it.
func (p *Pages[T]) More() bool { return p.next != "" || p.broken != nil }

// Wait is how long Next would have to wait before it may ask.
func (p *Pages[T]) Wait() time.Duration { return p.client.pace.ahead() }

// Next asks for one page and returns those of its items that were not given
// before: an item comes twice when something was added meanwhile, so there may
// be none although there are more pages. After an *Error Next asks for the same
// page again, except that an Unusable one ends the reading and is all that it
// returns from then on: what it gave is true, and only another reading shows
// what is missing. After the last page it returns nothing.
func (p *Pages[T]) Next(ctx context.Context) ([]T, error) {
	if p.next == "" || p.broken != nil {
		return nil, p.broken
	}
	a, err := p.client.do(ctx, request{op: p.op, method: http.MethodGet, url: p.next})
	if err != nil {
		return nil, p.failed(err)
	}
	fresh, err := p.take(a.body)
	if err != nil {
		return nil, p.failed(&Error{Op: p.op, Status: a.status, Kind: Unusable, Err: err})
	}
	return fresh, nil
}

func (p *Pages[T]) failed(err error) error {
	if KindOf(err) == Unusable {
		p.broken = err
	}
	return err
}

// take reads the page that was asked for and moves on to the one after it.
func (p *Pages[T]) take(body []byte) ([]T, error) {
	got, err := p.decode(body)
	if err != nil {
		return nil, err
	}
	next, err := nextPage(p.next, got.next)
	if err != nil {
		return nil, err
	}
	p.read[p.next] = true
	fresh := p.fresh(got)
	if err := p.check(next); err != nil {
		return nil, err
	}
	p.next = next
	return fresh, nil
}

// fresh returns the items that were not given before.
func (p *Pages[T]) fresh(got page[T]) []T {
	var fresh []T
	for i, key := range got.keys {
		if !p.given[key] {
			p.given[key] = true
			fresh = append(fresh, got.items[i])
		}
	}
	p.count = max(p.count, got.count)
	return fresh
}

// check says what is wrong with a list that goes on at next, or ends.
func (p *Pages[T]) check(next string) error {
	switch {
	case len(p.given) > mostItems:
		return errManyItems
	case next == "" && p.count > len(p.given):
		return fmt.Errorf("%d items of %d", len(p.given), p.count)
	case p.read[next]:
		return errPageLoop
	case next != "" && len(p.read) == mostPages:
		return errManyPages
	}
	return nil
}

// all reads every page. It returns all items or an error, never a part: who is
// missing from a list may lose access.
func (p *Pages[T]) all(ctx context.Context) ([]T, error) {
	var all []T
	for p.More() {
		items, err := p.Next(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
	}
	return all, nil
}

// list reads a list at once.
func list[W wire[T], T any](ctx context.Context, c *Client, op string, at route) ([]T, error) {
	return pages[W](c, op, at).all(ctx)
}

// nextPage resolves a next_page_link against the page that it came with. The
// token follows it, so it must stay on the same host; SALTO's own code turns
// its http links into https (DOC).
func nextPage(current, link string) (string, error) {
	if link == "" {
		return "", nil
	}
	base, err := url.Parse(current)
	if err != nil {
		return "", err
	}
	next, err := base.Parse(link)
	if err != nil {
		return "", errForeignLink
	}
	if base.Scheme == "https" && next.Scheme == "http" {
		next.Scheme = "https"
		if next.Port() == "80" {
			next.Host = next.Hostname()
		}
	}
	if next.Scheme != base.Scheme || hostPort(next) != hostPort(base) || next.User != nil {
		return "", errForeignLink
	}
	next.Fragment = ""
	return next.String(), nil
}

func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return u.Hostname() + ":" + port
}
