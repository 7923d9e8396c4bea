// Package widgets holds the parts that every screen of the desk is made of.
//
// It knows Fyne, the theme and store.Problem, and nothing of members, doors or
// SALTO KS. Texts that callers pass in are translated already; texts of its
// own go through lang.L. Unless a comment says otherwise everything here is
// called on the UI thread.
package widgets
