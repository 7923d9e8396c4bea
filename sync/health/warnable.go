package health

import (
	"slices"
	"time"

	"latchkey/store"
)

// Code names one thing that can be wrong, for a program.
type Code string

// Severity is how bad it is; more is worse.
type Severity int

// The severities. Fine is nothing's: it is what Worst makes of no warnings.
const (
	Fine   Severity = iota
	Low             // good to know
	Medium          // access will be wrong
	High            // access may be wrong now, or nobody can change it
)

// String returns the severity as a word for logs and scripts.
func (s Severity) String() string {
	switch s {
	case Low:
		return "low"
	case Medium:
		return "medium"
	case High:
		return "high"
	}
	return "fine"
}

// Warnable is one thing that can be wrong.
type Warnable struct {
	Code     Code
	Title    store.Sentence // a few words, no sentence
	Text     store.Sentence // says what to do; the finding fills its marks, or brings a text of its own
	Severity Severity
	Delay    time.Duration // how long it must last before it is shown

	// DependsOn are the codes that explain it: it is not shown beside one of
	// them. None of them is less severe, so that what hides a warning does not
	// make things look better than they are.
	DependsOn []Code
}

// Warnables returns everything that can be wrong.
func Warnables() []Warnable { return slices.Clone(warnables) }

var byCode = func() map[Code]Warnable {
	m := make(map[Code]Warnable, len(warnables))
	for _, w := range warnables {
		m[w.Code] = w
	}
	return m
}()

// say is a sentence of the catalogue without its values.
func say(text string) store.Sentence { return store.Sentence{Text: text} }
