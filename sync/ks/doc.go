// Package ks is the client of SALTO KS, the cloud behind the locks: sign-in,
// the calls of the Connect API that Latchkey needs, and what went wrong in
// words that a program and a person can act on.
//
// The official description of the API is not public. Where a fact is not
// obvious, its comment says how sure it is: DOC (a page or code of SALTO),
// MEAS (measured by somebody against the real API), CLI (another client does
// it so), GUESS. Where it is less than DOC the client accepts every reading.
//
// Two rules hold everywhere. A write is sent once and never repeated, by this
// package or below it, and carries no idempotency key, of which KS knows
// nothing; so a lost answer is reported as [Unknown] and the caller looks at KS
// before it tries again. (Only a 401 is answered with one more try, with a new
// token: it says that nothing was done.) And no token, code or secret reaches
// an error or a log.
package ks
