package ks

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// seeds are the bodies of the page about the API, and what is wrong with them.
func seeds(f *testing.F) {
	for _, body := range []string{
		meBody, siteBody, iqBody, lockBody, userBody, scheduleBody, entryBody,
		`{"id":"x","lock":` + lockBody + `}`, `{"id":"x","user_id":"u-2","user":` + meBody + `}`, `{"id":"t-1","tag_number":"02300001","source_iq_id":"iq-1"}`,
		`{"id":1,"user":null,"roles":[null],"blocked":"true","online":0}`, `{"id":{}}`, `{"ID":"x","Id":"y"}`, `{"id":"\ud800"}`,
		`{"id":"e","utc_date_time":"2026-08-19 09:46"}`, `{"id":"","utc_date_time":null}`,
		`{"user_amount":10,"type":"default","features":["pods","events_streaming",null,7]}`, `{"user_amount":1e999}`,
		`[]`, `{}`, `null`, `"123456"`, `"`, ``, `{"items":[`, html,
	} {
		f.Add([]byte(body))
		f.Add([]byte(`[` + body + `]`))
		f.Add([]byte(`{"items":[` + body + `,` + body + `],"next_page_link":"http://ks.test/v1.2/x?p=2","continuation_token":"+RID:~a==","count":"2"}`))
		f.Add([]byte("\xef\xbb\xbf" + `{"items":[` + body + `],"next_page_link":7,"count":null}`))
	}
}

// FuzzList: whatever a server sends, a list is whole or an error, every item
// in it has an id, and its next page is on the same host.
func FuzzList(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		checkPage[wireSite, Site](t, body)
		checkPage[wireIQ, IQ](t, body)
		checkPage[wireLock, Lock](t, body)
		checkPage[wireRole, Role](t, body)
		checkPage[wireUser, User](t, body)
		checkPage[wireGroup, Group](t, body)
		checkPage[wireMember, Member](t, body)
		checkPage[wireTag, Tag](t, body)
		checkPage[wireSchedule, Schedule](t, body)
		checkPage[wireEntry, Entry](t, body)
	})
}

func checkPage[W wire[T], T any](t *testing.T, body []byte) {
	t.Helper()
	p, err := decodePage[W, T](body)
	if err != nil {
		return
	}
	if len(p.items) != len(p.keys) || len(p.items) > len(body) {
		t.Fatalf("%d items, %d keys of %d bytes", len(p.items), len(p.keys), len(body))
	}
	for _, key := range p.keys {
		if key == "" {
			t.Fatal("an item without id")
		}
	}
	if next, err := nextPage("https://ks.test/v1.2/users", p.next); err == nil && next != "" && !sameHost("https://ks.test", next) {
		t.Fatalf("%q leads to %q", p.next, next)
	}
}

// FuzzOne: a single object has an id or is an error, and the same bytes in a
// list give the same object.
func FuzzOne(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		checkOne[wireMe, Me](t, body, func(m Me) string { return m.ID })
		checkOne[wireSite, Site](t, body, func(s Site) string { return s.ID })
		checkOne[wireIQ, IQ](t, body, func(i IQ) string { return i.ID })
		checkOne[wireLock, Lock](t, body, func(l Lock) string { return l.ID })
		checkOne[wireRole, Role](t, body, func(r Role) string { return r.ID })
		checkOne[wireUser, User](t, body, func(u User) string { return u.ID })
		checkOne[wireGroup, Group](t, body, func(g Group) string { return g.ID })
		checkOne[wireMember, Member](t, body, func(m Member) string { return m.PlatformID })
		checkOne[wireTag, Tag](t, body, func(a Tag) string { return a.ID })
		checkOne[wireSchedule, Schedule](t, body, func(s Schedule) string { return s.ID })
		checkOne[wireEntry, Entry](t, body, func(e Entry) string { return e.ID })
	})
}

func checkOne[W wire[T], T any](t *testing.T, body []byte, id func(T) string) {
	t.Helper()
	one, err := decodeOne[W, T](body)
	if err != nil {
		return
	}
	if id(one) == "" {
		t.Fatalf("%T without id", one)
	}
	p, err := decodePage[W, T]([]byte(`[` + string(trimmed(body)) + `]`))
	if err != nil || len(p.items) != 1 {
		t.Fatalf("%T: %v in a list", one, err)
	}
	a, _ := json.Marshal(one)
	b, _ := json.Marshal(p.items[0])
	if string(a) != string(b) {
		t.Fatalf("%s alone, %s in a list", a, b)
	}
}

// FuzzSubscription: it is read or an error, through the whole client.
func FuzzSubscription(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		s, err := inMemory(gives(200, nil, body)).Subscription(t.Context(), "s")
		if err == nil && !json.Valid(trimmed(body)) {
			t.Fatalf("%+v from what is not JSON", s)
		}
		if err != nil && KindOf(err) == "" {
			t.Fatalf("%v is no *Error", err)
		}
	})
}

// FuzzEntries: two bodies that a server gives in turn end after few requests,
// and no entry is without id and time or given twice.
func FuzzEntries(f *testing.F) {
	for _, pair := range [][2]string{
		{entryList(`,"continuation_token":"a"`, 1, 2), entryList("", 2, 3)},
		{entryList(`,"continuation_token":"a"`, 1, 2), entryList(`,"continuation_token":"b"`, 2, 3)},
		{`{"items":[` + entryBody + `],"next_page_link":"?p=2"}`, `[` + entryBody + `]`},
		{`[` + entry(1) + `,` + entry(2) + `]`, `[` + entry(2) + `]`},
		{`[` + entry(2) + `,` + entry(1) + `]`, ``},
		{entryList(`,"continuation_token":"\r\nX: y"`, 1), html},
		{entryList(`,"continuation_token":7`, 1), `{"items":null}`},
	} {
		f.Add([]byte(pair[0]), []byte(pair[1]))
	}
	f.Fuzz(func(t *testing.T, first, second []byte) {
		var asked int
		c := inMemory(roundTrip(func(r *http.Request) (*http.Response, error) {
			asked++
			if r.URL.Host != "ks.test" || len(r.Header.Get(continuationHeader)) > longestToken {
				t.Fatalf("%s with %d bytes of token", r.URL.Host, len(r.Header.Get(continuationHeader)))
			}
			return gives(200, nil, [][]byte{first, second}[(asked+1)%2]).RoundTrip(r)
		}))
		given := map[string]bool{}
		_ = c.Entries(t.Context(), "s", EntryQuery{Top: 2}, func(page []Entry) error {
			for _, e := range page {
				if e.ID == "" || e.At.IsZero() || e.At.Location() != time.UTC || given[e.ID] {
					t.Fatalf("%+v", e)
				}
				given[e.ID] = true
			}
			return nil
		})
		if asked > 8 {
			t.Fatalf("%d requests", asked)
		}
	})
}

// FuzzError: every answer is judged, no write is called done or absent on the
// word of something that is not JSON, the sentence can be shown, and the token
// that was sent is in nothing of it.
func FuzzError(f *testing.F) {
	for _, body := range []string{
		`{"ErrorCode":"2202","Message":"User not found"}`, `{"ErrorCode":2203,"Message":null}`, `{"title":"Not Found","status":404}`,
		`{"type":"https://tools.ietf.org/html/rfc7231","title":"Forbidden","status":403,"traceId":"00-1-00"}`,
		`{"ErrorCode":{},"Message":[1]}`, html, "", "{{.Message}}", `{"ErrorCode":"1101","Message":"{{range .}}"}`,
		`{"ErrorCode":"` + canary + `","Message":"` + canary + `"}`, `{"ErrorCode":"1101","Message":"\u0063` + canary[1:] + `"}`,
		`{"items":[{"id":"1","blocked":"\u0063` + canary[1:] + `"}],"count":"\u0063` + canary[1:] + `"}`,
	} {
		for _, status := range []int{200, 201, 302, 400, 401, 403, 404, 405, 410, 421, 429, 500, 503} {
			f.Add(status, []byte(body), "5")
		}
	}
	f.Fuzz(func(t *testing.T, status int, body []byte, wait string) {
		c := inMemory(gives(status, http.Header{"Retry-After": {wait}, "Date": {wait}}, body))
		wellFormed := json.Valid(trimmed(body))
		_, read := c.Users(t.Context(), "s")
		_, made := inMemory(gives(status, nil, body)).CreateGroup(t.Context(), "s", "G")
		done := inMemory(gives(status, nil, body)).DeleteGroup(t.Context(), "s", "g")
		if done == nil && (status < 200 || status > 299 || len(trimmed(body)) > 0 && !wellFormed) {
			t.Fatalf("status %d with %q is no success", status, body)
		}
		for _, err := range []error{read, made, done} {
			if err == nil {
				continue
			}
			checkError(t, err)
			if KindOf(err) == NotFound && !wellFormed {
				t.Fatalf("%q proves no absence", body)
			}
		}
	})
}

func checkError(t *testing.T, err error) {
	t.Helper()
	e := asError(t, err)
	p := e.Problem()
	if e.RetryAfter < 0 || e.RetryAfter > longestWait {
		t.Fatalf("wait of %v", e.RetryAfter)
	}
	if e.Kind == "" || e.Error() == "" || p.Error() == "" || p.Code == "" {
		t.Fatalf("nothing to say about %+v", e)
	}
	if strings.Contains(e.Error()+p.Error(), canary) {
		t.Fatalf("%q and %q hold the token", e.Error(), p.Error())
	}
}

// FuzzNextPage: the next page is on the host and scheme of this one, carries
// no login, and resolving it again changes nothing.
func FuzzNextPage(f *testing.F) {
	for _, link := range []string{
		"", "https://ks.test/v1.2/users?$skip=100&%24inlinecount=allpages", "http://ks.test/b", "http://ks.test:80/b", "https://ks.test:443/b", "/b#f", "?p=2",
		"//evil/b", "https://ks.test.evil/b", "https://ks.test@evil/b", "https://u:p@ks.test/b", "javascript:alert(1)", "https://ks.test\\@evil/", "http://[::1", "https:b",
	} {
		f.Add("https://ks.test/v1.2/users", link)
		f.Add("http://127.0.0.1:7310/v1.2/users", link)
	}
	f.Fuzz(func(t *testing.T, current, link string) {
		base, err := url.Parse(current)
		if err != nil || base.Hostname() == "" || base.Scheme != "https" && base.Scheme != "http" || base.User != nil {
			return
		}
		next, err := nextPage(current, link)
		if err != nil || next == "" {
			return
		}
		u, err := url.Parse(next)
		if err != nil {
			t.Fatalf("%q is no address", next)
		}
		if u.Scheme != base.Scheme || hostPort(u) != hostPort(base) || u.User != nil || u.Fragment != "" {
			t.Fatalf("%q and %q lead to %q", current, link, next)
		}
		if again, err := nextPage(current, next); err != nil || again != next {
			t.Fatalf("%q became %q, %v", next, again, err)
		}
	})
}

// FuzzFilter: a server that reads the query gets back the value, and nothing
// else, whatever quotes are in it.
func FuzzFilter(f *testing.F) {
	for _, value := range []string{"", "mia@example.org", "o'x", "''", "' or 1 eq 1 or 'a' eq '", "a&$top=1", "a#b", "ä€😀", "\x00\xff", "a+b c%20", "'; --"} {
		f.Add(value)
	}
	env := Environment{API: "https://ks.test"}
	f.Fuzz(func(t *testing.T, value string) {
		address, err := inSite("s", "users").where("user/email", value).counted().address(env)
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		query := u.Query()
		if len(query) != 2 || u.Path != "/v1.2/sites/s/users" || query.Get("$inlinecount") != "allpages" {
			t.Fatalf("%q", address)
		}
		if got := unquoted(t, query.Get("$filter"), "user/email eq "); got != value {
			t.Fatalf("%q became %q", value, got)
		}
	})
}

// unquoted reads an OData literal as a server does: it ends at the first quote
// that is not doubled.
func unquoted(t *testing.T, filter, before string) string {
	t.Helper()
	rest, ok := strings.CutPrefix(filter, before+"'")
	if !ok {
		t.Fatalf("%q", filter)
	}
	var value strings.Builder
	for {
		i := strings.IndexByte(rest, '\'')
		if i < 0 {
			t.Fatalf("%q does not end", filter)
		}
		value.WriteString(rest[:i])
		if rest = rest[i+1:]; !strings.HasPrefix(rest, "'") {
			break
		}
		value.WriteByte('\'')
		rest = rest[1:]
	}
	if rest != "" {
		t.Fatalf("%q goes on with %q", filter, rest)
	}
	return value.String()
}

// FuzzID: an id stays one part of the path, or is refused.
func FuzzID(f *testing.F) {
	for _, id := range []string{"", ".", "..", "a/b", "a?b", "a#b", "%2e%2e", "..%2f", "ä", "\x00", "a b", ";", "6b1f0c5e-0000-4000-8000-000000000001"} {
		f.Add(id)
	}
	env := Environment{API: "https://ks.test/base"}
	f.Fuzz(func(t *testing.T, id string) {
		address, err := inGroup("s", id, "users").address(env)
		if err != nil {
			return
		}
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(strings.TrimPrefix(u.EscapedPath(), "/base/v1.2/sites/s/access_groups/"), "/")
		if len(parts) != 2 || parts[1] != "users" || u.RawQuery != "" || u.Host != "ks.test" {
			t.Fatalf("%q gives %q", id, address)
		}
		if back, err := url.PathUnescape(parts[0]); err != nil || back != id {
			t.Fatalf("%q became %q", id, back)
		}
	})
}
