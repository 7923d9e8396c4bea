package ks

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"
)

// FuzzSchedule: reading never fails on a strange date, and a schedule that was
// read equals itself after another round.
func FuzzSchedule(f *testing.F) {
	for _, body := range []string{
		scheduleBody, `{"id":"t","start_time":"25:61","end_date":"2026-13-99 99:99"}`, `{"id":"t","start_date":"2026-09-01","end_time":null}`,
		`{"id":"t","end_time":"é9:59:59","start_date":"T"}`, `{"id":"t","monday":null,"start_time":800}`,
		`{"id":"t","monday":"true","sunday":1,"start_date":"2026-09-01 13:45","end_date":"2026-09-01T16:15:00.000+02:00"}`,
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

// FuzzWallClock: bringing a date or time into one spelling twice changes no
// more than once.
func FuzzWallClock(f *testing.F) {
	for _, s := range []string{"2026-09-01T13:45:00", "2026-09-01 13:45:00.000Z", "2026-09-01", "13:45", "13:45:00.5", "2026-09-01T13:45+02:00", "", "T", "é"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, plain := range map[string]func(string) string{"clock": clock, "date": wallClock, "end": lastSecond} {
			once := plain(s)
			if twice := plain(once); twice != once {
				t.Fatalf("%s: %q, %q, %q", name, s, once, twice)
			}
		}
	})
}

// FuzzInstant: an instant is read in UTC or is an error, and reads the same
// once it is written in full.
func FuzzInstant(f *testing.F) {
	for _, s := range []string{
		"2026-08-19T09:46:42Z", "2026-08-19 09:46:42", "2026-08-19T11:46:42+02:00", "2026-08-19T11:46:42.123-0430", "2026-08-19T09:46", "2026-08-19",
		"2026-02-30T00:00:00Z", "0000-00-00T00:00:00Z", "9999-12-31T23:59:60Z", "", "soon", "2026-08-19T09:46:42,5Z",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at, err := instant(s)
		if err != nil {
			if !at.IsZero() {
				t.Fatalf("%v and %v", at, err)
			}
			return
		}
		if at.Location() != time.UTC {
			t.Fatalf("%v", at)
		}
		if year := at.Year(); year < 0 || year > 9999 {
			return // an offset can lead out of what can be written
		}
		again, err := instant(at.Format(time.RFC3339Nano))
		if err != nil || !again.Equal(at) {
			t.Fatalf("%q: %v became %v, %v", s, at, again, err)
		}
	})
}

// FuzzRetryAfter: no header of a server makes the wait negative or longer than
// an hour, or sets the clock to nonsense.
func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{"", "7", "-7", "7.5", " 9 ", "99999999999999999999", "Tue, 01 Sep 2026 12:01:00 GMT", "Tue, 01-Sep-26 12:01:00 GMT", "Tue Sep  1 12:01:00 2026", "soon"} {
		f.Add(s, s)
		f.Add(s, "Tue, 01 Sep 2026 11:50:00 GMT")
	}
	f.Fuzz(func(t *testing.T, wait, date string) {
		h := http.Header{"Retry-After": {wait}, "Date": {date}}
		var e Error
		e.readHeaders(h, noon)
		if e.RetryAfter < 0 || e.RetryAfter > longestWait {
			t.Fatalf("%v for %q", e.RetryAfter, wait)
		}
		if e.Date.IsZero() && e.skew != 0 || e.Date.Location() != time.UTC {
			t.Fatalf("%v, skew %v for %q", e.Date, e.skew, date)
		}
		c := inMemory(gives(429, h, nil))
		_, err := c.Me(t.Context())
		if got := asError(t, err).RetryAfter; got != e.RetryAfter {
			t.Fatalf("%v and %v", got, e.RetryAfter)
		}
		left, err := c.pace.wait(t.Context())
		if err != nil || left != e.RetryAfter {
			t.Fatalf("waits %v, %v", left, err)
		}
	})
}
