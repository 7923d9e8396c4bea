package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/ks"
	"latchkey/sync/kssim"
)

// leaky is a simulated KS that remembers every secret that passes it, and
// writes the ones that it is sent back into its errors.
type leaky struct {
	sim  *kssim.Sim
	next http.Handler

	mu      sync.Mutex
	secrets map[string]string // what it is, by secret
	echo    bool
}

const canarySecret = "canary-client-secret-7f3a9c"

func newLeaky(t *testing.T) (*leaky, string) {
	t.Helper()
	l := &leaky{sim: kssim.New(kssim.Config{ClientSecret: canarySecret}), secrets: map[string]string{canarySecret: "client secret"}}
	require.NoError(t, l.sim.AddSite(kssim.MaisonNord()))
	l.next = l.sim.Handler()
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	return l, server.URL
}

func (l *leaky) note(what, secret string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, known := l.secrets[secret]; !known && secret != "" {
		l.secrets[secret] = what
	}
}

func (l *leaky) echoes(on bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.echo = on
}

func (l *leaky) echoing() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.echo
}

func (l *leaky) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	sent := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	l.note("authorization", sent)
	for _, name := range []string{"code", "code_verifier", "refresh_token", "client_secret"} {
		l.note(name, form.Get(name))
	}
	if l.echoing() {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token", error_description="`+sent+`"`)
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{
			"ErrorCode": "1101", "Message": "no: " + sent + form.Get("refresh_token"), "error": "invalid_request", "error_description": form.Get("refresh_token"),
		})
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	l.next.ServeHTTP(answer, r)
	var tokens map[string]any
	if strings.HasPrefix(r.URL.Path, "/connect/") && json.Unmarshal(answer.Body.Bytes(), &tokens) == nil {
		for _, name := range []string{"access_token", "refresh_token", "id_token"} {
			secret, _ := tokens[name].(string)
			l.note(name, secret)
		}
	}
	if to, err := url.Parse(answer.Header().Get("Location")); err == nil {
		l.note("code", to.Query().Get("code"))
	}
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

// evidence is everything that the program has left behind or printed.
type evidence map[string][]byte

func (e evidence) run(t *testing.T, args ...string) {
	t.Helper()
	out, errOut, _ := cli(t, args...)
	e["output of "+strings.Join(args, " ")] = []byte(out + errOut)
}

// files takes in every file below a folder but those of the sign-in.
func (e evidence) files(t *testing.T, folder string, vaults ...string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || slices.Contains(vaults, filepath.Base(path)) {
			return err
		}
		e[path], err = os.ReadFile(path)
		return err
	}))
}

// TestACanaryIsFoundNowhere plants secrets and looks for them in all that the
// program writes: file, journal, log, errors, copies, exports, and what it says
// when it dies.
func TestACanaryIsFoundNowhere(t *testing.T) {
	ctx := context.Background()
	l, address := newLeaky(t)
	data, home := t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", home)
	t.Setenv("TMPDIR", home)

	p, err := openProgram(ctx, options{data: data, verbose: true}, false)
	require.NoError(t, err)
	s, err := p.loadSample(ctx, weeksToToday(time.Now()))
	require.NoError(t, err)
	account := store.Account{API: address, Issuer: address, ClientID: "latchkey-sample", Redirect: "http://127.0.0.1:0/callback", Vault: filepath.Join(data, "token")}
	consent := (&simulation{sim: l.sim, base: address}).consent(ctx)
	require.NoError(t, p.signIn(ctx, &s, account, canarySecret, &ks.Login{Open: consent}))
	require.NoError(t, p.chooseSite(ctx, &s, ""))
	found := evidence{}
	found["a value printed in full"] = fmt.Appendf(nil, "%+v %#v", p.tokens[s.ID], s)
	require.NoError(t, p.close(ctx))

	found.run(t, "plan", "--data", data)
	found["last words"] = lastWords(t, data)
	found.run(t, "sync", "--once", "--verbose", "--data", data)
	l.echoes(true)
	found.run(t, "sync", "--once", "--verbose", "--data", data)
	l.echoes(false)
	for _, what := range []string{"members", "bookings", "log", "space"} {
		found.run(t, "export", what, "--data", data)
	}
	found.run(t, "explain", "--person", "Mia Berg", "--door", "Front door", "--json", "--data", data)
	l.sim.SetOnRequest(func(r kssim.Request) kssim.Fault { // the sign-in is over
		if r.API {
			return kssim.Fault{}
		}
		return kssim.Fault{Status: http.StatusBadRequest, Body: `{"error":"invalid_grant","error_description":"` + canarySecret + `"}`}
	})
	found.run(t, "sync", "--once", "--verbose", "--data", data)
	found.copyOf(t, data)
	found.files(t, data, "token", "token.client")
	found.files(t, home)

	require.Contains(t, string(found[filepath.Join(data, logName)]), "SALTO KS call", "the log has what it is for")
	kinds := map[string]int{}
	for secret, what := range l.secrets {
		kinds[what]++
		for _, form := range []string{secret, url.QueryEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret))} {
			for where, content := range found {
				require.NotContains(t, string(content), form, "the %s is in %s", what, where)
			}
		}
	}
	for _, what := range []string{"client secret", "code", "code_verifier", "access_token", "refresh_token"} {
		require.NotZero(t, kinds[what], "no %s passed by, so nothing was proved of it", what)
	}
}

// copyOf takes in a copy of the file as a backup makes it.
func (e evidence) copyOf(t *testing.T, data string) {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy.db")
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(filepath.Join(data, "latchkey.db")))
	require.NoError(t, err)
	_, err = db.ExecContext(t.Context(), "VACUUM INTO ?", to)
	require.NoError(t, err)
	require.NoError(t, db.Close())
	e.files(t, filepath.Dir(to))
}

// lastWords is what the program says when it is made to dump all that it was
// doing in the middle of a sync.
func lastWords(t *testing.T, data string) []byte {
	t.Helper()
	if runtime.GOOS == "windows" {
		return nil // knows no such signal
	}
	cmd := child(t, "sync", "--once", "--verbose", "--data", data)
	cmd.Env = append(cmd.Env, "GOTRACEBACK=all")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	require.NoError(t, cmd.Start())
	time.Sleep(300 * time.Millisecond * slower)
	_ = cmd.Process.Signal(syscall.SIGQUIT) // it may be through by then
	_ = cmd.Wait()
	return out.Bytes()
}
