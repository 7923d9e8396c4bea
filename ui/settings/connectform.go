package settings

import (
	"context"
	"slices"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
)

// connectForm is the fields of signing in.
type connectForm struct {
	envs        []Environment
	usual       Versions
	env         *widgets.SelectField
	api, issuer *widgets.TextField
	versions    struct{ service, schedules, entries *widgets.TextField }
	client      *widgets.TextField
	secret      *widgets.TextField
	port        *widgets.NumberField
	keep        *widgets.SelectField
	redirect    string // the return address that port is a part of
}

// otherFields are there for another address only.
var otherFields = []string{"api", "issuer", "api_version", "schedules_version", "entries_version"}

// connect opens the form, with what was entered last except the secret.
func (c *accountCard) connect() {
	f := newConnectForm(c.deps.Environments, c.deps.Usual)
	f.fill(c.last())
	var r ConnectRequest
	form := widgets.ShowForm(c.deps.Desk.Win, widgets.FormSpec{
		Title: lang.L("Connect SALTO KS"), Fields: f.rows(), OK: lang.L("Sign in"), Dispatcher: c.deps.Desk.Dispatch, Width: 380,
		OnSave: func(context.Context) error {
			r = f.value()
			return r.check()
		},
		OnSaved: func() {
			c.env = EnvironmentID(f.env.Value())
			c.start(r)
		},
	})
	open := func(id string) {
		for _, name := range otherFields {
			form.ShowField(name, EnvironmentID(id) == other)
		}
	}
	open(f.env.Value())
	f.env.OnChanged = func(id string) {
		f.preset(EnvironmentID(id))
		open(id)
	}
}

// last is what was tried last, or what the space is connected with.
func (c *accountCard) last() (EnvironmentID, ConnectRequest) {
	a := c.facts.Space.Account
	if c.request.ClientID != "" || !a.Connected() {
		return c.env, c.request
	}
	env, versions := other, versionsOf(a, c.deps.Usual)
	for _, e := range c.deps.Environments {
		if e.API == a.API && e.Issuer == a.Issuer && versions == (Versions{}) {
			env = e.ID
		}
	}
	return env, ConnectRequest{API: a.API, Issuer: a.Issuer, ClientID: a.ClientID, Redirect: a.Redirect, Versions: versions, Keep: keepOf(a)}
}

// keepOf is where an account's sign-in is kept.
func keepOf(a store.Account) Keep {
	switch a.Vault {
	case "":
		return KeepKeychain
	case store.VaultSession:
		return KeepSession
	}
	return KeepFile
}

func newConnectForm(envs []Environment, usual Versions) *connectForm {
	f := &connectForm{
		envs: envs, usual: usual,
		api: widgets.NewTextField("https://"), issuer: widgets.NewTextField("https://"),
		client: widgets.NewTextField(""), secret: widgets.NewSecretField(""),
		port: widgets.NewNumberField(widgets.NumberSpec{Max: 65535}),
		keep: widgets.NewSelectField("",
			widgets.Choice{ID: string(KeepKeychain), Text: lang.L("In the keychain of this computer")},
			widgets.Choice{ID: string(KeepSession), Text: lang.L("Only until Latchkey is closed")},
			widgets.Choice{ID: string(KeepFile), Text: lang.L("In a file that only you can read")}),
	}
	f.keep.SetValue(string(KeepKeychain))
	f.versions.service = widgets.NewTextField(usual.Service)
	f.versions.schedules = widgets.NewTextField(usual.Schedules)
	f.versions.entries = widgets.NewTextField(usual.Entries)
	var choices []widgets.Choice
	for _, e := range envs {
		choices = append(choices, widgets.Choice{ID: string(e.ID), Text: e.ID.text()})
	}
	f.env = widgets.NewSelectField("", append(choices, widgets.Choice{ID: string(other), Text: other.text()})...)
	return f
}

func (id EnvironmentID) text() string {
	switch id {
	case Production:
		return lang.L("SALTO KS")
	case Accept:
		return lang.L("SALTO's test environment (Accept)")
	case Simulated:
		return lang.L("Simulated on this computer")
	case other:
		return lang.L("Another address")
	}
	return string(id)
}

func (f *connectForm) rows() []widgets.FormField {
	empty := func(version string) map[string]any { return map[string]any{"Version": version} }
	return []widgets.FormField{
		{Name: "environment", Label: lang.L("Where"), Field: f.env},
		{Name: "api", Label: lang.L("Service address"), Field: f.api, Hint: lang.L("The one that your SALTO office names. If SALTO KS cannot be reached at the usual address, https://user.my-clay.com may be yours.")},
		{Name: "issuer", Label: lang.L("Sign-in address"), Field: f.issuer},
		{Name: "client_id", Label: lang.L("Client id"), Field: f.client, Hint: lang.L("From the local SALTO office.")},
		{Name: "secret", Label: lang.L("Client secret"), Field: f.secret, Hint: lang.L("Only if SALTO gave you one.")},
		{Name: "keep", Label: lang.L("Keep the sign-in"), Field: f.keep, Hint: lang.L("The keychain is the safest place. Choose another only where there is none.")},
		{Name: "redirect", Label: lang.L("Return port"), Field: f.port, Hint: lang.L("The port of the return address that SALTO registered. Leave it unless they told you another; 0 takes any that is free.")},
		{Name: "api_version", Label: lang.L("Version of the service"), Field: f.versions.service,
			Hint: lang.L("Empty means {{.Version}}. Type another only if your SALTO office says so.", empty(f.usual.Service))},
		{Name: "schedules_version", Label: lang.L("Version for time schedules"), Field: f.versions.schedules,
			Hint: lang.L("For the hours at which groups open doors. Empty means {{.Version}}.", empty(f.usual.Schedules))},
		{Name: "entries_version", Label: lang.L("Version for entries"), Field: f.versions.entries,
			Hint: lang.L("For what happened at the doors. Empty means {{.Version}}.", empty(f.usual.Entries))},
	}
}

// fill enters what was tried last, or the first environment.
func (f *connectForm) fill(env EnvironmentID, last ConnectRequest) {
	if env == "" {
		env = other
		if len(f.envs) > 0 {
			env = f.envs[0].ID
		}
	}
	f.env.SetValue(string(env))
	f.preset(env)
	if last.ClientID == "" {
		return
	}
	f.client.SetValue(last.ClientID)
	if last.Redirect != "" {
		f.setRedirect(last.Redirect)
	}
	if last.Keep != "" {
		f.keep.SetValue(string(last.Keep))
	}
	if env == other {
		f.api.SetValue(last.API)
		f.issuer.SetValue(last.Issuer)
		f.versions.service.SetValue(last.Versions.Service)
		f.versions.schedules.SetValue(last.Versions.Schedules)
		f.versions.entries.SetValue(last.Versions.Entries)
	}
}

// preset enters what is known of an environment.
func (f *connectForm) preset(id EnvironmentID) {
	e := f.environment(id)
	f.client.SetValue(e.ClientID)
	f.setRedirect(e.Redirect)
}

// setRedirect shows the port of a return address. The rest of it stays: it may
// be one that was registered apart, on the command line.
func (f *connectForm) setRedirect(redirect string) {
	f.redirect = redirect
	f.port.SetValue(portOf(redirect))
}

// environment returns one by name; the other one has only the usual way back.
func (f *connectForm) environment(id EnvironmentID) Environment {
	i := slices.IndexFunc(f.envs, func(e Environment) bool { return e.ID == id })
	if i >= 0 {
		return f.envs[i]
	}
	e := Environment{ID: other}
	if len(f.envs) > 0 {
		e.Redirect = f.envs[0].Redirect
	}
	return e
}

func (f *connectForm) value() ConnectRequest {
	id := EnvironmentID(f.env.Value())
	e := f.environment(id)
	var versions Versions
	if id == other {
		e.API, e.Issuer = f.api.Value(), f.issuer.Value()
		v := f.versions
		versions = Versions{address(v.service.Value()), address(v.schedules.Value()), address(v.entries.Value())}.unless(f.usual)
	}
	r := ConnectRequest{
		API: address(e.API), Issuer: address(e.Issuer), ClientID: address(f.client.Value()),
		Secret: f.secret.Value(), Redirect: f.redirect, Versions: versions, Keep: Keep(f.keep.Value()),
	}
	if port := f.port.Value(); port != portOf(f.redirect) {
		r.Redirect = withPort(f.redirect, port)
	}
	return r
}
