package kssim

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// entryTimes finds the entries of a site by time and by id without looking at
// all of them. It follows the list as far as that has only grown.
type entryTimes struct {
	sorted []int          // places in the list, by time and then as they arrived
	place  map[string]int // of each id
}

// entryQuery is one request for a page of entries.
type entryQuery struct {
	query[entry]
	filter string    // as it came
	now    time.Time // what has expired by then is gone
	after  string    // id of the last entry of the page before; empty: the first page
	size   int       // most entries of the page
}

// isByTime knows the usual order, which entryTimes keeps.
func isByTime(order string) bool {
	words := strings.Fields(order)
	return len(words) > 0 && words[0] == "utc_date_time" && (len(words) == 1 || words[1] == "asc")
}

// entriesByTime reads a page in the usual order: what it costs is the page,
// and what the filter leaves out between its entries.
func (si *site) entriesByTime(q entryQuery) (page []entry, more bool, err error) {
	si.times.follow(si.Entries)
	at, err := si.beginOf(q)
	if err != nil {
		return nil, false, err
	}
	page, skip := []entry{}, q.skip
	for _, i := range si.times.sorted[at:] {
		switch {
		case !q.shows(&si.Entries[i]):
		case q.after == "" && skip > 0:
			skip--
		case len(page) == q.size:
			return page, true, nil
		default:
			page = append(page, si.Entries[i])
		}
	}
	return page, false, nil
}

// beginOf is the place in the order of times at which a page can begin.
func (si *site) beginOf(q entryQuery) (int, error) {
	t := &si.times
	if q.after != "" {
		last, known := t.place[q.after]
		if !known || !q.shows(&si.Entries[last]) {
			return 0, errNoSuchToken
		}
		at, _ := slices.BinarySearchFunc(t.sorted, last, byTime(si.Entries))
		return at + 1, nil
	}
	since := earliest(q.filter)
	at, _ := slices.BinarySearchFunc(t.sorted, since, func(i int, since time.Time) int {
		if si.Entries[i].UTCDateTime.Before(since) {
			return -1
		}
		return 1
	})
	return at, nil
}

func (q entryQuery) shows(e *entry) bool {
	return q.now.Before(e.ExpiresAt) && !slices.ContainsFunc(q.keep, func(fits func(entry) bool) bool { return !fits(*e) })
}

// earliest is a time before which nothing fits the filter, which parseFilter
// has read; the zero time where the filter names none.
func earliest(filter string) time.Time {
	var since time.Time
	for rest := filter; rest != ""; rest = strings.TrimPrefix(rest, "and ") {
		m := clauseRE.FindStringSubmatch(rest)
		if m == nil {
			break
		}
		rest = rest[len(m[0]):]
		if m[3] != "utc_date_time" || !slices.Contains([]string{"ge", "gt", "eq"}, m[4]) {
			continue
		}
		if t, err := parseInstant(m[6]); err == nil && t.After(since) {
			since = t
		}
	}
	return since
}

// byTime orders places in the list by the time of their entries; of the same
// time, the one that arrived first comes first.
func byTime(all []entry) func(a, b int) int {
	return func(a, b int) int {
		return cmp.Or(all[a].UTCDateTime.Compare(all[b].UTCDateTime), cmp.Compare(a, b))
	}
}

// manyNew is how many entries are sorted together rather than put in one by
// one.
const manyNew = 64

// follow takes in the entries that arrived since it was called last.
func (t *entryTimes) follow(all []entry) {
	known := len(t.sorted)
	if known == len(all) {
		return
	}
	if t.place == nil {
		t.place = make(map[string]int, len(all))
	}
	order := byTime(all)
	for i := known; i < len(all); i++ {
		t.place[all[i].ID] = i
		if at := len(t.sorted); at == 0 || len(all)-known > manyNew || order(t.sorted[at-1], i) < 0 {
			t.sorted = append(t.sorted, i)
			continue
		}
		at, _ := slices.BinarySearchFunc(t.sorted, i, order)
		t.sorted = slices.Insert(t.sorted, at, i)
	}
	if len(all)-known > manyNew {
		slices.SortFunc(t.sorted, order)
	}
}
