package ks

import (
	"net"
	"net/url"
	"strings"

	"latchkey/store"
)

// Environment says which SALTO KS to talk to, and as which client. The client
// secret, if SALTO gave one, is not part of it: it lives in a [Vault].
type Environment struct {
	API      string   // base URL of the Connect API, without version
	Issuer   string   // base URL of the identity server
	ClientID string   // handed out by the local SALTO office
	Redirect string   // as registered for ClientID; port 0 means any free port
	Scopes   []string // empty means the four that SALTO's own demos ask for
	Versions Versions // of the API
}

// defaultRedirect has a fixed port because redirect addresses are registered
// in advance, per client (DOC).
const defaultRedirect = "http://127.0.0.1:7311/callback"

func defaultScopes() []string {
	return []string{"openid", "profile", "offline_access", "user_api.full_access"}
}

// Production is the KS that opens real doors. The caller fills in ClientID.
// The API host is DOC, the identity host MEAS. Another client names
// https://user.my-clay.com for the API (CLI): who is told so by SALTO enters it
// as an address of their own.
func Production() Environment {
	return Environment{
		API:      "https://connect.my-clay.com",
		Issuer:   "https://identity.eu.my-clay.com",
		Redirect: defaultRedirect,
		Scopes:   defaultScopes(),
		Versions: UsualVersions(),
	}
}

// Accept is SALTO's test environment, with accounts, sites and clients of its
// own (MEAS). The caller fills in ClientID.
func Accept() Environment {
	return Environment{
		API:      "https://clp-accept-user.my-clay.com",
		Issuer:   "https://identity-acc.eu.my-clay.com",
		Redirect: defaultRedirect,
		Scopes:   defaultScopes(),
		Versions: UsualVersions(),
	}
}

// Check refuses addresses that would carry tokens unencrypted, and versions
// that are none. What it returns is a *store.Problem whose Field names the
// setting.
func (e Environment) Check() error {
	if !safeBase(e.API) {
		return badSetting("API", "The address of the SALTO KS service must begin with https:// and name a server.")
	}
	if !safeBase(e.Issuer) {
		return badSetting("Issuer", "The address of the SALTO KS sign-in must begin with https:// and name a server.")
	}
	if e.ClientID == "" {
		return badSetting("ClientID", "Enter the client id that your SALTO office gave you.")
	}
	if u, err := url.Parse(e.Redirect); err != nil || u.Scheme == "" {
		return badSetting("Redirect", "The return address of the sign-in is not a valid address. Enter it exactly as it is registered at SALTO.")
	}
	return e.Versions.check()
}

func badSetting(field, text string) error {
	return &store.Problem{Code: store.CodeInvalid, Field: field, Text: text}
}

func (e Environment) scopes() []string {
	if len(e.Scopes) == 0 {
		return defaultScopes()
	}
	return e.Scopes
}

func safeBase(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && loopback(u.Hostname())
}

// loopback reports whether host is this machine: the only place where http is
// good enough, because nothing leaves it.
func loopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
