package ks

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/zalando/go-keyring"

	"latchkey/store"
)

// ErrNoKeychain is in the chain of a Keychain's error when this computer has
// no keychain that answers. The *store.Problem around it says what to do.
var ErrNoKeychain = errors.New("no keychain answers")

const (
	// keychainWait is long because the system may ask the person to unlock.
	keychainWait = 30 * time.Second
	// keychainRoom is below the smallest of the systems: Windows takes 2,560 bytes.
	keychainRoom = 2400
)

// Keychain is a Vault in the keychain of the operating system. Each call ends
// after 30 seconds, whatever the keychain does meanwhile.
type Keychain struct {
	Service string // the program and its environment
	Account string // the account in it
}

// Load implements Vault.
func (k Keychain) Load(ctx context.Context) (string, error) {
	secret, err := within(ctx, keychainWait, func() (string, error) { return keyring.Get(k.Service, k.Account) })
	if errors.Is(err, keyring.ErrNotFound) {
		return "", nil
	}
	return secret, keychainProblem(err)
}

// Store implements Vault.
func (k Keychain) Store(ctx context.Context, secret string) error {
	if len(secret) > keychainRoom {
		return tooLong(nil)
	}
	_, err := within(ctx, keychainWait, func() (string, error) { return "", keyring.Set(k.Service, k.Account, secret) })
	if errors.Is(err, keyring.ErrSetDataTooBig) {
		return tooLong(err)
	}
	return keychainProblem(err)
}

// Delete implements Vault.
func (k Keychain) Delete(ctx context.Context) error {
	_, err := within(ctx, keychainWait, func() (string, error) { return "", keyring.Delete(k.Service, k.Account) })
	if errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return keychainProblem(err)
}

// within runs call apart from the caller, who goes on after limit at the
// latest: a keychain may wait for a person who is not there.
func within(ctx context.Context, limit time.Duration, call func() (string, error)) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	type result struct {
		secret string
		err    error
	}
	done := make(chan result, 1)
	go func() {
		secret, err := call()
		done <- result{secret, err}
	}()
	select {
	case r := <-done:
		return r.secret, r.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func keychainProblem(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, context.DeadlineExceeded):
		return &store.Problem{
			Code: store.CodeSignIn,
			Text: "The keychain of this computer does not answer. Unlock it if it asks for a password, then try again.",
			Err:  err,
		}
	}
	return &store.Problem{
		Code: store.CodeSignIn,
		Text: "This computer has no keychain that answers, so the sign-in cannot be kept safely. Unlock or set up the keychain, or choose to sign in for this session only, or to keep the sign-in in a file that only you can read.",
		Err:  fmt.Errorf("%w: %w", ErrNoKeychain, err),
	}
}

func tooLong(err error) error {
	return &store.Problem{
		Code: store.CodeInvalid,
		Text: "What SALTO KS sent is too long for the keychain of this computer. Choose to keep the sign-in in a file that only you can read.",
		Err:  err,
	}
}
