package settings

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui"
	"latchkey/ui/desk"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

var _ ui.Page = (*Page)(nil)

// moment is a Monday morning, 10:36 in Paris.
var moment = time.Date(2026, 11, 23, 9, 36, 0, 0, time.UTC)

// later keeps work back until run, so that a test sees what is shown
// meanwhile.
type later struct {
	held bool
	work []func(context.Context)
}

func (l *later) Go(work func(context.Context)) {
	if l.held {
		l.work = append(l.work, work)
		return
	}
	work(context.Background())
}

func (l *later) Do(f func()) { f() }

func (l *later) run() {
	work := l.work
	l.held, l.work = false, nil
	for _, w := range work {
		w(context.Background())
	}
}

// bench is the page in a window, over a file of its own, with a SALTO KS made
// of functions.
type bench struct {
	t        *testing.T
	store    *store.Store
	win      fyne.Window
	page     *Page
	dispatch *later
	space    store.SpaceID

	request   ConnectRequest
	refuse    error
	pasted    string
	sites     []Site
	looked    int
	language  string
	colours   string
	undone    string
	cancelled bool
	noBrowser error
	waits     func() // what happens while the sign-in waits; may be nil
}

func newBench(t *testing.T) *bench {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light))
	b := &bench{t: t, win: app.NewWindow(""), dispatch: &later{}, sites: []Site{{ID: "s1", Name: "Maison Nord Paris"}, {ID: "s2", Name: "Maison Sud Marseille"}}}
	var err error
	b.store, err = store.Open(t.Context(), store.Options{
		Path: filepath.Join(t.TempDir(), "space.db"), Now: func() time.Time { return moment },
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.store.Close()) })
	s := store.Space{Name: "Maison Nord", Zone: "Europe/Paris", Before: 5, After: 10, OpenFrom: "08:00", OpenUntil: "20:00"}
	b.do(func(tx *store.Tx) error { return tx.SaveSpace(&s) })
	b.space = s.ID
	b.page = New(b.deps())
	b.win.SetPadded(false)
	b.win.SetContent(container.NewStack(widgets.NewPanel(theme.ColorBackground, "", 0), container.NewPadded(b.page.Content())))
	b.win.Resize(fyne.NewSize(1210, 820))
	b.page.Shown()
	return b
}

func (b *bench) deps() Deps {
	return Deps{
		Desk: &desk.Desk{
			Store: b.store, Win: b.win, Dispatch: b.dispatch, Space: func() store.SpaceID { return b.space },
			Undone: func(text string, _ func()) { b.undone = text },
		},
		Environments: []Environment{
			{ID: Production, API: "https://ks.example", Issuer: "https://id.example", Redirect: "http://127.0.0.1:7311/callback"},
			{ID: Simulated, API: "http://127.0.0.1:9", Issuer: "http://127.0.0.1:9", ClientID: "sample", Redirect: "http://127.0.0.1:0/callback"},
		},
		Usual:   Versions{"v1.2", "v1.1", "v1.1"},
		Connect: b.connect, Paste: b.paste,
		Sites: func(context.Context) ([]Site, error) { return b.sites, b.refuse },
		ChooseSite: func(_ context.Context, s Site) error {
			return b.change(func(space *store.Space) { space.SiteID, space.SiteName = s.ID, s.Name })
		},
		LookNow: func() { b.looked++ },
		Disconnect: func(context.Context) error {
			return b.change(func(s *store.Space) { s.Account, s.SiteID, s.SiteName = store.Account{}, "", "" })
		},
		SetLanguage: func(l string) { b.language = l }, SetTheme: func(v string) { b.colours = v },
		About: About{Version: "0.1.0", Licence: "MIT", Log: "/home/desk/.config/Latchkey/latchkey.log"},
	}
}

func (b *bench) connect(ctx context.Context, r ConnectRequest, opened func(string, error)) error {
	opened("https://id.example/connect?state=s", b.noBrowser)
	if b.waits != nil {
		b.waits()
	}
	b.request = r
	if b.cancelled = ctx.Err() != nil; b.cancelled {
		return ctx.Err()
	}
	if b.refuse != nil {
		return b.refuse
	}
	return b.change(func(s *store.Space) {
		s.Account = store.Account{API: r.API, Issuer: r.Issuer, ClientID: r.ClientID, Email: "desk@maisonnord.example", Redirect: r.Redirect,
			APIVersion: r.Versions.Service, SchedulesVersion: r.Versions.Schedules, EntriesVersion: r.Versions.Entries}
	})
}

func (b *bench) paste(address string) error {
	b.pasted = address
	return b.refuse
}

func (b *bench) change(f func(*store.Space)) error {
	_, err := b.store.Do(b.t.Context(), store.ActorDesk, func(tx *store.Tx) error {
		s, err := tx.Space(b.space)
		if err != nil {
			return err
		}
		f(&s)
		return tx.SaveSpace(&s)
	})
	return err
}

func (b *bench) do(f func(tx *store.Tx) error) {
	b.t.Helper()
	c, err := b.store.Do(b.t.Context(), store.ActorSync, f)
	require.NoError(b.t, err)
	if b.page != nil {
		b.page.Refresh(c)
	}
}

func (b *bench) saved() store.Space {
	b.t.Helper()
	s, err := b.store.Space(b.t.Context(), b.space)
	require.NoError(b.t, err)
	return s
}

func (b *bench) top() fyne.CanvasObject {
	if o := b.win.Canvas().Overlays().Top(); o != nil {
		return o
	}
	return b.win.Content()
}

func (b *bench) dialog() bool { return b.win.Canvas().Overlays().Top() != nil }

func (b *bench) texts() []string {
	var out []string
	for _, o := range all[*widgets.Text](b.top()) {
		out = append(out, o.Text())
	}
	for _, o := range all[*widgets.Paragraph](b.top()) {
		out = append(out, o.Text())
	}
	for _, o := range all[*widgets.Pill](b.top()) {
		out = append(out, o.Text())
	}
	return out
}

func (b *bench) press(label string) {
	b.t.Helper()
	for _, o := range all[*widgets.Button](b.top()) {
		if o.Text() == label {
			test.Tap(o)
			return
		}
	}
	b.t.Fatalf("no button %q", label)
}

// field returns the nth visible field of a type.
func field[T fyne.CanvasObject](b *bench, n int) T {
	b.t.Helper()
	found := all[T](b.top())
	require.Greater(b.t, len(found), n)
	return found[n]
}

// all finds the visible objects of a type.
func all[T fyne.CanvasObject](root fyne.CanvasObject) []T {
	if !root.Visible() {
		return nil
	}
	var out []T
	if o, ok := root.(T); ok {
		out = append(out, o)
	}
	var children []fyne.CanvasObject
	switch o := root.(type) {
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		out = append(out, all[T](child)...)
	}
	return out
}

func TestTheSpaceIsEdited(t *testing.T) {
	b := newBench(t)
	require.Contains(t, b.texts(), "08:00–20:00")
	b.press("Edit")
	field[*widgets.TextField](b, 0).SetValue("Maison Sud")
	field[*widgets.ComboField](b, 0).SetValue("Europe/Lisbon")
	field[*widgets.SelectField](b, 1).SetValue("24:00")
	field[*widgets.NumberField](b, 0).SetValue(15)
	field[*widgets.NumberField](b, 2).SetValue(30)
	field[*widgets.CheckField](b, 0).SetValue(true)
	field[*widgets.SelectField](b, 2).SetValue(string(store.LeavingDelete))
	b.press("Save")
	require.False(t, b.dialog())
	s := b.saved()
	require.Equal(t, "Space saved.", b.undone)
	require.Equal(t, []any{"Maison Sud", "Europe/Lisbon", "08:00", "24:00", 15, 10, 30, true, store.LeavingDelete},
		[]any{s.Name, s.Zone, s.OpenFrom, s.OpenUntil, s.Before, s.After, s.HorizonDays, s.AutoConnect, s.Leaving})

	b.page.Refresh(store.Change{Kinds: store.KindSpace})
	require.Contains(t, b.texts(), "Maison Sud")
}

func TestWhatTheStoreRefusesIsShownAtItsField(t *testing.T) {
	b := newBench(t)
	b.press("Edit")
	field[*widgets.TextField](b, 0).SetValue("")
	b.press("Save")
	require.Contains(t, b.texts(), "The name is empty. Type one.")

	field[*widgets.TextField](b, 0).SetValue("Maison Nord")
	field[*widgets.SelectField](b, 0).SetValue("21:00")
	b.press("Save")
	require.Contains(t, b.texts(), "The hours end at 20:00, before they begin at 21:00. Correct one of them.")
	require.Equal(t, "08:00", b.saved().OpenFrom)
}

func TestTheWholeWayToASite(t *testing.T) {
	b := newBench(t)
	b.press("Connect SALTO KS…")
	b.press("Sign in")
	require.Contains(t, b.texts(), "Type the client id. The local SALTO office hands it out.")
	field[*widgets.TextField](b, 0).SetValue(" my-client ")
	field[*widgets.TextField](b, 1).SetValue("hunter2")
	b.press("Sign in")
	require.Equal(t, ConnectRequest{
		API: "https://ks.example", Issuer: "https://id.example", ClientID: "my-client", Secret: "hunter2", Redirect: "http://127.0.0.1:7311/callback",
		Keep: KeepKeychain,
	}, b.request)
	require.Empty(t, b.page.account.request.Secret, "nothing of it is kept")

	require.Contains(t, b.texts(), "Signed in as desk@maisonnord.example. Which site is this space?")
	require.Contains(t, b.texts(), "Maison Sud Marseille")
	b.press("Choose")
	require.Equal(t, "s1", b.saved().SiteID)
	require.Contains(t, b.texts(), "connected")
	b.press("Look now")
	require.Equal(t, 1, b.looked)

	b.press("Disconnect…")
	b.press("Disconnect")
	require.False(t, b.saved().Account.Connected())
	b.press("Connect SALTO KS…")
	require.Equal(t, "my-client", field[*widgets.TextField](b, 0).Value())
	require.Empty(t, field[*widgets.TextField](b, 1).Value())
}

func TestAnotherAddressAndPort(t *testing.T) {
	b := newBench(t)
	b.press("Connect SALTO KS…")
	require.Len(t, all[*widgets.TextField](b.top()), 2, "the addresses are known")
	field[*widgets.SelectField](b, 0).SetValue(string(other))
	b.press("Sign in")
	require.Contains(t, b.texts(), "Type the address of the SALTO KS service. It begins with https://.")
	for i, text := range []string{"https://own.example/", "https://id.own.example", "c"} {
		field[*widgets.TextField](b, i).SetValue(text)
	}
	field[*widgets.NumberField](b, 0).SetValue(9000)
	b.press("Sign in")
	require.Equal(t, ConnectRequest{
		API: "https://own.example", Issuer: "https://id.own.example", ClientID: "c", Redirect: "http://127.0.0.1:9000/callback",
		Keep: KeepKeychain,
	}, b.request)
}

// otherForm opens the form for an address of one's own, with the three
// versions filled in.
func (b *bench) otherForm(service, schedules, entries string) {
	b.t.Helper()
	b.press("Connect SALTO KS…")
	field[*widgets.SelectField](b, 0).SetValue(string(other))
	for i, text := range []string{"https://own.example", "https://id.own.example", "c", "", service, schedules, entries} {
		field[*widgets.TextField](b, i).SetValue(text)
	}
}

func TestVersionsAreAskedForWithAnotherAddressOnly(t *testing.T) {
	b := newBench(t)
	b.press("Connect SALTO KS…")
	const hint = "Empty means v1.2. Type another only if your SALTO office says so."
	require.NotContains(t, b.texts(), "Version of the service")
	field[*widgets.SelectField](b, 0).SetValue(string(other))
	require.Contains(t, b.texts(), "Version of the service")
	require.Contains(t, b.texts(), hint)
	require.Contains(t, b.texts(), "For what happened at the doors. Empty means v1.1.")
	field[*widgets.SelectField](b, 0).SetValue(string(Simulated))
	require.NotContains(t, b.texts(), hint)
}

func TestVersionsOfOnesOwn(t *testing.T) {
	b := newBench(t)
	b.otherForm(" v2 ", "v1.1", "v1.3")
	b.press("Sign in")
	require.Equal(t, Versions{Service: "v2", Entries: "v1.3"}, b.request.Versions, "what is as usual is left open")
	require.Equal(t, "v2", b.saved().Account.APIVersion)
	require.NoError(t, b.change(func(s *store.Space) { s.SiteID, s.SiteName = "s1", "Maison Nord Paris" }))
	b.page.account.request = ConnectRequest{} // as after a start
	b.page.Refresh(store.Change{Kinds: store.KindSpace})
	b.press("Sign in again…")
	b.press("Sign in")
	require.Equal(t, Versions{Service: "v2", Entries: "v1.3"}, b.request.Versions, "and kept")
}

func TestABadVersionIsSaidAtItsField(t *testing.T) {
	for bad, say := range map[[3]string]string{
		{"1.2", "", ""}:         "“1.2” is not a version of the service. Write it like v1.2, or leave it empty for the usual one.",
		{"", "v1.2/../x", ""}:   "“v1.2/../x” is not a version for time schedules. Write it like v1.1, or leave it empty for the usual one.",
		{"v1.2", "v1.1", "new"}: "“new” is not a version for entries. Write it like v1.1, or leave it empty for the usual one.",
	} {
		b := newBench(t)
		b.otherForm(bad[0], bad[1], bad[2])
		b.press("Sign in")
		require.True(t, b.dialog())
		require.Contains(t, b.texts(), say)
		require.Zero(t, b.request)
	}
}

// TestAnOwnVersionIsNoPreset: the known address with a version of one's own
// opens as another address, so that the version is seen.
func TestAnOwnVersionIsNoPreset(t *testing.T) {
	b := newBench(t)
	account := store.Account{API: "https://ks.example", Issuer: "https://id.example", ClientID: "c", Email: "desk@maisonnord.example"}
	for version, want := range map[string]EnvironmentID{"": Production, "v1.2": Production, "v1.1": other} {
		account.APIVersion = version
		require.NoError(t, b.change(func(s *store.Space) { s.Account = account }))
		b.page.Refresh(store.Change{Kinds: store.KindSpace})
		env, r := b.page.account.last()
		require.Equal(t, want, env, version)
		require.Equal(t, want == other, r.Versions != Versions{})
	}
}

// TestAReturnAddressOfOnesOwnStays when signing in again: it may have been
// given on the command line.
func TestAReturnAddressOfOnesOwnStays(t *testing.T) {
	b := newBench(t)
	for _, redirect := range []string{"org.example.desk:/callback", "http://127.0.0.1:9000/back"} {
		require.NoError(t, b.change(func(s *store.Space) {
			s.SiteID, s.SiteName = "s1", "Maison Nord Paris"
			s.Account = store.Account{API: "https://ks.example", Issuer: "https://id.example", ClientID: "c", Email: "desk@maisonnord.example", Redirect: redirect}
		}))
		b.page.account.request = ConnectRequest{}
		b.page.Refresh(store.Change{Kinds: store.KindSpace})
		b.press("Sign in again…")
		b.press("Sign in")
		require.Equal(t, redirect, b.request.Redirect)
	}
}

func TestASiteThatTheAccountDoesNotAdministerSaysSo(t *testing.T) {
	b := newBench(t)
	b.sites[1].Warning = &store.Problem{Text: "On Maison Sud Marseille the account is a Site User."}
	b.beginSignIn()
	require.Contains(t, b.texts(), "On Maison Sud Marseille the account is a Site User.")
}

func TestTheSimulatedOneBringsItsClient(t *testing.T) {
	b := newBench(t)
	b.press("Connect SALTO KS…")
	field[*widgets.SelectField](b, 0).SetValue(string(Simulated))
	b.press("Sign in")
	require.Equal(t, "sample", b.request.ClientID)
	require.Equal(t, "http://127.0.0.1:0/callback", b.request.Redirect)
}

func (b *bench) beginSignIn() {
	b.t.Helper()
	b.press("Connect SALTO KS…")
	field[*widgets.SelectField](b, 0).SetValue(string(Simulated))
	b.press("Sign in")
}

func TestSigningInCanBeCancelled(t *testing.T) {
	b := newBench(t)
	b.dispatch.held = true
	b.page.account.start(ConnectRequest{API: "https://ks.example", ClientID: "c", Secret: "x"})
	require.Contains(t, b.texts(), "Your browser shows the sign-in of SALTO KS. Sign in there and allow the access; this page then goes on by itself.")
	b.press("Cancel")
	b.press("Connect SALTO KS…")
	b.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	require.False(t, b.dialog(), "nothing was changed in the form")
	b.dispatch.run()
	require.True(t, b.cancelled)
	require.False(t, b.saved().Account.Connected())
	require.NoError(t, b.page.account.failure)
}

func TestWithoutABrowserTheAddressCanBeCopied(t *testing.T) {
	const sentence = "The browser could not be opened. Copy the address of the sign-in, open it in a browser, and sign in and allow the access there; this page then goes on by itself."
	b := newBench(t)
	b.waits = func() { require.NotContains(t, b.texts(), sentence) }
	b.refuse = context.Canceled
	b.beginSignIn()

	b.noBrowser = errors.New("no browser")
	b.waits = func() {
		require.Contains(t, b.texts(), sentence)
		b.press("Copy the address of the sign-in")
	}
	b.beginSignIn()
	require.Equal(t, "https://id.example/connect?state=s", fyne.CurrentApp().Clipboard().Content())
}

func TestAnAddressCanBePasted(t *testing.T) {
	b := newBench(t)
	b.dispatch.held = true
	b.page.account.start(ConnectRequest{API: "https://ks.example", ClientID: "c"})
	b.dispatch.held = false
	b.refuse = &store.Problem{Text: "No sign-in is waiting for an address. Start the sign-in again."}
	field[*widgets.TextField](b, 0).SetValue("http://127.0.0.1:7311/callback?code=x")
	b.page.Refresh(store.Change{Kinds: store.KindMirror})
	b.press("Use this address")
	require.Equal(t, "http://127.0.0.1:7311/callback?code=x", b.pasted, "what was typed stays when the file changes")
	require.Contains(t, b.texts(), "No sign-in is waiting for an address. Start the sign-in again.")
}

func TestARefusedSignInSaysWhy(t *testing.T) {
	b := newBench(t)
	b.refuse = &store.Problem{Code: store.CodeRefused, Text: "SALTO KS does not know this client id."}
	b.beginSignIn()
	require.Contains(t, b.texts(), "SALTO KS does not know this client id.")
	b.refuse = nil
	b.beginSignIn()
	require.NotContains(t, b.texts(), "SALTO KS does not know this client id.")
}

// keepField is the last choice of the form.
func keepField(b *bench) *widgets.SelectField { return field[*widgets.SelectField](b, 1) }

func TestWhereTheSignInIsKeptIsAsked(t *testing.T) {
	b := newBench(t)
	b.refuse = &store.Problem{Code: store.CodeSignIn, Text: "This computer has no keychain that answers."}
	b.beginSignIn()
	require.Equal(t, KeepKeychain, b.request.Keep)
	require.Contains(t, b.texts(), "This computer has no keychain that answers.")
	b.refuse = nil
	b.press("Connect SALTO KS…")
	keepField(b).SetValue(string(KeepSession))
	b.press("Sign in")
	require.Equal(t, KeepSession, b.request.Keep)
	require.True(t, b.saved().Account.Connected())
}

func TestSigningInAgain(t *testing.T) {
	b := newBench(t)
	require.NoError(t, b.change(func(s *store.Space) {
		s.SiteID, s.SiteName = "s1", "Maison Nord Paris"
		s.Account = store.Account{API: "https://own.example", Issuer: "https://id.own.example", ClientID: "mine",
			Redirect: "http://127.0.0.1:9000/callback", Vault: store.VaultSession, Email: "desk@maisonnord.example"}
	}))
	b.page.Refresh(store.Change{Kinds: store.KindSpace})
	b.refuse = &store.Problem{Code: store.CodeRefused, Text: "SALTO KS does not know this client id."}
	b.press("Sign in again…")
	b.press("Sign in")
	require.Equal(t, ConnectRequest{API: "https://own.example", Issuer: "https://id.own.example", ClientID: "mine",
		Redirect: "http://127.0.0.1:9000/callback", Keep: KeepSession}, b.request, "what the space is connected with")
	require.Contains(t, b.texts(), "SALTO KS does not know this client id.")
	require.Contains(t, b.texts(), "connected", "the account stays as it was")
}

func TestAnAccountWithoutASite(t *testing.T) {
	b := newBench(t)
	b.sites = nil
	b.beginSignIn()
	require.Contains(t, b.texts(), "The account desk@maisonnord.example sees no site. Ask the owner of the site to make it a site admin in SALTO KS.")
	b.refuse = &store.Problem{Code: store.CodeOffline, Text: "SALTO KS cannot be reached."}
	b.press("Look again")
	require.Contains(t, b.texts(), "SALTO KS cannot be reached.")
	b.refuse, b.sites = nil, []Site{{ID: "s1", Name: "Maison Nord Paris"}}
	b.press("Look again")
	b.press("Choose")
	require.Equal(t, "Maison Nord Paris", b.saved().SiteName)
}

func TestLanguageAndColours(t *testing.T) {
	b := newBench(t)
	language, colours := field[*widgets.SelectField](b, 0), field[*widgets.SelectField](b, 1)
	require.Equal(t, "system", colours.Value())
	colours.SetValue("dark")
	require.Equal(t, "dark", b.colours)
	const restart = "The language changes when Latchkey is started again."
	require.NotContains(t, b.texts(), restart)
	language.SetValue("fr")
	require.Equal(t, "fr", b.language)
	require.Contains(t, b.texts(), restart)
	language.SetValue(computers)
	require.Empty(t, b.language)
	require.NotContains(t, b.texts(), restart)
}

func TestTheLogIsChecked(t *testing.T) {
	b := newBench(t)
	b.press("Check the log")
	require.Contains(t, b.texts(), "The log is whole: every line is as it was written.")
	lines, err := b.store.LogLines(t.Context(), store.LogFilter{Limit: 1})
	require.NoError(t, err)
	require.Contains(t, b.texts(), lines[0].Hash[:headShown])
}
