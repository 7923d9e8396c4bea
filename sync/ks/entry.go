package ks

import (
	"errors"
	"strings"
	"time"
)

// Entry is one thing that happened at a door (MEAS). Who makes check-ins of
// entries has to know:
//
//   - An entry can arrive late: a hub that was offline hands in what happened
//     meanwhile, with the times at which it did. Ask again from well before the
//     newest entry that is known, and know entries by ID.
//   - A tag at a door in easy office mode makes no EntryOpened but an
//     EntryEasyOfficeMode with the Detail "start" or "end".
//   - Going out may open a door too: then ExitRequested is set, and AccessBy is
//     AccessByHandle.
//   - An unknown tag has no PlatformID, only its number in AccessDetail. An
//     unknown PIN has the PlatformID of nobody: a fixed id that no user has.
//   - KS forgets entries, after 90 days on the one site that was measured.
type Entry struct {
	ID           string
	Category     string    // EntryOpened and so on; one that is not known is here as KS wrote it
	Detail       string    // "", "no_access", "suspended", "offline", "start", "end", …
	At           time.Time // UTC; KS knows whole seconds
	Local        string    // the same on the door's wall clock, "2026-08-19T11:46:42"; as KS wrote it where that is no date
	LockID       string
	LockName     string // at the time
	PlatformID   string // platform user id; "" for nobody that KS knows
	FirstName    string
	LastName     string
	Alias        string
	AccessBy     string // AccessByTag and so on; the word for a phone is not known
	AccessDetail string // the number of the tag, with zeros in front

	ExitRequested bool
	Keeps         time.Duration // for how long KS keeps it; 0: it does not say
}

// The categories and ways in that Latchkey knows. There are others.
const (
	EntryOpened         = "lock_opened"      // MEAS
	EntryRejected       = "lock_rejected"    // MEAS
	EntryEasyOfficeMode = "easy_office_mode" // MEAS
	EntryOfficeMode     = "office_mode"      // CLI
	EntryPrivacyMode    = "privacy_mode"     // CLI

	AccessByTag    = "tag"           // MEAS
	AccessByPIN    = "pin_code"      // MEAS
	AccessByHandle = "inside_handle" // MEAS
	AccessByRemote = "remote"        // GUESS
)

type wireEntry struct {
	ID            text   `json:"id"`
	Category      text   `json:"event_category"`
	Detail        text   `json:"event_detail"`
	At            moment `json:"utc_date_time"`
	Local         text   `json:"local_date_time"`
	LockID        text   `json:"lock_id"`
	LockName      text   `json:"lock_customer_reference"`
	UserID        text   `json:"user_id"`
	FirstName     text   `json:"user_first_name"`
	LastName      text   `json:"user_last_name"`
	Alias         text   `json:"user_alias"`
	ExitRequested flag   `json:"exit_requested"`
	AccessBy      text   `json:"access_by"`
	AccessDetail  text   `json:"access_detail"`
	TTL           number `json:"ttl_in_seconds"`
}

// key is empty without a time as well: such an entry says nothing.
func (w wireEntry) key() string {
	if w.At.IsZero() {
		return ""
	}
	return string(w.ID)
}

func (w wireEntry) model() Entry {
	return Entry{
		ID: string(w.ID), Category: string(w.Category), Detail: string(w.Detail),
		At: w.At.Time, Local: wallClock(string(w.Local)),
		LockID: string(w.LockID), LockName: string(w.LockName),
		PlatformID: string(w.UserID), FirstName: string(w.FirstName), LastName: string(w.LastName), Alias: string(w.Alias),
		AccessBy: string(w.AccessBy), AccessDetail: string(w.AccessDetail), ExitRequested: bool(w.ExitRequested),
		Keeps: time.Duration(max(w.TTL, 0)) * time.Second,
	}
}

// moment is an instant in one of its spellings. Without a zone mark it is
// taken for UTC, as its name says (GUESS; MEAS is a Z).
type moment struct{ time.Time }

var errNoMoment = errors.New("something other than a date with a time")

func (m *moment) UnmarshalJSON(b []byte) error {
	var t text
	if err := t.UnmarshalJSON(b); err != nil {
		return err
	}
	if t == "" {
		return errNoMoment
	}
	at, err := instant(string(t))
	m.Time = at
	return err
}

// instant reads a date with a time: T or a space between them, with or without
// seconds, a fraction of them, and a zone mark.
func instant(s string) (time.Time, error) {
	s = strings.ToUpper(s)
	if len(s) > len("2006-01-02") && s[len("2006-01-02")] == ' ' {
		s = strings.Replace(s, " ", "T", 1)
	}
	for _, clock := range []string{"15:04:05", "15:04"} {
		for _, zone := range []string{"Z07:00", "Z0700", ""} {
			if at, err := time.Parse("2006-01-02T"+clock+zone, s); err == nil {
				return at.UTC(), nil
			}
		}
	}
	return time.Time{}, errNoMoment
}
