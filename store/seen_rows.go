package store

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"latchkey/store/internal/db"
)

// The kinds of what was seen.
const (
	seenUser      = "user"
	seenGroup     = "group"
	seenPeople    = "people"
	seenDoors     = "doors"
	seenSchedules = "schedules"
	seenList      = "list" // id: the kind of which all was read
)

// groupBase is what is kept of a group in the list of groups.
type groupBase struct {
	Name string `json:"name,omitempty"`
	Gone bool   `json:"gone,omitempty"`
}

// Seen returns what SALTO KS was last seen to hold. Its maps are never nil.
func (s *Store) Seen(ctx context.Context, space SpaceID) (Seen, error) {
	return read(ctx, s, func(r rows) (Seen, error) {
		seen, err := r.seen(ctx, space)
		return seen, wrap(err, "seen")
	})
}

func (r rows) seen(ctx context.Context, space SpaceID) (Seen, error) {
	out := Seen{Users: map[string]KSUser{}, Groups: map[string]SeenGroup{}}
	list, err := r.q.SeenAll(ctx, int64(space))
	if err != nil {
		return out, err
	}
	for _, row := range list {
		if err := out.add(row); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (s *Seen) add(row db.SeenAllRow) error {
	at, data := instant(row.At), []byte(row.Data)
	if row.Kind == seenUser {
		u := KSUser{At: at}
		err := json.Unmarshal(data, &u)
		s.Users[row.ID] = u
		return err
	}
	if row.Kind == seenList {
		if row.ID == seenUser {
			s.UsersAt = at
		} else {
			s.GroupsAt = at
		}
		return nil
	}
	g := s.Groups[row.ID]
	g.ID = row.ID
	var err error
	switch row.Kind {
	case seenGroup:
		var base groupBase
		err = json.Unmarshal(data, &base)
		g.At, g.Name, g.Gone = at, base.Name, base.Gone
	case seenPeople:
		g.PeopleAt, err = at, json.Unmarshal(data, &g.People)
	case seenDoors:
		g.DoorsAt, err = at, json.Unmarshal(data, &g.Doors)
	case seenSchedules:
		g.SchedulesAt, err = at, json.Unmarshal(data, &g.Schedules)
	}
	s.Groups[row.ID] = g
	return err
}

// SeeUser notes what KS showed of a user, asked at that time.
func (tx *Tx) SeeUser(space SpaceID, at time.Time, u KSUser) error {
	return tx.see(space, at, seenUser, u.ID, u)
}

// MissUser notes that KS was asked for a user and has none of that id.
func (tx *Tx) MissUser(space SpaceID, at time.Time, id string) error {
	return tx.see(space, at, seenUser, id, KSUser{ID: id, Gone: true})
}

// SeeAllUsers notes that all users were seen in a reading that began at that
// time: those that were not are not there any more, nor those that a clock which
// was put back since has dated ahead.
func (tx *Tx) SeeAllUsers(space SpaceID, began time.Time) error {
	return tx.seeAll(space, seenUser, began)
}

// SeeGroup notes that KS has a group of that name.
func (tx *Tx) SeeGroup(space SpaceID, at time.Time, id, name string) error {
	return tx.see(space, at, seenGroup, id, groupBase{Name: name})
}

// MissGroup notes that KS was asked for a group and has none of that id.
func (tx *Tx) MissGroup(space SpaceID, at time.Time, id string) error {
	return tx.see(space, at, seenGroup, id, groupBase{Gone: true})
}

// SeeAllGroups is SeeAllUsers for groups.
func (tx *Tx) SeeAllGroups(space SpaceID, began time.Time) error {
	if err := tx.seeAll(space, seenGroup, began); err != nil {
		return err
	}
	return wrap(tx.rows.q.DropSeenOfGoneGroups(tx.ctx, int64(space)), "seen")
}

// SeePeople notes who is in a group, by platform id.
func (tx *Tx) SeePeople(space SpaceID, at time.Time, group string, people []string) error {
	return tx.see(space, at, seenPeople, group, slices.Sorted(slices.Values(people)))
}

// SeeDoors notes which doors a group has, by lock id.
func (tx *Tx) SeeDoors(space SpaceID, at time.Time, group string, doors []string) error {
	return tx.see(space, at, seenDoors, group, slices.Sorted(slices.Values(doors)))
}

// SeeSchedules notes which schedules a group has.
func (tx *Tx) SeeSchedules(space SpaceID, at time.Time, group string, schedules []Schedule) error {
	return tx.see(space, at, seenSchedules, group, schedules)
}

// ForgetSeen forgets what was seen of a space's site, its tags too: it is
// another one now.
func (tx *Tx) ForgetSeen(space SpaceID) error {
	tx.touch(KindSeen | KindMirror)
	if err := tx.rows.q.DropSiteTagsOfSpace(tx.ctx, int64(space)); err != nil {
		return wrap(err, "seen")
	}
	return wrap(tx.rows.q.DropSeenOfSpace(tx.ctx, int64(space)), "seen")
}

func (tx *Tx) see(space SpaceID, at time.Time, kind, id string, what any) error {
	data, err := json.Marshal(what)
	if err != nil {
		return wrap(err, "seen")
	}
	tx.touch(KindSeen)
	return wrap(tx.rows.q.PutSeen(tx.ctx, db.PutSeenParams{SpaceID: int64(space), Kind: kind, ID: id, Data: string(data), At: unix(at)}), "seen")
}

func (tx *Tx) seeAll(space SpaceID, kind string, began time.Time) error {
	tx.touch(KindSeen)
	if err := tx.rows.q.DropSeenBefore(tx.ctx, db.DropSeenBeforeParams{Space: int64(space), Kind: kind, Began: unix(began), Now: unix(tx.Now)}); err != nil {
		return wrap(err, "seen")
	}
	return wrap(tx.rows.q.PutSeen(tx.ctx, db.PutSeenParams{SpaceID: int64(space), Kind: seenList, ID: kind, Data: "null", At: unix(began)}), "seen")
}
