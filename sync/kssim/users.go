package kssim

import (
	"net/http"
	"net/mail"
	"slices"
	"strings"
	"time"
)

// userJSON is the platform user inside a site user, and a member of a group:
// its id is the platform user id.
type userJSON struct {
	ID            string  `json:"id"`
	FirstName     string  `json:"first_name"`
	LastName      string  `json:"last_name"`
	Email         *string `json:"email"`
	HasProfile    bool    `json:"has_profile"`
	ManagedBySite bool    `json:"is_managed_by_current_site"`
	TagNumber     *string `json:"tag_number"`
	ImageURL      *string `json:"image_url"`
}

// siteUserJSON is a site user; its id is the site user id.
type siteUserJSON struct {
	ID                string     `json:"id"`
	User              userJSON   `json:"user"`
	Alias             string     `json:"alias"`
	Roles             []roleJSON `json:"roles"`
	SubscriptionState string     `json:"subscription_state"`
	Blocked           bool       `json:"blocked"`
	RemoteAccess      bool       `json:"remote_access"`
	userFlags
	TagOwned             bool    `json:"tag_owned_by_this_site"`
	DataRemovalExpiresAt *string `json:"data_removal_expires_at"`
	ExpiresAt            *string `json:"expires_at"`
}

// userBody is what POST and PATCH of a user take.
type userBody struct {
	FirstName              *string             `json:"first_name"`
	LastName               *string             `json:"last_name"`
	Email                  optional[string]    `json:"email"`
	Alias                  *string             `json:"alias"`
	RoleIDs                []string            `json:"role_ids"`
	TagID                  optional[string]    `json:"tag_id"`
	TagOfflineAccess       *bool               `json:"tag_offline_access"`
	Blocked                *bool               `json:"blocked"`
	ExpiresAt              optional[time.Time] `json:"expires_at"`
	UsePIN                 *bool               `json:"use_pin"`
	OverridePrivacyMode    *bool               `json:"override_privacy_mode"`
	ToggleEasyOfficeMode   *bool               `json:"toggle_easy_office_mode"`
	ToggleManualOfficeMode *bool               `json:"toggle_manual_office_mode"`
}

func addUserRoutes(add func(method, path string, h endpoint)) {
	add("GET", "/users", listUsers)
	add("POST", "/users", createUser)
	add("GET", "/users/{user}", onUser(func(c *call, u *siteUser) (reply, error) { return ok(c.siteUserJSON(u)) }))
	add("PATCH", "/users/{user}", onUser(patchUser))
	add("PATCH", "/users/{user}/subscription", onUser(patchSubscription))
	add("DELETE", "/users/{user}", onUser(deleteUser))
	add("POST", "/guests", createGuest)
}

// onUser finds the site user of the path: a platform user id is not found.
func onUser(h func(*call, *siteUser) (reply, error)) endpoint {
	return func(c *call) (reply, error) {
		id := c.r.PathValue("user")
		u := c.site.userByID(id)
		if u == nil {
			u = c.lingering(id)
		}
		switch {
		case u == nil:
			return reply{}, errNotFound("User")
		case c.unknown(id):
			return reply{}, c.errLate("User")
		case c.r.Method != http.MethodGet:
			if err := c.checkAbove(u); err != nil {
				return reply{}, err
			}
		}
		return h(c, u)
	}
}

func listUsers(c *call) (reply, error) {
	people := c.st.People
	users := shown(c, c.site.Users, func(u *siteUser) string { return u.ID })
	return list(c, users, fields[*siteUser]{
		"user/email":      func(u *siteUser) any { return people[u.PersonID].Email },
		"user/first_name": func(u *siteUser) any { return people[u.PersonID].FirstName },
		"user/last_name":  func(u *siteUser) any { return people[u.PersonID].LastName },
		"user/tag_number": func(u *siteUser) any { return c.site.tagNumber(u.TagID) },
		"alias":           func(u *siteUser) any { return u.Alias },
		"blocked":         func(u *siteUser) any { return u.Blocked },
	}, func(u *siteUser) any { return c.siteUserJSON(u) })
}

// createUser makes a site user and takes a seat. Without a free seat the user
// is made all the same, silently suspended.
func createUser(c *call) (reply, error) {
	var body userBody
	if err := c.decode(&body); err != nil {
		return reply{}, err
	}
	known := c.st.personByEmail(body.Email.Value)
	if err := c.checkNewUser(body, known); err != nil {
		return reply{}, err
	}
	p := known
	if p == nil {
		p = c.newPerson(person{FirstName: *body.FirstName, LastName: *body.LastName, Email: body.Email.Value})
	}
	u := c.newUser(p)
	c.set(u, body)
	if p.Email != "" {
		c.invite(p)
	}
	return ok(c.siteUserJSON(u))
}

func (c *call) newPerson(p person) *person {
	p.ID = c.st.newID("person", p.label())
	c.st.People[p.ID] = &p
	return &p
}

// newUser puts a person on the site, with a seat if there is one.
func (c *call) newUser(p *person) *siteUser {
	u := &siteUser{PersonID: p.ID, ID: c.st.newID("site_user", c.site.UID, p.label()), Subscribed: c.site.seatsUsed() < c.site.Seats}
	c.site.Users = append(c.site.Users, u)
	c.born(u.ID)
	return u
}

// checkNewUser demands what the documented body has. The code for an e-mail
// address that is taken is a guess.
func (c *call) checkNewUser(body userBody, known *person) error {
	switch {
	case body.FirstName == nil || strings.TrimSpace(*body.FirstName) == "":
		return errValue("The first name is required")
	case body.LastName == nil || strings.TrimSpace(*body.LastName) == "":
		return errValue("The last name is required")
	case len(body.RoleIDs) == 0:
		return errValue("At least one role is required")
	case known != nil && c.site.userOf(known.ID) != nil:
		return c.errTaken("User with email '" + known.Email + "' already exists on this site")
	}
	return c.checkUser(body, nil)
}

func (c *call) errTaken(message string) error {
	switch c.cfg.Readings.TakenEmail {
	case "2203":
		return errNotAllowed(message)
	case "409":
		return &apiError{http.StatusConflict, 0, message}
	}
	return errValue(message)
}

// checkUser checks the fields that POST and PATCH share; u is nil for a POST.
func (c *call) checkUser(body userBody, u *siteUser) error {
	if body.Email.Set && !body.Email.Null && !validEmail(body.Email.Value) {
		return errValue("Email '" + body.Email.Value + "' is not valid")
	}
	if id := body.TagID.Value; id != "" {
		if c.site.tagByID(id) == nil {
			return errNotFound("Tag")
		}
		if holder := c.site.holderOf(id); holder != nil && holder != u {
			return &apiError{http.StatusBadRequest, 2218, "The tag is already assigned to another user"}
		}
	}
	if body.TagID.Set && body.TagID.Value == "" && u != nil && c.cfg.Readings.TagTaking == "refused" {
		return errValue("Tag '' is not valid")
	}
	if body.TagID.Set && u != nil && u.PersonID == c.site.OwnerID && body.TagID.Value != u.TagID {
		return errNotAllowed("The tag of the owner is the master key") // not by way of a user
	}
	for _, id := range body.RoleIDs {
		r, known := c.roleByID(id)
		if !known {
			return errValue("Role '" + id + "' is not valid")
		}
		if levelOf(r.Code) > c.level() {
			return errNotAllowed("Operation not allowed")
		}
	}
	return nil
}

func validEmail(text string) bool {
	a, err := mail.ParseAddress(text)
	return err == nil && a.Address == text
}

func patchUser(c *call, u *siteUser) (reply, error) {
	var body userBody
	if err := c.decode(&body); err != nil {
		return reply{}, err
	}
	if err := c.checkUser(body, u); err != nil {
		return reply{}, err
	}
	p := c.st.People[u.PersonID]
	if c.cfg.Readings.IgnoreNames && p.HasProfile {
		body.FirstName, body.LastName = nil, nil
	}
	if err := c.checkPerson(body, p); err != nil {
		return reply{}, err
	}
	assign(&p.FirstName, body.FirstName)
	assign(&p.LastName, body.LastName)
	if body.Email.Set && !strings.EqualFold(p.Email, body.Email.Value) {
		p.Email = body.Email.Value
		if p.Email != "" {
			c.invite(p)
		}
	}
	c.set(u, body)
	return ok(c.siteUserJSON(u))
}

// checkPerson refuses to rename somebody who owns a profile, and an e-mail
// address that is somebody else's.
func (c *call) checkPerson(body userBody, p *person) error {
	renamed := body.FirstName != nil && *body.FirstName != p.FirstName || body.LastName != nil && *body.LastName != p.LastName
	if renamed && p.HasProfile {
		return errNotAllowed("The user owns the profile")
	}
	if body.FirstName != nil && strings.TrimSpace(*body.FirstName) == "" || body.LastName != nil && strings.TrimSpace(*body.LastName) == "" {
		return errValue("The name is required")
	}
	if other := c.st.personByEmail(body.Email.Value); other != nil && other != p {
		return errValue("User with email '" + other.Email + "' already exists")
	}
	return nil
}

// set takes over what was given; the caller has checked it.
func (c *call) set(u *siteUser, body userBody) {
	assign(&u.Alias, body.Alias)
	assign(&u.Blocked, body.Blocked)
	assign(&u.Offline, body.TagOfflineAccess)
	assign(&u.Flags.UsePIN, body.UsePIN)
	assign(&u.Flags.OverridePrivacyMode, body.OverridePrivacyMode)
	assign(&u.Flags.ToggleEasyOfficeMode, body.ToggleEasyOfficeMode)
	assign(&u.Flags.ToggleManualOfficeMode, body.ToggleManualOfficeMode)
	if body.TagID.Set && c.takesTag(body.TagID) {
		u.TagID = body.TagID.Value
	}
	if body.ExpiresAt.Set {
		u.ExpiresAt = nil
		if !body.ExpiresAt.Null {
			at := body.ExpiresAt.Value.UTC()
			u.ExpiresAt = &at
		}
	}
	if len(body.RoleIDs) > 0 {
		u.RoleCodes = nil
		for _, id := range body.RoleIDs {
			r, _ := c.roleByID(id)
			u.RoleCodes = append(u.RoleCodes, r.Code)
		}
	}
}

// takesTag tells whether a tag_id is heeded: it gives a tag, or takes it away
// in the way that the readings say.
func (c *call) takesTag(id optional[string]) bool {
	if id.Value != "" {
		return true
	}
	switch c.cfg.Readings.TagTaking {
	case "null":
		return id.Null
	case "empty":
		return !id.Null
	case "none", "refused":
		return false
	}
	return true
}

// patchSubscription takes or frees a seat. That a full site refuses is a guess;
// that a field named subscription_state is wrong was measured.
func patchSubscription(c *call, u *siteUser) (reply, error) {
	var body struct {
		State string `json:"state"`
	}
	if err := c.decode(&body); err != nil {
		return reply{}, err
	}
	switch body.State {
	case "subscribed":
		full := !u.Subscribed && c.site.seatsUsed() >= c.site.Seats
		if full && !c.cfg.Readings.SilentSeats {
			return reply{}, errNotAllowed("No more users can be subscribed")
		}
		u.Subscribed = !full
	case "suspended":
		u.Subscribed = false
	default:
		return reply{}, errValue("The value of 'state' is not valid")
	}
	return empty(http.StatusNoContent), nil
}

// deleteUser takes the user off the site and out of its groups, and frees the
// seat and the tag at once.
func deleteUser(c *call, u *siteUser) (reply, error) {
	if u.PersonID == c.site.OwnerID || u.PersonID == c.site.AccountID {
		return reply{}, errNotAllowed("This user cannot be removed from the site")
	}
	c.linger(u)
	c.site.removeUser(u)
	if c.cfg.Readings.Deleted204 {
		return empty(http.StatusNoContent), nil
	}
	return empty(http.StatusAccepted), nil
}

// removeUser leaves the person to the platform: entries and hubs that are
// behind still name them.
func (si *site) removeUser(u *siteUser) {
	si.Users = without(si.Users, func(other *siteUser) bool { return other == u })
	for _, g := range si.Groups {
		g.removeMember(u.PersonID)
	}
}

// label names a person in ids and lists: the e-mail address, or the full name.
func (p *person) label() string {
	if p.Email != "" {
		return strings.ToLower(p.Email)
	}
	return p.name()
}

// userJSON shows the person inside a site user.
func (s *Sim) userJSON(r *rights, u *siteUser) userJSON {
	p := s.st.People[u.PersonID]
	return userJSON{
		ID: p.ID, FirstName: p.FirstName, LastName: p.LastName, Email: orNull(p.Email),
		HasProfile: p.HasProfile, ManagedBySite: p.Email == "", TagNumber: orNull(r.tagNumber(u.TagID)),
	}
}

func (c *call) siteUserJSON(u *siteUser) siteUserJSON {
	answer := siteUserJSON{
		ID: u.ID, User: c.userJSON(&c.site.rights, u), Alias: u.Alias, Roles: []roleJSON{},
		SubscriptionState: "suspended", Blocked: u.Blocked, userFlags: u.Flags, TagOwned: u.TagID != "",
	}
	if u.Subscribed {
		answer.SubscriptionState = "subscribed"
	}
	for _, r := range roles {
		if slices.Contains(u.RoleCodes, r.Code) {
			answer.Roles = append(answer.Roles, c.roleJSON(r))
		}
	}
	if u.ExpiresAt != nil {
		answer.ExpiresAt = orNull(u.ExpiresAt.Format(instantLayout))
	}
	return answer
}
