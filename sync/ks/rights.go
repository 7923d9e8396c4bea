package ks

import (
	"slices"
	"strings"

	"latchkey/store"
)

// Has reports whether the person has the role of that code on the site.
func (u User) Has(code string) bool {
	return slices.ContainsFunc(u.Roles, func(r Role) bool { return r.Code == code })
}

// RoleNames returns what the person's roles are called, or "" when KS did not
// say.
func (u User) RoleNames() string {
	var names []string
	for _, r := range u.Roles {
		if name := orElse(r.Name, r.Code); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// Closed returns why the site takes no changes from anybody, or nil.
func (s Site) Closed() error {
	switch {
	case !s.Released:
		return &Error{Op: "change the site", Kind: Closed, Code: codeNotReleased}
	case !s.SubscriptionValid:
		return &Error{Op: "change the site", Kind: Closed, Code: codeNoSubscription}
	}
	return nil
}

// CheckRights returns nil when the account may do everything on the site that
// Latchkey does: it is site admin, or the owner (DOC). Else it returns a
// *store.Problem that names the role that it has. An account of which KS tells
// no role passes: what KS refuses then says so by itself.
func CheckRights(site Site, me User) error {
	owner := me.PlatformID != "" && me.PlatformID == site.Owner.ID
	if owner || me.Has(RoleSiteAdmin) || me.RoleNames() == "" {
		return nil
	}
	return &store.Problem{
		Code: store.CodeForbid,
		Text: "On {{.Site}} the SALTO KS account that Latchkey uses has the role {{.Role}}. Ask the owner of the site to give it the role Site Admin: without it SALTO KS refuses some changes.",
		Args: map[string]any{"Site": orElse(site.Name, site.ID), "Role": me.RoleNames()},
	}
}
