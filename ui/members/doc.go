// Package members is the screen of the people: a table of members, co-members
// and visitors, the detail of one of them, and the dialogs that change what
// they are.
package members
