package kssim

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// The routes of tags are guesses, after SALTO's older interface for hardware.
func addTagRoutes(add func(method, path string, h endpoint)) {
	known := func(h endpoint) endpoint {
		return func(c *call) (reply, error) {
			if c.cfg.Readings.NoTags {
				return empty(http.StatusNotFound), nil
			}
			return h(c)
		}
	}
	add("GET", "/tags", known(listTags))
	add("DELETE", "/tags/{tag}", known(deleteTag))
	add("PATCH", "/tags/{tag}", known(blockTag))
	add("PATCH", "/locks/{lock}/tag_registration", known(startRegistration))
}

func listTags(c *call) (reply, error) {
	return list(c, c.site.Tags, fields[*tag]{
		"tag_number": func(t *tag) any { return t.Number },
		"added_date": func(t *tag) any { return t.AddedAt },
	}, func(t *tag) any {
		return tagJSON{ID: t.ID, TagNumber: t.Number, SourceIQID: t.IQID, AddedDate: t.AddedAt.Format(instantLayout)}
	})
}

// deleteTag takes a tag off the site and from its holder, but for the owner's,
// which is the master key.
func deleteTag(c *call) (reply, error) {
	t := c.site.tagByID(c.r.PathValue("tag"))
	if t == nil {
		return reply{}, errNotFound("Tag")
	}
	holder := c.site.holderOf(t.ID)
	if holder != nil && holder.PersonID == c.site.OwnerID {
		return reply{}, errNotAllowed("The tag of the owner is the master key")
	}
	if holder != nil {
		holder.TagID = ""
	}
	c.site.Tags = without(c.site.Tags, func(other *tag) bool { return other == t })
	return empty(http.StatusNoContent), nil
}

// blockTag blocks a tag, or ends that, where the readings know of it.
func blockTag(c *call) (reply, error) {
	if !c.cfg.Readings.TagBlocking {
		return empty(http.StatusMethodNotAllowed), nil
	}
	var body struct {
		Blocked bool `json:"blocked"`
	}
	if err := c.decode(&body); err != nil {
		return reply{}, err
	}
	t := c.site.tagByID(c.r.PathValue("tag"))
	if t == nil {
		return reply{}, errNotFound("Tag")
	}
	made := *t // what a hub was told of it before stays as it was
	made.Blocked = body.Blocked
	c.site.Tags[slices.Index(c.site.Tags, t)] = &made
	return empty(http.StatusNoContent), nil
}

// startRegistration makes a lock take in new tags for a while.
func startRegistration(c *call) (reply, error) {
	var body struct {
		Seconds int `json:"duration_in_seconds"`
	}
	if err := c.decode(&body); err != nil {
		return reply{}, err
	}
	l := c.site.lockByID(c.r.PathValue("lock"))
	if l == nil {
		return reply{}, errNotFound("Lock")
	}
	if body.Seconds < 15 {
		return reply{}, errValue("The duration should be at least 15 seconds")
	}
	if q := c.site.iqByID(l.IQID); q != nil && q.Offline != nil || l.Cut {
		return reply{}, &apiError{http.StatusBadRequest, 2204, "The IQ is offline"}
	}
	until := c.now().Add(time.Duration(body.Seconds) * time.Second)
	l.Registers = &until
	return ok(c.renderLock(l))
}

// registrationTime is for how long the web app of KS makes a lock take in
// tags.
const registrationTime = 2 * time.Minute

// StartRegistration makes a lock take in new tags for two minutes, as an admin
// does in the web app.
func (s *Sim) StartRegistration(door string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	doors := s.doorsNamed(door)
	if len(doors) == 0 {
		return fmt.Errorf("there is no door %q", door)
	}
	until := s.now().Add(registrationTime)
	doors[0].lock.Registers = &until
	return nil
}

// Register presents a new tag to a lock. The site owns the tag from then on,
// if the lock takes in tags and no other site owns it.
func (s *Sim) Register(number, door string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	doors := s.doorsNamed(door)
	if len(doors) == 0 {
		return fmt.Errorf("there is no door %q", door)
	}
	si, l := doors[0].site, doors[0].lock
	switch {
	case !isDigits(number, 8, 8):
		return fmt.Errorf("%q is not a tag number: eight digits", number)
	case l.Registers == nil || !s.now().Before(*l.Registers):
		return fmt.Errorf("%s does not take in tags now: start the registration first", l.Name)
	case si.tagByNumber(number) != nil:
		return fmt.Errorf("the site has tag %s already", number)
	case s.ownedElsewhere(si, number):
		return fmt.Errorf("another site owns tag %s, so nothing happens at the lock", number)
	}
	s.remember(si)
	si.Tags = append(si.Tags, &tag{ID: fixedID("tag", si.UID, number), Number: number, AddedAt: s.now(), IQID: l.IQID})
	return nil
}

func (s *Sim) ownedElsewhere(here *site, number string) bool {
	return slices.Contains(here.Elsewhere, number) || slices.ContainsFunc(s.st.Sites, func(si *site) bool {
		return si != here && si.tagByNumber(number) != nil
	})
}
