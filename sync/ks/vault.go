package ks

import (
	"context"
	"sync"
)

// Vault keeps one secret: the refresh token of an account, or a client secret.
// None of its errors holds the secret; each is, or wraps, a *store.Problem.
type Vault interface {
	// Load returns the secret, or "" when there is none.
	Load(ctx context.Context) (string, error)
	// Store replaces the secret, wholly or not at all.
	Store(ctx context.Context, secret string) error
	// Delete removes the secret; that there is none is no error.
	Delete(ctx context.Context) error
}

// MemoryVault forgets its secret when the program ends. The zero value is
// empty and ready.
type MemoryVault struct {
	mu     sync.Mutex
	secret string
}

// Load implements Vault.
func (v *MemoryVault) Load(context.Context) (string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.secret, nil
}

// Store implements Vault.
func (v *MemoryVault) Store(_ context.Context, secret string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.secret = secret
	return nil
}

// Delete implements Vault.
func (v *MemoryVault) Delete(ctx context.Context) error { return v.Store(ctx, "") }

// String hides the secret from %v and from logs.
func (v *MemoryVault) String() string { return "MemoryVault" }

// GoString hides the secret from %#v.
func (v *MemoryVault) GoString() string { return v.String() }
