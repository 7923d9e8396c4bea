package main

import (
	"context"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"time"

	"latchkey/store"
	"latchkey/sync/health"
	"latchkey/sync/ks"
	"latchkey/ui/encoder"
)

// spaces are those that are signed in.
func (d *doctor) spaces(ctx context.Context) []store.Space {
	if d.p == nil {
		return nil
	}
	all, err := d.p.store.Spaces(ctx)
	if err != nil {
		return nil // said of the file
	}
	return slices.DeleteFunc(all, func(s store.Space) bool { return !s.Account.Connected() })
}

// keychain looks for the sign-in of each space, or without one whether the
// keychain answers.
func (d *doctor) keychain(ctx context.Context) {
	var vaults []ks.Vault
	for _, s := range d.spaces(ctx) {
		if s.Account.Vault == store.VaultSession {
			d.add("sign-in", stateNote, sentence("The sign-in is kept for one session only: after each start somebody signs in again, in Settings."))
			continue
		}
		v, err := d.p.vault(ctx, s, "refresh")
		if err != nil {
			d.problem("sign-in", err)
			continue
		}
		vaults = append(vaults, v)
	}
	if len(vaults) == 0 {
		if _, err := (ks.Keychain{Service: "Latchkey", Account: "doctor"}).Load(ctx); err != nil {
			d.add("keychain", stateNote, sentence("This computer has no keychain that answers. Unlock or set it up before you connect to SALTO KS, or choose to keep the sign-in in a file."))
			return
		}
		d.add("keychain", stateFine, sentence("The keychain answers."))
	}
	for _, v := range vaults {
		secret, err := v.Load(ctx)
		switch {
		case err != nil:
			d.problem("sign-in", err)
		case secret == "":
			d.add("sign-in", stateWrong, sentence("The sign-in to SALTO KS is not kept any more. Sign in again, in Settings."))
		default:
			d.add("sign-in", stateFine, sentence("The sign-in to SALTO KS is kept, and can be read."))
		}
	}
}

// mostAsked is how long SALTO KS may take to answer.
const mostAsked = 15 * time.Second

// online asks each SALTO KS for its page of how to sign in, which anybody may.
func (d *doctor) online(ctx context.Context) {
	var issuers []string
	for _, s := range d.spaces(ctx) {
		if !slices.Contains(issuers, s.Account.Issuer) {
			issuers = append(issuers, s.Account.Issuer)
		}
	}
	if len(issuers) == 0 {
		issuers = []string{ks.Production().Issuer}
	}
	for _, issuer := range issuers {
		d.reach(ctx, issuer)
	}
}

func (d *doctor) reach(ctx context.Context, issuer string) {
	host := hostOf(issuer)
	date, err := askDate(ctx, issuer)
	if err != nil {
		d.add("online", stateWrong, sentence("SALTO KS at {{.Host}} cannot be reached ({{.Why}}). Check the network, and whether something between here and there holds it back.", "Host", host, "Why", cause(err)))
		return
	}
	d.add("online", stateFine, sentence("SALTO KS at {{.Host}} answers.", "Host", host))
	switch off := time.Since(date).Abs(); {
	case date.IsZero():
	case off > health.ClockHolds:
		d.add("clock", stateWrong, sentence("The clock of this computer is {{.Minutes}} minutes from that of SALTO KS. Set it, or have it set by the network.", "Minutes", minutes(off)))
	case off > health.ClockWarns:
		d.add("clock", stateNote, sentence("The clock of this computer is {{.Minutes}} minutes from that of SALTO KS. Set it soon, or have it set by the network.", "Minutes", minutes(off)))
	default:
		d.add("clock", stateFine, sentence("The clock of this computer agrees with that of SALTO KS."))
	}
}

func minutes(d time.Duration) string { return strconv.Itoa(int(d.Round(time.Minute).Minutes())) }

// cause is an error without the address that it is about.
func cause(err error) string {
	if u, is := err.(*url.Error); is { //nolint:errorlint // what the client returns
		err = u.Err
	}
	return err.Error()
}

func askDate(ctx context.Context, issuer string) (time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, mostAsked)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, issuer+"/.well-known/openid-configuration", nil)
	if err != nil {
		return time.Time{}, err
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		return time.Time{}, err
	}
	defer client.CloseIdleConnections()
	defer func() { _ = resp.Body.Close() }()
	date, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return time.Time{}, nil // it answered: the clock is another matter
	}
	return date, nil
}

func (d *doctor) display() {
	switch {
	case !hasDisplay():
		d.add("display", stateNote, sentence("There is no display here (DISPLAY and WAYLAND_DISPLAY are empty): the window cannot open, the commands work."))
	case runtime.GOOS == "linux":
		d.add("display", stateFine, sentence("There is a display. The window draws with OpenGL 2: where it stays away, set LIBGL_ALWAYS_SOFTWARE=1 or renew the driver of the graphics card."))
	default:
		d.add("display", stateFine, sentence("The window draws with OpenGL 2: where it stays away, renew the driver of the graphics card."))
	}
}

func (d *doctor) readers(ctx context.Context) {
	ports, err := encoder.SystemPorts().List(ctx)
	if err != nil {
		d.problem("reader", readerProblem(err))
		return
	}
	if len(ports) == 0 {
		d.add("reader", stateNote, sentence("No tag reader is plugged in, or it types like a keyboard, which is fine."))
	}
	for _, p := range ports {
		d.add("reader", stateFine, sentence("{{.Port}}: {{.Name}}", "Port", p.Name, "Name", p.Title()))
	}
}
