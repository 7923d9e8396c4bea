package kssim

import (
	"net/http"
	"slices"
	"strings"
)

type groupJSON struct {
	ID                string `json:"id"`
	CustomerReference string `json:"customer_reference"`
}

func (g *group) json() groupJSON { return groupJSON{g.ID, g.Name} }

func addGroupRoutes(add func(method, path string, h endpoint)) {
	add("GET", "/access_groups", listGroups)
	add("POST", "/access_groups", createGroup)
	add("GET", "/access_groups/{group}", onGroup(func(_ *call, g *group) (reply, error) { return ok(g.json()) }))
	add("PATCH", "/access_groups/{group}", onGroup(patchGroup))
	add("DELETE", "/access_groups/{group}", onGroup(deleteGroup))

	add("GET", "/access_groups/{group}/users", onGroup(listMembers))
	add("POST", "/access_groups/{group}/users", onGroup(addMember))
	add("PATCH", "/access_groups/{group}/users", onGroup(patchMembers))
	add("DELETE", "/access_groups/{group}/users/{user}", onGroup(removeMember))

	add("GET", "/access_groups/{group}/locks", onGroup(listGroupLocks))
	add("POST", "/access_groups/{group}/locks", onGroup(addGroupLock))
	add("DELETE", "/access_groups/{group}/locks/{lock}", onGroup(removeGroupLock))
}

func onGroup(h func(*call, *group) (reply, error)) endpoint {
	return func(c *call) (reply, error) {
		g := c.site.groupByID(c.r.PathValue("group"))
		switch {
		case g == nil:
			return reply{}, errNotFound("Access group")
		case c.unknown(g.ID):
			return reply{}, c.errLate("Access group")
		}
		return h(c, g)
	}
}

func listGroups(c *call) (reply, error) {
	groups := shown(c, c.site.Groups, func(g *group) string { return g.ID })
	return list(c, groups, fields[*group]{
		"customer_reference": func(g *group) any { return g.Name },
	}, func(g *group) any { return g.json() })
}

// createGroup never looks for a group of that name: two calls make two groups.
func createGroup(c *call) (reply, error) {
	name, err := c.groupName()
	if err != nil {
		return reply{}, err
	}
	g := &group{ID: c.st.newID("group", c.site.UID, name), Name: name}
	c.site.Groups = append(c.site.Groups, g)
	c.born(g.ID)
	return ok(g.json())
}

func patchGroup(c *call, g *group) (reply, error) {
	name, err := c.groupName()
	if err != nil {
		return reply{}, err
	}
	g.Name = name
	return ok(g.json())
}

func (c *call) groupName() (string, error) {
	var body struct {
		CustomerReference string `json:"customer_reference"`
	}
	if err := c.decode(&body); err != nil {
		return "", err
	}
	if strings.TrimSpace(body.CustomerReference) == "" {
		return "", errValue("The customer reference is required")
	}
	return body.CustomerReference, nil
}

// deleteGroup takes the group away with its memberships and schedules.
func deleteGroup(c *call, g *group) (reply, error) {
	c.site.Groups = without(c.site.Groups, func(other *group) bool { return other == g })
	return empty(http.StatusNoContent), nil
}

func listMembers(c *call, g *group) (reply, error) {
	users := c.site.usersByPerson()
	members := make([]*siteUser, 0, len(g.Members))
	for _, id := range shown(c, g.Members, g.key) {
		members = append(members, users[id])
	}
	people := c.st.People
	return list(c, members, fields[*siteUser]{
		"id":         func(u *siteUser) any { return u.PersonID },
		"email":      func(u *siteUser) any { return people[u.PersonID].Email },
		"first_name": func(u *siteUser) any { return people[u.PersonID].FirstName },
		"last_name":  func(u *siteUser) any { return people[u.PersonID].LastName },
	}, c.renderMember)
}

func (c *call) renderMember(u *siteUser) any {
	shown := c.userJSON(&c.site.rights, u)
	switch c.cfg.Readings.Members {
	case "user":
		return map[string]any{"id": fixedID("membership", u.PersonID), "user": shown}
	case "user_id":
		return map[string]any{"id": fixedID("membership", u.PersonID), "user_id": shown.ID, "first_name": shown.FirstName, "last_name": shown.LastName, "email": shown.Email}
	}
	return shown
}

func addMember(c *call, g *group) (reply, error) {
	var body struct {
		UserID string `json:"user_id"`
	}
	if err := c.decode(&body); err != nil {
		return reply{}, err
	}
	if err := c.checkPeople(body.UserID); err != nil {
		return reply{}, err
	}
	c.addTo(g, body.UserID)
	return ok(c.userJSON(&c.site.rights, c.site.userOf(body.UserID)))
}

// patchMembers changes many memberships, or none when one of them is wrong.
func patchMembers(c *call, g *group) (reply, error) {
	var body struct {
		AddIDs    []string `json:"add_ids"`
		RemoveIDs []string `json:"remove_ids"`
	}
	if err := c.decode(&body); err != nil {
		return reply{}, err
	}
	if err := c.checkPeople(append(slices.Clone(body.AddIDs), body.RemoveIDs...)...); err != nil {
		return reply{}, err
	}
	for _, id := range body.AddIDs {
		c.addTo(g, id)
	}
	for _, id := range body.RemoveIDs {
		g.removeMember(id)
	}
	return ok(map[string]any{})
}

func removeMember(c *call, g *group) (reply, error) {
	id := c.r.PathValue("user")
	if !slices.Contains(g.Members, id) {
		return reply{}, errNotFound("User")
	}
	g.removeMember(id)
	return empty(http.StatusNoContent), nil
}

func (g *group) removeMember(personID string) {
	g.Members = without(g.Members, func(other string) bool { return other == personID })
}

// checkPeople wants platform user ids of this site: a site user id is not found.
func (c *call) checkPeople(ids ...string) error {
	for _, id := range ids {
		u := c.site.userOf(id)
		if u == nil {
			return errNotFound("User")
		}
		if c.unknown(u.ID) {
			return c.errLate("User")
		}
	}
	return nil
}

// addTo is addMember with the delay until the membership is shown.
func (c *call) addTo(g *group, personID string) {
	if !slices.Contains(g.Members, personID) {
		c.born(g.key(personID))
	}
	g.addMember(personID)
}

// key names what belongs to the group: a member or a lock.
func (g *group) key(id string) string { return g.ID + "/" + id }

// addMember does nothing for somebody who is in already.
func (g *group) addMember(personID string) {
	if !slices.Contains(g.Members, personID) {
		g.Members = append(g.Members, personID)
	}
}

func listGroupLocks(c *call, g *group) (reply, error) {
	locks := make([]*lock, 0, len(g.Locks))
	for _, id := range shown(c, g.Locks, g.key) {
		locks = append(locks, c.site.lockByID(id))
	}
	return list(c, locks, lockFields, func(l *lock) any {
		if c.cfg.Readings.WrappedLocks {
			return map[string]any{"id": fixedID("lock of", g.ID, l.ID), "lock": c.renderLock(l)}
		}
		return c.renderLock(l)
	})
}

func addGroupLock(c *call, g *group) (reply, error) {
	var body struct {
		LockID string `json:"lock_id"`
	}
	if err := c.decode(&body); err != nil {
		return reply{}, err
	}
	l := c.site.lockByID(body.LockID)
	if l == nil {
		return reply{}, errNotFound("Lock")
	}
	if !slices.Contains(g.Locks, l.ID) {
		g.Locks = append(g.Locks, l.ID)
		c.born(g.key(l.ID))
	}
	return ok(c.renderLock(l))
}

func removeGroupLock(c *call, g *group) (reply, error) {
	id := c.r.PathValue("lock")
	if !slices.Contains(g.Locks, id) {
		return reply{}, errNotFound("Lock")
	}
	g.Locks = without(g.Locks, func(other string) bool { return other == id })
	return empty(http.StatusNoContent), nil
}
