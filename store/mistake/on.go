//go:build mistakes

package mistake

import "sync/atomic"

var made atomic.Pointer[Name]

// On tells whether a mistake is made.
func On(n Name) bool {
	m := made.Load()
	return m != nil && *m == n
}

// Make makes one mistake from now on, instead of any other; "" makes none.
func Make(n Name) { made.Store(&n) }
