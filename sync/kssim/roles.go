package kssim

import (
	"net/http"
	"strings"
)

// role is one of the site roles.
type role struct {
	Code         string
	Name         string
	Parent       string // code of the role above, or empty
	Hierarchical bool
}

const (
	roleAdmin     = "site_admin"
	roleSuperUser = "site_super_user"
	roleUser      = "site_user"
	roleGuest     = "site_guest"
)

var roles = []role{
	{roleAdmin, "Site Admin", "", true},
	{roleSuperUser, "Super User", roleAdmin, true},
	{roleUser, "Site User", roleSuperUser, true},
	{"site_mobile_user", "Mobile User", "", false},
	{"site_remote_office_mode_user", "Remote Office Mode User", "", false},
	{"site_pod_member", "Pod Member", roleUser, true},
	{roleGuest, "Guest", roleUser, true},
}

// What a role may do, after SALTO's matrix; a higher level includes the lower
// ones.
const (
	levelUser  = iota // looks at the site, its doors and hubs
	levelSuper        // users of the same level or below, groups, entries; gives tags
	levelAdmin        // adds and removes tags; roles
)

func levelOf(codes ...string) int {
	level := levelUser
	for _, code := range codes {
		switch code {
		case roleAdmin:
			level = levelAdmin
		case roleSuperUser:
			level = max(level, levelSuper)
		}
	}
	return level
}

// level is what the signed-in account may do on the site.
func (c *call) level() int {
	if c.site.OwnerID == c.site.AccountID {
		return levelAdmin
	}
	return levelOf(c.site.userOf(c.site.AccountID).RoleCodes...)
}

// shownTo tells whether a person sees the site at all.
func (si *site) shownTo(personID string) bool { return si.userOf(personID) != nil }

// checkRole refuses a call for which the account has too low a role.
func (c *call) checkRole() error {
	if c.level() < neededLevel(c.r.Method, c.r.URL.Path) {
		return errNotAllowed("Operation not allowed")
	}
	return nil
}

func neededLevel(method, path string) int {
	_, inSite, _ := strings.Cut(path, "/sites/")
	_, what, _ := strings.Cut(inSite, "/")
	first, _, _ := strings.Cut(what, "/")
	switch {
	case method != http.MethodGet && (first == "locks" || first == "tags"):
		return levelAdmin
	case method != http.MethodGet:
		return levelSuper
	}
	switch first {
	case "users", "access_groups", "entries", "incidents", "tags":
		return levelSuper
	}
	return levelUser
}

// checkAbove refuses to touch a user of a higher level than the account's.
func (c *call) checkAbove(u *siteUser) error {
	if levelOf(u.RoleCodes...) > c.level() {
		return errNotAllowed("Operation not allowed")
	}
	return nil
}

// roleID is the same on every site, as on two measured accept clients, unless
// the readings say otherwise.
func (c *call) roleID(code string) string {
	if c.cfg.Readings.SiteRoles {
		return fixedID("role", c.site.UID, code)
	}
	return roleID(code)
}

func roleID(code string) string { return fixedID("role", code) }

func (c *call) roleByID(id string) (role, bool) {
	for _, r := range roles {
		if c.roleID(r.Code) == id {
			return r, true
		}
	}
	return role{}, false
}

func (c *call) roleJSON(r role) roleJSON {
	answer := roleJSON{ID: c.roleID(r.Code), CustomerReference: r.Name, Code: r.Code, IsHierarchical: r.Hierarchical}
	if r.Parent != "" {
		answer.ParentID = orNull(c.roleID(r.Parent))
	}
	return answer
}

// listRoles shows the roles that the account may give.
func listRoles(c *call) (reply, error) {
	var grantable []role
	for _, r := range roles {
		if levelOf(r.Code) <= c.level() {
			grantable = append(grantable, r)
		}
	}
	return list(c, grantable, fields[role]{
		"code":               func(r role) any { return r.Code },
		"customer_reference": func(r role) any { return r.Name },
	}, func(r role) any { return c.roleJSON(r) })
}
