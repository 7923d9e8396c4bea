package tags

import (
	"context"
	"fmt"
	"time"

	"latchkey/store"
)

// facts is everything that the list shows, read at once.
type facts struct {
	Space   store.Space
	Looked  bool // the space's site has been read
	Now     time.Time
	Tags    []store.Tag
	Holders map[store.PersonID]store.Person
	Seen    map[store.TagID]time.Time // when each was last at a door
	Sites   []site                    // that of the space first
}

// site is what the site of a space was last seen to have.
type site struct {
	Space   string          // its name
	IDs     map[string]bool // of its tags in KS
	Numbers map[string]bool
}

// load reads the facts of one space.
func load(ctx context.Context, s *store.Store, id store.SpaceID) (facts, error) {
	f, err := loadSpace(ctx, s, id)
	if err != nil {
		return facts{}, err
	}
	if f.Tags, err = s.Tags(ctx); err != nil {
		return facts{}, fmt.Errorf("tags: %w", err)
	}
	if f.Seen, err = s.TagsSeen(ctx); err != nil {
		return facts{}, fmt.Errorf("tags at doors: %w", err)
	}
	f.Holders, err = holders(ctx, s, f.Tags)
	return f, err
}

// loadSpace reads what the sites know of tags, and nothing of the tags.
func loadSpace(ctx context.Context, s *store.Store, id store.SpaceID) (facts, error) {
	f := facts{Now: s.Now()}
	spaces, err := s.Spaces(ctx)
	if err != nil {
		return facts{}, fmt.Errorf("tags: spaces: %w", err)
	}
	if f.Sites, err = loadSites(ctx, s, id, spaces); err != nil {
		return facts{}, err
	}
	if f.Space, err = s.Space(ctx, id); err != nil {
		return facts{}, fmt.Errorf("tags: space: %w", err)
	}
	mirror, err := s.Mirror(ctx, id)
	if err != nil {
		return facts{}, fmt.Errorf("tags: site: %w", err)
	}
	f.Looked = !mirror.Site.LookedAt.IsZero()
	return f, nil
}

// loadSites reads which tags the sites of the spaces have, that of one space
// first.
func loadSites(ctx context.Context, s *store.Store, first store.SpaceID, spaces []store.Space) ([]site, error) {
	out := []site{{}}
	for _, space := range spaces {
		list, err := s.SiteTags(ctx, space.ID)
		if err != nil {
			return nil, fmt.Errorf("tags of the site of %s: %w", space.Name, err)
		}
		at := site{Space: space.Name, IDs: make(map[string]bool, len(list)), Numbers: make(map[string]bool, len(list))}
		for _, t := range list {
			if !t.Gone {
				at.IDs[t.ID], at.Numbers[t.Number] = true, true
			}
		}
		if space.ID == first {
			out[0] = at
		} else {
			out = append(out, at)
		}
	}
	return out, nil
}

// holders reads the people who have tags.
func holders(ctx context.Context, s *store.Store, tags []store.Tag) (map[store.PersonID]store.Person, error) {
	has := make(map[store.PersonID]bool)
	for _, t := range tags {
		has[t.Holder] = true
	}
	people, err := s.People(ctx, store.PeopleFilter{})
	if err != nil {
		return nil, fmt.Errorf("holders of tags: %w", err)
	}
	out := make(map[store.PersonID]store.Person)
	for _, p := range people {
		if has[p.ID] {
			out[p.ID] = p
		}
	}
	return out, nil
}

// story is what is read of the one tag that is chosen.
type story struct {
	Tag      store.TagID
	Holdings []store.Holding // the first first
	People   map[store.PersonID]store.Person
	Last     store.Entry // at a door; without ID: none is known
}

// loadStory reads the story of a tag, also of one that was just removed.
func loadStory(ctx context.Context, s *store.Store, t store.Tag) (story, error) {
	out := story{Tag: t.ID, People: make(map[store.PersonID]store.Person)}
	var err error
	if out.Holdings, err = s.TagHistory(ctx, t.ID); err != nil {
		return story{}, fmt.Errorf("history of a tag: %w", err)
	}
	for _, h := range out.Holdings {
		if _, known := out.People[h.Person]; known {
			continue
		}
		if out.People[h.Person], err = s.Person(ctx, h.Person); err != nil {
			return story{}, fmt.Errorf("holder of a tag: %w", err)
		}
	}
	if out.Last, err = s.LastEntryOf(ctx, t.Number); err != nil {
		return story{}, fmt.Errorf("tag at a door: %w", err)
	}
	return out, nil
}
