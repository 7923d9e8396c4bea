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
	env         *widgets.SelectField
	api, issuer *widgets.TextField
	client      *widgets.TextField
	secret      *widgets.TextField
	port        *widgets.NumberField
	keep        *widgets.SelectField
}

// connect opens the form, with what was entered last except the secret.
func (c *accountCard) connect() {
	f := newConnectForm(c.deps.Environments)
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
		form.ShowField("api", EnvironmentID(id) == other)
		form.ShowField("issuer", EnvironmentID(id) == other)
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
	env := other
	for _, e := range c.deps.Environments {
		if e.API == a.API && e.Issuer == a.Issuer {
			env = e.ID
		}
	}
	return env, ConnectRequest{API: a.API, Issuer: a.Issuer, ClientID: a.ClientID, Redirect: a.Redirect, Keep: keepOf(a)}
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

func newConnectForm(envs []Environment) *connectForm {
	f := &connectForm{
		envs: envs,
		api:  widgets.NewTextField("https://"), issuer: widgets.NewTextField("https://"),
		client: widgets.NewTextField(""), secret: widgets.NewSecretField(""),
		port: widgets.NewNumberField(widgets.NumberSpec{Max: 65535}),
		keep: widgets.NewSelectField("",
			widgets.Choice{ID: string(KeepKeychain), Text: lang.L("In the keychain of this computer")},
			widgets.Choice{ID: string(KeepSession), Text: lang.L("Only until Latchkey is closed")},
			widgets.Choice{ID: string(KeepFile), Text: lang.L("In a file that only you can read")}),
	}
	f.keep.SetValue(string(KeepKeychain))
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
	return []widgets.FormField{
		{Name: "environment", Label: lang.L("Where"), Field: f.env},
		{Name: "api", Label: lang.L("Service address"), Field: f.api},
		{Name: "issuer", Label: lang.L("Sign-in address"), Field: f.issuer},
		{Name: "client_id", Label: lang.L("Client id"), Field: f.client, Hint: lang.L("From the local SALTO office.")},
		{Name: "secret", Label: lang.L("Client secret"), Field: f.secret, Hint: lang.L("Only if SALTO gave you one.")},
		{Name: "keep", Label: lang.L("Keep the sign-in"), Field: f.keep, Hint: lang.L("The keychain is the safest place. Choose another only where there is none.")},
		{Name: "redirect", Label: lang.L("Return port"), Field: f.port, Hint: lang.L("The port of the return address that SALTO registered. Leave it unless they told you another; 0 takes any that is free.")},
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
		f.port.SetValue(portOf(last.Redirect))
	}
	if last.Keep != "" {
		f.keep.SetValue(string(last.Keep))
	}
	if env == other {
		f.api.SetValue(last.API)
		f.issuer.SetValue(last.Issuer)
	}
}

// preset enters what is known of an environment.
func (f *connectForm) preset(id EnvironmentID) {
	e := f.environment(id)
	f.client.SetValue(e.ClientID)
	f.port.SetValue(portOf(e.Redirect))
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
	if id == other {
		e.API, e.Issuer = f.api.Value(), f.issuer.Value()
	}
	r := ConnectRequest{
		API: address(e.API), Issuer: address(e.Issuer), ClientID: address(f.client.Value()),
		Secret: f.secret.Value(), Redirect: e.Redirect, Keep: Keep(f.keep.Value()),
	}
	if port := f.port.Value(); port != portOf(e.Redirect) {
		r.Redirect = withPort(e.Redirect, port)
	}
	return r
}
