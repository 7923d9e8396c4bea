package ks

import (
	"context"
	"net/http"
	"slices"
	"strings"
)

// Users returns everybody on the site, or an error; never a part (MEAS).
func (c *Client) Users(ctx context.Context, site string) ([]User, error) {
	return c.UserPages(site).all(ctx)
}

// UserPages reads everybody on the site page by page (MEAS).
func (c *Client) UserPages(site string) *Pages[User] {
	return pages[wireUser](c, "list people", inSite(site, "users").counted())
}

// User returns one person by site user id. Up to ten seconds after a delete
// KS may still show the person (MEAS).
func (c *Client) User(ctx context.Context, site, id string) (User, error) {
	return get[wireUser](ctx, c, "read a person", inSite(site, "users", id))
}

// UserByEmail returns the people with that e-mail address, upper and lower
// case alike; none is no error (CLI).
func (c *Client) UserByEmail(ctx context.Context, site, email string) ([]User, error) {
	found, err := list[wireUser](ctx, c, "find a person", inSite(site, "users").where("user/email", email).counted())
	// A server that ignores the filter gives everybody.
	return slices.DeleteFunc(found, func(u User) bool { return !strings.EqualFold(u.Email, email) }), err
}

// CreateUser puts a person on the site. Look whether the result is
// Subscribed: with no seat left KS creates the person all the same, suspended,
// and says nothing (MEAS).
func (c *Client) CreateUser(ctx context.Context, site string, u NewUser) (User, error) {
	body := map[string]any{
		"first_name": u.FirstName, "last_name": u.LastName,
		"blocked": false, "use_pin": false, "override_privacy_mode": false,
		"toggle_easy_office_mode": false, "toggle_manual_office_mode": false,
	}
	for key, value := range map[string]string{"email": u.Email, "alias": u.Alias, "tag_id": u.TagID} {
		if value != "" {
			body[key] = value
		}
	}
	if u.RoleID != "" {
		body["role_ids"] = []string{u.RoleID}
	}
	return create[wireUser](ctx, c, "create a person", inSite(site, "users"), body)
}

// UpdateUser changes a person by site user id. The result is the zero User
// when KS answered with nothing, and for a patch that changes nothing, which
// is not sent. KS refuses changes to a profile that the person owns (DOC).
func (c *Client) UpdateUser(ctx context.Context, site, id string, p UserPatch) (User, error) {
	body := p.body()
	if len(body) == 0 {
		return User{}, nil
	}
	if p.TagID != nil && *p.TagID == "" {
		return c.updateWithoutTag(ctx, site, id, body, p.LostTag)
	}
	return update[wireUser](ctx, c, opChange, inSite(site, "users", id), body)
}

const opChange = "change a person"

// SetSubscribed gives a person a seat, or takes it away: without one, no door
// opens (CLI, field name MEAS).
func (c *Client) SetSubscribed(ctx context.Context, site, id string, subscribed bool) error {
	state := "suspended"
	if subscribed {
		state = "subscribed"
	}
	return c.change(ctx, "change a seat", http.MethodPatch, inSite(site, "users", id, "subscription"), map[string]string{"state": state})
}

// DeleteUser takes a person off the site by site user id and frees the seat
// at once (MEAS).
func (c *Client) DeleteUser(ctx context.Context, site, id string) error {
	return c.change(ctx, "delete a person", http.MethodDelete, inSite(site, "users", id), nil)
}

// Staff reports whether the person has a role beside those of people who only
// open doors: site admin, super user, remote office mode or one that Latchkey
// does not know. KS measured gives everybody one role of its hierarchy and up
// to two more, of which site_mobile_user is on ordinary people, too (MEAS; its
// meaning is a GUESS). A person of whom KS tells no role is not staff. The
// owner is not known by a role: see [Site.Owner].
func (u User) Staff() bool {
	return slices.ContainsFunc(u.Roles, func(r Role) bool {
		switch r.Code {
		case "", RoleSiteUser, roleMobileUser, rolePodMember, roleGuest:
			return false
		}
		return true
	})
}
