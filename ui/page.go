// Package ui is the window of the desk: navigation, top bar, menu, undo bar,
// and the pages that the program hands to it. Each screen is a package of its
// own below this one and knows nothing of the others.
package ui

import "fyne.io/fyne/v2"

// Page is one screen. The shell calls it on the UI thread.
type Page interface {
	// Name identifies the page; it is stored as the last page shown.
	Name() string
	// Title is the translated word for the navigation and the top bar.
	Title() string
	// Icon is the picture in the navigation. A *theme.Icon follows the colour
	// of the selection.
	Icon() fyne.Resource
	// Content is the screen. The shell asks once and keeps it.
	Content() fyne.CanvasObject
	// Actions are the buttons beside the title; may be empty.
	Actions() []fyne.CanvasObject
	// Shown is called each time that the page comes into sight.
	Shown()
	// Count is the number of things that wait here; 0 shows nothing.
	Count() int
	// Menu gives the page's items of the File menu; may be empty. Their
	// shortcuts work from every page.
	Menu() []*fyne.MenuItem
}
