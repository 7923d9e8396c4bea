package store

import (
	"context"
	"encoding/json"

	"latchkey/store/internal/db"
)

// Mirror returns what the last look at a space's site found, by name; the
// zero Mirror before the first look.
func (s *Store) Mirror(ctx context.Context, space SpaceID) (Mirror, error) {
	return read(ctx, s, func(r rows) (Mirror, error) { return r.mirror(ctx, space) })
}

func (r rows) mirror(ctx context.Context, space SpaceID) (Mirror, error) {
	var m Mirror
	site, err := maybe(r.q.Site(ctx, int64(space)))
	if err != nil {
		return m, err
	}
	if site != nil {
		m.Site = ksSite(*site)
	}
	doors, err := r.q.Doors(ctx, int64(space))
	if err != nil {
		return m, err
	}
	m.Doors = mapped(doors, ksDoor)
	groups, err := r.q.Groups(ctx, int64(space))
	if err != nil {
		return m, err
	}
	for _, row := range groups {
		g, err := ksGroup(row)
		if err != nil {
			return m, err
		}
		m.Groups = append(m.Groups, g)
	}
	return m, nil
}

func ksSite(r db.KSSite) KSSite {
	return KSSite{
		ID: r.ID, Name: r.Name, Zone: r.Zone, SeatsUsed: int(r.SeatsUsed), SeatsBought: int(r.SeatsBought),
		SubscriptionValid: r.SubscriptionValid, LookedAt: instant(r.LookedAt),
	}
}

func ksDoor(r db.KSDoor) KSDoor {
	return KSDoor{
		ID: r.ID, Name: r.Name, Online: r.Online, IQ: r.IQ, IQOnline: r.IQOnline,
		State: r.State, Privacy: r.Privacy, Zone: r.Zone, Gone: r.Gone,
	}
}

func ksGroup(r db.KSGroup) (KSGroup, error) {
	g := KSGroup{ID: r.ID, Name: r.Name, Managed: r.Managed, Detailed: r.Detailed, Gone: r.Gone}
	if err := json.Unmarshal([]byte(r.Doors), &g.Doors); err != nil {
		return g, wrap(err, "group of KS")
	}
	return g, wrap(json.Unmarshal([]byte(r.Schedules), &g.Schedules), "group of KS")
}

func ksGroupRow(space SpaceID, g KSGroup) (db.PutKSGroupParams, error) {
	doors, err := json.Marshal(g.Doors)
	if err != nil {
		return db.PutKSGroupParams{}, wrap(err, "group of KS")
	}
	schedules, err := json.Marshal(g.Schedules)
	return db.PutKSGroupParams{
		SpaceID: int64(space), ID: g.ID, Name: g.Name, Managed: g.Managed, Detailed: g.Detailed,
		Doors: string(doors), Schedules: string(schedules), Gone: g.Gone,
	}, wrap(err, "group of KS")
}

// SaveMirror replaces what is known of a space's site by what a look found.
// Doors and groups that vanished stay, as Gone, while a plan, a room, an
// extra door or the ledger refers to them. A group that comes without its
// details keeps those that it has.
func (tx *Tx) SaveMirror(space SpaceID, m Mirror) error {
	if err := tx.SaveKSSite(space, m.Site); err != nil {
		return err
	}
	if err := tx.mirrorDoors(int64(space), m.Doors); err != nil {
		return wrap(err, "mirror")
	}
	return wrap(tx.mirrorGroups(space, m.Groups), "mirror")
}

// SaveDoors replaces what is known of the doors of a space's site, and leaves
// the rest as it is.
func (tx *Tx) SaveDoors(space SpaceID, doors []KSDoor) error {
	return wrap(tx.mirrorDoors(int64(space), doors), "mirror")
}

// SaveKSSite replaces what is known of a space's site itself, and leaves its
// doors and groups as they are.
func (tx *Tx) SaveKSSite(space SpaceID, site KSSite) error {
	row := db.PutSiteParams{
		SpaceID: int64(space), ID: site.ID, Name: site.Name, Zone: site.Zone, SeatsUsed: int64(site.SeatsUsed),
		SeatsBought: int64(site.SeatsBought), SubscriptionValid: site.SubscriptionValid, LookedAt: unix(site.LookedAt),
	}
	have, err := maybe(tx.rows.q.Site(tx.ctx, int64(space)))
	if err != nil {
		return err
	}
	if have != nil && *have == db.KSSite(row) {
		return nil
	}
	tx.touch(KindMirror)
	return wrap(tx.rows.q.PutSite(tx.ctx, row), "mirror")
}

func (tx *Tx) mirrorDoors(space int64, now []KSDoor) error {
	have, err := tx.rows.q.Doors(tx.ctx, space)
	if err != nil {
		return err
	}
	old := byID(have, func(d db.KSDoor) string { return d.ID })
	for _, d := range now {
		row := db.KSDoor{
			SpaceID: space, ID: d.ID, Name: d.Name, Online: d.Online, IQ: d.IQ, IQOnline: d.IQOnline,
			State: d.State, Privacy: d.Privacy, Zone: d.Zone,
		}
		if err := tx.putDoor(old, row); err != nil {
			return err
		}
		delete(old, d.ID)
	}
	needed, err := tx.rows.q.DoorsReferredTo(tx.ctx, space)
	if err != nil {
		return err
	}
	keep := setOf(needed)
	for id, row := range byID(have, func(d db.KSDoor) string { return d.ID }) {
		if _, vanished := old[id]; !vanished {
			continue
		}
		if keep[id] {
			row.Gone, row.Online, row.IQOnline = true, false, false
			err = tx.putDoor(old, row)
		} else {
			tx.touch(KindMirror)
			err = tx.rows.q.DropDoor(tx.ctx, db.DropDoorParams{SpaceID: space, ID: id})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) putDoor(old map[string]db.KSDoor, row db.KSDoor) error {
	if have, ok := old[row.ID]; ok && have == row {
		return nil
	}
	tx.touch(KindMirror)
	return tx.rows.q.PutDoor(tx.ctx, db.PutDoorParams(row))
}

func (tx *Tx) mirrorGroups(space SpaceID, now []KSGroup) error {
	have, err := tx.rows.q.Groups(tx.ctx, int64(space))
	if err != nil {
		return err
	}
	old := byID(have, func(g db.KSGroup) string { return g.ID })
	vanished := byID(have, func(g db.KSGroup) string { return g.ID })
	for _, g := range now {
		delete(vanished, g.ID)
		g.Gone = false
		row, err := ksGroupRow(space, g)
		if err != nil {
			return err
		}
		if known, ok := old[g.ID]; ok && !g.Detailed {
			row.Detailed, row.Doors, row.Schedules = known.Detailed, known.Doors, known.Schedules
		}
		if err := tx.putKSGroup(old, row); err != nil {
			return err
		}
	}
	needed, err := tx.rows.q.GroupsReferredTo(tx.ctx, int64(space))
	if err != nil {
		return err
	}
	keep := setOf(needed)
	for id, row := range vanished {
		if keep[id] {
			row.Gone = true
			err = tx.putKSGroup(old, db.PutKSGroupParams(row))
		} else {
			tx.touch(KindMirror)
			err = tx.rows.q.DropKSGroup(tx.ctx, db.DropKSGroupParams{SpaceID: int64(space), ID: id})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) putKSGroup(old map[string]db.KSGroup, row db.PutKSGroupParams) error {
	if have, ok := old[row.ID]; ok && have == db.KSGroup(row) {
		return nil
	}
	tx.touch(KindMirror)
	return tx.rows.q.PutKSGroup(tx.ctx, row)
}

// SaveGroupDetail replaces what is known of one group: its name, doors and
// schedules, as they were just read.
func (tx *Tx) SaveGroupDetail(space SpaceID, g KSGroup) error {
	g.Detailed = true
	row, err := ksGroupRow(space, g)
	if err != nil {
		return err
	}
	have, err := maybe(tx.rows.q.KSGroup(tx.ctx, db.KSGroupParams{SpaceID: int64(space), ID: g.ID}))
	if err != nil || (have != nil && *have == db.KSGroup(row)) {
		return wrap(err, "group of KS")
	}
	tx.touch(KindMirror)
	return wrap(tx.rows.q.PutKSGroup(tx.ctx, row), "group of KS")
}

// ResolveRefs gives references of plans, rooms and extra doors that know only
// a name the id of the one door or group of the mirror that bears it, and
// follows renames. Managed groups and what is gone do not count. It does not
// count as an edit: no revision changes.
func (tx *Tx) ResolveRefs(space SpaceID) error {
	q := tx.rows.q
	for _, step := range []struct {
		kind Kind
		do   func(context.Context, int64) (int64, error)
	}{
		{KindPlan, q.ResolvePlanGroups}, {KindPlan, q.MergePlanGroups}, {KindPlan, q.RenamePlanGroups},
		{KindPerson, q.ResolveExtraDoors}, {KindPerson, q.MergeExtraDoors}, {KindPerson, q.RenameExtraDoors},
		{KindRoom, q.ResolveRoomDoors}, {KindRoom, q.MergeRoomDoors}, {KindRoom, q.RenameRoomDoors},
		{KindRoom, q.ResolveRoomGroups}, {KindRoom, q.MergeRoomGroups}, {KindRoom, q.RenameRoomGroups},
	} {
		n, err := step.do(tx.ctx, int64(space))
		if err != nil {
			return wrap(err, "references")
		}
		if n > 0 {
			tx.touch(step.kind)
		}
	}
	return nil
}

func byID[T any](list []T, id func(T) string) map[string]T {
	m := make(map[string]T, len(list))
	for _, v := range list {
		m[id(v)] = v
	}
	return m
}

func setOf(list []string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, v := range list {
		m[v] = true
	}
	return m
}
