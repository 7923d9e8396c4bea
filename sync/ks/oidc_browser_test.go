//go:build oidc

package ks

import (
	"fmt"
	entities "html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// person sits at a browser with cookies and fills in the pages of a provider.
type person struct {
	name   string
	denies bool // allows Latchkey nothing
	http   *http.Client
	pages  []string // what was asked, in order
}

func newPerson(t *testing.T, name string) *person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	return &person{name: name, http: &http.Client{
		Jar:           jar,
		Timeout:       10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// answer follows address through the pages of the provider, to where the
// provider sends the browser in the end. That address is not fetched.
func (p *person) answer(t *testing.T, address string) (back string) {
	t.Helper()
	home, err := url.Parse(address)
	require.NoError(t, err)
	next := func() (*http.Response, error) { return p.http.Get(address) }
	for range 20 {
		resp, err := next()
		require.NoError(t, err)
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		if to, err := resp.Location(); err == nil {
			if to.Host != home.Host {
				return to.String()
			}
			next = func() (*http.Response, error) { return p.http.Get(to.String()) }
			continue
		}
		require.Equal(t, http.StatusOK, resp.StatusCode, string(body))
		next, err = p.fill(string(body))
		require.NoError(t, err)
	}
	t.Fatal("the provider never sends the browser back")
	return ""
}

var (
	formOf   = regexp.MustCompile(`<form[^>]* action="([^"]+)" method="post">`)
	inputOf  = regexp.MustCompile(`<input[^>]*>`)
	nameOf   = regexp.MustCompile(` name="([^"]*)"`)
	valueOf  = regexp.MustCompile(` value="([^"]*)"`)
	cancelOf = regexp.MustCompile(`<a href="([^"]+)">\[ Cancel ]</a>`)
)

// captured is what the group of a pattern matches, as text.
func captured(pattern *regexp.Regexp, page string) string {
	if found := pattern.FindStringSubmatch(page); found != nil {
		return entities.UnescapeString(found[1])
	}
	return ""
}

// fill does with a page what its form asks for.
func (p *person) fill(page string) (func() (*http.Response, error), error) {
	action, form := captured(formOf, page), url.Values{}
	for _, input := range inputOf.FindAllString(page, -1) {
		form.Set(captured(nameOf, input), captured(valueOf, input))
	}
	prompt := form.Get("prompt")
	p.pages = append(p.pages, prompt)
	switch {
	case action == "":
		return nil, fmt.Errorf("a page without a form:\n%s", page)
	case prompt == "consent" && p.denies:
		return func() (*http.Response, error) { return p.http.Get(captured(cancelOf, page)) }, nil
	case prompt == "login":
		form.Set("login", p.name)
		form.Set("password", "anything")
	}
	return func() (*http.Response, error) {
		return p.http.Post(action, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	}, nil
}
