// Package support shows what is for whoever helps: the log of the program, a
// report of a crash, and what a file for support holds before it is saved. What
// is shown is handed in as lines; nothing is read here.
package support
