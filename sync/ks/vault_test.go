package ks

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/zalando/go-keyring"

	"latchkey/store"
)

// TestVaults: all keep one secret, and forget it.
func TestVaults(t *testing.T) {
	keyring.MockInit()
	for name, v := range map[string]Vault{
		"memory":   new(MemoryVault),
		"file":     TokenFile{filepath.Join(t.TempDir(), "sign-in")},
		"keychain": Keychain{Service: "Latchkey test", Account: "desk"},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			got, err := v.Load(ctx)
			require.NoError(t, err)
			require.Empty(t, got)
			require.NoError(t, v.Delete(ctx), "nothing to delete is no error")
			for _, secret := range []string{canary, "another"} {
				require.NoError(t, v.Store(ctx, secret))
				got, err = v.Load(ctx)
				require.NoError(t, err)
				require.Equal(t, secret, got)
			}
			require.NoError(t, v.Delete(ctx))
			got, err = v.Load(ctx)
			require.NoError(t, err)
			require.Empty(t, got)
		})
	}
}

func TestTokenFileIsForItsOwnerAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps no such modes")
	}
	f := TokenFile{filepath.Join(t.TempDir(), "sign-in")}
	require.NoError(t, f.Store(t.Context(), canary))
	info, err := os.Stat(f.Path)
	require.NoError(t, err)
	require.EqualValues(t, 0o600, info.Mode().Perm())
	for _, mode := range []os.FileMode{0o640, 0o604, 0o620, 0o644} {
		require.NoError(t, os.Chmod(f.Path, mode))
		_, err := f.Load(t.Context())
		require.Equal(t, store.CodeFile, store.CodeOf(err))
		require.Contains(t, err.Error(), f.Path)
		require.NotContains(t, err.Error(), canary)
	}
	require.NoError(t, f.Store(t.Context(), canary), "a new sign-in makes it right")
	_, err = f.Load(t.Context())
	require.NoError(t, err)
}

func TestTokenFileIsReplacedWhollyOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	f := TokenFile{filepath.Join(dir, "sign-in")}
	require.NoError(t, f.Store(t.Context(), canary))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1, "no file is left beside it")

	gone := TokenFile{filepath.Join(dir, "missing", "sign-in")}
	require.Equal(t, store.CodeFile, store.CodeOf(gone.Store(t.Context(), canary)))
	folder := TokenFile{dir}
	require.Equal(t, store.CodeFile, store.CodeOf(folder.Store(t.Context(), canary)))
	_, err = folder.Load(t.Context())
	require.Equal(t, store.CodeFile, store.CodeOf(err))
	entries, err = os.ReadDir(filepath.Dir(dir))
	require.NoError(t, err)
	for _, e := range entries {
		require.False(t, strings.HasPrefix(e.Name(), ".latchkey-"), "a failed write leaves nothing behind")
	}
}

func TestAMissingKeychainSaysWhatToDo(t *testing.T) {
	keyring.MockInitWithError(errors.New("no bus"))
	defer keyring.MockInit()
	k := Keychain{Service: "Latchkey test", Account: "desk"}
	_, err := k.Load(t.Context())
	for _, err := range []error{err, k.Store(t.Context(), canary), k.Delete(t.Context())} {
		require.ErrorIs(t, err, ErrNoKeychain)
		require.Equal(t, store.CodeSignIn, store.CodeOf(err))
		require.Contains(t, err.Error(), "this session only")
		require.NotContains(t, err.Error(), canary)
	}
}

func TestTheKeychainHasLittleRoom(t *testing.T) {
	keyring.MockInit()
	k := Keychain{Service: "Latchkey test", Account: "room"}
	require.NoError(t, k.Store(t.Context(), strings.Repeat("x", keychainRoom)))
	err := k.Store(t.Context(), strings.Repeat("y", keychainRoom+1))
	require.Equal(t, store.CodeInvalid, store.CodeOf(err))
	got, err := k.Load(t.Context())
	require.NoError(t, err)
	require.Equal(t, strings.Repeat("x", keychainRoom), got, "what was there stays")
}

func TestAKeychainThatWaitsHoldsNobodyUp(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	wait := func() (string, error) { <-release; return canary, nil }
	_, err := within(t.Context(), time.Millisecond, wait)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Contains(t, keychainProblem(err).Error(), "Unlock it")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = within(ctx, time.Hour, wait)
	require.ErrorIs(t, keychainProblem(err), context.Canceled)
}
