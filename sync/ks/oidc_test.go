//go:build oidc

package ks

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The clients that testdata/oidc/server.mjs knows. The name and the secret of
// the confidential one hold what has to be encoded on its way (RFC 6749 2.3.1).
const (
	publicClient       = "desk"
	strictClient       = "strict"
	confidentialClient = "front desk: 2"
	confidentialSecret = "a:b%41+c d&e=f/~"
)

// clientSecrets of the clients that Latchkey can be.
var clientSecrets = map[string]string{publicClient: "", confidentialClient: confidentialSecret}

// accessLife is the life of an access token there. It is not the one that
// Latchkey takes when it is not told.
const accessLife = 5 * time.Minute

// foreign is oidc-provider, running for one test.
type foreign struct {
	URL     string
	paths   map[string]string // endpoint by its name in the discovery document
	input   io.WriteCloser
	answers *bufio.Scanner
}

// newForeign starts the provider. It ends with its input: with the test, or
// with the program of the tests when that ends without a word.
func newForeign(t *testing.T) *foreign {
	t.Helper()
	folder := os.Getenv("LATCHKEY_OIDC")
	require.NotEmpty(t, folder, "no folder with oidc-provider: run make oidc")
	cmd := exec.Command("node", "testdata/oidc/server.mjs", folder)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	output, err := cmd.StdoutPipe()
	require.NoError(t, err)
	f := &foreign{answers: bufio.NewScanner(output)}
	f.input, err = cmd.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = f.input.Close()
		stuck := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
		defer stuck.Stop()
		if err := cmd.Wait(); err != nil {
			t.Errorf("the provider did not end well: %v", err)
		}
		if t.Failed() {
			t.Logf("what the provider wrote:\n%s", complaints.String())
		}
	})
	require.True(t, f.answers.Scan(), "the provider did not start")
	f.URL = f.answers.Text()
	f.discover(t)
	return f
}

// discover notes the endpoints, so that a test can act beside Latchkey.
func (f *foreign) discover(t *testing.T) {
	t.Helper()
	_, body := fetch(t, f.URL+"/.well-known/openid-configuration")
	var document map[string]any
	require.NoError(t, json.Unmarshal([]byte(body), &document))
	f.paths = map[string]string{}
	for name, value := range document {
		if address, ok := value.(string); ok {
			f.paths[name] = address
		}
	}
}

// pass moves the provider's clock ahead.
func (f *foreign) pass(t *testing.T, d time.Duration) {
	t.Helper()
	_, err := fmt.Fprintf(f.input, "%d\n", d/time.Second)
	require.NoError(t, err)
	require.True(t, f.answers.Scan(), "the provider has ended")
	require.Equal(t, "ok", f.answers.Text())
}

// env is what the settings of a desk hold.
func (f *foreign) env(client string) Environment {
	return Environment{API: f.URL, Issuer: f.URL, ClientID: client, Redirect: "http://127.0.0.1:0/callback"}
}

// post sends a form to an endpoint, as somebody other than Latchkey.
func (f *foreign) post(t *testing.T, endpoint string, form url.Values, edit ...func(*http.Request)) (int, map[string]any) {
	t.Helper()
	require.NotEmpty(t, f.paths[endpoint], endpoint)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.paths[endpoint], strings.NewReader(form.Encode()))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, change := range edit {
		change(req)
	}
	resp, err := (&http.Client{Timeout: 10 * time.Second}).Do(req)
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	out := map[string]any{}
	if len(body) > 0 {
		require.NoError(t, json.Unmarshal(body, &out), string(body))
	}
	return resp.StatusCode, out
}

func asClient(id, secret string) func(*http.Request) {
	return func(r *http.Request) { r.SetBasicAuth(id, secret) }
}

func withToken(token string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
}

// knows asks what the provider knows of a token (RFC 7662), as the service
// behind the doors would: nothing but active=false when the token is no good.
func (f *foreign) knows(t *testing.T, token string) map[string]any {
	t.Helper()
	require.NotEmpty(t, token)
	status, about := f.post(t, "introspection_endpoint", url.Values{"token": {token}}, asClient("doors", "doors"))
	require.Equal(t, http.StatusOK, status)
	return about
}

func (f *foreign) accepts(t *testing.T, token string) bool {
	t.Helper()
	return f.knows(t, token)["active"] == true
}

// thief uses a refresh token of the public client.
func (f *foreign) thief(t *testing.T, token string) (int, map[string]any) {
	t.Helper()
	return f.post(t, "token_endpoint", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}, "client_id": {publicClient}})
}
