// Package mapping is how plans and rooms are tied to SALTO KS: the doors and
// groups of a site to choose from, what the chosen ones are called and open
// now, and the rows and the picker that show them.
package mapping
