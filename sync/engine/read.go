package engine

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/store/mistake"
	"latchkey/sync/ks"
	"latchkey/sync/reconcile"
)

// What is read from KS is written down as it was seen, and nothing is decided
// here: package reconcile compares it.

// part is one list of a group.
type part string

const (
	people    part = "people"
	doors     part = "doors"
	schedules part = "schedules"
)

var allParts = []part{people, doors, schedules}

// observe reads an object whole.
func (e *Engine) observe(ctx context.Context, p *plan, o reconcile.Object) error {
	return e.read(ctx, p, o, allParts)
}

// read reads an object: a user, the people of a standing group, or some parts
// of a managed group.
func (e *Engine) read(ctx context.Context, p *plan, o reconcile.Object, parts []part) error {
	switch kind, id := o.Split(); kind {
	case "user":
		return e.readUser(ctx, p, person(id))
	case "members":
		return e.readStanding(ctx, p, id)
	default:
		return e.readManaged(ctx, p, id, parts)
	}
}

func person(id string) store.PersonID {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return 0 // no person has it
	}
	return store.PersonID(n)
}

// readUser reads a person's KS user: by id, or, when the ledger has none,
// among all, by our mark.
func (e *Engine) readUser(ctx context.Context, p *plan, id store.PersonID) error {
	have, bound := p.in.Ledger.Users.Get(id)
	if !bound {
		return e.findUser(ctx, p, id)
	}
	at := e.cfg.Now()
	u, err := e.cfg.Remote.User(ctx, p.space.SiteID, have.SiteUserID)
	if ks.KindOf(err) == ks.NotFound {
		return e.notThere(ctx, p, reconcile.UserObject(id), have.ConfirmedAt, func(b *book) error { return b.missUser(at, have.SiteUserID) })
	}
	if err != nil {
		return err
	}
	return e.record(ctx, p, func(b *book) error { return b.seeUser(at, u) })
}

// findUser reads all users and takes the one with a person's mark: the address
// that the user was made with may have been corrected since.
func (e *Engine) findUser(ctx context.Context, p *plan, id store.PersonID) error {
	if !p.usersRead { // once for all whose create is open
		if err := e.readUsers(ctx, p); err != nil {
			return err
		}
		p.usersRead = true
	}
	if mistake.On(mistake.NoAdoption) {
		return nil
	}
	u, found := p.in.Marked(id)
	if !found {
		return nil
	}
	return e.record(ctx, p, func(b *book) error {
		return b.PutUser(store.LedgerUser{Person: id, SiteUserID: u.ID, PlatformID: u.PlatformID, HasProfile: u.HasProfile})
	})
}

// notThere takes note that something is not in KS, unless KS may only be late
// in showing it, and the site is there to be asked.
func (e *Engine) notThere(ctx context.Context, p *plan, o reconcile.Object, changed time.Time, miss func(b *book) error) error {
	if !p.open(string(o) + "/delete") {
		if e.mayBeLate(p, o, changed) {
			return nil
		}
		if err := e.siteStands(ctx, p); err != nil {
			return err
		}
	}
	return e.record(ctx, p, miss)
}

// mayBeLate tells whether that KS does not show an object proves nothing yet:
// it was made, or last changed, only just now.
func (e *Engine) mayBeLate(p *plan, o reconcile.Object, changed time.Time) bool {
	fresh := func(t time.Time) bool { return e.cfg.Now().Before(t.Add(e.cfg.Settle)) }
	return fresh(changed) || p.open(string(o)) && fresh(p.work[string(o)].SentAt)
}

// siteStands makes sure that the site itself is there and ours before anything
// in it is taken for removed.
func (e *Engine) siteStands(ctx context.Context, p *plan) error {
	_, err := e.ksSite(ctx, p.space.SiteID)
	return err
}

// readStanding reads who is in a standing group. One that is gone has nobody.
func (e *Engine) readStanding(ctx context.Context, p *plan, group string) error {
	at := e.cfg.Now()
	members, err := everything(ctx, e, func() *ks.Pages[ks.Member] { return e.cfg.Remote.MemberPages(p.space.SiteID, group) })
	if ks.KindOf(err) == ks.NotFound {
		e.lookDue = true // the list of groups tells whether it is gone
		if err = e.siteStands(ctx, p); err == nil {
			members = nil
		}
	}
	if err != nil {
		return err
	}
	return e.record(ctx, p, func(b *book) error { return b.seePeople(at, group, members) })
}

// readManaged reads parts of a managed group: by id, or, when the ledger has
// none, first its id by its name.
func (e *Engine) readManaged(ctx context.Context, p *plan, key string, parts []part) error {
	have := p.in.Ledger.Groups[key]
	if have.RemoteID == "" {
		found, err := e.findGroup(ctx, p, key)
		if err != nil || !found {
			return err
		}
		have = p.in.Ledger.Groups[key]
	}
	for _, what := range parts {
		at := e.cfg.Now()
		see, err := e.readPart(ctx, p, have.RemoteID, what)
		if ks.KindOf(err) == ks.NotFound {
			return e.notThere(ctx, p, reconcile.GroupObject(key), have.ConfirmedAt, func(b *book) error { return b.missGroup(at, have.RemoteID) })
		}
		if err != nil {
			return err
		}
		err = e.record(ctx, p, func(b *book) error {
			if err := b.seeGroup(at, have.RemoteID, have.State.Name); err != nil {
				return err
			}
			return see(b, at)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *Engine) readPart(ctx context.Context, p *plan, id string, what part) (see func(b *book, at time.Time) error, err error) {
	site, r := p.space.SiteID, e.cfg.Remote
	switch what {
	case people:
		list, err := everything(ctx, e, func() *ks.Pages[ks.Member] { return r.MemberPages(site, id) })
		return func(b *book, at time.Time) error { return b.seePeople(at, id, list) }, err
	case doors:
		list, err := r.GroupLocks(ctx, site, id)
		return func(b *book, at time.Time) error { return b.seeDoors(at, id, list) }, err
	default:
		list, err := r.Schedules(ctx, site, id)
		return func(b *book, at time.Time) error { return b.seeSchedules(at, id, list) }, err
	}
}

// findGroup looks for a managed group by its name, wanted or not, and takes
// its id.
func (e *Engine) findGroup(ctx context.Context, p *plan, key string) (bool, error) {
	name := p.groupName(key)
	if name == "" {
		return false, nil
	}
	at := e.cfg.Now()
	groups, err := e.cfg.Remote.GroupsByName(ctx, p.space.SiteID, name)
	if err != nil || len(groups) == 0 || mistake.On(mistake.NoAdoption) {
		return false, err
	}
	id := groups[0].ID
	return true, e.record(ctx, p, func(b *book) error {
		if err := b.seeGroup(at, id, name); err != nil {
			return err
		}
		return b.PutGroup(store.LedgerGroup{Key: key, RemoteID: id, State: store.GroupState{Name: name}})
	})
}

// everything reads all pages of a list. Between two of them the desk's edits
// have their turn; a list that may have changed by that is read from its
// beginning, for it may leave something out, but not for ever.
func everything[T any](ctx context.Context, e *Engine, list func() *ks.Pages[T]) ([]T, error) {
	for again := 0; ; again++ {
		all, whole, err := readPages(ctx, e, list(), again < mostRestarts)
		if err != nil || whole {
			return all, err
		}
	}
}

// mostRestarts is how often edits may have a list read from its beginning.
// After that only who is blocked at once goes between its pages.
const mostRestarts = 2

// readPages reads a list, until steps other than those that go first were made in
// between.
func readPages[T any](ctx context.Context, e *Engine, list *ks.Pages[T], mayStop bool) (all []T, whole bool, err error) {
	for list.More() {
		items, err := list.Next(ctx)
		if err != nil {
			return nil, false, err
		}
		all = append(all, items...)
		if mistake.On(mistake.NoCompleteness) {
			break
		}
		if list.More() && e.editedWithin(ctx, list.Wait()) {
			stepped, err := e.goBetween(ctx, mayStop)
			if err != nil || stepped {
				return nil, false, err
			}
		}
	}
	return all, true, nil
}

// editedWithin tells whether somebody edits before the next request may go. Who is
// blocked meanwhile does not wait for that request as well.
func (e *Engine) editedWithin(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-e.wake:
		e.Wake() // for the plan that is to come
	case <-timer.C:
	case <-ctx.Done():
	}
	return e.edited()
}

// goBetween makes the steps of edits while something long goes on: those that
// take everything from people who were blocked, and, where it may, all that are
// ready. It tells whether there were any of the latter.
func (e *Engine) goBetween(ctx context.Context, all bool) (stepped bool, err error) {
	all = all && e.looked && !e.between // before the first look nothing else is sent
	was := e.between
	e.between = true
	defer func() { e.between, e.stale = was, e.stale || all }()
	for range maxRounds {
		if all {
			e.noticeEdits()
		}
		p, err := e.plan(ctx)
		if err != nil {
			return stepped, err
		}
		now := e.cfg.Now()
		steps := p.urgent(now)
		if len(steps) == 0 && all && !e.overslept() {
			steps = p.ready(now)
			stepped = stepped || len(steps) > 0
		}
		if len(steps) == 0 {
			return stepped, nil
		}
		if err := e.apply(ctx, p, steps); err != nil {
			return stepped, err
		}
	}
	return stepped, nil
}

// readUsers reads all users of the site.
func (e *Engine) readUsers(ctx context.Context, p *plan) error {
	began := e.cfg.Now()
	users, err := everything(ctx, e, func() *ks.Pages[ks.User] { return e.cfg.Remote.UserPages(p.space.SiteID) })
	if err != nil {
		return err
	}
	return e.record(ctx, p, func(b *book) error {
		for _, u := range users {
			if err := b.seeUser(began, u); err != nil {
				return err
			}
		}
		return b.seeAllUsers(began)
	})
}

// seeAllUsers ends a reading of all users: who was not in it is not there.
func (b *book) seeAllUsers(began time.Time) error {
	began = began.Truncate(time.Second)
	maps.DeleteFunc(b.in.Seen.Users, func(_ string, u store.KSUser) bool { return u.At.Before(began) || u.At.After(b.tx.Now) })
	b.in.Seen.UsersAt = began
	return b.tx.SeeAllUsers(b.space.ID, began)
}

// seeAllGroups is seeAllUsers for groups.
func (b *book) seeAllGroups(began time.Time) error {
	began = began.Truncate(time.Second)
	maps.DeleteFunc(b.in.Seen.Groups, func(_ string, g store.SeenGroup) bool { return g.At.Before(began) || g.At.After(b.tx.Now) })
	b.in.Seen.GroupsAt = began
	return b.tx.SeeAllGroups(b.space.ID, began)
}

// partsOf are the parts of a group that open steps are about.
func partsOf(rows []store.Work) []part {
	var parts []part
	for _, w := range rows {
		switch _, suffix, _ := strings.Cut(w.Key, "/"); {
		case strings.HasPrefix(suffix, "person/"), strings.HasPrefix(suffix, "stranger/"):
			parts = append(parts, people)
		case strings.HasPrefix(suffix, "door/"):
			parts = append(parts, doors)
		case suffix == "window", suffix == "cut", strings.HasPrefix(suffix, "schedule/"):
			parts = append(parts, schedules)
		}
	}
	if len(parts) == 0 { // it was made or deleted: any list of it tells whether it is there
		return []part{doors}
	}
	slices.Sort(parts)
	return slices.Compact(parts)
}
