package ks

import (
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// answer is a whole response.
type answer struct {
	status int
	header http.Header
	body   []byte
	secret string // the token that the request carried: no error repeats it
}

func (a answer) ok() bool { return a.status >= 200 && a.status < 300 }

const (
	longestWait    = time.Hour
	longestMessage = 300
	longestCode    = 40
)

// judge says what an answer means for a call, or nil when it succeeded. A
// write that was not answered by KS itself is Unknown: whoever stands between
// may have passed it on.
func judge(op string, write bool, a answer, now time.Time) *Error {
	f, isJSON := decodeFailure(a.body)
	e := &Error{
		Op: op, Status: a.status, Code: clean(withoutSecret(string(f.Code), a.secret), longestCode),
		Message: clean(withoutSecret(orElse(string(f.Message), string(f.Title)), a.secret), longestMessage),
	}
	e.readHeaders(a.header, now)
	e.Kind = judgeKind(write, a, f, isJSON)
	if e.Kind == "" {
		return nil
	}
	return e
}

func judgeKind(write bool, a answer, f failure, isJSON bool) Kind {
	unclear, later := Unusable, Retryable
	if write {
		unclear, later = Unknown, Unknown
	}
	empty := len(trimmed(a.body)) == 0
	switch {
	case a.status == http.StatusUnauthorized, f.Code == codeUnauthorized:
		return SignIn
	case a.status == http.StatusTooManyRequests:
		return Limited
	case a.status >= 500 && a.status != http.StatusNetworkAuthenticationRequired,
		a.status == http.StatusRequestTimeout, f.Code == codeInternal, f.Code == codeGeneral:
		return later
	case !isJSON && !empty, a.status < 200, a.status >= 300 && a.status < 400,
		a.status == http.StatusProxyAuthRequired, a.status == http.StatusMisdirectedRequest, a.status >= 500:
		return unclear
	case f.Code != "":
		return kindOfCode(string(f.Code))
	case a.ok():
		return ""
	case a.status == http.StatusForbidden:
		return Forbidden
	case a.status == http.StatusNotFound, a.status == http.StatusGone:
		// KS names a missing thing with 2202. A 404 that says nothing is a host
		// that is down (MEAS: two hours of it), and proves no absence.
		if f.Title != "" {
			return NotFound
		}
		return unclear
	}
	return Final
}

func kindOfCode(code string) Kind {
	switch code {
	case codeNotFound:
		return NotFound
	case codeNotAllowed:
		return Forbidden
	case codeNotReleased, codeNoSubscription:
		return Closed
	}
	return Final
}

// readHeaders takes over the server's clock and the wait that it asks for.
func (e *Error) readHeaders(h http.Header, now time.Time) {
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		e.Date = date.UTC()
		e.skew = date.Sub(now)
	}
	e.RetryAfter = retryAfter(h.Get("Retry-After"), e.Date, now)
}

// retryAfter reads both forms of RFC 9110 10.2.3. A date counts from the
// server's own clock where that is known, as ours may be wrong.
func retryAfter(value string, server, now time.Time) time.Duration {
	if value = strings.TrimSpace(value); value == "" {
		return 0
	}
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return min(time.Duration(seconds)*time.Second, longestWait)
	}
	if allDigits(value) {
		return longestWait
	}
	until, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	from := now
	if !server.IsZero() {
		from = server
	}
	return max(0, min(until.Sub(from), longestWait))
}

func allDigits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

// clean makes one printable line of at most limit runes out of what a server
// wrote.
func clean(s string, limit int) string {
	line := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
	line = strings.Join(strings.Fields(line), " ")
	if runes := []rune(line); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return line
}
