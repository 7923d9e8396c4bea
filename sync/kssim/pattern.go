package kssim

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// pattern tells requests by method and path. It is written "METHOD PATH", or
// just "PATH" for any method:
//
//   - METHOD is GET, HEAD, POST, PUT, PATCH or DELETE, or * for any;
//   - PATH is compared as a whole, from / on and without the query. In it, *
//     stands for any characters but /, none included, and a ** between two
//     slashes (or at the end) for any number of segments, none included.
//
// So "* /v1.*/**" is every call of the API, and "GET /connect/**" fits
// /connect and everything below it. The empty pattern fits every request.
type pattern struct {
	method string // empty for any
	path   *regexp.Regexp
}

var patternMethods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
}

func parsePattern(text string) (pattern, error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return pattern{}, nil
	}
	method, path := "*", words[len(words)-1]
	if len(words) == 2 {
		method = words[0]
	}
	known := method == "*" || slices.Contains(patternMethods, method)
	switch {
	case len(words) > 2:
		return pattern{}, fmt.Errorf("%q is no pattern: write a method and a path, such as POST /v1.2/sites/*/users", text)
	case !known:
		return pattern{}, fmt.Errorf("%q is no method: write %s or *", method, strings.Join(patternMethods, ", "))
	case !strings.HasPrefix(path, "/"):
		return pattern{}, fmt.Errorf("%q is no path: it begins with a /, such as /v1.2/sites/*/users", path)
	case strings.ContainsAny(path, "?#"):
		return pattern{}, fmt.Errorf("%q has a query: a pattern looks at the path only", path)
	}
	compiled, err := pathPattern(path)
	if err != nil || method == "*" {
		method = ""
	}
	return pattern{method, compiled}, err
}

func pathPattern(path string) (*regexp.Regexp, error) {
	var b strings.Builder
	for segment := range strings.SplitSeq(path[1:], "/") {
		switch {
		case segment == "**":
			b.WriteString("(?:/[^/]*)*")
		case strings.Contains(segment, "**"):
			return nil, fmt.Errorf("%q: ** stands for whole segments, as in /v1.2/**", path)
		default:
			b.WriteString("/" + strings.ReplaceAll(regexp.QuoteMeta(segment), `\*`, "[^/]*"))
		}
	}
	compiled, err := regexp.Compile("(?s)^" + b.String() + "$")
	if err != nil {
		return nil, fmt.Errorf("%q cannot be read as a path: %w", path, err)
	}
	return compiled, nil
}

func (p pattern) fits(r Request) bool {
	return (p.method == "" || p.method == r.Method) && (p.path == nil || p.path.MatchString(r.Path))
}
