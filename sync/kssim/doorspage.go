package kssim

import (
	"bytes"
	"embed"
	"net/http"
	"path"
	"strings"
	"time"
)

// The page of doors is plain HTML, CSS and script modules, served as they lie
// there. It uses the control side only.
//
//go:embed pages
var pages embed.FS

// pagePolicy lets the page load nothing from elsewhere, and run nothing that a
// name in the simulation could smuggle in.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// pageTypes are not left to the system, which may know others.
var pageTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
}

// doorsFile finds the file of the page that is asked for: the page itself at /,
// the rest under /doors/. Whatever is not there is left to KS to refuse.
func doorsFile(r *http.Request) (kind string, data []byte) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return "", nil
	}
	name, found := strings.CutPrefix(r.URL.Path, "/doors/")
	if r.URL.Path == "/" {
		name, found = "doors.html", true
	}
	kind = pageTypes[path.Ext(name)]
	data, err := pages.ReadFile("pages/" + name)
	if !found || kind == "" || err != nil {
		return "", nil
	}
	return kind, data
}

// serveDoors answers for the page of doors, whatever is wrong with the network
// of KS, and says whether the request was for it.
func serveDoors(w http.ResponseWriter, r *http.Request) bool {
	kind, data := doorsFile(r)
	if data == nil {
		return false
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store") // another kssim may be at this address tomorrow
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	return true
}
