package engine

import (
	"context"
	"slices"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/sync/access"
	"latchkey/sync/ks"
	"latchkey/sync/reconcile"
)

// maxDetails is how many standing groups are read in full at a look; on a
// site with more, only those that a plan or a room uses are.
const maxDetails = 50

// fullLook reads the site, its doors, groups and users: what it takes to know
// what is there and what is not. Until a look has worked, nothing is written.
// What is in the groups is read by and by (lookAround), unless the desk asked.
func (e *Engine) fullLook(ctx context.Context, p *plan) error {
	err := e.look(ctx, p)
	if err != nil {
		if fromKS(err) && ctx.Err() == nil {
			e.siteFailed(err)
		}
		return err
	}
	e.site.ok()
	if e.lookDue {
		e.sweepFrom = e.cfg.Now()
	}
	e.looked, e.lookDue = true, false
	e.details.forget()
	return nil
}

func (e *Engine) look(ctx context.Context, p *plan) error {
	began := e.cfg.Now()
	mirror, groups, err := e.readSite(ctx, p)
	if err != nil {
		return err
	}
	if err := e.readUsers(ctx, p); err != nil {
		return err
	}
	tags, err := e.siteTags(ctx, p.space.SiteID)
	if err != nil {
		return err
	}
	return e.record(ctx, p, func(b *book) error {
		for _, g := range mirror.Groups {
			if err := b.logStanding(g); err != nil {
				return err
			}
		}
		if err := b.tx.SaveMirror(e.cfg.Space, mirror); err != nil {
			return err
		}
		if err := b.tx.ResolveRefs(e.cfg.Space); err != nil {
			return err
		}
		if err := tags.write(b); err != nil {
			return err
		}
		for _, g := range groups {
			if err := b.seeGroup(began, g.ID, g.Name); err != nil {
				return err
			}
		}
		if err := b.seeAllGroups(began); err != nil {
			return err
		}
		return e.useFreeSeats(b.tx, p.work, mirror.Site)
	})
}

// useFreeSeats takes those who were left without a seat back into the queue
// once the site has one.
func (e *Engine) useFreeSeats(tx *store.Tx, work map[string]store.Work, site store.KSSite) error {
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

// readSite reads what the mirror holds, and all groups.
func (e *Engine) readSite(ctx context.Context, p *plan) (m store.Mirror, all []ks.Group, err error) {
	r, id := e.cfg.Remote, p.space.SiteID
	site, err := e.ksSite(ctx, id)
	if err != nil {
		return m, nil, err
	}
	locks, err := r.Locks(ctx, id)
	if err != nil {
		return m, nil, err
	}
	zones, err := e.hubZones(ctx, id, locks)
	if err != nil {
		return m, nil, err
	}
	if all, err = everything(ctx, e, func() *ks.Pages[ks.Group] { return r.GroupPages(id) }); err != nil {
		return m, nil, err
	}
	m.Site = store.KSSite{
		ID: site.ID, Name: site.Name, Zone: site.Zone, SeatsUsed: site.SeatsUsed, SeatsBought: site.SeatsBought,
		SubscriptionValid: site.SubscriptionValid, LookedAt: e.cfg.Now(),
	}
	for _, l := range locks {
		m.Doors = append(m.Doors, mirroredDoor(l, zones[l.ID]))
	}
	m.Groups, err = e.readDetails(ctx, p, all)
	return m, all, err
}

// readDetails reads the doors and schedules of the standing groups.
func (e *Engine) readDetails(ctx context.Context, p *plan, all []ks.Group) ([]store.KSGroup, error) {
	standing := slices.DeleteFunc(slices.Clone(all), func(g ks.Group) bool { return p.managed(g.ID, g.Name) })
	used, err := e.usedGroups(ctx)
	if err != nil {
		return nil, err
	}
	var out []store.KSGroup
	for _, g := range standing {
		kg := store.KSGroup{ID: g.ID, Name: g.Name}
		if len(standing) <= maxDetails || used[g.ID] || used[g.Name] {
			kg, err = e.details.read(ctx, e, p.space.SiteID, kg)
			if ks.KindOf(err) == ks.NotFound {
				continue // deleted since the list was read
			}
			if err != nil {
				return nil, err
			}
		}
		out = append(out, kg)
	}
	return out, nil
}

// managed tells whether a group is one that Latchkey made.
func (p *plan) managed(id, name string) bool {
	if strings.HasPrefix(name, access.GroupPrefix(p.in.Snap.Install)) {
		return true
	}
	for _, g := range p.in.Ledger.Groups {
		if g.RemoteID == id {
			return true
		}
	}
	return false
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
