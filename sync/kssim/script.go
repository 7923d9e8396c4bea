package kssim

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Rule is one line of a script of faults. The rules are asked in their order;
// the first that takes a request decides, and those after it do not see it. A
// rule takes a request that On and Only fit, when it is its turn: After, Every,
// Chance and Times all agree.
type Rule struct {
	// ID names the rule. Empty, it gets a number.
	ID string `json:"id,omitempty"`
	// On is a pattern: "POST /v1.2/sites/*/users", "* /v1.*/**", "/connect/**".
	// The method is *, or one of GET, HEAD, POST, PUT, PATCH and DELETE; it can
	// be left out. In the path, * stands for any characters but /, and ** for
	// any number of whole segments, none included. The query does not count.
	// Empty is every request.
	On string `json:"on,omitempty"`
	// Only narrows it down: "writes" or "reads" of the API, "api" or "identity".
	Only string `json:"only,omitempty"`

	After  int     `json:"after,omitempty"`  // so many requests pass first
	Every  int     `json:"every,omitempty"`  // then it is the turn of each n-th; of each one when 0
	Chance float64 `json:"chance,omitempty"` // and then in so many of 1 cases; always when 0
	Seed   uint64  `json:"seed,omitempty"`   // of the chance: the same seed, the same cases
	Times  int     `json:"times,omitempty"`  // and so often at most; until cleared when 0

	// Fault is the name of what goes wrong; FaultNames lists them. What follows
	// is for some of them only.
	Fault      string `json:"fault"`
	RetryAfter string `json:"retry_after,omitempty"` // whole seconds, in the header Retry-After
	Date       bool   `json:"date,omitempty"`        // as a date, by the Sim's clock
	For        string `json:"for,omitempty"`         // duration, such as "1m30s"
	By         string `json:"by,omitempty"`          // duration, with - for a clock that is behind
	Bytes      int    `json:"bytes,omitempty"`       // so many are sent; half the body when 0
	Reset      bool   `json:"reset,omitempty"`       // and then the connection is lost

	Hits int `json:"hits"` // so often it took a request; kept by the Sim
}

// AddFaults puts rules behind those that are there: all of them, or none and
// an error that names the one that cannot be used. They are no part of a saved
// simulation.
func (s *Sim) AddFaults(rules ...Rule) error {
	_, err := s.script.add(rules)
	return err
}

// Faults returns the rules in their order, with the hits so far.
func (s *Sim) Faults() []Rule { return s.script.list() }

// ClearFaults removes all rules.
func (s *Sim) ClearFaults() { s.script.clear() }

// RemoveFault removes one rule, and says whether it was there.
func (s *Sim) RemoveFault(id string) bool { return s.script.remove(id) }

// script is the rules in force. The zero value is empty.
type script struct {
	mu    sync.Mutex
	rules []*armedRule
	made  int // so many rules got a number
}

// armedRule is a Rule at work.
type armedRule struct {
	Rule
	on   pattern
	seen int        // requests that it fitted
	rand *rand.Rand // nil without Chance
}

func (sc *script) add(rules []Rule) ([]Rule, error) {
	sc.mu.Lock()
	defer sc.mu.Unlock()
	made, all := sc.made, slices.Clone(sc.rules)
	for i, r := range rules {
		armed, err := arm(r)
		if err == nil {
			err = armed.name(all, &made)
		}
		if err != nil {
			return nil, fmt.Errorf("rule %d: %w", i+1, err)
		}
		all = append(all, armed)
	}
	added := all[len(sc.rules):]
	sc.rules, sc.made = all, made
	return plain(added), nil
}

// name gives the rule an id that no other has.
func (a *armedRule) name(others []*armedRule, made *int) error {
	taken := func() bool { return first(others, func(o *armedRule) bool { return o.ID == a.ID }) != nil }
	if a.ID != "" {
		if taken() {
			return fmt.Errorf("there is a rule %q already", a.ID)
		}
		return nil
	}
	for a.ID == "" || taken() {
		*made++
		a.ID = strconv.Itoa(*made)
	}
	return nil
}

func (sc *script) list() []Rule {
	sc.mu.Lock()
	defer sc.mu.Unlock()
	return plain(sc.rules)
}

func plain(armed []*armedRule) []Rule {
	rules := make([]Rule, 0, len(armed))
	for _, a := range armed {
		rules = append(rules, a.Rule)
	}
	return rules
}

func (sc *script) clear() {
	sc.mu.Lock()
	defer sc.mu.Unlock()
	sc.rules = nil
}

func (sc *script) remove(id string) bool {
	sc.mu.Lock()
	defer sc.mu.Unlock()
	left := without(slices.Clone(sc.rules), func(a *armedRule) bool { return a.ID == id })
	found := len(left) < len(sc.rules)
	sc.rules = left
	return found
}

// next returns the fault of a request, and the rule that took it: the zero
// Rule when none did.
func (sc *script) next(r Request, handshake bool, now time.Time) (Fault, Rule) {
	sc.mu.Lock()
	defer sc.mu.Unlock()
	for _, a := range sc.rules {
		if a.fits(r, handshake) && a.itsTurn() {
			a.Hits++
			return faultKinds[a.Fault].make(a.Rule, now), a.Rule
		}
	}
	return Fault{}, Rule{}
}

func (a *armedRule) fits(r Request, handshake bool) bool {
	switch {
	case a.Fault == faultTLS && !handshake, a.Fault == faultPageDoubled && r.again:
		return false
	case a.Only == "writes" && !r.IsWrite(), a.Only == "reads" && (!r.API || r.IsWrite()):
		return false
	case a.Only == "api" && !r.API, a.Only == "identity" && r.API:
		return false
	}
	return a.on.fits(r)
}

// itsTurn counts a request that fits. Chance is asked last, so that nothing
// but these requests moves it on.
func (a *armedRule) itsTurn() bool {
	a.seen++
	late := a.seen - a.After
	switch {
	case a.Times > 0 && a.Hits >= a.Times, late <= 0:
		return false
	case a.Every > 0 && late%a.Every != 0:
		return false
	}
	return a.rand == nil || a.rand.Float64() < a.Chance
}

var onlyWords = []string{"writes", "reads", "api", "identity"}

// arm checks a rule and makes it ready.
func arm(r Rule) (*armedRule, error) {
	on, err := parsePattern(r.On)
	if err != nil {
		return nil, err
	}
	switch {
	case r.Only != "" && !slices.Contains(onlyWords, r.Only):
		return nil, fmt.Errorf("only %q is not known: write %s", r.Only, orList(onlyWords))
	case r.After < 0 || r.Every < 0 || r.Times < 0 || r.Bytes < 0:
		return nil, errors.New("after, every, times and bytes cannot be negative")
	case r.Chance < 0 || r.Chance > 1:
		return nil, errors.New("chance is between 0 and 1, such as 0.05 for one request in twenty")
	case r.Seed != 0 && r.Chance == 0:
		return nil, errors.New("seed goes with chance")
	}
	if err := r.checkFault(); err != nil {
		return nil, err
	}
	r.Hits = 0
	armed := &armedRule{Rule: r, on: on}
	if r.Chance > 0 {
		armed.rand = rand.New(rand.NewPCG(r.Seed, 0))
	}
	return armed, nil
}

// orList reads "a, b or c".
func orList(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
