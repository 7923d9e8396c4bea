package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/sync/kssim"
)

// output collects what the server prints while it runs.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

var addressRE = regexp.MustCompile(`https?://127\.0\.0\.1:\d+`)

// start runs the server on a free port and returns its address and a function
// that stops it and demands a clean end.
func start(t *testing.T, args ...string) (base string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var out output
	done := make(chan error, 1)
	go func() { done <- run(ctx, append([]string{"--listen", "127.0.0.1:0"}, args...), &out) }()
	require.Eventually(t, func() bool { return addressRE.MatchString(out.String()) }, 5*time.Second, time.Millisecond)
	require.Contains(t, out.String(), "latchkey-sample")
	return addressRE.FindString(out.String()), func() {
		t.Helper()
		cancel()
		require.NoError(t, <-done)
	}
}

func request(t *testing.T, method, url, body string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	require.NoError(t, err)
	res, err := (&http.Client{Timeout: 5 * time.Second}).Do(req)
	require.NoError(t, err)
	return read(t, res)
}

// read demands a success and returns its body.
func read(t *testing.T, res *http.Response) string {
	t.Helper()
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, res.StatusCode, string(data))
	return string(data)
}

// clientTrusting is a client whose connections end with the test.
func clientTrusting(t *testing.T, roots *x509.CertPool) *http.Client {
	t.Helper()
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 5 * time.Second}
}

func TestServesMaisonNord(t *testing.T) {
	base, stop := start(t, "--seats", "7")
	state := request(t, "GET", base+"/_sim/state", "")
	require.Contains(t, state, `"Maison Nord"`)
	require.Contains(t, state, `"seats":7`)
	stop()
}

func TestStateSurvivesARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.json")
	second := kssim.MaisonNord()
	second.Name, second.UID = "Maison Sud", "FR0000000002"
	body, err := json.Marshal(second)
	require.NoError(t, err)

	base, stop := start(t, "--state", path)
	request(t, "POST", base+"/_sim/seed", string(body))
	saved, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Contains(t, string(saved), "Maison Sud", "saved before the answer, not at the end")
	stop()

	base, stop = start(t, "--state", path)
	require.Contains(t, request(t, "GET", base+"/_sim/state", ""), "Maison Sud")
	stop()
	left, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, left, 1, "no temporary file stays behind")
}

func TestSiteFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "site.json")
	def := `{"name":"Atelier","uid":"FR7","time_zone":"Europe/Paris","iqs":[{"name":"IQ"}],"doors":[{"name":"Gate"}]}`
	require.NoError(t, os.WriteFile(path, []byte(def), 0o600))
	base, stop := start(t, "--site", path)
	require.Contains(t, request(t, "GET", base+"/_sim/state", ""), "Gate")
	stop()
}

func TestBadUse(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "broken")
	require.NoError(t, os.WriteFile(broken, []byte("garbage"), 0o600))
	tests := []struct {
		args []string
		want string
	}{
		{[]string{"--listen", "0.0.0.0:7310"}, "let other machines in"},
		{[]string{"--listen", ":7310"}, "let other machines in"},
		{[]string{"--listen", "192.0.2.1:7310"}, "let other machines in"},
		{[]string{"--listen", "7310"}, "such as 127.0.0.1:7310"},
		{[]string{"--reading", "later=1s"}, "no reading \"later\""},
		{[]string{"--reading", "members=odd"}, "members is one of"},
		{[]string{"--token-life", "0"}, "--token-life"},
		{[]string{"--seats", "-1"}, "--seats"},
		{[]string{"--past-days", "-1"}, "--past-days"},
		{[]string{"--past-days", "4000"}, "between 0 and"},
		{[]string{"--past-seed", "3"}, "goes with --past-days"},
		{[]string{"--retention-days", "-1"}, "--retention-days"},
		{[]string{"--colour"}, "--help"},
		{[]string{"serve"}, `"serve" is not a flag`},
		{[]string{"--site", broken}, "not a site in JSON"},
		{[]string{"--site", broken + "-missing"}, "read --site"},
		{[]string{"--state", broken}, "not a saved simulation"},
		{[]string{"--state", filepath.Join(broken, "below", "state")}, "--state"},
	}
	for _, tt := range tests {
		t.Run(strings.Join(tt.args, " "), func(t *testing.T) {
			require.ErrorContains(t, run(t.Context(), tt.args, io.Discard), tt.want)
		})
	}
	data, err := os.ReadFile(broken)
	require.NoError(t, err)
	require.Equal(t, "garbage", string(data), "a file that cannot be read is left alone")
}

func TestPortInUse(t *testing.T) {
	base, stop := start(t)
	address := strings.TrimPrefix(base, "http://")
	require.ErrorContains(t, run(t.Context(), []string{"--listen", address}, io.Discard), "choose another port")
	stop()
}

func TestHelp(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"--help"}, &out))
	for _, word := range []string{"-listen", "-state", "-reading", "late_lists", "/_sim/can", "/_sim/clock", "/_sim/faults", "-fault-preset", "-past-days", "/_sim/past", "-tls-cert"} {
		require.Contains(t, out.String(), word)
	}
}

func TestPeopleComeAndGo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.json")
	base, stop := start(t, "--state", path, "--past-days", "20", "--past-seed", "2", "--retention-days", "40")
	request(t, "POST", base+"/_sim/admin", `{"do":"add-user","name":"Mia Berg","email":"mia@example.org"}`)
	request(t, "POST", base+"/_sim/admin", `{"do":"add-member","who":"mia@example.org","group":"Full time"}`)
	require.NotContains(t, request(t, "POST", base+"/_sim/past", `{"days":40,"seed":5}`), `"entries":0`)
	stop()
	saved, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Contains(t, string(saved), `"retention_days": 40`)
	require.Contains(t, string(saved), `"played_until"`)
}
