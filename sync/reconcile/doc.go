// Package reconcile compares what a site should look like (access.Target)
// with what Latchkey last put there (store.Ledger) and gives the change set:
// the ordered list of steps that make one into the other.
//
// It is pure: values in, values out. The order is part of the result:
// revocations that are due go first, then what is needed soonest.
package reconcile
