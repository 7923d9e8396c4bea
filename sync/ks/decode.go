package ks

import (
	"encoding/json"
	"errors"
	"fmt"
)

// page is one part of a list.
type page[T any] struct {
	items []T
	keys  []string
	next  string // absolute or relative address of the next part, or ""
	token string // or what to ask for the next part with: entries only (MEAS)
	last  bool   // KS said that there is no such token
	count int    // how many the whole list has; -1 when KS did not say
}

// mostItems bounds a list, and a page of it. A hub takes ten thousand people
// (DOC).
const mostItems = 100_000

var (
	errNoItems   = errors.New("a list without items")
	errNoID      = errors.New("an object without id")
	errEmpty     = errors.New("an empty body")
	errManyItems = fmt.Errorf("a list of more than %d items", mostItems)
)

// decodePage reads a list in either of its two forms: an envelope, or a bare
// array (MEAS, both on the same routes). A null in place of the items is no
// empty list: what is missing from a list may lose its access.
func decodePage[W wire[T], T any](body []byte) (page[T], error) {
	env, err := decodeEnvelope(body)
	p := page[T]{next: string(env.Next), token: string(env.Token.text), last: env.Token.said && env.Token.text == "", count: -1}
	if err != nil {
		return p, err
	}
	if env.Count != nil {
		p.count = int(*env.Count)
	}
	if len(env.Items) > mostItems {
		return p, errManyItems
	}
	for _, w := range env.Items {
		var item W
		if err := json.Unmarshal(w, &item); err != nil {
			return p, fmt.Errorf("an item of the list: %w", err)
		}
		if item.key() == "" {
			return p, errNoID
		}
		p.items = append(p.items, item.model())
		p.keys = append(p.keys, item.key())
	}
	return p, nil
}

type envelope struct {
	Items []json.RawMessage `json:"items"`
	Next  text              `json:"next_page_link"`
	Token saidText          `json:"continuation_token"`
	Count *number           `json:"count"`
}

func decodeEnvelope(body []byte) (envelope, error) {
	var env envelope
	body = trimmed(body)
	if len(body) == 0 {
		return env, errEmpty
	}
	if body[0] == '[' {
		err := json.Unmarshal(body, &env.Items)
		return env, err
	}
	if err := json.Unmarshal(body, &env); err != nil {
		return env, err
	}
	if env.Items == nil {
		return env, errNoItems
	}
	return env, nil
}

// decodeOne reads a single object with an id.
func decodeOne[W wire[T], T any](body []byte) (T, error) {
	var (
		w    W
		zero T
	)
	body = trimmed(body)
	if len(body) == 0 {
		return zero, errEmpty
	}
	if err := json.Unmarshal(body, &w); err != nil {
		return zero, err
	}
	if w.key() == "" {
		return zero, errNoID
	}
	return w.model(), nil
}

// failure is what an error body says: PascalCase with a code in v1.x, RFC 7807
// in v2 (MEAS).
type failure struct {
	Code    text `json:"ErrorCode"` // text or number (MEAS, CLI)
	Message text `json:"Message"`
	Title   text `json:"title"`
}

// decodeFailure returns what body says about a failure, and whether body is
// JSON at all. A body that names no failure gives the zero value.
func decodeFailure(body []byte) (failure, bool) {
	body = trimmed(body)
	if !json.Valid(body) {
		return failure{}, false
	}
	var f failure
	if body[0] != '{' || json.Unmarshal(body, &f) != nil {
		return failure{}, true
	}
	if f.Code == "0" {
		f.Code = ""
	}
	return f, true
}
