package main

import (
	"crypto/x509"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// write makes a file of a test and returns its path.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestFaultsFromTheCommandLine(t *testing.T) {
	script := write(t, `[{"id":"from the file","only":"identity","times":1,"fault":"503","retry_after":"9"}]`)
	base, stop := start(t, "--faults", script, "--fault-preset", "identity down")
	rules := request(t, "GET", base+"/_sim/faults", "")
	require.Regexp(t, `"from the file".*"not-found"`, rules, "the file comes first")
	for _, want := range []int{503, 404, 404} {
		res, err := (&http.Client{Timeout: 5 * time.Second}).Get(base + "/.well-known/openid-configuration")
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Equal(t, want, res.StatusCode)
	}
	stop()
}

func TestBadFaultsFromTheCommandLine(t *testing.T) {
	tests := []struct {
		args []string
		want string
	}{
		{[]string{"--faults", filepath.Join(t.TempDir(), "none")}, "read --faults"},
		{[]string{"--faults", write(t, "garbage")}, "cannot be used: read as JSON"},
		{[]string{"--faults", write(t, "")}, "it is empty"},
		{[]string{"--faults", write(t, `{"fault":"x"}`)}, `rule 1: fault "x" is not known: write 429`},
		{[]string{"--faults", write(t, `[{"fault":"tls"}]`)}, "start kssim with --tls"},
		{[]string{"--fault-preset", "sunny"}, `--fault-preset: there is no preset "sunny": write busy`},
		{[]string{"--tls-cert", "x"}, "--tls-cert goes with --tls"},
		{[]string{"--tls", "--listen", "127.0.0.1:0", "--tls-cert", t.TempDir()}, "write --tls-cert"},
	}
	for _, tt := range tests {
		require.ErrorContains(t, run(t.Context(), tt.args, &output{}), tt.want)
	}
}

// A stop does not wait for an answer that is held back.
func TestADelayedAnswerDoesNotHoldUpTheEnd(t *testing.T) {
	base, stop := start(t, "--faults", write(t, `{"fault":"slow","for":"9h"}`))
	res, err := (&http.Client{}).Get(base + "/.well-known/openid-configuration")
	require.NoError(t, err)
	stop()
	require.NoError(t, res.Body.Close())
}

func TestHTTPSIsTrustedByWhoTakesTheCertificate(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cert.pem")
	base, stop := start(t, "--tls", "--tls-cert", file)
	require.Contains(t, base, "https://")
	get := func(roots *x509.CertPool) (*http.Response, error) {
		return clientTrusting(t, roots).Get(base + "/.well-known/openid-configuration")
	}
	_, err := get(x509.NewCertPool())
	var unknown x509.UnknownAuthorityError
	require.ErrorAs(t, err, &unknown)

	pem, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NotContains(t, string(pem), "PRIVATE")
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(pem))
	res, err := get(roots)
	require.NoError(t, err)
	body := read(t, res)
	require.Contains(t, body, base+"/connect/token", "its addresses are https as well")
	stop()
}

// A lost connection is one on https, too.
func TestFaultsOverHTTPS(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cert.pem")
	base, stop := start(t, "--tls", "--tls-cert", file,
		"--faults", write(t, `[{"times":1,"fault":"reset-before"},{"times":1,"fault":"slow","for":"1ms"}]`))
	pem, err := os.ReadFile(file)
	require.NoError(t, err)
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(pem))
	client := clientTrusting(t, roots)
	_, err = client.Get(base + "/.well-known/openid-configuration")
	require.Error(t, err)
	res, err := client.Get(base + "/.well-known/openid-configuration")
	require.NoError(t, err)
	require.Contains(t, read(t, res), base)
	stop()
}
