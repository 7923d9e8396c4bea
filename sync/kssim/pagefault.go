package kssim

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// A page of a list is told by what its answer holds, whatever the resource:
// items, or a bare array. Entries go on by a continuation_token, all others by
// a next_page_link; on the last page it can be absent.

// The second copy of a doubled page is asked for with a mark of the
// simulation's own, which is taken off before anything else looks: so that the
// page comes twice and not for ever.
const (
	againQuery = "$again"
	againToken = "again."
	tokenName  = "CLP-Continuation-Token"
)

// takeMark takes the mark off a request, and says whether it was there.
func takeMark(r *http.Request) bool {
	if token, marked := strings.CutPrefix(r.Header.Get(tokenName), againToken); marked {
		r.Header.Set(tokenName, token)
		return true
	}
	q := r.URL.Query()
	if !q.Has(againQuery) {
		return false
	}
	q.Del(againQuery)
	r.URL.RawQuery = q.Encode()
	return true
}

// disturbPage returns the answer that comes in place of a page. An answer that
// is no page comes as it is.
func (s *Sim) disturbPage(fault PageFault, r *http.Request, answer *buffer) *buffer {
	if fault == PageAsIs || r.Method != http.MethodGet || answer.status != http.StatusOK {
		return answer
	}
	if page, ok := readPage(answer); ok {
		if fault == PageMissing {
			return s.leaveOut(page, r, answer)
		}
		return page.repeat(r, answer)
	}
	return answer
}

// page is the body of a list: fields, or just the items.
type page struct {
	fields map[string]json.RawMessage // nil for a bare array
	items  []json.RawMessage
}

func readPage(answer *buffer) (page, bool) {
	var p page
	body := answer.body.Bytes()
	if json.Unmarshal(body, &p.items) == nil && p.items != nil {
		return p, true
	}
	if json.Unmarshal(body, &p.fields) != nil {
		return p, false
	}
	return p, json.Unmarshal(p.fields["items"], &p.items) == nil && p.items != nil
}

// text is a field that holds a string, or empty.
func (p page) text(name string) (text string) {
	_ = json.Unmarshal(p.fields[name], &text) // null and nothing stay empty
	return text
}

// leaveOut answers with the page behind this one; behind the last there is an
// empty one.
func (s *Sim) leaveOut(p page, r *http.Request, answer *buffer) *buffer {
	next := r.Clone(r.Context())
	if link, err := url.Parse(p.text("next_page_link")); err == nil && link.Path != "" {
		next.URL.RawQuery = link.RawQuery
		return s.apply(next)
	}
	if token := p.text("continuation_token"); token != "" {
		next.Header.Set(tokenName, token)
		return s.apply(next)
	}
	return p.write(answer, []json.RawMessage{})
}

// repeat makes the page link to itself. A bare array, which links to nothing,
// holds each item twice.
func (p page) repeat(r *http.Request, answer *buffer) *buffer {
	items := p.items
	switch {
	case p.fields == nil:
		items = append(items, items...)
	case p.fields["continuation_token"] != nil, r.Header.Get(tokenName) != "", strings.HasSuffix(r.URL.Path, "/entries"):
		p.fields["continuation_token"] = encode(againToken + r.Header.Get(tokenName))
	default:
		q := r.URL.Query()
		q.Set(againQuery, "1")
		p.fields["next_page_link"] = encode(baseURL(r) + r.URL.Path + "?" + q.Encode())
	}
	return p.write(answer, items)
}

// write puts other items, and the fields as they are, in place of the body.
func (p page) write(answer *buffer, items []json.RawMessage) *buffer {
	answer.body.Reset()
	if p.fields == nil {
		writeJSON(answer, answer.status, items)
		return answer
	}
	p.fields["items"] = encode(items)
	writeJSON(answer, answer.status, p.fields)
	return answer
}

// encode writes what is made of JSON and strings, so it does not fail.
func encode(value any) json.RawMessage {
	data, _ := json.Marshal(value)
	return data
}
