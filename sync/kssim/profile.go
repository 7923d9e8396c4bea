package kssim

import "fmt"

// SetProfile marks the profile of a person, named as in Can, as complete or
// not. The names of somebody with a profile belong to that person.
func (s *Sim) SetProfile(who string, complete bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := false
	for _, si := range s.st.Sites {
		for _, u := range s.usersNamed(&si.rights, who) {
			s.st.People[u.PersonID].HasProfile = complete
			found = true
		}
	}
	if !found {
		return fmt.Errorf("there is no user %q", who)
	}
	return nil
}
