package ks

import (
	"context"
	"crypto/sha256"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// EntryQuery says which entries to read.
type EntryQuery struct {
	Since time.Time // from this instant on, to the second; zero for all that KS still has
	Top   int       // how many at a time; 0 for 100 (MEAS: accepted)
}

const (
	usualTop       = 100
	mostEntryPages = 10_000
	mostIdlePages  = 100 // in a row without a new entry
	longestToken   = 16 << 10
)

var (
	errManyEntries = errors.New("the entries do not end")
	errNoWayOn     = errors.New("a full page of entries, and nothing that leads to the next")
	errBadToken    = errors.New("a continuation token that cannot be sent")
)

// Entries reads what happened at the doors of a site, the oldest first, and
// hands it to each, a page at a time and every entry once. The error is that
// of each, or an *Error; what each was given until then is true all the same,
// but only after a nil may the next call begin later than this one did. (The
// call is MEAS, the way from page to page is DOC for a sister API only.)
func (c *Client) Entries(ctx context.Context, site string, q EntryQuery, each func([]Entry) error) error {
	const op = "read the entries"
	if q.Top <= 0 {
		q.Top = usualTop
	}
	r := entryReader{env: c.env, site: site, top: q.Top, asked: map[[sha256.Size]byte]bool{}}
	ask, err := r.from(q.Since)
	if err != nil {
		return &Error{Op: op, Kind: Final, Err: err}
	}
	for range mostEntryPages {
		ask.op = op
		a, err := c.do(ctx, ask)
		if err != nil {
			return err
		}
		p, err := decodePage[wireEntry, Entry](a.body)
		if err != nil {
			return &Error{Op: op, Status: a.status, Kind: Unusable, Err: err}
		}
		if fresh := r.fresh(p.items); len(fresh) > 0 {
			if err := each(fresh); err != nil {
				return err
			}
		}
		next, more, err := r.after(ask, p)
		if err != nil {
			return &Error{Op: op, Status: a.status, Kind: Unusable, Err: err}
		}
		if !more {
			return nil
		}
		ask = next
	}
	return &Error{Op: op, Kind: Unusable, Err: errManyEntries}
}

// entryReader finds the way through the pages of one call of Entries.
type entryReader struct {
	env   Environment
	site  string
	top   int
	asked map[[sha256.Size]byte]bool // requests that were made
	seen  recent
	idle  int // pages in a row without a new entry
}

// from returns the request for the first page from an instant on.
func (r *entryReader) from(since time.Time) (request, error) {
	at := entries(r.site).with("$orderby", "utc_date_time").with("$top", strconv.Itoa(r.top))
	if !since.IsZero() {
		at = at.since("utc_date_time", since)
	}
	address, err := at.address(r.env)
	return request{method: http.MethodGet, url: address}, err
}

// fresh returns the entries that were not given before.
func (r *entryReader) fresh(items []Entry) []Entry {
	fresh := slices.DeleteFunc(slices.Clone(items), func(e Entry) bool { return !r.seen.add(e.ID) })
	r.idle++
	if len(fresh) > 0 {
		r.idle = 0
	}
	return fresh
}

// after returns the request for the page after p, with which ask was
// answered, unless p was the last. The same request again is a loop, or, for
// an empty page, an end that repeats its own token.
func (r *entryReader) after(ask request, p page[Entry]) (next request, more bool, err error) {
	r.asked[hashOf(ask)] = true
	next, err = r.wayOn(ask, p)
	switch {
	case err != nil, next.url == "":
		return request{}, false, err
	case !r.asked[hashOf(next)] && r.idle < mostIdlePages:
		return next, true, nil
	case len(p.items) == 0 && r.idle < mostIdlePages:
		return request{}, false, nil
	}
	return request{}, false, errPageLoop
}

func (r *entryReader) wayOn(ask request, p page[Entry]) (request, error) {
	var err error
	switch {
	case p.token != "":
		if len(p.token) > longestToken || strings.ContainsFunc(p.token, func(c rune) bool { return c < ' ' || c > '~' }) {
			return request{}, errBadToken
		}
		ask.continuation = p.token
		return ask, nil
	case p.next != "": // not for entries, as far as is known
		ask.continuation = ""
		ask.url, err = nextPage(ask.url, p.next)
		return ask, err
	case p.last, len(p.items) < r.top:
		return request{}, nil
	case !slices.IsSortedFunc(p.items, func(a, b Entry) int { return a.At.Compare(b.At) }):
		return request{}, errNoWayOn
	}
	// A full page of a server that says nothing of what follows (a bare array)
	// may be the last or not: ask from its newest entry on.
	return r.from(p.items[len(p.items)-1].At)
}

func hashOf(r request) [sha256.Size]byte {
	return sha256.Sum256([]byte(r.url + "\n" + r.continuation))
}

// recent remembers the ids of the last entries: enough to know those again
// that come twice, and bounded however long the reading takes.
type recent struct{ now, before map[string]bool }

const mostRecent = 20_000

// add reports whether id is new.
func (r *recent) add(id string) bool {
	if r.now[id] || r.before[id] {
		return false
	}
	if r.now == nil || len(r.now) == mostRecent {
		r.now, r.before = map[string]bool{}, r.now
	}
	r.now[id] = true
	return true
}
