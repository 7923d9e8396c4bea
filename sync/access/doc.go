// Package access holds the rules of who may open what, when and why.
//
// It is pure: a snapshot of the store goes in, and a target for SALTO KS comes
// out. It does no I/O, reads no clock and keeps nothing. Compile and Explain walk
// the same grants, so that what the desk is told and what KS is given cannot
// differ.
package access
