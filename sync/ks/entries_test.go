package ks

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const entryBody = `{"id":"e-1","event_category":"lock_opened","event_detail":null,
	"utc_date_time":"2026-08-19T09:46:42Z","local_date_time":"2026-08-19T11:46:42",
	"lock_id":"l-1","lock_mac_address":"01","lock_customer_reference":"Front door",
	"user_id":"u-2","user_first_name":"Mia","user_last_name":"Member","user_alias":"mm","user_image_url":null,
	"iq_id":"iq-1","iq_customer_reference":"IQ 01","iq_mac_address":"02","iq_revision":"2.0",
	"exit_requested":false,"access_by":"tag","access_detail":"02300001","ttl_in_seconds":7776000,
	"expiration_date_time":"2026-11-17T09:47:01.219Z"}`

func TestDecodeEntry(t *testing.T) {
	got, err := decodeOne[wireEntry]([]byte(entryBody))
	require.NoError(t, err)
	require.Equal(t, Entry{
		ID: "e-1", Category: EntryOpened, At: time.Date(2026, 8, 19, 9, 46, 42, 0, time.UTC), Local: "2026-08-19T11:46:42",
		LockID: "l-1", LockName: "Front door", PlatformID: "u-2", FirstName: "Mia", LastName: "Member", Alias: "mm",
		AccessBy: AccessByTag, AccessDetail: "02300001", Keeps: 90 * 24 * time.Hour,
	}, got)
}

// TestEntriesOfEveryKindAreRead: nobody known, a way out, office mode, and
// what no page names.
func TestEntriesOfEveryKindAreRead(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want Entry
	}{
		"an unknown tag":      {`"event_category":"lock_rejected","event_detail":"no_access","user_id":null,"access_by":"tag","access_detail":"09900001"`, Entry{Category: EntryRejected, Detail: "no_access", AccessBy: AccessByTag, AccessDetail: "09900001"}},
		"an unknown PIN":      {`"event_category":"lock_rejected","user_id":"0000","access_by":"pin_code"`, Entry{Category: EntryRejected, PlatformID: "0000", AccessBy: AccessByPIN}},
		"a way out":           {`"event_category":"lock_opened","user_id":"","access_by":"inside_handle","exit_requested":"true"`, Entry{Category: EntryOpened, AccessBy: AccessByHandle, ExitRequested: true}},
		"easy office mode":    {`"event_category":"easy_office_mode","event_detail":"start","user_id":"u-2","access_by":"tag"`, Entry{Category: EntryEasyOfficeMode, Detail: "start", PlatformID: "u-2", AccessBy: AccessByTag}},
		"an unknown category": {`"event_category":"door_sang","event_detail":7,"access_by":"mobile_key_2"`, Entry{Category: "door_sang", Detail: "7", AccessBy: "mobile_key_2"}},
		"nothing but itself":  {`"x":{}`, Entry{}},
	} {
		got, err := decodeOne[wireEntry]([]byte(`{"id":"e","utc_date_time":"2026-08-19T09:46:42Z",` + c.body + `}`))
		require.NoError(t, err, name)
		c.want.ID, c.want.At = "e", time.Date(2026, 8, 19, 9, 46, 42, 0, time.UTC)
		require.Equal(t, c.want, got, name)
	}
}

func TestEntryInstantsInEverySpelling(t *testing.T) {
	want := time.Date(2026, 8, 19, 9, 46, 42, 0, time.UTC)
	for _, s := range []string{
		"2026-08-19T09:46:42Z", "2026-08-19T09:46:42", "2026-08-19 09:46:42", "2026-08-19t09:46:42z", "2026-08-19T11:46:42+02:00",
		"2026-08-19T11:46:42+0200", "2026-08-19 05:16:42-04:30", "2026-08-19T09:46:42.000Z", "2026-08-19T09:46:42.0000000",
	} {
		got, err := instant(s)
		require.NoError(t, err, s)
		require.Equal(t, want, got, s)
	}
	got, err := instant("2026-08-19T09:46Z")
	require.NoError(t, err)
	require.Equal(t, want.Truncate(time.Minute), got)
	got, err = instant("2026-08-19T09:46:42.25")
	require.NoError(t, err)
	require.Equal(t, want.Add(250*time.Millisecond), got)
}

// TestAnOddDateIsAnErrorOfTheList, and its text is not repeated.
func TestAnOddDateIsAnErrorOfTheList(t *testing.T) {
	for _, date := range []string{`"soon"`, `""`, `null`, `"2026-08-19"`, `"2026-13-19T09:46:42Z"`, `"2026-02-30T09:46:42Z"`, `1787132802`, `{}`, `[]`, `true`} {
		s := newServer(t, says(200, `{"items":[`+entryBody+`,{"id":"e-2","utc_date_time":`+date+`}]}`))
		got, err := readAllEntries(t, s.client(new(countedTokens)), EntryQuery{})
		require.Equal(t, Unusable, KindOf(err), date)
		require.Empty(t, got)
		require.NotContains(t, err.Error(), "soon")
	}
	s := newServer(t, says(200, `[{"id":"e-2"}]`))
	_, err := readAllEntries(t, s.client(new(countedTokens)), EntryQuery{})
	require.Equal(t, Unusable, KindOf(err))
}

// readAllEntries collects the ids.
func readAllEntries(t *testing.T, c *Client, q EntryQuery) (ids []string, err error) {
	t.Helper()
	err = c.Entries(t.Context(), "s", q, func(page []Entry) error {
		require.NotEmpty(t, page)
		for _, e := range page {
			ids = append(ids, e.ID)
		}
		return nil
	})
	return ids, err
}

// entry is an entry n seconds after noon.
func entry(n int) string {
	return fmt.Sprintf(`{"id":"e-%d","utc_date_time":%q}`, n, noon.Add(time.Duration(n)*time.Second).Format(time.RFC3339))
}

func entryList(tail string, ns ...int) string {
	all := make([]string, len(ns))
	for i, n := range ns {
		all[i] = entry(n)
	}
	return `{"items":[` + strings.Join(all, ",") + `]` + tail + `}`
}

func TestEntriesAreAskedForOnTheirVersionSinceAnInstant(t *testing.T) {
	s := newServer(t, says(200, `{"items":[],"continuation_token":null}`))
	since := time.Date(2026, 8, 19, 11, 46, 42, 999, time.FixedZone("", 7200))
	_, err := readAllEntries(t, s.client(new(countedTokens)), EntryQuery{Since: since, Top: 7})
	require.NoError(t, err)
	require.Equal(t, "GET /v1.1/sites/s/entries?%24filter=utc_date_time+ge+DateTime%272026-08-19T09%3A46%3A42Z%27&%24orderby=utc_date_time&%24top=7", s.requests()[0].line)
	_, err = readAllEntries(t, s.client(new(countedTokens)), EntryQuery{})
	require.NoError(t, err)
	require.Equal(t, "GET /v1.1/sites/s/entries?%24orderby=utc_date_time&%24top=100", s.requests()[1].line)
}

// TestEntriesGoOnWithTheToken: the same query, the token in the header. "e-2"
// comes twice and is given once.
func TestEntriesGoOnWithTheToken(t *testing.T) {
	const token = `[{"token":"+RID:~abc==#RT:1","range":{"min":"","max":"FF"}}]`
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.Header.Get("CLP-Continuation-Token") {
		case "":
			fmt.Fprint(w, entryList(fmt.Sprintf(`,"continuation_token":%q,"next_page_link":null,"count":null`, token), 1, 2))
		case token:
			fmt.Fprint(w, entryList(`,"continuation_token":"last"`)) // an empty page is not the end
		case "last":
			fmt.Fprint(w, entryList("", 2, 3))
		}
	})
	got, err := readAllEntries(t, s.client(new(countedTokens)), EntryQuery{Since: noon})
	require.NoError(t, err)
	require.Equal(t, []string{"e-1", "e-2", "e-3"}, got)
	requests := s.requests()
	require.Len(t, requests, 3)
	require.Equal(t, requests[0].line, requests[1].line)
	require.Equal(t, requests[0].line, requests[2].line)
	require.Empty(t, requests[0].header.Values("CLP-Continuation-Token"))
}

// TestEntriesWithoutATokenEnd in each way of having none.
func TestEntriesWithoutATokenEnd(t *testing.T) {
	for _, body := range []string{
		entryList("", 1, 2), entryList(`,"continuation_token":null`, 1, 2), entryList(`,"continuation_token":""`, 1, 2), `[` + entry(1) + `,` + entry(2) + `]`,
	} {
		s := newServer(t, says(200, body))
		got, err := readAllEntries(t, s.client(new(countedTokens)), EntryQuery{})
		require.NoError(t, err)
		require.Equal(t, []string{"e-1", "e-2"}, got)
		require.Len(t, s.requests(), 1)
	}
}

func TestEntriesFollowANextPageLinkToo(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("p") == "" {
			fmt.Fprint(w, entryList(`,"next_page_link":"/v1.1/sites/s/entries?p=2"`, 1))
			return
		}
		fmt.Fprint(w, `[`+entry(2)+`]`)
	})
	got, err := readAllEntries(t, s.client(new(countedTokens)), EntryQuery{})
	require.NoError(t, err)
	require.Equal(t, []string{"e-1", "e-2"}, got)
}

// TestAFullLastPageIsTheLast when KS says so, also where all of it happened in
// one second.
func TestAFullLastPageIsTheLast(t *testing.T) {
	for _, tail := range []string{`,"continuation_token":null`, `,"continuation_token":""`} {
		s := newServer(t, says(200, `{"items":[{"id":"a","utc_date_time":"2026-08-19T09:46:42Z"},{"id":"b","utc_date_time":"2026-08-19T09:46:42Z"}]`+tail+`}`))
		got, err := readAllEntries(t, s.client(new(countedTokens)), EntryQuery{Top: 2})
		require.NoError(t, err)
		require.Equal(t, []string{"a", "b"}, got)
		require.Len(t, s.requests(), 1)
	}
}

// TestAFullPageThatLeadsNowhereIsGoneOnFrom its newest entry: a bare array
// says nothing of what follows.
func TestAFullPageThatLeadsNowhereIsGoneOnFrom(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		filter := r.URL.Query().Get("$filter")
		switch {
		case filter == "":
			fmt.Fprint(w, `[`+entry(1)+`,`+entry(2)+`]`)
		case strings.Contains(filter, "'2026-09-01T12:00:02Z'"):
			fmt.Fprint(w, `[`+entry(2)+`,`+entry(3)+`]`)
		default:
			fmt.Fprint(w, `[`+entry(3)+`]`)
		}
	})
	got, err := readAllEntries(t, s.client(new(countedTokens)), EntryQuery{Top: 2})
	require.NoError(t, err)
	require.Equal(t, []string{"e-1", "e-2", "e-3"}, got)
	require.Len(t, s.requests(), 3)
}

// TestEntriesNeverTurnInCircles, and what was read is not taken back.
func TestEntriesNeverTurnInCircles(t *testing.T) {
	var n int
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		given  int
		most   int
	}{
		"the same token for ever":  {says(200, entryList(`,"continuation_token":"t"`, 1)), 1, 2},
		"a server without tokens":  {says(200, entryList(``, 1, 2)), 2, 2},
		"a filter that is ignored": {says(200, `[`+entry(2)+`,`+entry(1)+`]`), 2, 1},
		"a link to itself":         {says(200, entryList(`,"next_page_link":"?%24orderby=utc_date_time&%24top=2"`, 1)), 1, 1},
		"new tokens for nothing": {func(w http.ResponseWriter, _ *http.Request) {
			n++
			fmt.Fprint(w, entryList(fmt.Sprintf(`,"continuation_token":"t%d"`, n)))
		}, 0, mostIdlePages},
		"new tokens for what is known": {func(w http.ResponseWriter, _ *http.Request) {
			n++
			fmt.Fprint(w, entryList(fmt.Sprintf(`,"continuation_token":"t%d"`, n), 1))
		}, 1, mostIdlePages + 1},
		"a token with a line break": {says(200, entryList(`,"continuation_token":"t\r\nAuthorization: x"`, 1)), 1, 1},
		"a token that is too long":  {says(200, entryList(`,"continuation_token":"`+strings.Repeat("t", longestToken+1)+`"`, 1)), 1, 1},
		"another host":              {says(200, entryList(`,"next_page_link":"https://elsewhere.test/"`, 1)), 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, c.answer)
			cl := s.client(new(countedTokens))
			cl.pace = newPace(1e9, 1e9, cl.now)
			got, err := readAllEntries(t, cl, EntryQuery{Top: 2})
			require.Equal(t, Unusable, KindOf(err), "%v", err)
			require.Len(t, got, c.given)
			require.LessOrEqual(t, len(s.requests()), c.most)
		})
	}
}

func TestAnEmptyLastPageMayRepeatItsToken(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("CLP-Continuation-Token") == "" {
			fmt.Fprint(w, entryList(`,"continuation_token":"end"`, 1))
			return
		}
		fmt.Fprint(w, entryList(`,"continuation_token":"end"`))
	})
	got, err := readAllEntries(t, s.client(new(countedTokens)), EntryQuery{})
	require.NoError(t, err)
	require.Equal(t, []string{"e-1"}, got)
	require.Len(t, s.requests(), 2)
}

// TestEntriesThatNeverEndAreLeft after a number of pages, and few of their ids
// are kept meanwhile.
func TestEntriesThatNeverEndAreLeft(t *testing.T) {
	var n int
	c := inMemory(roundTrip(func(r *http.Request) (*http.Response, error) {
		n++
		return gives(200, nil, []byte(entryList(fmt.Sprintf(`,"continuation_token":"t%d"`, n), 3*n, 3*n+1, 3*n+2))).RoundTrip(r)
	}))
	got, err := readAllEntries(t, c, EntryQuery{})
	require.Equal(t, Unusable, KindOf(err))
	require.Equal(t, mostEntryPages, n)
	require.Len(t, got, 3*mostEntryPages)
}

func TestOnlyTheLastIdsAreRemembered(t *testing.T) {
	var r recent
	for i := range 5 * mostRecent {
		require.True(t, r.add(fmt.Sprint(i)))
		require.LessOrEqual(t, len(r.now)+len(r.before), 2*mostRecent)
	}
	for i := 4 * mostRecent; i < 5*mostRecent; i++ {
		require.False(t, r.add(fmt.Sprint(i)))
	}
}

func TestAFaultKeepsTheEntriesBeforeIt(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("CLP-Continuation-Token") != "" {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		fmt.Fprint(w, entryList(`,"continuation_token":"t"`, 1))
	})
	got, err := readAllEntries(t, s.client(new(countedTokens)), EntryQuery{})
	require.Equal(t, Retryable, KindOf(err))
	require.Equal(t, []string{"e-1"}, got)
}

func TestWhoReadsEntriesMayStop(t *testing.T) {
	s := newServer(t, says(200, entryList(`,"continuation_token":"t"`, 1)))
	full := errors.New("the disk is full")
	err := s.client(new(countedTokens)).Entries(t.Context(), "s", EntryQuery{}, func([]Entry) error { return full })
	require.Equal(t, full, err)
	require.Len(t, s.requests(), 1)

	ctx, cancel := context.WithCancel(t.Context())
	err = s.client(new(countedTokens)).Entries(ctx, "s", EntryQuery{}, func([]Entry) error { cancel(); return nil })
	require.ErrorIs(t, err, context.Canceled)
}

// TestEntriesOnTheWrongVersionSaySo: v1.2 answers 405.
func TestEntriesOnTheWrongVersionSaySo(t *testing.T) {
	s := newServer(t, says(405, ""))
	_, err := readAllEntries(t, s.client(new(countedTokens)), EntryQuery{})
	require.Equal(t, Final, KindOf(err))
	require.Contains(t, asError(t, err).Problem().Error(), "leave the versions empty")
}
