// Package settings is the screen of what is set once: the space and its
// rules, the account of SALTO KS, language and colours, and what the program
// is.
package settings
