package kssim

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
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

// entryTTL is the retention of the measured site.
const entryTTL = 90 * 24 * time.Hour

// addEntry logs an attempt. The access_by of a phone is not known: "mobile_key"
// is a guess.
func (s *Sim) addEntry(a attempt, answer Answer, at time.Time) {
	at = at.Truncate(time.Second)
	e := entry{
		ID:            s.st.newID("entry", a.site.UID),
		EventCategory: "lock_opened",
		UTCDateTime:   at,
		LocalDateTime: at.Format(naiveLayout),
		LockID:        a.lock.ID,
		LockReference: a.lock.Name,
		AccessBy:      "mobile_key",
		AccessDetail:  orNull(a.tag),
		TTLSeconds:    int(entryTTL / time.Second),
		ExpiresAt:     at.Add(entryTTL),
	}
	if a.tag != "" {
		e.AccessBy = "tag"
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
	if !answer.Open {
		e.EventCategory = "lock_rejected"
		detail := "no_access"
		if a.user != nil && (a.user.Blocked || !a.user.Subscribed) {
			detail = "suspended"
		}
		e.EventDetail = &detail
	}
	a.site.Entries = append(a.site.Entries, e)
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

// entryPage is a page of entries. Its successor is asked for by the same query
// with the token in the header CLP-Continuation-Token.
type entryPage struct {
	Items             []entry `json:"items"`
	ContinuationToken *string `json:"continuation_token"`
}

func listEntries(c *call) (reply, error) {
	q, err := parseQuery(c.r.URL.Query(), entryFields)
	if err != nil {
		return reply{}, err
	}
	kept := q.run(c.site.Entries)
	if token := c.r.Header.Get("CLP-Continuation-Token"); token != "" {
		last, err := readContinuation(token)
		at := slices.IndexFunc(kept, func(e entry) bool { return e.ID == last })
		if err != nil || at < 0 {
			return reply{}, errInvalidRequest("The continuation token is not valid.")
		}
		kept = kept[at+1:]
	} else {
		kept = kept[min(q.skip, len(kept)):]
	}
	size := c.cfg.PageSize
	if q.top > 0 {
		size = min(size, q.top)
	}
	page := kept[:min(size, len(kept))]
	answer := entryPage{Items: append([]entry{}, page...)}
	if len(page) < len(kept) {
		answer.ContinuationToken = orNull(writeContinuation(page[len(page)-1].ID))
	}
	return reply{http.StatusOK, answer}, nil
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
