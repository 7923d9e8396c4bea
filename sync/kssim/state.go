package kssim

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Save writes everything as JSON: sites, people, sign-ins (as hashes) and the
// Sim's own clock. The log of requests and the network are not kept.
func (s *Sim) Save(w io.Writer) error {
	s.mu.Lock()
	if s.clock != nil {
		s.st.Clock = s.clock.state()
	}
	data, err := json.MarshalIndent(s.st, "", " ")
	s.mu.Unlock()
	if err != nil {
		return fmt.Errorf("encode the simulation: %w", err)
	}
	if _, err := w.Write(append(data, '\n')); err != nil {
		return fmt.Errorf("save the simulation: %w", err)
	}
	return nil
}

// Load replaces everything by what Save has written, or nothing when it cannot
// be read.
func (s *Sim) Load(r io.Reader) error {
	loaded := newState()
	if err := json.NewDecoder(r).Decode(&loaded); err != nil {
		return fmt.Errorf("load the simulation: %w", err)
	}
	if err := loaded.check(); err != nil {
		return fmt.Errorf("load the simulation: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.st = loaded
	if s.clock != nil {
		s.clock.restore(loaded.Clock)
	}
	return nil
}

// check finds what the rest of the package relies on not to exist: holes, and
// references to nothing.
func (st *state) check() error {
	tk := st.Tokens
	if st.Made == nil || st.People == nil || tk.Codes == nil || tk.Access == nil || tk.Refresh == nil {
		return errors.New("a part is missing")
	}
	for id, p := range st.People {
		if p == nil || p.ID != id {
			return fmt.Errorf("person %s is not there", id)
		}
	}
	if slices.Contains(st.Sites, nil) {
		return errors.New("a site is missing")
	}
	for _, si := range st.Sites {
		if err := si.check(st.People); err != nil {
			return fmt.Errorf("site %q: %w", si.Name, err)
		}
	}
	return nil
}

func (si *site) check(people map[string]*person) error {
	if slices.Contains(si.IQs, nil) || slices.Contains(si.Locks, nil) {
		return errors.New("a list has a hole")
	}
	all := []*rights{&si.rights}
	for i := range si.Past {
		all = append(all, &si.Past[i].rights)
	}
	for _, q := range si.IQs {
		if q.Known != nil {
			all = append(all, q.Known)
		}
	}
	for _, r := range all {
		if err := r.check(si, people); err != nil {
			return err
		}
	}
	return nil
}

func (r *rights) check(si *site, people map[string]*person) error {
	if slices.Contains(r.Users, nil) || slices.Contains(r.Groups, nil) || slices.Contains(r.Tags, nil) {
		return errors.New("a list has a hole")
	}
	for _, u := range r.Users {
		if people[u.PersonID] == nil {
			return fmt.Errorf("user %s is nobody", u.ID)
		}
	}
	users := r.usersByPerson()
	for _, g := range r.Groups {
		if err := g.check(si, users); err != nil {
			return fmt.Errorf("group %q: %w", g.Name, err)
		}
	}
	return nil
}

func (g *group) check(si *site, users map[string]*siteUser) error {
	for _, id := range g.Members {
		if users[id] == nil {
			return fmt.Errorf("member %s is no user of the site", id)
		}
	}
	for _, id := range g.Locks {
		if si.lockByID(id) == nil {
			return fmt.Errorf("there is no door %s", id)
		}
	}
	for _, sc := range g.Schedules {
		if sc == nil {
			return errors.New("a schedule is missing")
		}
		if err := sc.normalize(); err != nil {
			return fmt.Errorf("schedule %s: %w", sc.ID, err)
		}
	}
	return nil
}
