package kssim

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// entry is a line of the log of a site's doors, as kept and as shown.
type entry struct {
	ID            string    `json:"id"`
	EventCategory string    `json:"event_category"`
	EventDetail   *string   `json:"event_detail"`
	UTCDateTime   time.Time `json:"utc_date_time"`   // whole seconds
	LocalDateTime string    `json:"local_date_time"` // wall clock of the IQ
	LockID        string    `json:"lock_id"`
	LockReference string    `json:"lock_customer_reference"`
	UserID        *string   `json:"user_id"` // platform user id; null for an unknown tag
	UserFirstName *string   `json:"user_first_name"`
	UserLastName  *string   `json:"user_last_name"`
	UserAlias     *string   `json:"user_alias"`
	IQID          string    `json:"iq_id"`
	IQReference   string    `json:"iq_customer_reference"`
	ExitRequested bool      `json:"exit_requested"`
	AccessBy      string    `json:"access_by"`
	AccessDetail  *string   `json:"access_detail"` // the tag number
	TTLSeconds    int       `json:"ttl_in_seconds"`
	ExpiresAt     time.Time `json:"expiration_date_time"`
}

// usualRetention is that of the measured site, in days.
const usualRetention = 90

func canRetain(days int) bool { return days >= 0 && days <= longestPast }

func (si *site) retentionDays() int { return cmp.Or(si.RetentionDays, usualRetention) }

// retention is for how long KS keeps an entry from when it hears of it.
func (si *site) retention() time.Duration { return time.Duration(si.retentionDays()) * 24 * time.Hour }

// nobodyID stands in entries for whoever typed a PIN that nobody has: one and
// the same id, of no user (measured).
var nobodyID = fixedID("nobody")

// addEntry logs an attempt, in KS or, as long as they do not hear of each
// other, in the hub, from which it arrives late.
func (s *Sim) addEntry(a attempt, answer Answer, at time.Time) {
	e := s.newEntry(a, at)
	a.judge(&e, answer)
	a.site.deliver(a.lock, e)
}

// judge says in an entry how the attempt ended. A tag that switches office mode
// does so, and that is logged in place of the opening.
func (a attempt) judge(e *entry, answer Answer) {
	switch {
	case answer.Open && a.switchesOffice():
		a.lock.Office = !a.lock.Office
		e.EventCategory, e.EventDetail = "easy_office_mode", startOrEnd(a.lock.Office)
	case !answer.Open:
		e.EventCategory, e.EventDetail = "lock_rejected", orNull(a.rejection())
	}
}

// switchesOffice tells whether this tag switches the office mode of this door.
func (a attempt) switchesOffice() bool {
	return a.by == byTag && a.lock.EasyOffice && a.user != nil && a.user.Flags.ToggleEasyOfficeMode
}

// rejection is the event_detail of a refusal.
func (a attempt) rejection() string {
	switch {
	case a.lock.Cut:
		return "offline"
	case a.user != nil && (a.user.Blocked || !a.user.Subscribed):
		return "suspended"
	}
	return "no_access"
}

func startOrEnd(start bool) *string {
	if start {
		return orNull("start")
	}
	return orNull("end")
}

// deliver puts an entry where it is known: KS, or a hub that is offline.
func (si *site) deliver(l *lock, e entry) {
	q := si.iqByID(l.IQID)
	if q != nil && (q.Offline != nil || l.Cut) {
		q.Held = append(q.Held, e)
		return
	}
	si.Entries = append(si.Entries, e)
}

func (s *Sim) newEntry(a attempt, at time.Time) entry {
	e := s.unnamedEntry(a, at)
	e.ID = s.st.newID("entry", a.site.UID)
	return e
}

// unnamedEntry is an opening, without an id.
func (s *Sim) unnamedEntry(a attempt, at time.Time) entry {
	at = at.Truncate(time.Second)
	e := entry{
		EventCategory: "lock_opened",
		UTCDateTime:   at,
		LocalDateTime: at.Format(naiveLayout),
		LockID:        a.lock.ID,
		LockReference: a.lock.Name,
		AccessBy:      a.by,
		ExitRequested: a.by == byHandle,
		AccessDetail:  orNull(a.tag),
		TTLSeconds:    int(a.site.retention() / time.Second),
		ExpiresAt:     at.Add(a.site.retention()),
	}
	if zone, err := a.site.zoneOf(a.lock); err == nil {
		e.LocalDateTime = at.In(zone).Format(naiveLayout)
	}
	if q := a.site.iqByID(a.lock.IQID); q != nil {
		e.IQID, e.IQReference = q.ID, q.Name
	}
	if u := a.user; u != nil {
		p := s.st.People[u.PersonID]
		e.UserID, e.UserFirstName, e.UserLastName, e.UserAlias = &p.ID, &p.FirstName, &p.LastName, &u.Alias
	}
	if a.user == nil && a.by == byPIN {
		e.UserID = &nobodyID
	}
	return e
}

var entryFields = fields[entry]{
	"utc_date_time":  func(e entry) any { return e.UTCDateTime },
	"event_category": func(e entry) any { return e.EventCategory },
	"lock_id":        func(e entry) any { return e.LockID },
	"user_id": func(e entry) any {
		if e.UserID == nil {
			return ""
		}
		return *e.UserID
	},
}

// keptEntries are those that KS still has.
func (si *site) keptEntries(now time.Time) []entry {
	kept := make([]entry, 0, len(si.Entries))
	for _, e := range si.Entries {
		if now.Before(e.ExpiresAt) {
			kept = append(kept, e)
		}
	}
	return kept
}

// entryPage is a page of entries. Its successor is asked for by the same query
// with the token in the header CLP-Continuation-Token.
type entryPage struct {
	Items             []entry `json:"items"`
	ContinuationToken *string `json:"continuation_token"`
}

func listEntries(c *call) (reply, error) {
	values := c.r.URL.Query()
	q, err := parseQuery(values, entryFields)
	if err != nil {
		return reply{}, err
	}
	after := ""
	if token := c.r.Header.Get("CLP-Continuation-Token"); token != "" {
		if after, err = readContinuation(token); err != nil || after == "" {
			return reply{}, errNoSuchToken
		}
	}
	size := c.cfg.Readings.pageSize()
	if q.top > 0 {
		size = min(size, q.top)
	}
	read := c.site.anyEntries
	if isByTime(values.Get("$orderby")) {
		read = c.site.entriesByTime
	}
	page, more, err := read(entryQuery{query: q, filter: values.Get("$filter"), now: c.now(), after: after, size: size})
	if err != nil {
		return reply{}, err
	}
	answer := entryPage{Items: page}
	if more {
		answer.ContinuationToken = orNull(writeContinuation(page[len(page)-1].ID))
	}
	return reply{http.StatusOK, answer}, nil
}

var errNoSuchToken = errInvalidRequest("The continuation token is not valid.")

// anyEntries reads a page in any order, from all that there is.
func (si *site) anyEntries(q entryQuery) (page []entry, more bool, err error) {
	kept := q.run(si.keptEntries(q.now))
	if q.after != "" {
		at := slices.IndexFunc(kept, func(e entry) bool { return e.ID == q.after })
		if at < 0 {
			return nil, false, errNoSuchToken
		}
		kept = kept[at+1:]
	} else {
		kept = kept[min(q.skip, len(kept)):]
	}
	size := min(q.size, len(kept))
	return append([]entry{}, kept[:size]...), size < len(kept), nil
}

// exportEntries is the table that the web app downloads: semicolons, and the
// dates of the United States.
func exportEntries(c *call) (reply, error) {
	q := c.r.URL.Query()
	from, err1 := time.Parse(time.RFC3339, q.Get("from_date"))
	to, err2 := time.Parse(time.RFC3339, q.Get("to_date"))
	if err1 != nil || err2 != nil {
		return reply{}, errInvalidRequest("from_date and to_date are required.")
	}
	var table strings.Builder
	table.WriteString("Local Time;Door;User;Event;Access By\n")
	for _, e := range c.site.keptEntries(c.now()) {
		if e.UTCDateTime.Before(from) || e.UTCDateTime.After(to) {
			continue
		}
		local, _ := time.Parse(naiveLayout, e.LocalDateTime)
		who := ""
		if e.UserFirstName != nil {
			who = strings.TrimSpace(*e.UserFirstName + " " + *e.UserLastName)
		}
		table.WriteString(strings.Join([]string{local.Format("01/02/2006 03:04:05 PM"), e.LockReference, who, e.EventCategory, e.AccessBy}, ";") + "\n")
	}
	return reply{http.StatusOK, csvBody(table.String())}, nil
}

// csvBody is an answer that is no JSON.
type csvBody string

// listIncidents is empty: nothing is known of what an incident looks like.
func listIncidents(c *call) (reply, error) {
	return list(c, []entry{}, entryFields, func(e entry) any { return e })
}

// The token names the last entry shown, so that entries which arrive between
// two pages neither repeat nor hide one.
func writeContinuation(id string) string {
	return base64.StdEncoding.EncodeToString([]byte("+RID:" + strconv.Quote(id)))
}

func readContinuation(token string) (string, error) {
	data, err := base64.StdEncoding.DecodeString(token)
	if err != nil || len(data) < len("+RID:") {
		return "", strconv.ErrSyntax
	}
	return strconv.Unquote(string(data[len("+RID:"):]))
}
