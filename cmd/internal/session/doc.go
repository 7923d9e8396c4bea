// Package session is what the program learns of the desktop that it runs on:
// whether there is a tray to show an icon in, and that the computer woke up.
package session
