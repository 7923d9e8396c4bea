package kssim

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Act is something that a site admin does by hand in KS. People, groups and
// doors are named as in Can.
type Act struct {
	Do    string `json:"do"` // one of ActNames
	Who   string `json:"who,omitempty"`
	Group string `json:"group,omitempty"`
	Door  string `json:"door,omitempty"`
	Tag   string `json:"tag,omitempty"`  // number
	Name  string `json:"name,omitempty"` // the new one
	Email string `json:"email,omitempty"`
	Role  string `json:"role,omitempty"` // of add-user: the code of a role; empty: the ordinary one
	Site  string `json:"site,omitempty"` // name or id; the first that has the rest when empty
}

// acts do one thing each. The parts that they need are found before.
var acts = map[string]func(*Sim, *acting) error{
	"add-user":      addUserByHand,
	"block":         func(_ *Sim, a *acting) error { a.user.Blocked = true; return nil },
	"unblock":       func(_ *Sim, a *acting) error { a.user.Blocked = false; return nil },
	"suspend":       func(_ *Sim, a *acting) error { a.user.Subscribed = false; return nil },
	"subscribe":     func(_ *Sim, a *acting) error { a.user.Subscribed = true; return nil },
	"delete-user":   func(_ *Sim, a *acting) error { a.site.removeUser(a.user); return nil },
	"take-tag":      func(_ *Sim, a *acting) error { a.user.TagID = ""; return nil },
	"give-tag":      giveTag,
	"rename-user":   renameUser,
	"add-member":    func(_ *Sim, a *acting) error { a.group.addMember(a.user.PersonID); return nil },
	"remove-member": func(_ *Sim, a *acting) error { a.group.removeMember(a.user.PersonID); return nil },
	"add-door":      addDoor,
	"remove-door":   removeDoor,
	"rename-group":  renameGroup,
	"delete-group":  deleteGroupByHand,
	"widen":         widen,
	"close":         func(_ *Sim, a *acting) error { a.group.Schedules = nil; return nil },
}

// ActNames returns what Act.Do can be.
func ActNames() []string { return slices.Sorted(maps.Keys(acts)) }

// acting is what an Act is about.
type acting struct {
	Act
	site  *site
	user  *siteUser // nil where the act names nobody
	group *group
	lock  *lock
}

// Admin does by hand what a site admin can do in the web app of KS. What is
// done so is in KS at once and is not among Requests.
func (s *Sim) Admin(act Act) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	do, known := acts[act.Do]
	if !known {
		return fmt.Errorf("do is one of %s, not %q", strings.Join(ActNames(), ", "), act.Do)
	}
	a, err := s.find(act)
	if err != nil {
		return err
	}
	s.remember(a.site)
	return do(s, a)
}

// find looks for what the act names, on the first site that has all of it.
func (s *Sim) find(act Act) (*acting, error) {
	err := errors.New("there is no site")
	for _, si := range s.st.Sites {
		if act.Site != "" && si.ID != act.Site && !strings.EqualFold(si.Name, act.Site) {
			continue
		}
		var a *acting
		if a, err = s.findOn(si, act); err == nil {
			return a, nil
		}
	}
	return nil, err
}

func (s *Sim) findOn(si *site, act Act) (*acting, error) {
	a := &acting{Act: act, site: si}
	needs := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(act.Do, w) })
	}
	if act.Do != "add-user" && needs("member", "user", "block", "suspend", "subscribe", "tag") {
		users := s.usersNamed(&si.rights, act.Who)
		if len(users) == 0 {
			return nil, fmt.Errorf("there is no user %q", act.Who)
		}
		a.user = users[0]
	}
	if needs("member", "door", "group", "widen", "close") {
		a.group = first(si.Groups, func(g *group) bool { return g.ID == act.Group || strings.EqualFold(g.Name, act.Group) })
		if a.group == nil {
			return nil, fmt.Errorf("there is no group %q", act.Group)
		}
	}
	if needs("door") {
		a.lock = first(si.Locks, func(l *lock) bool { return l.ID == act.Door || strings.EqualFold(l.Name, act.Door) })
		if a.lock == nil {
			return nil, fmt.Errorf("there is no door %q", act.Door)
		}
	}
	return a, nil
}

// addUserByHand makes a Site User, with a seat if there is one, and sends an
// invitation where there is an e-mail address, as the web app does.
func addUserByHand(s *Sim, a *acting) error {
	firstName, lastName, _ := strings.Cut(strings.TrimSpace(a.Name), " ")
	p := s.st.personByEmail(a.Email)
	switch {
	case strings.TrimSpace(lastName) == "":
		return errors.New("a user needs a first and a last name")
	case a.Email != "" && !validEmail(a.Email):
		return fmt.Errorf("%q is not an e-mail address", a.Email)
	case p != nil && a.site.userOf(p.ID) != nil:
		return fmt.Errorf("the site has a user %s already", p.Email)
	}
	code := cmp.Or(a.Role, roleUser)
	if !slices.ContainsFunc(roles, func(r role) bool { return r.Code == code }) {
		return fmt.Errorf("there is no role %q", code)
	}
	c := &call{Sim: s, site: a.site}
	if p == nil {
		p = c.newPerson(person{FirstName: firstName, LastName: strings.TrimSpace(lastName), Email: a.Email})
	}
	c.newUser(p).RoleCodes = []string{code}
	if p.Email != "" {
		c.invite(p)
	}
	return nil
}

func giveTag(_ *Sim, a *acting) error {
	t := a.site.tagByNumber(a.Tag)
	if t == nil {
		return fmt.Errorf("there is no tag %q", a.Tag)
	}
	if holder := a.site.holderOf(t.ID); holder != nil && holder != a.user {
		return fmt.Errorf("tag %s is somebody else's", a.Tag)
	}
	a.user.TagID = t.ID
	return nil
}

// renameUser sets the last name.
func renameUser(s *Sim, a *acting) error {
	if strings.TrimSpace(a.Name) == "" {
		return errors.New("a user needs a name")
	}
	s.st.People[a.user.PersonID].LastName = a.Name
	return nil
}

func addDoor(_ *Sim, a *acting) error {
	if !slices.Contains(a.group.Locks, a.lock.ID) {
		a.group.Locks = append(a.group.Locks, a.lock.ID)
	}
	return nil
}

func removeDoor(_ *Sim, a *acting) error {
	a.group.Locks = without(a.group.Locks, func(id string) bool { return id == a.lock.ID })
	return nil
}

func renameGroup(_ *Sim, a *acting) error {
	if strings.TrimSpace(a.Name) == "" {
		return errors.New("a group needs a name")
	}
	a.group.Name = a.Name
	return nil
}

func deleteGroupByHand(_ *Sim, a *acting) error {
	a.site.Groups = without(a.site.Groups, func(g *group) bool { return g == a.group })
	return nil
}

// widen lets the group open at any time: each schedule, or a new one.
func widen(s *Sim, a *acting) error {
	always, err := Timeframe{}.schedule()
	if err != nil {
		return err
	}
	if len(a.group.Schedules) == 0 {
		always.ID = s.st.newID("schedule", a.group.ID)
		a.group.Schedules = []*schedule{always}
	}
	for _, sc := range a.group.Schedules {
		same := *always
		same.ID = sc.ID
		*sc = same
	}
	return nil
}
