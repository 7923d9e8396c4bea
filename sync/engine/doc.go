// Package engine makes SALTO KS follow the file: it decides when to look and
// when to write, in what order and how patiently, and it is the only writer
// to KS.
//
// One pass is: read a snapshot, compile the target, compare it with the
// ledger, and carry out the steps that are due. Before each request its
// intent is in the file, after it the outcome; a step counts as confirmed
// only when KS, read back, shows it. A step whose outcome is not known, after
// a crash or a lost answer, is never sent again before KS was asked what
// became of it.
package engine
