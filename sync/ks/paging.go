package ks

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// mostPages bounds a list. No page size is published; a site of ten thousand
// people has a hundred pages of a hundred.
const mostPages = 1000

var (
	errForeignLink = errors.New("the next page is on another host")
	errPageLoop    = errors.New("the next page was already read")
	errManyPages   = fmt.Errorf("more than %d pages", mostPages)
)

// list reads every page. It returns all of them or an error, never a part: who
// is missing from a list may lose access. Items that came twice, because
// something was added while reading, are given once.
func list[W wire[T], T any](ctx context.Context, c *Client, op string, at route) ([]T, error) {
	address, err := at.address(c.env)
	if err != nil {
		return nil, &Error{Op: op, Kind: Final, Err: err}
	}
	var (
		all   []T
		count = -1
		read  = map[string]bool{}
		seen  = map[string]bool{}
	)
	for address != "" {
		if read[address] {
			return nil, &Error{Op: op, Kind: Unusable, Err: errPageLoop}
		}
		if len(read) == mostPages {
			return nil, &Error{Op: op, Kind: Unusable, Err: errManyPages}
		}
		read[address] = true
		a, err := c.do(ctx, request{op: op, method: http.MethodGet, url: address})
		if err != nil {
			return nil, err
		}
		p, err := decodePage[W, T](a.body)
		if err == nil {
			address, err = nextPage(address, p.next)
		}
		if err != nil {
			return nil, &Error{Op: op, Status: a.status, Kind: Unusable, Err: err}
		}
		for i, key := range p.keys {
			if !seen[key] {
				seen[key] = true
				all = append(all, p.items[i])
			}
		}
		if len(all) > mostItems {
			return nil, &Error{Op: op, Kind: Unusable, Err: errManyItems}
		}
		count = max(count, p.count)
	}
	if count > len(all) {
		return nil, &Error{Op: op, Kind: Unusable, Err: fmt.Errorf("%d items of %d", len(all), count)}
	}
	return all, nil
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
