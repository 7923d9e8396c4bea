package ks

import (
	"encoding/json"
	"testing"
)

// FuzzList: whatever a server sends, a list is whole or an error, and every
// item in it has an id.
func FuzzList(f *testing.F) {
	for _, body := range []string{
		`[]`, `[` + userBody + `]`, `{"items":[` + userBody + `,` + lockBody + `],"next_page_link":"http://x/y","count":"2"}`,
		`{"items":[{"id":1,"user":null,"roles":[null]}],"next_page_link":7}`, `{"items":null}`, "\xef\xbb\xbf[{}]", `[null]`, `{"items":[`, `null`, `"`, "",
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		users, err := decodePage[wireUser](body)
		check(t, users, err)
		locks, err := decodePage[wireLock](body)
		check(t, locks, err)
		members, err := decodePage[wireMember](body)
		check(t, members, err)
		sites, err := decodePage[wireSite](body)
		check(t, sites, err)
		if next, err := nextPage("https://ks.test/v1.2/users", users.next); err == nil && next != "" && !sameHost("https://ks.test", next) {
			t.Fatalf("%q leads to %q", users.next, next)
		}
	})
}

func check[T any](t *testing.T, p page[T], err error) {
	t.Helper()
	if err != nil {
		return
	}
	if len(p.items) != len(p.keys) {
		t.Fatalf("%d items, %d keys", len(p.items), len(p.keys))
	}
	for _, key := range p.keys {
		if key == "" {
			t.Fatal("an item without id")
		}
	}
}

// FuzzError: every answer is judged, no write is called done or absent on the
// word of something that is not JSON, and the sentence can be shown.
func FuzzError(f *testing.F) {
	for _, body := range []string{
		`{"ErrorCode":"2202","Message":"User not found"}`, `{"ErrorCode":2203,"Message":null}`, `{"title":"Not Found","status":404}`,
		`{"ErrorCode":{},"Message":[1]}`, html, "", "{{.Message}}", `{"ErrorCode":"1101","Message":"{{range .}}"}`,
	} {
		for _, status := range []int{200, 400, 404, 500} {
			f.Add(status, []byte(body), "5")
		}
	}
	f.Fuzz(func(t *testing.T, status int, body []byte, wait string) {
		for _, write := range []bool{false, true} {
			a := answer{status: status, header: map[string][]string{"Retry-After": {wait}, "Date": {wait}}, body: body}
			e := judge("op", write, a, noon)
			if e == nil {
				if !a.ok() || len(trimmed(body)) > 0 && !json.Valid(trimmed(body)) {
					t.Fatalf("status %d with %q is no success", status, body)
				}
				continue
			}
			if !json.Valid(trimmed(body)) && e.Kind == NotFound {
				t.Fatalf("%q proves no absence", body)
			}
			if e.RetryAfter < 0 || e.RetryAfter > longestWait {
				t.Fatalf("wait of %v", e.RetryAfter)
			}
			if e.Error() == "" || e.Problem().Error() == "" || e.Problem().Code == "" {
				t.Fatalf("nothing to say about %d %q", status, body)
			}
		}
	})
}

// FuzzSchedule: reading never fails on a strange date, and a schedule that was
// read equals itself after another round.
func FuzzSchedule(f *testing.F) {
	for _, body := range []string{
		scheduleBody, `{"id":"t","start_time":"25:61","end_date":"2026-13-99 99:99"}`, `{"id":"t","start_date":"2026-09-01","end_time":null}`,
		`{"id":"t","end_time":"é9:59:59","start_date":"T"}`, `{"id":"t","monday":null,"start_time":800}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		s, err := decodeOne[wireSchedule](body)
		if err != nil {
			return
		}
		if !s.Equal(s) {
			t.Fatalf("%+v differs from itself", s)
		}
		again, err := json.Marshal(s.toWire())
		if err != nil {
			t.Fatal(err)
		}
		var w wireSchedule
		if err := json.Unmarshal(again, &w); err != nil {
			t.Fatal(err)
		}
		if !s.Equal(w.model()) {
			t.Fatalf("%+v became %+v", s, w.model())
		}
	})
}
