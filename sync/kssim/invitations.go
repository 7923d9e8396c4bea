package kssim

import "time"

// Invitation is a mail that KS sent because a user got an e-mail address.
type Invitation struct {
	Time  time.Time `json:"time"`
	Site  string    `json:"site"`
	Name  string    `json:"name"`
	Email string    `json:"email"`
}

func (c *call) invite(p *person) {
	c.site.Invitations = append(c.site.Invitations, Invitation{Time: c.now(), Site: c.site.Name, Name: p.name(), Email: p.Email})
}

// Invitations returns the mails that were sent, site by site, oldest first.
func (s *Sim) Invitations() []Invitation {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []Invitation{}
	for _, si := range s.st.Sites {
		all = append(all, si.Invitations...)
	}
	return all
}
