package updates

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// serve answers over TLS and keeps what was asked.
func serve(t *testing.T, answer http.HandlerFunc) (*httptest.Server, *[]*http.Request) {
	t.Helper()
	var asked []*http.Request
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r)
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s, &asked
}

func says(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(text)) }
}

func TestTheNewestVersionIsAskedForAndNothingToldInReturn(t *testing.T) {
	s, asked := serve(t, says(`{"version":"v0.2.0","page":"https://example.org/latchkey","more":1}`))
	r, err := Look(t.Context(), s.Client().Transport, s.URL+"/version.json")
	require.NoError(t, err)
	require.Equal(t, Release{"0.2.0", "https://example.org/latchkey"}, r)
	require.Len(t, *asked, 1)
	got := (*asked)[0]
	require.Equal(t, "/version.json", got.RequestURI)
	require.Equal(t, http.MethodGet, got.Method)
	require.Equal(t, http.Header{"User-Agent": {"Latchkey"}, "Accept": {"application/json"}, "Accept-Encoding": {"gzip"}}, got.Header)
}

func TestWhatIsNoAnswerIsNone(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"a page of a hotel":  says("<html>Please sign in</html>"),
		"nothing":            says(""),
		"no version":         says(`{"version":"newest","page":"https://example.org"}`),
		"no page":            says(`{"version":"0.2.0"}`),
		"a page without TLS": says(`{"version":"0.2.0","page":"http://example.org"}`),
		"a page that runs":   says(`{"version":"0.2.0","page":"file:///bin/sh"}`),
		"too long":           says(`{"version":"0.2.0","page":"https://example.org/` + strings.Repeat("x", mostBytes) + `"}`),
		"not found":          func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) },
		"away from TLS": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusFound)
		},
		"round and round":     func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) },
		"a JSON of something": says(`[1,2]`),
	} {
		t.Run(name, func(t *testing.T) {
			s, asked := serve(t, answer)
			_, err := Look(t.Context(), s.Client().Transport, s.URL)
			require.Error(t, err)
			require.LessOrEqual(t, len(*asked), mostHops+1)
		})
	}
	s, _ := serve(t, says(`{"version":"0.2.0","page":"https://example.org"}`))
	_, err := Look(t.Context(), nil, s.URL)
	require.Error(t, err, "a certificate that nobody knows")
	_, err = Look(t.Context(), s.Client().Transport, strings.Replace(s.URL, "https", "http", 1))
	require.Error(t, err)
}

func TestNewer(t *testing.T) {
	for _, c := range []struct {
		running, found string
		newer          bool
	}{
		{"0.1.0", "0.2.0", true}, {"0.1.0 (0123456789ab)", "0.1.1", true}, {"0.9.0", "0.10.0", true}, {"v1.0.0-rc.1", "1.0.0", true},
		{"0.2.0", "0.2.0", false}, {"0.2.0", "0.1.9", false}, {"1.0.0", "1.0.0-rc.1", false}, {"1.0.0", "1.0.0+abc", false},
		{"unknown", "0.2.0", false}, {"", "0.2.0", false}, {"0.1.0", "", false},
	} {
		require.Equal(t, c.newer, Newer(c.running, c.found), "%s, %s", c.running, c.found)
	}
}
