package main

import (
	"context"

	"latchkey/cmd/internal/support"
	"latchkey/store"
)

// mask returns what takes out of a text all that the file knows of people and
// of this place. Without a file it goes by the looks of things alone.
func (p *program) mask(ctx context.Context) (*support.Mask, error) {
	if p == nil {
		return support.NewMask(nil, nil), nil
	}
	people, err := p.store.People(ctx, store.PeopleFilter{IncludeDeleted: true})
	if err != nil {
		return nil, err
	}
	var names, texts []string
	for _, who := range people {
		names = append(names, who.FirstName, who.LastName)
		texts = append(texts, who.Email, who.Phone, who.Company)
	}
	tags, err := p.store.Tags(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range tags {
		texts = append(texts, t.Number, t.Printed)
	}
	spaces, err := p.store.Spaces(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range spaces {
		texts = append(texts, s.Name, s.SiteName, s.SiteID, s.Account.Email, s.Account.ClientID)
		seen, err := p.store.Seen(ctx, s.ID)
		if err != nil {
			return nil, err
		}
		for _, u := range seen.Users {
			names = append(names, u.FirstName, u.LastName)
			texts = append(texts, u.Email, u.Alias, u.TagNumber)
		}
	}
	return support.NewMask(names, texts), nil
}
