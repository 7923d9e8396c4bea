package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"

	"latchkey/store"
	"latchkey/sync/ks"
	"latchkey/ui/settings"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// Where no keychain answers, nobody signs in for nothing: the person is told
// first, and can choose another place.
func TestSigningInWithoutAKeychain(t *testing.T) {
	keyring.MockInitWithError(errors.New("no bus"))
	t.Cleanup(keyring.MockInit)
	ctx := t.Context()
	file := filepath.Join(t.TempDir(), "latchkey.db")
	s, err := store.Open(ctx, store.Options{Path: file})
	require.NoError(t, err)
	p := newProgram(s)
	defer func() { require.NoError(t, p.close(context.Background())) }()
	sim := simulate(t)
	space, err := p.firstSpace(ctx)
	require.NoError(t, err)
	d := newDesktop(ctx, desktopConfig{
		program: p, space: space, app: test.NewTempApp(t), win: test.NewTempWindow(t, nil), theme: theme.New(theme.Light),
		dispatch: widgets.Sync{}, after: never, sim: sim, file: file,
	})
	defer d.end()
	account, env := &accounts{desktop: d}, environments(sim)[2]
	connect := func(keep settings.Keep) error {
		return account.connect(ctx, settings.ConnectRequest{
			API: env.API, Issuer: env.Issuer, ClientID: env.ClientID, Redirect: env.Redirect, Keep: keep,
		}, nil)
	}
	signIns := len(sim.sim.Requests())
	require.ErrorIs(t, connect(settings.KeepKeychain), ks.ErrNoKeychain)
	require.Len(t, sim.sim.Requests(), signIns, "no sign-in was begun")

	require.NoError(t, connect(settings.KeepSession))
	found, err := account.sites(ctx)
	require.NoError(t, err)
	require.NotEmpty(t, found)
	files, err := filepath.Glob(filepath.Join(filepath.Dir(file), "sign-in*"))
	require.NoError(t, err)
	require.Empty(t, files)
	require.NoError(t, account.disconnect(ctx))

	require.NoError(t, connect(settings.KeepFile))
	saved, err := account.space(ctx)
	require.NoError(t, err)
	info, err := os.Stat(saved.Account.Vault)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	require.NoError(t, account.disconnect(ctx))
	require.NoFileExists(t, saved.Account.Vault)
}
