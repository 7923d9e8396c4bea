// Package support makes what is sent to whoever helps: crash reports, the last
// lines of the log and a bundle of both, without secrets and without personal
// data. It knows the program's files and none of its data: what is personal is
// handed in as words to leave out.
package support
