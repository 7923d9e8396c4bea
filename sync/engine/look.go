package engine

import (
	"context"
	"fmt"
	"slices"
	"strconv"
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
	zones, err := e.hubZones(ctx, space.SiteID)
	if err != nil {
		return m, nil, err
	}
	locks, err := r.Locks(ctx, space.SiteID)
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
			State: l.LockedState, Privacy: l.PrivacyMode, Zone: zones[l.IQ.ID],
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

// hubZones reads the time zones of the hubs, by id. A site that does not show
// its hubs is no reason to stop: then the site's own zone counts.
func (e *Engine) hubZones(ctx context.Context, site string) (map[string]string, error) {
	hubs, err := e.cfg.Remote.IQs(ctx, site)
	if k := ks.KindOf(err); k == ks.NotFound || k == ks.Forbidden || k == ks.Final || k == ks.Unusable {
		e.cfg.Logger.InfoContext(ctx, "the site shows no hubs", "err", err)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	zones := make(map[string]string, len(hubs))
	for _, h := range hubs {
		zones[h.ID] = h.Zone
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

// detailMemory is for how long a look that fails half-way passes on what it
// has read. Each group takes requests of its own, and on a day on which one
// in thirty fails no look at a large site would ever come to its end.
const detailMemory = 5 * time.Minute

// details are the groups that looks have read since the last that came to its
// end.
type details struct {
	groups map[string]store.KSGroup
	until  time.Time
}

func (d *details) read(ctx context.Context, e *Engine, site string, g store.KSGroup) (store.KSGroup, error) {
	if now := e.cfg.Now(); d.groups == nil || now.After(d.until) {
		d.groups, d.until = make(map[string]store.KSGroup), now.Add(detailMemory)
	}
	if known, ok := d.groups[g.ID]; ok {
		known.Name = g.Name
		return known, nil
	}
	g, err := e.detail(ctx, site, g)
	if err == nil {
		d.groups[g.ID] = g
		e.site.ok() // it goes on, so there is no reason for ever longer pauses
	}
	return g, err
}

func (d *details) forget() { d.groups = nil }

func (e *Engine) detail(ctx context.Context, site string, g store.KSGroup) (store.KSGroup, error) {
	locks, err := e.cfg.Remote.GroupLocks(ctx, site, g.ID)
	if err != nil {
		return g, err
	}
	schedules, err := e.cfg.Remote.Schedules(ctx, site, g.ID)
	if err != nil {
		return g, err
	}
	g.Detailed = true
	for _, l := range locks {
		g.Doors = append(g.Doors, l.ID)
	}
	for _, s := range schedules {
		g.Schedules = append(g.Schedules, store.Schedule{
			ID: s.ID, Days: s.Days, StartTime: s.StartTime, EndTime: s.EndTime, StartDate: s.StartDate, EndDate: s.EndDate,
		})
	}
	return g, nil
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
	if k := ks.KindOf(err); k == ks.NotFound || k == ks.Forbidden || k == ks.Final || k == ks.Unusable {
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

// managedPrefix begins the name of every group that this file's Latchkey made.
func managedPrefix(install string) string { return "Latchkey " + install + "-" }

// adoptGroups takes groups that bear our mark into the ledger where it lost
// them. One that nothing wants any more, or a second one for the same key, is
// then deleted like any other that is not in the target.
func (e *Engine) adoptGroups(tx *store.Tx, ledger store.Ledger, groups []ks.Group, prefix string) error {
	known := make(map[string]bool, len(ledger.Groups))
	for _, g := range ledger.Groups {
		known[g.RemoteID] = true
	}
	for _, g := range groups {
		if known[g.ID] {
			continue
		}
		key := keyOfName(strings.TrimPrefix(g.Name, prefix))
		if _, taken := ledger.Groups[key]; taken || key == "" {
			key = "orphan:" + g.ID
		}
		lg := store.LedgerGroup{Key: key, RemoteID: g.ID, State: store.GroupState{Name: g.Name}}
		ledger.Groups[key] = lg
		if err := tx.PutGroup(e.cfg.Space, lg); err != nil {
			return err
		}
	}
	return nil
}

// keyOfName returns the ledger's key for the end of a managed group's name,
// "" for one that no Latchkey gives.
func keyOfName(suffix string) string {
	digits, extra := strings.CutPrefix(suffix, "m")
	n, err := strconv.ParseInt(digits, 10, 64)
	switch {
	case err != nil:
		return ""
	case extra:
		return access.DoorsKey(store.PersonID(n))
	default:
		return access.BookingKey(store.BookingID(n))
	}
}

// adoptUsers takes users that bear our mark into the ledger where it lost
// them, and notes who has finished their profile since.
func (e *Engine) adoptUsers(tx *store.Tx, ledger store.Ledger, users []ks.User, install string) error {
	bySiteID := make(map[string]store.LedgerUser, len(ledger.Users))
	for _, u := range ledger.Users {
		bySiteID[u.SiteUserID] = u
	}
	for _, u := range users {
		lu, bound := bySiteID[u.ID]
		if bound {
			if lu.HasProfile == u.HasProfile {
				continue
			}
			lu.HasProfile = u.HasProfile
		} else {
			var id store.PersonID
			if n, err := fmt.Sscanf(u.Alias, "latchkey-"+install+"-%d", &id); n != 1 || err != nil {
				continue
			}
			if _, taken := ledger.Users[id]; taken {
				continue
			}
			lu = store.LedgerUser{Person: id, SiteUserID: u.ID, PlatformID: u.PlatformID, HasProfile: u.HasProfile, State: store.UserState{
				FirstName: u.FirstName, LastName: u.LastName, Email: u.Email, Subscribed: u.Subscribed,
			}}
		}
		ledger.Users[lu.Person] = lu
		if err := tx.PutUser(e.cfg.Space, lu); err != nil {
			return err
		}
	}
	return nil
}
