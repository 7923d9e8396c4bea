package settings

import (
	"context"

	"latchkey/ui/desk"
)

// Deps is what the screen needs of the program.
type Deps struct {
	Desk *desk.Desk

	// Reader is the tag reader; nil where there can be none.
	Reader *Reader

	// Environments are the SALTO KS that can be connected to without typing
	// addresses.
	Environments []Environment
	// Usual are the versions of the API that an empty field stands for.
	Usual Versions
	// Connect signs the space in: the browser shows the sign-in, and Connect
	// returns when it is done, refused, or ctx has ended. It stores the
	// account in the space, and the secret where secrets are. It tells opened
	// the address of the sign-in, and again with the reason if the browser
	// could not be opened: the person then carries the address there.
	Connect func(ctx context.Context, r ConnectRequest, opened func(address string, err error)) error
	// Paste ends a sign-in that waits, with the address that the browser
	// stopped at.
	Paste func(address string) error
	// Sites lists the sites that the account sees.
	Sites func(ctx context.Context) ([]Site, error)
	// ChooseSite stores the space's site.
	ChooseSite func(ctx context.Context, s Site) error
	// LookNow asks for a full look at the site. It does not wait for it.
	LookNow func()
	// Disconnect forgets the account and leaves SALTO KS as it is.
	Disconnect func(ctx context.Context) error

	Language    string       // "" is the computer's, else "en" or "fr"
	SetLanguage func(string) // for the next start
	Theme       string       // a theme.Variant: "system", "light" or "dark"
	SetTheme    func(string) // at once

	// Background is what closing the window does; nil: not to be chosen.
	Background *Background

	// Updates asks whether there is a newer version; nil: nowhere to ask.
	Updates *Updates

	About About

	// File is the data file; nil leaves its card out.
	File *File
}

// Connect, Paste, Sites, ChooseSite and Disconnect are called away from the UI
// thread, everything else on it.

// EnvironmentID names an environment.
type EnvironmentID string

// The environments that have a name.
const (
	Production EnvironmentID = "production"
	Accept     EnvironmentID = "accept"
	Simulated  EnvironmentID = "simulated"
)

// other is the one whose addresses are typed.
const other EnvironmentID = "other"

// Environment is a SALTO KS.
type Environment struct {
	ID          EnvironmentID
	API, Issuer string // base addresses
	ClientID    string // empty: everybody has their own
	Redirect    string // the loopback address that the browser comes back to
}

// Versions are those of the API, like "v1.2"; empty: the usual ones.
type Versions struct{ Service, Schedules, Entries string }

// ConnectRequest is what signing in needs to know.
type ConnectRequest struct {
	API, Issuer string
	ClientID    string
	Secret      string // may be empty; it is passed on and not kept here
	Redirect    string
	Versions    Versions
	Keep        Keep
}

// Keep is where a sign-in is kept, and the client secret with it.
type Keep string

// The places. The keychain is the one for computers that have one.
const (
	KeepKeychain Keep = "keychain"
	KeepSession  Keep = "session" // until the program ends
	KeepFile     Keep = "file"    // beside the data, readable by the person alone
)

// String leaves the secret out.
func (r ConnectRequest) String() string { return r.API + " " + r.ClientID }

// GoString leaves the secret out.
func (r ConnectRequest) GoString() string { return r.String() }

// Site is a site that the account sees.
type Site struct {
	ID, Name string
	Warning  error // what the account may not do there; nil: nothing, or not known
}

// About is what the program says of itself.
type About struct {
	Version string
	Licence string
	Log     string // where what happened is written down, for support
}
