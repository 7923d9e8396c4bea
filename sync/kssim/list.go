package kssim

import (
	"net/url"
	"strconv"
)

// envelope is a page of a list.
type envelope struct {
	Items        []any   `json:"items"`
	NextPageLink *string `json:"next_page_link"` // absolute
	Count        *int    `json:"count"`          // only with $inlinecount=allpages
}

// list answers a list route: filter, order, page, and each item as rendered.
func list[T any](c *call, all []T, known fields[T], render func(T) any) (reply, error) {
	q, err := parseQuery(c.r.URL.Query(), known)
	if err != nil {
		return reply{}, err
	}
	kept := q.run(all)
	total := len(kept)
	kept = kept[min(q.skip, total):]
	if q.top >= 0 {
		kept = kept[:min(q.top, len(kept))]
	}
	page := kept
	if !c.cfg.Readings.BareArrays {
		page = kept[:min(c.cfg.Readings.pageSize(), len(kept))]
	}
	items := make([]any, 0, len(page))
	for _, v := range page {
		items = append(items, render(v))
	}
	if c.cfg.Readings.BareArrays {
		return ok(items)
	}
	answer := envelope{Items: items}
	if q.count && !c.cfg.Readings.NoCount {
		answer.Count = &total
	}
	if rest := len(kept) - len(page); rest > 0 {
		answer.NextPageLink = c.nextPage(q.skip+len(page), q.top, rest)
	}
	return ok(answer)
}

// nextPage is the address of this request with another $skip and, where a $top
// was given, with what is left of it.
func (c *call) nextPage(skip, top, rest int) *string {
	q := url.Values{}
	for key, values := range c.r.URL.Query() {
		q[key] = values
	}
	q.Set("$skip", strconv.Itoa(skip))
	if top >= 0 {
		q.Set("$top", strconv.Itoa(rest))
	}
	base := baseURL(c.r)
	if c.cfg.Readings.HTTPLinks {
		base = "http://" + c.r.Host
	}
	link := base + c.r.URL.Path + "?" + q.Encode()
	return &link
}
