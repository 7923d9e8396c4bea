package kssim

// role is one of the site roles. The ids are the same on every site, as on two
// measured accept clients; a client should still look them up by code.
type role struct {
	Code         string
	Name         string
	Parent       string // code of the role above, or empty
	Hierarchical bool
}

const (
	roleAdmin = "site_admin"
	roleUser  = "site_user"
)

var roles = []role{
	{roleAdmin, "Site Admin", "", true},
	{"site_super_user", "Super User", roleAdmin, true},
	{roleUser, "Site User", "site_super_user", true},
	{"site_mobile_user", "Mobile User", "", false},
	{"site_remote_office_mode_user", "Remote Office Mode User", "", false},
	{"site_pod_member", "Pod Member", roleUser, true},
	{"site_guest", "Guest", roleUser, true},
}

func roleID(code string) string { return fixedID("role", code) }

func roleByID(id string) (role, bool) {
	for _, r := range roles {
		if roleID(r.Code) == id {
			return r, true
		}
	}
	return role{}, false
}

func (r role) json() roleJSON {
	answer := roleJSON{ID: roleID(r.Code), CustomerReference: r.Name, Code: r.Code, IsHierarchical: r.Hierarchical}
	if r.Parent != "" {
		answer.ParentID = orNull(roleID(r.Parent))
	}
	return answer
}
