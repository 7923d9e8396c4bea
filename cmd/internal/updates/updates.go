// Package updates asks whether there is a newer version of the program. It tells
// nobody who asks, and fetches nothing but the answer.
package updates

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/mod/semver"
)

// Release is the newest version that there is, and the page where people get it.
type Release struct {
	Version string `json:"version"` // such as "1.2.0"
	Page    string `json:"page"`    // begins with https://
}

const (
	patience  = 20 * time.Second
	mostBytes = 16 << 10
	mostHops  = 3
)

// Look asks for the newest version at an address: a small JSON of a Release. The
// transport may be nil for the usual one. Both the address and the page have to
// begin with https://.
func Look(ctx context.Context, transport http.RoundTripper, address string) (Release, error) {
	if !secure(address) {
		return Release{}, errors.New("the address does not begin with https://")
	}
	client := &http.Client{Transport: transport, Timeout: patience, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if len(via) > mostHops || r.URL.Scheme != "https" {
			return errors.New("it leads elsewhere")
		}
		r.Header.Del("Referer")
		return nil
	}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return Release{}, err
	}
	request.Header.Set("User-Agent", "Latchkey")
	request.Header.Set("Accept", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return Release{}, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return Release{}, fmt.Errorf("the answer is %s", response.Status)
	}
	text, err := io.ReadAll(io.LimitReader(response.Body, mostBytes+1))
	if err != nil {
		return Release{}, err
	}
	if len(text) > mostBytes {
		return Release{}, errors.New("the answer is too long")
	}
	return parse(text)
}

func parse(text []byte) (Release, error) {
	var r Release
	if err := json.Unmarshal(text, &r); err != nil {
		return Release{}, fmt.Errorf("the answer cannot be read: %w", err)
	}
	if !semver.IsValid(canonical(r.Version)) || !secure(r.Page) {
		return Release{}, errors.New("the answer names no version and page")
	}
	r.Version = strings.TrimPrefix(r.Version, "v")
	return r, nil
}

func secure(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil
}

// Newer tells whether a version comes after the one that runs. What is no version,
// such as that of a build by hand, is older than nothing.
func Newer(running, found string) bool {
	running, _, _ = strings.Cut(running, " ") // behind it may be a commit
	a, b := canonical(running), canonical(found)
	return semver.IsValid(a) && semver.IsValid(b) && semver.Compare(a, b) < 0
}

func canonical(version string) string { return "v" + strings.TrimPrefix(version, "v") }
