package kssim

import (
	"log/slog"
	"time"
)

// Config says how the simulated SALTO KS behaves. The zero value is usable.
type Config struct {
	// Now is the clock. Nil means the Sim's own Clock, which can be set.
	Now func() time.Time
	// TokenLife is how long an access token is good for; 3600 s when zero, as
	// measured on the real service.
	TokenLife time.Duration
	// Logger receives one debug line per request; nil means silence.
	Logger *slog.Logger
	// Readings choose between what the facts leave open. SetReadings replaces
	// them.
	Readings Readings
	// ClientID is the one registered client; "latchkey-sample" when empty.
	ClientID string
	// ClientSecret makes the client confidential. Empty means a public client.
	ClientSecret string
	// RedirectURIs are the registered ones, compared exactly, except that the
	// port of an http://127.0.0.1 address is free. The default is
	// http://127.0.0.1:7311/callback.
	RedirectURIs []string
	// Account is the one SALTO account that can sign in; it is site admin of
	// every site. The default is DefaultAccount.
	Account Account
	// OnRequest is asked before each request to identity and API what should
	// go wrong with it. It runs on the goroutine of the request, with nothing
	// locked, so it may call the Sim. SetOnRequest replaces it.
	OnRequest func(Request) Fault
	// OnChange is called after each change and before its answer is sent, with
	// nothing locked: the place to Save. When it fails, the answer is a 500
	// although the change was applied.
	OnChange func(*Sim) error
}

// Account is the login of a person at SALTO, not a user of a site.
type Account struct {
	Email     string
	Password  string
	FirstName string
	LastName  string
}

// DefaultAccount is the account of a Config that names none. Its password is
// no secret: it opens nothing but a simulation.
func DefaultAccount() Account {
	return Account{
		Email:     "desk@maison-nord.example",
		Password:  "simulated",
		FirstName: "Dana",
		LastName:  "Desk",
	}
}

func (c Config) withDefaults() Config {
	if c.TokenLife <= 0 {
		c.TokenLife = time.Hour
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.ClientID == "" {
		c.ClientID = "latchkey-sample"
	}
	if len(c.RedirectURIs) == 0 {
		c.RedirectURIs = []string{"http://127.0.0.1:7311/callback"}
	}
	if c.Account.Email == "" {
		c.Account = DefaultAccount()
	}
	return c
}
