// Package tap is what a tap on the tag reader does: it brings up whose the tag
// is, offers a free one to somebody, and leads an unknown one to its number in
// SALTO KS. Where a form or a dialog waits for a tag, it gets the tap instead.
package tap
