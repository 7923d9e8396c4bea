// Package reconcile compares three sides: what a site should look like
// (access.Target), what Latchkey last put there (store.Ledger), and what SALTO
// KS was seen to hold (store.Seen). What differs between the first two is our
// own change, and becomes a step. What differs between the last two was done
// by somebody in KS, and is drift: wider is put back, narrower is held until
// the desk answers.
//
// It is pure: values in, values out. The order of the steps is part of the
// result: who is blocked at once goes first, then revocations that are due,
// then what is needed soonest. Judge then says what may be sent without an
// answer from the desk.
package reconcile
