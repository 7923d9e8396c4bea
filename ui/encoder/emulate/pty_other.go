//go:build !unix

package emulate

import "os"

// waking is never called: there are no such terminals here.
func waking(f *os.File) (*os.File, error) { return f, nil }
