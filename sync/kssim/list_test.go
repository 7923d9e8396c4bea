package kssim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

func decodeBody(t *testing.T, res *http.Response) any {
	t.Helper()
	defer func() { _ = res.Body.Close() }()
	var answer any
	require.NoError(t, json.NewDecoder(res.Body).Decode(&answer))
	return answer
}

func TestPaging(t *testing.T) {
	d := newDesk(t, Config{Readings: Readings{PageSize: 3}})
	for i := range 7 { // eight with the account
		d.addUser(fmt.Sprint("U", i), "X", "")
	}
	tests := []struct {
		query string
		want  []int // items per page
		count any
	}{
		{"", []int{3, 3, 2}, nil},
		{"$inlinecount=allpages", []int{3, 3, 2}, 8.0},
		{"$top=100", []int{3, 3, 2}, nil},
		{"$top=4", []int{3, 1}, nil},
		{"$top=2&$skip=7", []int{1}, nil},
		{"$skip=20", []int{0}, nil},
		{"$top=0&$inlinecount=allpages", []int{0}, 8.0},
		{url.Values{"$filter": {"user/last_name eq 'X'"}}.Encode(), []int{3, 3, 1}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			var got []int
			seen := map[string]bool{}
			next := d.base + d.site + "/users?" + tt.query
			for next != "" {
				page := d.call("GET", next, "", http.StatusOK)
				require.Equal(t, tt.count, at(page, "count"))
				got = append(got, len(items(page)))
				for _, u := range items(page) {
					require.False(t, seen[text(u, "id")], "no item twice")
					seen[text(u, "id")] = true
				}
				next = text(page, "next_page_link")
			}
			require.Equal(t, tt.want, got)
		})
	}
}

func TestBareArrays(t *testing.T) {
	d := newDesk(t, Config{Readings: Readings{BareArrays: true, PageSize: 1}})
	for _, path := range []string{"/v1.2/sites", d.site + "/users", d.site + "/locks", d.site + "/access_groups"} {
		require.IsType(t, []any{}, d.call("GET", path, "", http.StatusOK), path)
	}
	require.Len(t, d.call("GET", d.site+"/locks", "", http.StatusOK), 5, "nothing is cut off")
}

func TestFilters(t *testing.T) {
	d := newDesk(t, Config{})
	d.addUser("Mia", "O'Hara", `"email":"mia@example.org","alias":"M-1"`)
	d.addUser("Tom", "Tag", `"blocked":true`)
	tests := []struct {
		path, filter string
		want         int // -1: refused with 1102
	}{
		{"/users", "user/email eq 'mia@example.org'", 1},
		{"/users", "user/email eq 'MIA@example.org'", 1},
		{"/users", "user/email eq ''", 1},
		{"/users", "user/last_name eq 'O''Hara'", 1},
		{"/users", "contains(user/last_name,'hara')", 1},
		{"/users", "blocked eq true", 1},
		{"/users", "blocked eq false and alias eq 'M-1'", 1},
		{"/users", "blocked eq 'true'", 0},
		{"/users", "alias ne 'M-1'", 2},
		{"/users", "email eq 'mia@example.org'", -1},
		{"/users", "user/email eq mia@example.org", -1},
		{"/users", "user/email eq 'a' or user/email eq 'b'", -1},
		{"/users", "user/email eq 'a' and", -1},
		{"/users", "", -1},
		{"/access_groups", "customer_reference eq 'Basic'", 1},
		{"/locks", "contains(customer_reference,'oo')", 2},
	}
	for _, tt := range tests {
		t.Run(tt.filter, func(t *testing.T) {
			d := *d
			d.t = t
			path := d.site + tt.path + "?" + url.Values{"$filter": {tt.filter}}.Encode()
			if tt.want < 0 {
				d.refused("GET", path, "", 400, "1102")
				return
			}
			require.Len(t, items(d.call("GET", path, "", http.StatusOK)), tt.want)
		})
	}
}

func TestUnknownOData(t *testing.T) {
	d := newDesk(t, Config{})
	for _, query := range []string{"$select=id", "$count=true", "$orderby=shoe", "$orderby=alias up", "$top=-1", "$skip=x"} {
		d.refused("GET", d.site+"/users?"+url.PathEscape(query), "", 400, "1102")
	}
	ordered := d.call("GET", d.site+"/locks?$orderby=customer_reference%20desc", "", http.StatusOK)
	require.Equal(t, "Workshop", text(ordered, "items", 0, "customer_reference"))
}

// Whatever the filter says, the parser answers, and it never reads a filter
// that names no known field.
func FuzzFilter(f *testing.F) {
	for _, seed := range []string{"name eq 'x'", "contains(name,'x''y') and on eq true", "name gt DateTime'2026-01-01T00:00:00Z'", "(", ""} {
		f.Add(seed)
	}
	known := fields[string]{"name": func(s string) any { return s }, "on": func(string) any { return true }}
	f.Fuzz(func(t *testing.T, filter string) {
		keep, err := parseFilter(filter, known)
		for _, fits := range keep {
			fits("x")
		}
		_, unknown := parseFilter(filter, fields[string]{})
		require.Error(t, unknown)
		require.Equal(t, err != nil, len(keep) == 0)
	})
}
