package ks

import "context"

type writeIfKey struct{}

// WriteIf returns a context in which a request that changes something is made
// only where check returns nil, asked at the last moment: after the request has
// waited for its turn and for its token. Otherwise nothing is sent, and the
// error of the call, of kind Offline, wraps what check returned.
func WriteIf(ctx context.Context, check func() error) context.Context {
	return context.WithValue(ctx, writeIfKey{}, check)
}

func mayWrite(ctx context.Context) error {
	if check, ok := ctx.Value(writeIfKey{}).(func() error); ok {
		return check()
	}
	return nil
}
