// Package health says in plain words what is wrong between the file, SALTO KS
// and the doors (product.md, S8 and S9).
//
// Judge turns facts into findings: what is wrong now. A Watch remembers since
// when each has lasted, and makes warnings of those that have lasted long
// enough and that no other warning explains. What can be wrong at all, how
// bad it is and what to do about it stands in one list.
//
// The package is pure: values in, values out. The engine fills in the facts.
package health
