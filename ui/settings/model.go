package settings

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"latchkey/store"
)

// stage is how far the space is on its way to SALTO KS.
type stage int

const (
	unconnected stage = iota
	signedIn          // a site must still be chosen
	connected
)

func stageOf(s store.Space) stage {
	switch {
	case !s.Account.Connected():
		return unconnected
	case s.SiteID == "":
		return signedIn
	}
	return connected
}

// halfHours are the times of day that hours are chosen from, with those that
// are in use and lie between them. The last is "24:00".
func halfHours(used ...string) []string {
	var out []string
	for m := 0; m <= 24*60; m += 30 {
		out = append(out, fmt.Sprintf("%02d:%02d", m/60, m%60))
	}
	for _, u := range used {
		if u != "" && !slices.Contains(out, u) {
			out = append(out, u)
		}
	}
	slices.Sort(out)
	return out
}

// portOf returns the port of a loopback address, or 0.
func portOf(redirect string) int64 {
	u, err := url.Parse(redirect)
	if err != nil {
		return 0
	}
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil {
		return 0
	}
	return int64(port)
}

// withPort returns a loopback address with another port.
func withPort(redirect string, port int64) string {
	u, err := url.Parse(redirect)
	if err != nil || u.Hostname() == "" {
		u = &url.URL{Scheme: "http", Host: "127.0.0.1", Path: "/callback"}
	}
	u.Host = net.JoinHostPort(u.Hostname(), strconv.FormatInt(port, 10))
	return u.String()
}

// address takes away what people copy along with an address.
func address(s string) string { return strings.TrimRight(strings.TrimSpace(s), "/") }

// check says what of a request is missing or cannot be right.
func (r ConnectRequest) check() error {
	switch {
	case r.API == "":
		return missing("api", "Type the address of the SALTO KS service. It begins with https://.")
	case r.Issuer == "":
		return missing("issuer", "Type the address of the SALTO KS sign-in. It begins with https://.")
	case r.ClientID == "":
		return missing("client_id", "Type the client id. The local SALTO office hands it out.")
	}
	v := r.Versions
	return store.Account{APIVersion: v.Service, SchedulesVersion: v.Schedules, EntriesVersion: v.Entries}.CheckVersions()
}

// versionsOf returns what an account has in place of the usual versions.
func versionsOf(a store.Account, usual Versions) Versions {
	return Versions{a.APIVersion, a.SchedulesVersion, a.EntriesVersion}.unless(usual)
}

// unless leaves out what is as usual.
func (v Versions) unless(usual Versions) Versions {
	for _, pair := range []struct {
		have  *string
		usual string
	}{{&v.Service, usual.Service}, {&v.Schedules, usual.Schedules}, {&v.Entries, usual.Entries}} {
		if *pair.have == pair.usual {
			*pair.have = ""
		}
	}
	return v
}

func missing(field, text string) error {
	return &store.Problem{Code: store.CodeInvalid, Field: field, Text: text}
}
