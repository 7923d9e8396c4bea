package ks

import (
	"errors"
	"net/url"
	"strings"
)

// Versions are mixed, per resource (MEAS). This is the one place that knows.
const (
	v11 = "v1.1" // time schedules and entries
	v12 = "v1.2" // everything else
)

// route is a path under the API and a query.
type route struct {
	version  string
	segments []string
	query    url.Values
}

func at(version string, segments ...string) route {
	return route{version: version, segments: segments}
}

func inSite(site string, segments ...string) route {
	return at(v12, append([]string{"sites", site}, segments...)...)
}

func inGroup(site, group string, segments ...string) route {
	return inSite(site, append([]string{"access_groups", group}, segments...)...)
}

func schedules(site, group string, segments ...string) route {
	r := inGroup(site, group, append([]string{"time_schedules"}, segments...)...)
	r.version = v11
	return r
}

// where adds an OData filter (v3 dialect, MEAS).
func (r route) where(field, value string) route {
	return r.with("$filter", field+" eq '"+strings.ReplaceAll(value, "'", "''")+"'")
}

// counted asks for the number of all items, which shows whether a list came
// whole. Only for lists that are known to answer it (CLI): an option that KS
// does not know is an error.
func (r route) counted() route { return r.with("$inlinecount", "allpages") }

func (r route) with(key, value string) route {
	query := url.Values{key: {value}}
	for k, v := range r.query {
		query[k] = v
	}
	r.query = query
	return r
}

var errBadID = errors.New("an id is empty or not an id")

// address refuses ids that would make a path mean something else: without
// the id, "delete this user" would be addressed to all of them.
func (r route) address(env Environment) (string, error) {
	if !safeBase(env.API) {
		return "", env.Check()
	}
	var b strings.Builder
	b.WriteString(strings.TrimRight(env.API, "/"))
	b.WriteString("/" + r.version)
	for _, s := range r.segments {
		if s == "" || s == "." || s == ".." {
			return "", errBadID
		}
		b.WriteString("/" + url.PathEscape(s))
	}
	if len(r.query) > 0 {
		b.WriteString("?" + r.query.Encode())
	}
	return b.String(), nil
}
