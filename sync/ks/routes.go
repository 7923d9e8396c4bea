package ks

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"latchkey/store"
)

// Versions are those of the API. They are mixed, per resource (MEAS), so there
// is one for each part that may have its own; "" is the usual one.
type Versions struct {
	Main      string // everything that the others do not name
	Schedules string // time schedules, and taking a door out of a group
	Entries   string // what happened at the doors
}

// UsualVersions are those that are known to work: v1.2 (MEAS), v1.1 for time
// schedules (DOC), for taking a door out of a group (CLI), and for entries,
// which v1.2 answers with 405 (MEAS).
func UsualVersions() Versions {
	return Versions{Main: "v1.2", Schedules: "v1.1", Entries: "v1.1"}
}

func (v Versions) filled() Versions {
	usual := UsualVersions()
	return Versions{
		Main: orElse(v.Main, usual.Main), Schedules: orElse(v.Schedules, usual.Schedules), Entries: orElse(v.Entries, usual.Entries),
	}
}

// check returns a *store.Problem whose Field names the setting.
func (v Versions) check() error {
	return store.Account{APIVersion: v.Main, SchedulesVersion: v.Schedules, EntriesVersion: v.Entries}.CheckVersions()
}

// part is a part of the API with a version of its own. This file is the one
// place that knows which call belongs to which.
type part int

const (
	mainPart part = iota
	schedulesPart
	entriesPart
)

func (v Versions) of(p part) string {
	switch p {
	case schedulesPart:
		return v.filled().Schedules
	case entriesPart:
		return v.filled().Entries
	}
	return v.filled().Main
}

// route is a path under the API and a query.
type route struct {
	part     part
	segments []string
	query    url.Values
}

func at(segments ...string) route { return route{segments: segments} }

func inSite(site string, segments ...string) route {
	return at(append([]string{"sites", site}, segments...)...)
}

func inGroup(site, group string, segments ...string) route {
	return inSite(site, append([]string{"access_groups", group}, segments...)...)
}

func schedules(site, group string, segments ...string) route {
	return inGroup(site, group, append([]string{"time_schedules"}, segments...)...).of(schedulesPart)
}

func entries(site string) route { return inSite(site, "entries").of(entriesPart) }

func (r route) of(p part) route {
	r.part = p
	return r
}

// where adds an OData filter (v3 dialect, MEAS).
func (r route) where(field, value string) route {
	return r.with("$filter", field+" eq '"+strings.ReplaceAll(value, "'", "''")+"'")
}

// since adds an OData filter for an instant and what is later, to the second
// (v3 dialect, MEAS).
func (r route) since(field string, t time.Time) route {
	return r.with("$filter", field+" ge DateTime'"+t.UTC().Format("2006-01-02T15:04:05")+"Z'")
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
	if err := env.Versions.check(); err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(strings.TrimRight(env.API, "/"))
	b.WriteString("/" + env.Versions.of(r.part))
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
