package kssim

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// ask sends one request to a handler, with the given header lines.
func ask(t *testing.T, h http.Handler, method, target string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(`{"do":"widen","group":"Basic"}`))
	r.Host = "127.0.0.1:7310"
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestThePageOfDoorsIsServedWithAllItsFiles(t *testing.T) {
	h := newDesk(t, Config{}).sim.Handler()
	page := ask(t, h, http.MethodGet, "/")
	require.Equal(t, http.StatusOK, page.Code)
	require.Equal(t, "text/html; charset=utf-8", page.Header().Get("Content-Type"))
	require.Contains(t, page.Body.String(), `<script type="module" src="/doors/main.js">`)

	types := map[string]string{".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
	err := fs.WalkDir(pages, "pages", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		file := ask(t, h, http.MethodGet, "/doors/"+strings.TrimPrefix(name, "pages/"))
		require.Equal(t, http.StatusOK, file.Code, name)
		require.Equal(t, types[path.Ext(name)]+"; charset=utf-8", file.Header().Get("Content-Type"), name)
		require.Equal(t, pagePolicy, file.Header().Get("Content-Security-Policy"), name)
		require.Equal(t, "nosniff", file.Header().Get("X-Content-Type-Options"), name)
		require.NotZero(t, file.Body.Len(), name)
		return nil
	})
	require.NoError(t, err)
}

// What the policy forbids would not run: it must not be written either.
func TestThePageOfDoorsHoldsNothingInlineOrFromElsewhere(t *testing.T) {
	page, err := pages.ReadFile("pages/doors.html")
	require.NoError(t, err)
	for _, forbidden := range []string{"<style", " style=", "<script>", " onclick=", "http:", "https:", "javascript:"} {
		text := strings.ReplaceAll(string(page), "xmlns='http://www.w3.org/2000/svg'", "") // a name, not an address
		require.NotContains(t, text, forbidden)
	}
	require.Contains(t, pagePolicy, "default-src 'none'")
	require.NotContains(t, pagePolicy, "unsafe")
}

func TestOnlyLookingAtThePageOfDoorsIsAnswered(t *testing.T) {
	h := newDesk(t, Config{}).sim.Handler()
	require.Equal(t, http.StatusOK, ask(t, h, http.MethodHead, "/").Code)
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		for _, target := range []string{"/", "/doors/main.js"} {
			require.Equal(t, http.StatusNotFound, ask(t, h, method, target).Code, method+" "+target)
		}
	}
	for _, target := range []string{"/doors", "/doors/", "/doors/none.js", "/doors/main", "/main.js", "/favicon.ico", "/index.html"} {
		answer := ask(t, h, http.MethodGet, target)
		require.Equal(t, http.StatusNotFound, answer.Code, target)
		require.Empty(t, answer.Header().Get("Content-Security-Policy"), target)
	}
	for _, target := range []string{"/doors/../doorspage.go", "/doors/%2e%2e/pages/main.js", "/doors//main.js"} {
		require.NotEqual(t, http.StatusOK, ask(t, h, http.MethodGet, target).Code, target)
	}
}

func TestThePageOfDoorsIsNoRequestToKS(t *testing.T) {
	sim := newDesk(t, Config{}).sim
	sim.ResetRequests()
	require.NoError(t, sim.AddFaults(Rule{Fault: "500"}))
	sim.SetNetwork(Network{Offline: true, HTML: true})
	h := sim.Handler()
	require.Equal(t, http.StatusOK, ask(t, h, http.MethodGet, "/").Code)
	require.Equal(t, http.StatusOK, ask(t, h, http.MethodGet, "/doors/doors.css").Code)
	require.Equal(t, http.StatusOK, ask(t, h, http.MethodGet, "/_sim/state").Code)
	require.Empty(t, sim.Requests())
	require.Zero(t, sim.Faults()[0].Hits)
	require.Panics(t, func() { ask(t, h, http.MethodGet, "/v1.2/sites") }, "KS itself is offline")
}

func TestThePageOfDoorsMayUseTheControlRoutes(t *testing.T) {
	h := newDesk(t, Config{}).sim.Handler()
	require.Equal(t, http.StatusOK, ask(t, h, http.MethodPost, "/_sim/admin", "Origin", "http://127.0.0.1:7310").Code)
	for _, origin := range []string{"http://evil.example", "http://127.0.0.1:7311", "https://127.0.0.1:7310", "null"} {
		require.Equal(t, http.StatusForbidden, ask(t, h, http.MethodPost, "/_sim/admin", "Origin", origin).Code, origin)
	}
	require.Equal(t, http.StatusUnauthorized, ask(t, h, http.MethodGet, "/v1.2/sites").Code, "the API asks for a token as before")
}
