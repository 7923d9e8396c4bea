// Package tags is the screen of the tags: the fobs and cards that open doors,
// who has each, who had it before, and whether SALTO KS knows it. Its dialogs
// work without the screen as well.
package tags
