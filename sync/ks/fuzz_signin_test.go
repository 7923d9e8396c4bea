package ks

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

// signInAt is an identity server in memory that gives one answer.
func signInAt(status int, contentType string, body []byte) identity {
	env := Environment{API: "https://ks.test", Issuer: "https://id.ks.test/realm", ClientID: "c", Redirect: defaultRedirect}
	h := http.Header{"Content-Type": {contentType}}
	return identity{env: env, http: newHTTPClient(gives(status, h, body)), now: func() time.Time { return noon }}
}

// FuzzDiscovery: whatever the document says, tokens stay on the host that was
// configured, over https.
func FuzzDiscovery(f *testing.F) {
	for _, body := range []string{
		`{"issuer":"https://id.ks.test","authorization_endpoint":"https://id.ks.test/a","token_endpoint":"https://id.ks.test/t","revocation_endpoint":"https://id.ks.test/r"}`,
		`{"authorization_endpoint":"https://evil.test/a","token_endpoint":"https://id.ks.test/t"}`,
		`{"authorization_endpoint":"https://id.ks.test/a","token_endpoint":"https://id.ks.test@evil.test/t"}`,
		`{"authorization_endpoint":"http://id.ks.test/a","token_endpoint":"https://id.ks.test:444/t"}`,
		`{"authorization_endpoint":7,"token_endpoint":null}`, `{}`, `[]`, `null`, html, "",
	} {
		for _, status := range []int{200, 301, 404, 429, 503} {
			f.Add(status, []byte(body))
		}
	}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		found, failed := signInAt(status, "application/json", body).discover(t.Context())
		if failed != nil {
			checkError(t, failed)
			return
		}
		for _, address := range []string{found.Authorize, found.Token, found.Revoke} {
			if address != "" && !sameHost("https://id.ks.test", address) {
				t.Fatalf("%q", address)
			}
		}
		if found.Authorize == "" || found.Token == "" {
			t.Fatalf("%+v", found)
		}
	})
}

// FuzzToken: an answer to a refresh is a token that ends some time, or an
// error that holds nothing of what was sent or came back.
func FuzzToken(f *testing.F) {
	for _, body := range []string{
		`{"access_token":"` + canary + `","refresh_token":"` + canary + `","token_type":"Bearer","expires_in":3600,"scope":"user_api.full_access"}`,
		`{"access_token":"a","expires_in":"3600","scope":["user_api.full_access"]}`, `{"access_token":"a","expires_in":-1}`,
		`{"access_token":"a","expires_in":1e300}`, `{"access_token":17}`, `{"access_token":""}`, `{"error":"invalid_grant","error_description":"` + canary + `"}`,
		`{"error":"` + canary + `"}`, `{"error":{}}`, `access_token=a&expires_in=99999999999999999999`, `error=invalid_scope`, html, "",
	} {
		for _, contentType := range []string{"application/json", "application/x-www-form-urlencoded", "text/html", ""} {
			for _, status := range []int{200, 400, 401, 429, 500, 503} {
				f.Add(status, contentType, []byte(body))
			}
		}
	}
	f.Fuzz(func(t *testing.T, status int, contentType string, body []byte) {
		id := signInAt(status, contentType, body)
		found := endpoints{Authorize: "https://id.ks.test/a", Token: "https://id.ks.test/t"}
		token, failed := id.refresh(t.Context(), found, canary)
		checkToken(t, token, failed)
		token, failed = id.trade(t.Context(), id.config(found, defaultRedirect), canary, "verifier")
		checkToken(t, token, failed)
	})
}

func checkToken(t *testing.T, token *oauth2.Token, failed *Error) {
	t.Helper()
	if failed != nil {
		checkError(t, failed)
		return
	}
	if token.AccessToken == "" || !token.Expiry.After(noon) {
		t.Fatalf("a token until %v", token.Expiry)
	}
}

// FuzzCallback: only a query with the state ends the sign-in, only once, and
// the page repeats nothing of it.
func FuzzCallback(f *testing.F) {
	for _, query := range []string{
		"state=state-1&code=c", "state=state-1&error=access_denied", "state=state-1", "code=c", "state=state-1&state=x&code=c", "state=x&state=state-1&code=c",
		"state=state-1;code=c", "state=%73tate-1&code=%00", "error=<script>&state=state-1", "", "%", "state=state-1&code=" + canary,
	} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		cb := testCallbackOf("state-1")
		for i := range 2 {
			r := httptest.NewRequest(http.MethodGet, "/callback", http.NoBody)
			r.URL.RawQuery = query
			w := httptest.NewRecorder()
			cb.ServeHTTP(w, r)
			taken := w.Code == http.StatusOK
			if taken && (i > 0 || r.URL.Query().Get("state") != "state-1") {
				t.Fatalf("%q was taken, time %d", query, i+1)
			}
			if page := w.Body.String(); page != donePage && page != deniedPage && page != unknownPage {
				t.Fatalf("a page of its own for %q", query)
			}
		}
		if len(cb.replies) > 1 {
			t.Fatal("two replies")
		}
		if len(cb.replies) == 1 {
			if r := <-cb.replies; r.code == "" && r.denied == "" {
				t.Fatalf("nothing in %q", query)
			}
		}
	})
}

func testCallbackOf(state string) *callback {
	return newCallback(state, &url.URL{Scheme: "http", Host: "127.0.0.1:7311", Path: "/callback"})
}

// FuzzPaste: a pasted address counts only if it is the return address with the
// state, and a wrong one is answered with a sentence that does not repeat it.
func FuzzPaste(f *testing.F) {
	for _, address := range []string{
		"http://127.0.0.1:7311/callback?state=state-1&code=c", " http://127.0.0.1:7311/callback?code=c&state=state-1\r\n", "http://127.0.0.1:7311/callback?state=x&code=c",
		"http://127.0.0.1:7312/callback?state=state-1&code=c", "https://127.0.0.1:7311/callback?state=state-1&code=c", "http://127.0.0.1:7311/other?state=state-1&code=c",
		"http://127.0.0.1:7311/callback#state=state-1&code=c", "state=state-1&code=c", "", "hello", "http://[::1", "http://127.0.0.1:7311/callback?state=state-1&code=" + canary,
	} {
		f.Add(address)
	}
	f.Fuzz(func(t *testing.T, address string) {
		cb := testCallbackOf("state-1")
		err := cb.paste(address)
		if (err == nil) != (len(cb.replies) == 1) {
			t.Fatalf("%v with %d replies", err, len(cb.replies))
		}
		if err != nil {
			if strings.Contains(err.Error(), canary) || !strings.Contains(err.Error(), "copy the whole address") {
				t.Fatalf("%v", err)
			}
			return
		}
		u, bad := url.Parse(strings.TrimSpace(address))
		if bad != nil || u.Host != "127.0.0.1:7311" || u.Path != "/callback" || u.Scheme != "http" || u.Query().Get("state") != "state-1" {
			t.Fatalf("%q was taken", address)
		}
	})
}

// FuzzVersions: what passes as a version changes nothing else of an address.
func FuzzVersions(f *testing.F) {
	for _, v := range []string{"", "v1.2", "v2", "1.2", "v1.2/../x", "v1.2?x", "v1.2\n", "V1.2", "v١.٢", "v9999.9"} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v string) {
		env := Environment{API: "https://ks.test", Versions: Versions{Main: v, Schedules: v, Entries: v}}
		for _, r := range []route{at("me"), schedules("s", "g"), entries("s")} {
			address, err := r.address(env)
			if err != nil {
				continue
			}
			want := "https://ks.test/" + orElse(v, UsualVersions().of(r.part)) + "/" + strings.Join(r.segments, "/")
			if u, err := url.Parse(address); err != nil || address != want || u.String() != want || strings.Contains(v, "/") {
				t.Fatalf("%q gives %q", v, address)
			}
		}
	})
}
