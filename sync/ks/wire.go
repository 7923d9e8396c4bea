package ks

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// The shapes of KS's JSON: snake_case, names are "customer_reference" (MEAS).
// Each knows its model and the id that makes it one thing.

type wire[T any] interface {
	model() T
	key() string
}

// text is a string that some answers give as a number.
type text string

func (t *text) UnmarshalJSON(b []byte) error {
	switch b[0] {
	case 'n':
		*t = ""
		return nil
	case '"':
		return json.Unmarshal(b, (*string)(t))
	case '{', '[':
		return fmt.Errorf("%q where a text was expected", b[:1])
	}
	*t = text(b)
	return nil
}

// number is an amount that some answers give as a string.
type number int

func (n *number) UnmarshalJSON(b []byte) error {
	var t text
	if err := t.UnmarshalJSON(b); err != nil {
		return err
	}
	if t == "" {
		*n = 0
		return nil
	}
	i, err := strconv.Atoi(string(t))
	*n = number(i)
	return err
}

type wireMe struct {
	ID        text `json:"id"`
	Email     text `json:"email"`
	FirstName text `json:"first_name"`
	LastName  text `json:"last_name"`
}

func (w wireMe) key() string { return string(w.ID) }

func (w wireMe) model() Me {
	return Me{ID: string(w.ID), Email: string(w.Email), FirstName: string(w.FirstName), LastName: string(w.LastName)}
}

type wireSite struct {
	ID                text       `json:"id"`
	UID               text       `json:"site_uid"`
	Name              text       `json:"customer_reference"`
	Zone              text       `json:"time_zone"`
	Used              number     `json:"active_user_amount"`
	Bought            number     `json:"subscribed_user_amount"`
	SubscriptionValid *bool      `json:"subscription_valid"`
	State             text       `json:"installation_state"`
	Owner             wirePerson `json:"owner"`
}

func (w wireSite) key() string { return string(w.ID) }

func (w wireSite) model() Site {
	return Site{
		ID: string(w.ID), UID: string(w.UID), Name: string(w.Name), Zone: string(w.Zone),
		SeatsUsed: int(w.Used), SeatsBought: int(w.Bought),
		SubscriptionValid: w.SubscriptionValid == nil || *w.SubscriptionValid,
		Released:          w.State == "" || strings.EqualFold(string(w.State), "released"),
		Owner: Owner{
			ID: string(w.Owner.ID), FirstName: string(w.Owner.FirstName), LastName: string(w.Owner.LastName),
			Email: string(w.Owner.Email), TagNumber: string(w.Owner.TagNumber),
		},
	}
}

type wireSubscription struct {
	Seats    number `json:"user_amount"`
	Type     text   `json:"type"`
	Features []text `json:"features"`
}

func (w wireSubscription) model() Subscription {
	s := Subscription{Seats: int(w.Seats), Type: string(w.Type)}
	for _, f := range w.Features {
		s.Features = append(s.Features, string(f))
	}
	return s
}

type wireIQ struct {
	ID       text `json:"id"`
	Name     text `json:"customer_reference"`
	IsOnline bool `json:"is_online"` // inside a lock (MEAS)
	Online   bool `json:"online"`    // as an IQ of its own (MEAS)
}

type wireLock struct {
	ID          text   `json:"id"`
	LockID      text   `json:"lock_id"`
	Name        text   `json:"customer_reference"`
	Online      bool   `json:"online"`
	IQ          wireIQ `json:"iq"`
	Type        text   `json:"lock_type"`
	LockedState text   `json:"locked_state"`
	Battery     text   `json:"battery_level"`
	PrivacyMode bool   `json:"privacy_mode"`
	// Lock is there when a group's list wraps each lock (GUESS).
	Lock *wireLock `json:"lock"`
}

func (w wireLock) key() string {
	if w.Lock != nil {
		return w.Lock.key()
	}
	return orElse(string(w.LockID), string(w.ID))
}

func (w wireLock) model() Lock {
	if w.Lock != nil {
		return w.Lock.model()
	}
	return Lock{
		ID: w.key(), Name: string(w.Name), Online: w.Online,
		IQ:   IQ{ID: string(w.IQ.ID), Name: string(w.IQ.Name), Online: w.IQ.IsOnline || w.IQ.Online},
		Type: string(w.Type), LockedState: string(w.LockedState), Battery: string(w.Battery), PrivacyMode: w.PrivacyMode,
	}
}

type wireRole struct {
	ID   text `json:"id"`
	Code text `json:"code"`
	Name text `json:"customer_reference"`
}

func (w wireRole) key() string { return string(w.ID) }

func (w wireRole) model() Role {
	return Role{ID: string(w.ID), Code: string(w.Code), Name: string(w.Name)}
}

type wirePerson struct {
	ID          text `json:"id"`
	FirstName   text `json:"first_name"`
	LastName    text `json:"last_name"`
	Email       text `json:"email"`
	Phone       text `json:"phone"`
	TagNumber   text `json:"tag_number"`
	HasProfile  bool `json:"has_profile"`
	ManagedHere bool `json:"is_managed_by_current_site"`
}

type wireUser struct {
	ID           text       `json:"id"`
	User         wirePerson `json:"user"`
	Alias        text       `json:"alias"`
	Roles        []wireRole `json:"roles"`
	Subscription text       `json:"subscription_state"`
	Blocked      bool       `json:"blocked"`
}

func (w wireUser) key() string { return string(w.ID) }

func (w wireUser) model() User {
	u := User{
		ID: string(w.ID), PlatformID: string(w.User.ID),
		FirstName: string(w.User.FirstName), LastName: string(w.User.LastName),
		Email: string(w.User.Email), Alias: string(w.Alias),
		TagNumber: string(w.User.TagNumber), Phone: string(w.User.Phone),
		HasProfile: w.User.HasProfile, ManagedHere: w.User.ManagedHere,
		Subscribed: strings.EqualFold(string(w.Subscription), "subscribed"), Blocked: w.Blocked,
	}
	for _, r := range w.Roles {
		u.Roles = append(u.Roles, r.model())
	}
	return u
}

type wireGroup struct {
	ID   text `json:"id"`
	Name text `json:"customer_reference"`
}

func (w wireGroup) key() string { return string(w.ID) }

func (w wireGroup) model() Group { return Group{ID: string(w.ID), Name: string(w.Name)} }

// wireMember is keyed by the platform user id (MEAS), under whichever of the
// three names the answer uses (GUESS).
type wireMember struct {
	wirePerson
	UserID text        `json:"user_id"`
	User   *wirePerson `json:"user"`
}

func (w wireMember) person() wirePerson {
	if w.User != nil {
		return *w.User
	}
	p := w.wirePerson
	if w.UserID != "" {
		p.ID = w.UserID
	}
	return p
}

func (w wireMember) key() string { return string(w.person().ID) }

func (w wireMember) model() Member {
	p := w.person()
	name := strings.TrimSpace(string(p.FirstName) + " " + string(p.LastName))
	return Member{PlatformID: string(p.ID), Name: name, Email: string(p.Email)}
}

type wireTag struct {
	ID     text `json:"id"`
	Number text `json:"tag_number"`
}

func (w wireTag) key() string { return string(w.ID) }

func (w wireTag) model() Tag { return Tag{ID: string(w.ID), Number: string(w.Number)} }

type wireSchedule struct {
	ID        text  `json:"id,omitempty"`
	Monday    bool  `json:"monday"`
	Tuesday   bool  `json:"tuesday"`
	Wednesday bool  `json:"wednesday"`
	Thursday  bool  `json:"thursday"`
	Friday    bool  `json:"friday"`
	Saturday  bool  `json:"saturday"`
	Sunday    bool  `json:"sunday"`
	StartTime *text `json:"start_time"`
	EndTime   *text `json:"end_time"`
	StartDate *text `json:"start_date"`
	EndDate   *text `json:"end_date"`
}

func (w wireSchedule) key() string { return string(w.ID) }

func (w wireSchedule) model() Schedule {
	return Schedule{
		ID:        string(w.ID),
		Days:      [7]bool{w.Monday, w.Tuesday, w.Wednesday, w.Thursday, w.Friday, w.Saturday, w.Sunday},
		StartTime: clock(given(w.StartTime)), EndTime: clock(given(w.EndTime)),
		StartDate: wallClock(given(w.StartDate)), EndDate: wallClock(given(w.EndDate)),
	}
}

// toWire leaves the id out: it belongs to the path.
func (s Schedule) toWire() wireSchedule {
	return wireSchedule{
		Monday: s.Days[0], Tuesday: s.Days[1], Wednesday: s.Days[2], Thursday: s.Days[3],
		Friday: s.Days[4], Saturday: s.Days[5], Sunday: s.Days[6],
		StartTime: optional(s.StartTime), EndTime: optional(s.EndTime),
		StartDate: optional(s.StartDate), EndDate: optional(s.EndDate),
	}
}

func given(t *text) string {
	if t == nil {
		return ""
	}
	return string(*t)
}

func optional(s string) *text {
	if s == "" {
		return nil
	}
	t := text(s)
	return &t
}

// trimmed drops what some servers put around JSON: a byte order mark, spaces.
func trimmed(body []byte) []byte {
	return bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimSpace(body), []byte("\xef\xbb\xbf")))
}
