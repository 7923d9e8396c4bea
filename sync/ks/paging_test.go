package ks

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEveryPageIsRead(t *testing.T) {
	var base string
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Query().Get("p") {
		case "":
			fmt.Fprintf(w, `{"items":[{"id":"1"},{"id":"2"}],"next_page_link":"%s/v1.2/sites?p=2","count":4}`, base)
		case "2": // "2" came twice because something was added meanwhile
			fmt.Fprint(w, `{"items":[{"id":"2"},{"id":"3"}],"next_page_link":"/v1.2/sites?p=3","count":null}`)
		default:
			fmt.Fprint(w, `[{"id":"4"}]`)
		}
	})
	base = s.URL
	sites, err := s.client(new(countedTokens)).Sites(t.Context())
	require.NoError(t, err)
	require.Len(t, sites, 4)
	require.Equal(t, "4", sites[3].ID)
	require.Len(t, s.requests(), 3)
}

// TestAPartOfAListIsAnError: who is missing from a list may lose access.
func TestAPartOfAListIsAnError(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"fewer than counted": says(200, `{"items":[{"id":"1"},{"id":"1"}],"count":2}`),
		"no items":           says(200, `{"next_page_link":null}`),
		"null items":         says(200, `{"items":null}`),
		"an item without id": says(200, `[{"id":"1"},{"customer_reference":"x"}]`),
		"a null item":        says(200, `[null]`),
		"an item of a kind":  says(200, `["1"]`),
		"empty":              says(200, ""),
		"a text":             says(200, `"x"`),
		"web page":           says(200, html),
		"loop":               says(200, `{"items":[],"next_page_link":"/v1.2/sites"}`),
		"another host":       says(200, `{"items":[],"next_page_link":"https://elsewhere.test/v1.2/sites?p=2"}`),
		"another port":       says(200, `{"items":[],"next_page_link":"http://127.0.0.1:1/v1.2/sites?p=2"}`),
		"not an address":     says(200, `{"items":[],"next_page_link":"http://[::1"}`),
		"endless": func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"items":[],"next_page_link":"/v1.2/sites?p=%sx"}`, r.URL.Query().Get("p"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, handler)
			c := s.client(new(countedTokens))
			c.pace = newPace(1e9, 1e9, c.now)
			sites, err := c.Sites(t.Context())
			require.Equal(t, Unusable, KindOf(err), "%v", err)
			require.Nil(t, sites)
			require.LessOrEqual(t, len(s.requests()), mostPages)
		})
	}
}

func TestAFaultOnALaterPageLosesTheList(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery == "" {
			says(200, `{"items":[{"id":"1"}],"next_page_link":"/v1.2/sites?p=2"}`)(w, r)
			return
		}
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	sites, err := s.client(new(countedTokens)).Sites(t.Context())
	require.Equal(t, Retryable, KindOf(err))
	require.Nil(t, sites)
}

func TestNextPage(t *testing.T) {
	for _, c := range []struct{ current, link, want string }{
		{"https://ks.test/a", "", ""},
		{"https://ks.test/a", "https://ks.test/b?x=1", "https://ks.test/b?x=1"},
		{"https://ks.test/a", "https://ks.test:443/b", "https://ks.test:443/b"},
		{"https://ks.test/a", "http://ks.test/b", "https://ks.test/b"},
		{"https://ks.test/a", "http://ks.test:80/b", "https://ks.test/b"},
		{"https://ks.test/a", "/b#f", "https://ks.test/b"},
		{"http://127.0.0.1:7310/a", "http://127.0.0.1:7310/b", "http://127.0.0.1:7310/b"},
	} {
		got, err := nextPage(c.current, c.link)
		require.NoError(t, err, c.link)
		require.Equal(t, c.want, got)
	}
	for _, link := range []string{
		"https://ks.test.evil/b", "https://evil/b", "//evil/b", "https://ks.test:8443/b", "https://ks.test@evil/b",
		"https://u:p@ks.test/b", "ftp://ks.test/b", "http://ks.test:8080/b", "javascript:alert(1)", "https://ks.test\x00/",
	} {
		_, err := nextPage("https://ks.test/a", link)
		require.Error(t, err, link)
	}
	_, err := nextPage("http://127.0.0.1:7310/a", "https://127.0.0.1:7310/b")
	require.Error(t, err)
}
