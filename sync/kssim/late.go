package kssim

import (
	"net/http"
	"time"
)

// born notes that something was made just now, which other routes do not know
// of for a while.
func (c *call) born(key string) {
	late := time.Duration(c.cfg.Readings.Late)
	if late == 0 {
		return
	}
	now := c.now()
	for old, at := range c.st.Born {
		if now.Sub(at) > late {
			delete(c.st.Born, old)
		}
	}
	if c.st.Born == nil {
		c.st.Born = map[string]time.Time{}
	}
	c.st.Born[key] = now
}

// unknown tells whether other routes do not know of an object yet.
func (c *call) unknown(key string) bool {
	at, young := c.st.Born[key]
	return young && c.now().Before(at.Add(time.Duration(c.cfg.Readings.Late)))
}

// errLate is the answer about something that is not known yet.
func (c *call) errLate(what string) error {
	if c.cfg.Readings.LateAs == "2203" {
		return errNotAllowed("Operation not allowed")
	}
	return errNotFound(what)
}

// shown leaves out of a list what is not known yet.
func shown[T any](c *call, all []T, key func(T) string) []T {
	if !c.cfg.Readings.LateLists {
		return all
	}
	var known []T
	for _, v := range all {
		if !c.unknown(key(v)) {
			known = append(known, v)
		}
	}
	return known
}

// linger notes that a user is deleted, who may still be shown for a while.
func (c *call) linger(u *siteUser) {
	c.site.Gone = append(c.site.Gone, goneUser{siteUser: *u, DeletedAt: c.now()})
}

// lingering returns a deleted user who is still shown, or nil.
func (c *call) lingering(id string) *siteUser {
	stay := time.Duration(c.cfg.Readings.Linger)
	c.site.Gone = without(c.site.Gone, func(g goneUser) bool { return c.now().Sub(g.DeletedAt) >= stay })
	for i := range c.site.Gone {
		if g := &c.site.Gone[i]; g.ID == id && c.r.Method == http.MethodGet {
			return &g.siteUser
		}
	}
	return nil
}
