package ks

import "strings"

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
	SubscriptionValid *flag      `json:"subscription_valid"`
	State             text       `json:"installation_state"`
	Owner             wirePerson `json:"owner"`
}

func (w wireSite) key() string { return string(w.ID) }

func (w wireSite) model() Site {
	return Site{
		ID: string(w.ID), UID: string(w.UID), Name: string(w.Name), Zone: string(w.Zone),
		SeatsUsed: int(w.Used), SeatsBought: int(w.Bought),
		SubscriptionValid: unlessDenied(w.SubscriptionValid),
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
	ID       text  `json:"id"`
	Name     text  `json:"customer_reference"`
	Zone     text  `json:"time_zone"`
	IsOnline *flag `json:"is_online"` // inside a lock (MEAS)
	Online   *flag `json:"online"`    // as an IQ of its own (MEAS)
}

func (w wireIQ) key() string { return string(w.ID) }

func (w wireIQ) model() IQ {
	online := w.IsOnline
	if online == nil {
		online = w.Online
	}
	return IQ{ID: string(w.ID), Name: string(w.Name), Zone: string(w.Zone), Online: unlessDenied(online)}
}

type wireLock struct {
	ID          text   `json:"id"`
	LockID      text   `json:"lock_id"`
	Name        text   `json:"customer_reference"`
	Online      *flag  `json:"online"`
	IQ          wireIQ `json:"iq"`
	Type        text   `json:"lock_type"`
	LockedState text   `json:"locked_state"`
	Battery     text   `json:"battery_level"`
	PrivacyMode flag   `json:"privacy_mode"`
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
		ID: w.key(), Name: string(w.Name), Online: unlessDenied(w.Online), IQ: w.IQ.model(),
		Type: string(w.Type), LockedState: string(w.LockedState), Battery: string(w.Battery), PrivacyMode: bool(w.PrivacyMode),
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

type wireTag struct {
	ID     text `json:"id"`
	Number text `json:"tag_number"`
}

func (w wireTag) key() string { return string(w.ID) }

func (w wireTag) model() Tag { return Tag{ID: string(w.ID), Number: string(w.Number)} }
