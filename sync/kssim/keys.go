package kssim

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"slices"
	"strings"
	"time"
)

// keyJSON is a means of opening that a user has.
type keyJSON struct {
	Type          string  `json:"type"` // pin, tag, mobile_key
	KeyIdentifier string  `json:"key_identifier"`
	ExpiryDate    *string `json:"expiry_date"`
	OfflineAccess bool    `json:"offline_access"`
}

func addKeyRoutes(add func(method, path string, h endpoint)) {
	add("GET", "/users/{user}/keys", onUser(listKeys))
	add("PUT", "/users/{user}/pin", onUser(putPIN))
	add("GET", "/locks/{lock}/offline_keys", listOfflineKeys)
}

func (c *call) keysOf(u *siteUser) []keyJSON {
	keys := []keyJSON{}
	if u.PIN != "" {
		keys = append(keys, keyJSON{Type: "pin", KeyIdentifier: "pin"})
	}
	if number := c.site.tagNumber(u.TagID); number != "" {
		keys = append(keys, keyJSON{Type: "tag", KeyIdentifier: number, OfflineAccess: u.Offline})
	}
	if p := c.st.People[u.PersonID]; p.Email != "" && p.HasProfile {
		keys = append(keys, keyJSON{Type: byPhone, KeyIdentifier: "phone"})
	}
	return keys
}

func listKeys(c *call, u *siteUser) (reply, error) {
	return list(c, c.keysOf(u), fields[keyJSON]{}, func(k keyJSON) any { return k })
}

// putPIN makes a new PIN at each call; the answer is a bare JSON string.
func putPIN(c *call, u *siteUser) (reply, error) {
	h := fnv.New32a()
	_, _ = h.Write([]byte(c.st.newID("pin", u.ID)))
	u.PIN, u.Flags.UsePIN = fmt.Sprintf("%06d", h.Sum32()%1_000_000), true
	return ok(u.PIN)
}

// offlineKeys are the users whose tag a lock knows when it has lost its IQ.
func (si *site) offlineKeys(l *lock) []*siteUser {
	return without(slices.Clone(si.Users), func(u *siteUser) bool {
		return !u.Offline || u.TagID == "" || !slices.ContainsFunc(si.Groups, func(g *group) bool {
			return slices.Contains(g.Members, u.PersonID) && slices.Contains(g.Locks, l.ID)
		})
	})
}

func listOfflineKeys(c *call) (reply, error) {
	l := c.site.lockByID(c.r.PathValue("lock"))
	if l == nil {
		return reply{}, errNotFound("Lock")
	}
	return list(c, c.site.offlineKeys(l), fields[*siteUser]{}, func(u *siteUser) any {
		return keyJSON{Type: "tag", KeyIdentifier: c.site.tagNumber(u.TagID), OfflineAccess: true}
	})
}

// createGuest makes a user without names, mail or PIN, who takes a seat and
// does not give it back by expiring.
func createGuest(c *call) (reply, error) {
	var body struct {
		Alias     string    `json:"alias"`
		ExpiresAt time.Time `json:"expires_at"`
	}
	if err := c.decode(&body); err != nil {
		return reply{}, err
	}
	if strings.TrimSpace(body.Alias) == "" || !body.ExpiresAt.After(c.now()) {
		return reply{}, errValue("A guest needs an alias and an expiry in the future")
	}
	u := c.newUser(c.newPerson(person{FirstName: body.Alias}))
	at := body.ExpiresAt.UTC()
	u.Alias, u.RoleCodes, u.ExpiresAt = body.Alias, []string{roleGuest}, &at
	return reply{http.StatusCreated, c.siteUserJSON(u)}, nil
}
