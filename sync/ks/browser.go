package ks

import (
	"errors"
	"io"
	"net/url"
	"sync"

	"github.com/pkg/browser"
)

var quietBrowser = sync.OnceFunc(func() { browser.Stdout, browser.Stderr = io.Discard, io.Discard })

// OpenBrowser opens a web address in the person's own browser. It may block
// for as long as the browser runs.
func OpenBrowser(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return errors.New("not a web address")
	}
	quietBrowser()
	return browser.OpenURL(address)
}
