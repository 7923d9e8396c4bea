package engine

import (
	"context"
	"slices"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/sync/ks"
	"latchkey/sync/reconcile"
)

// maxDetails is how many standing groups are read in full at a look; on a
// site with more, only those that a plan or a room uses are.
const maxDetails = 50

// fullLook looks at the site and reads what the ledger knows too little of, so
// that only what it lacks is added. Until a look has worked, nothing is written.
func (e *Engine) fullLook(ctx context.Context) error {
	unread, err := e.look(ctx)
	if err == nil {
		err = e.observeAll(ctx, unread)
	}
	if err != nil {
		if fromKS(err) && ctx.Err() == nil {
			e.siteFailed(err)
		}
		return err
	}
	e.site.ok()
	e.looked, e.lookDue = true, false
	e.details.forget()
	return nil
}

// look reads the site, its doors and groups, and finds what Latchkey made
// there and this file does not know of (after the restore of a backup).
// It returns what the ledger knows no more of than the id, such as what it
// took over.
func (e *Engine) look(ctx context.Context) ([]reconcile.Object, error) {
	space, err := e.cfg.Store.Space(ctx, e.cfg.Space)
	if err != nil {
		return nil, err
	}
	meta, err := e.cfg.Store.Meta(ctx)
	if err != nil {
		return nil, err
	}
	mirror, groups, err := e.readSite(ctx, space, managedPrefix(meta.Install))
	if err != nil {
		return nil, err
	}
	ksUsers, err := e.cfg.Remote.Users(ctx, space.SiteID)
	if err != nil {
		return nil, err
	}
	tags, err := e.readTags(ctx, space.SiteID)
	if err != nil {
		return nil, err
	}
	ledger, err := e.cfg.Store.Ledger(ctx, e.cfg.Space)
	if err != nil {
		return nil, err
	}
	work, err := e.cfg.Store.Work(ctx, e.cfg.Space)
	if err != nil {
		return nil, err
	}
	_, err = e.cfg.Store.Do(ctx, store.ActorSync, func(tx *store.Tx) error {
		if err := tx.SaveMirror(e.cfg.Space, mirror); err != nil {
			return err
		}
		if err := tx.ResolveRefs(e.cfg.Space); err != nil {
			return err
		}
		for _, t := range tags {
			if err := tx.SaveTag(&t); err != nil {
				return err
			}
		}
		if err := e.adoptGroups(tx, ledger, groups, managedPrefix(meta.Install)); err != nil {
			return err
		}
		if err := e.adoptUsers(tx, ledger, ksUsers, meta.Install); err != nil {
			return err
		}
		return e.useFreeSeats(tx, work, mirror.Site)
	})
	return unread(ledger), err
}

// unread are the objects of which the ledger has nothing but the id.
func unread(l store.Ledger) []reconcile.Object {
	var out []reconcile.Object
	for id, u := range l.Users {
		if u.ConfirmedAt.IsZero() {
			out = append(out, reconcile.UserObject(id))
		}
	}
	for key, g := range l.Groups {
		if g.ConfirmedAt.IsZero() {
			out = append(out, reconcile.GroupObject(key))
		}
	}
	slices.Sort(out)
	return out
}

// useFreeSeats takes those who were left without a seat back into the queue
// once the site has one.
func (e *Engine) useFreeSeats(tx *store.Tx, work []store.Work, site store.KSSite) error {
	if site.SeatsUsed >= site.SeatsBought {
		return nil
	}
	for _, w := range work {
		if w.Phase != store.PhaseParked || reconcile.Op(w.Op) != reconcile.Subscribe {
			continue
		}
		w.Phase, w.Attempts, w.NotBefore = store.PhaseWaiting, 0, time.Time{}
		if err := tx.PutWork(e.cfg.Space, w); err != nil {
			return err
		}
	}
	return nil
}

// observeAll reads objects from KS into the ledger.
func (e *Engine) observeAll(ctx context.Context, objects []reconcile.Object) error {
	if len(objects) == 0 {
		return nil
	}
	p, err := e.plan(ctx)
	if err != nil {
		return err
	}
	for _, o := range objects {
		if err := e.observe(ctx, p, o); err != nil {
			return err
		}
	}
	return nil
}

// readSite reads what the mirror holds, and the groups that Latchkey made.
func (e *Engine) readSite(ctx context.Context, space store.Space, prefix string) (m store.Mirror, managed []ks.Group, err error) {
	r := e.cfg.Remote
	site, err := e.ksSite(ctx, space.SiteID)
	if err != nil {
		return m, nil, err
	}
	locks, err := r.Locks(ctx, space.SiteID)
	if err != nil {
		return m, nil, err
	}
	zones, err := e.hubZones(ctx, space.SiteID, locks)
	if err != nil {
		return m, nil, err
	}
	groups, err := r.Groups(ctx, space.SiteID)
	if err != nil {
		return m, nil, err
	}
	m.Site = store.KSSite{
		ID: site.ID, Name: site.Name, Zone: site.Zone, SeatsUsed: site.SeatsUsed, SeatsBought: site.SeatsBought,
		SubscriptionValid: site.SubscriptionValid, LookedAt: e.cfg.Now(),
	}
	for _, l := range locks {
		m.Doors = append(m.Doors, store.KSDoor{
			ID: l.ID, Name: l.Name, Online: l.Online, IQ: l.IQ.Name, IQOnline: l.IQ.Online,
			State: l.LockedState, Privacy: l.PrivacyMode, Zone: zones[l.ID],
		})
	}
	managed = slices.DeleteFunc(slices.Clone(groups), func(g ks.Group) bool { return !strings.HasPrefix(g.Name, prefix) })
	used, err := e.usedGroups(ctx)
	if err != nil {
		return m, nil, err
	}
	detailAll := len(groups)-len(managed) <= maxDetails
	for _, g := range groups {
		if strings.HasPrefix(g.Name, prefix) {
			continue
		}
		kg := store.KSGroup{ID: g.ID, Name: g.Name}
		if detailAll || used[g.ID] || used[g.Name] {
			kg, err = e.details.read(ctx, e, space.SiteID, kg)
			if ks.KindOf(err) == ks.NotFound {
				continue // deleted since the list was read
			}
			if err != nil {
				return m, nil, err
			}
		}
		m.Groups = append(m.Groups, kg)
	}
	return m, managed, nil
}

// hubZones reads the time zones of the doors' hubs, by door. A site that does
// not show its hubs is no reason to stop: then what an earlier look has seen
// goes on to count, and else the site's own zone.
func (e *Engine) hubZones(ctx context.Context, site string, locks []ks.Lock) (map[string]string, error) {
	zones := make(map[string]string, len(locks))
	hubs, err := e.cfg.Remote.IQs(ctx, site)
	if ks.NotOffered(err) {
		e.cfg.Logger.InfoContext(ctx, "the site shows no hubs", "err", err)
		before, err := e.cfg.Store.Mirror(ctx, e.cfg.Space)
		for _, d := range before.Doors {
			zones[d.ID] = d.Zone
		}
		return zones, err
	}
	if err != nil {
		return nil, err
	}
	byHub := make(map[string]string, len(hubs))
	for _, h := range hubs {
		byHub[h.ID] = h.Zone
	}
	for _, l := range locks {
		zones[l.ID] = byHub[l.IQ.ID]
	}
	return zones, nil
}

// usedGroups returns the ids, and names where there is no id yet, of the
// groups that plans and rooms are mapped to.
func (e *Engine) usedGroups(ctx context.Context) (map[string]bool, error) {
	used := make(map[string]bool)
	plans, err := e.cfg.Store.Plans(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range plans {
		for _, m := range p.Mappings {
			used[m.Group.ID], used[m.Group.Name] = true, true
		}
	}
	rooms, err := e.cfg.Store.Rooms(ctx, e.cfg.Space)
	if err != nil {
		return nil, err
	}
	for _, r := range rooms {
		for _, g := range r.Groups {
			used[g.ID], used[g.Name] = true, true
		}
	}
	return used, nil
}

// readTags finds the KS ids of the file's tags that lack one. A site without
// the (undocumented) list of tags is no reason to stop.
func (e *Engine) readTags(ctx context.Context, site string) ([]store.Tag, error) {
	tags, err := e.cfg.Store.Tags(ctx)
	if err != nil {
		return nil, err
	}
	tags = slices.DeleteFunc(tags, func(t store.Tag) bool { return t.KSID != "" })
	if len(tags) == 0 {
		return nil, nil
	}
	known, err := e.cfg.Remote.Tags(ctx, site)
	if ks.NotOffered(err) {
		e.cfg.Logger.InfoContext(ctx, "the site shows no tags", "err", err)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	ids := make(map[string]string, len(known))
	for _, t := range known {
		ids[t.Number] = t.ID
	}
	for i := range tags {
		tags[i].KSID = ids[tags[i].Number]
	}
	return slices.DeleteFunc(tags, func(t store.Tag) bool { return t.KSID == "" }), nil
}
