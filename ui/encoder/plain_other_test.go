//go:build !linux

package encoder_test

import "testing"

// plainly is for Linux, the only system whose terminals these tests use.
func plainly(t *testing.T) { t.Fatal("not on this system") }
