package ks

import "strings"

type wirePerson struct {
	ID          text `json:"id"`
	FirstName   text `json:"first_name"`
	LastName    text `json:"last_name"`
	Email       text `json:"email"`
	Phone       text `json:"phone"`
	TagNumber   text `json:"tag_number"`
	HasProfile  flag `json:"has_profile"`
	ManagedHere flag `json:"is_managed_by_current_site"`
}

type wireUser struct {
	ID           text       `json:"id"`
	User         wirePerson `json:"user"`
	Alias        text       `json:"alias"`
	Roles        []wireRole `json:"roles"`
	Subscription text       `json:"subscription_state"`
	Blocked      flag       `json:"blocked"`
}

func (w wireUser) key() string { return string(w.ID) }

func (w wireUser) model() User {
	u := User{
		ID: string(w.ID), PlatformID: string(w.User.ID),
		FirstName: string(w.User.FirstName), LastName: string(w.User.LastName),
		Email: string(w.User.Email), Alias: string(w.Alias),
		TagNumber: string(w.User.TagNumber), Phone: string(w.User.Phone),
		HasProfile: bool(w.User.HasProfile), ManagedHere: bool(w.User.ManagedHere),
		Subscribed: strings.EqualFold(string(w.Subscription), "subscribed"), Blocked: bool(w.Blocked),
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
	p := w.wirePerson
	p.ID = text(orElse(string(w.UserID), string(p.ID)))
	if w.User != nil {
		p = *w.User
		p.ID = text(orElse(string(p.ID), string(w.UserID)))
	}
	return p
}

func (w wireMember) key() string { return string(w.person().ID) }

func (w wireMember) model() Member {
	p := w.person()
	name := strings.TrimSpace(string(p.FirstName) + " " + string(p.LastName))
	return Member{PlatformID: string(p.ID), Name: name, Email: string(p.Email)}
}
