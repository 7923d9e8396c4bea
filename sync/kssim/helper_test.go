package kssim

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	base     = "http://ks.test"
	callback = "http://127.0.0.1:7311/callback"
	verifier = "a-verifier-of-at-least-forty-three-characters-0123"
)

// noon is a Thursday, 14:00 in Paris.
var noon = time.Date(2026, 9, 3, 12, 0, 0, 0, time.UTC)

func challenge(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// desk is a program that talks to a simulation.
type desk struct {
	t     *testing.T
	sim   *Sim
	http  *http.Client
	base  string
	token string
	site  string // path of the site of MaisonNord
}

// newDesk starts a simulation of Maison Nord whose clock stands at noon, and
// signs in.
func newDesk(t *testing.T, cfg Config) *desk {
	t.Helper()
	return newDeskAt(t, cfg, MaisonNord())
}

func newDeskAt(t *testing.T, cfg Config, site Site) *desk {
	t.Helper()
	sim := New(cfg)
	if sim.Clock() != nil {
		sim.Clock().Set(noon)
	}
	require.NoError(t, sim.AddSite(site))
	d := &desk{t: t, sim: sim, base: base, site: "/v1.2/sites/" + fixedID("site", site.UID)}
	d.http = &http.Client{
		Transport:     sim.Transport(),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	d.signIn()
	return d
}

func authQuery() url.Values {
	return url.Values{
		"response_type": {"code"}, "client_id": {"latchkey-sample"}, "redirect_uri": {callback}, "state": {"st"},
		"scope":          {"openid profile offline_access user_api.full_access"},
		"code_challenge": {challenge(verifier)}, "code_challenge_method": {"S256"},
	}
}

func allow() url.Values {
	a := DefaultAccount()
	return url.Values{"email": {a.Email}, "password": {a.Password}, "decision": {"allow"}}
}

// consent answers the page and returns the query of the redirect.
func (d *desk) consent(query, form url.Values) url.Values {
	d.t.Helper()
	status, header, _ := d.send("POST", "/connect/authorize?"+query.Encode(), "application/x-www-form-urlencoded", form.Encode())
	require.Equal(d.t, http.StatusFound, status)
	target, err := url.Parse(header.Get("Location"))
	require.NoError(d.t, err)
	return target.Query()
}

func (d *desk) code() string {
	d.t.Helper()
	code := d.consent(authQuery(), allow()).Get("code")
	require.NotEmpty(d.t, code)
	return code
}

// tokenCall posts to the token endpoint.
func (d *desk) tokenCall(form url.Values) (int, map[string]any) {
	d.t.Helper()
	status, _, body := d.send("POST", "/connect/token", "application/x-www-form-urlencoded", form.Encode())
	var answer map[string]any
	require.NoError(d.t, json.Unmarshal([]byte(body), &answer), body)
	return status, answer
}

func codeForm(code string) url.Values {
	return url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {callback},
		"client_id": {"latchkey-sample"}, "code_verifier": {verifier},
	}
}

func refreshForm(token any) url.Values {
	text, _ := token.(string)
	return url.Values{"grant_type": {"refresh_token"}, "refresh_token": {text}, "client_id": {"latchkey-sample"}}
}

// signIn returns the refresh token.
func (d *desk) signIn() any {
	d.t.Helper()
	status, answer := d.tokenCall(codeForm(d.code()))
	require.Equal(d.t, http.StatusOK, status, answer)
	d.token, _ = answer["access_token"].(string)
	return answer["refresh_token"]
}

// send makes one request and returns status, header and body.
func (d *desk) send(method, path, contentType, body string) (int, http.Header, string) {
	d.t.Helper()
	status, header, text, err := d.try(method, path, contentType, body)
	require.NoError(d.t, err)
	return status, header, text
}

func (d *desk) try(method, path, contentType, body string) (int, http.Header, string, error) {
	d.t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = d.base + path
	}
	req, err := http.NewRequestWithContext(d.t.Context(), method, path, strings.NewReader(body))
	require.NoError(d.t, err)
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if d.token != "" {
		req.Header.Set("Authorization", "Bearer "+d.token)
	}
	res, err := d.http.Do(req)
	if err != nil {
		return 0, nil, "", err
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	return res.StatusCode, res.Header, string(text), err
}

// call makes an API or control call with a JSON body (or none) and demands the
// status. The answer is what JSON holds: map, slice or nil.
func (d *desk) call(method, path, body string, want int) any {
	d.t.Helper()
	status, _, text := d.send(method, path, "application/json", body)
	require.Equal(d.t, want, status, text)
	if text == "" {
		return nil
	}
	var answer any
	require.NoError(d.t, json.Unmarshal([]byte(text), &answer), text)
	return answer
}

// refused demands an error with that status and code.
func (d *desk) refused(method, path, body string, status int, code string) {
	d.t.Helper()
	require.Equal(d.t, code, at(d.call(method, path, body, status), "ErrorCode"))
}

// at walks into what JSON holds: keys are string, places in a list int.
func at(value any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, _ := value.(map[string]any)
			value = m[step]
		case int:
			list, _ := value.([]any)
			if step >= len(list) {
				return nil
			}
			value = list[step]
		}
	}
	return value
}

func text(value any, path ...any) string {
	s, _ := at(value, path...).(string)
	return s
}

func items(value any) []any {
	list, _ := at(value, "items").([]any)
	return list
}

// addUser makes a site user with the given JSON fields beside names and role.
func (d *desk) addUser(first, last, more string) (siteUser, platform string) {
	d.t.Helper()
	body := `{"first_name":"` + first + `","last_name":"` + last + `","role_ids":["` + roleID(roleUser) + `"]`
	if more != "" {
		body += "," + more
	}
	u := d.call("POST", d.site+"/users", body+"}", http.StatusOK)
	return text(u, "id"), text(u, "user", "id")
}

func (d *desk) addGroup(name string) (path string) {
	d.t.Helper()
	g := d.call("POST", d.site+"/access_groups", `{"customer_reference":"`+name+`"}`, http.StatusOK)
	return d.site + "/access_groups/" + text(g, "id")
}

// groupPath is the path of a group of the definition of Maison Nord.
func (d *desk) groupPath(name string) string {
	return d.site + "/access_groups/" + fixedID("group", "FR0000000001", name)
}

func lockOf(door string) string { return fixedID("lock", "FR0000000001", door) }

func (d *desk) join(group, platform string) {
	d.t.Helper()
	d.call("POST", group+"/users", `{"user_id":"`+platform+`"}`, http.StatusOK)
}

const everyDayJSON = `"monday":true,"tuesday":true,"wednesday":true,"thursday":true,"friday":true,"saturday":true,"sunday":true`

// window is the body of a check-in/check-out schedule.
func window(start, end string) string {
	return `{` + everyDayJSON + `,"start_time":"00:00:00","end_time":"23:59:59","start_date":"` + start + `","end_date":"` + end + `"}`
}
