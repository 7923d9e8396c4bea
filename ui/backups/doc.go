// Package backups shows the copies of the file that a space has, what each
// holds, and lets one of them be chosen to be put back.
package backups
