package engine

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/sync/access"
	"latchkey/sync/ks"
	"latchkey/sync/reconcile"
)

// askAboutSent asks KS what became of requests whose outcome is open, object
// by object. It tells whether it asked about any.
func (e *Engine) askAboutSent(ctx context.Context, p *plan) (bool, error) {
	now := e.cfg.Now()
	objects := make(map[reconcile.Object]bool)
	for key, w := range p.work {
		if w.Phase == store.PhaseSent && !w.NotBefore.After(now) {
			objects[objectOf(key)] = true
		}
	}
	for _, o := range slices.Sorted(maps.Keys(objects)) {
		if err := e.readBack(ctx, p, o); err != nil {
			return true, err
		}
	}
	return len(objects) > 0, nil
}

// objectOf returns the object of a step's key, which begins with it.
func objectOf(key string) reconcile.Object {
	object, _, _ := strings.Cut(key, "/")
	return reconcile.Object(object)
}

// readBack reads an object from KS, brings the ledger up to date, and settles
// every open step of that object: done, or to be tried again. While KS may
// still be late in showing something, an absent object leaves its steps open.
func (e *Engine) readBack(ctx context.Context, p *plan, o reconcile.Object) error {
	if err := e.observe(ctx, p, o); err != nil {
		if !fromKS(err) || e.siteFailed(err) || ctx.Err() != nil {
			return err
		}
		return e.postpone(ctx, p, o, err)
	}
	e.site.ok()
	_, err := e.cfg.Store.Do(ctx, store.ActorSync, func(tx *store.Tx) error {
		for _, w := range p.openRows(o) {
			if err := e.settle(tx, p, w); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// openRows are the rows of an object whose outcome is open, by key.
func (p *plan) openRows(o reconcile.Object) []store.Work {
	var rows []store.Work
	for key, w := range p.work {
		if w.Phase == store.PhaseSent && objectOf(key) == o {
			rows = append(rows, w)
		}
	}
	return sorted(rows)
}

// noSeat is what the desk is told of a user that KS gives no seat.
var noSeat = store.Sentence{Text: "SALTO KS has no free seat. Buy seats there or free one, then press “Try again”."}

// settle decides about one open step after its object was read: done, open
// for a while longer, not wanted any more, or to be tried again.
func (e *Engine) settle(tx *store.Tx, p *plan, w store.Work) error {
	s, stillThere := p.byKey[w.Key]
	wanted := stillThere && s.Wish() == w.Wish
	young := e.cfg.Now().Before(w.SentAt.Add(e.cfg.Settle))
	switch {
	case wanted && reconcile.Done(s, p.ledger):
		return e.drop(tx, p, w, "confirmed")
	case !stillThere && reconcile.Done(sent(w), p.ledger):
		return e.drop(tx, p, w, "looked")
	case young && (wanted || !stillThere || p.unborn(w)):
		// What KS is late in showing must be seen also when nobody wants it now.
		w.NotBefore = e.cfg.Now().Add(e.backoff(w.Attempts))
	case !stillThere:
		return e.drop(tx, p, w, "looked")
	case s.Op == reconcile.UpdateUser && w.Error.Text == "" && w.Attempts >= unheededAttempts:
		w.Phase = store.PhaseParked
		w.Error = unheeded
	case s.Op == reconcile.Subscribe && w.Attempts >= seatAttempts:
		// KS answers 2xx and leaves the user suspended when no seat is free.
		w.Phase = store.PhaseParked
		w.Error = noSeat
	default:
		w.Phase = store.PhaseWaiting
		if wanted {
			w.NotBefore = e.cfg.Now().Add(e.backoff(w.Attempts))
		}
	}
	p.work[w.Key] = w
	return tx.PutWork(e.cfg.Space, w)
}

// unheeded is what the desk is told of a change that KS accepts and does not
// make: how some are to be asked for is not documented.
var unheeded = store.Sentence{Text: "SALTO KS accepts this change and does not make it. Make it there by hand, then press “Try again”."}

// unheededAttempts is how often such a change is asked for.
const unheededAttempts = 5

// seatAttempts is how often a seat is asked for before it is taken that there
// is none: a request that was lost looks the same.
const seatAttempts = 3

// sent is the step of an open row as far as the row knows it.
func sent(w store.Work) reconcile.Step {
	o := objectOf(w.Key)
	s := reconcile.Step{Key: w.Key, Object: o, Op: reconcile.Op(w.Op), Person: w.Person}
	_, s.Group = o.Split()
	_, s.Door, _ = strings.Cut(w.Key, "/door/")
	return s
}

func (e *Engine) drop(tx *store.Tx, p *plan, w store.Work, kind string) error {
	delete(p.work, w.Key)
	if err := tx.DropWork(e.cfg.Space, w.Key); err != nil {
		return err
	}
	return tx.Log(store.LogLine{Space: e.cfg.Space, Kind: kind, Person: w.Person, What: w.What})
}

// unborn tells whether a row is about making something that KS has not shown
// yet. Only such a request must not be sent twice: there would be two of it.
func (p *plan) unborn(w store.Work) bool {
	_, id := objectOf(w.Key).Split()
	switch reconcile.Op(w.Op) {
	case reconcile.CreateUser:
		return p.ledger.Users[w.Person].ConfirmedAt.IsZero()
	case reconcile.CreateGroup:
		return p.ledger.Groups[id].ConfirmedAt.IsZero()
	case reconcile.SetWindow:
		return p.ledger.Groups[id].ScheduleID == ""
	}
	return false
}

// mayBeLate tells whether that KS does not show an object proves nothing yet:
// it was made, or was last seen, only just now. What we deleted is gone.
func (e *Engine) mayBeLate(p *plan, o reconcile.Object, seen time.Time) bool {
	if p.open(string(o) + "/delete") {
		return false
	}
	fresh := func(t time.Time) bool { return e.cfg.Now().Before(t.Add(e.cfg.Settle)) }
	return fresh(seen) || p.open(string(o)) && fresh(p.work[string(o)].SentAt)
}

// postpone puts off an object that could not be read.
func (e *Engine) postpone(ctx context.Context, p *plan, o reconcile.Object, cause error) error {
	_, err := e.cfg.Store.Do(ctx, store.ActorSync, func(tx *store.Tx) error {
		for key, w := range p.work {
			if w.Phase != store.PhaseSent || objectOf(key) != o {
				continue
			}
			w.NotBefore, w.Error = e.cfg.Now().Add(e.backoff(w.Attempts)), trouble(cause)
			p.work[key] = w
			if err := tx.PutWork(e.cfg.Space, w); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// observe reads an object from KS into the ledger.
func (e *Engine) observe(ctx context.Context, p *plan, o reconcile.Object) error {
	switch kind, id := o.Split(); kind {
	case "user":
		return e.observeUser(ctx, p, person(id))
	case "members":
		return e.observeMembers(ctx, p, id)
	default:
		return e.observeGroup(ctx, p, id)
	}
}

func person(id string) store.PersonID {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return 0 // no person has it
	}
	return store.PersonID(n)
}

// observeUser reads a person's KS user: by id, or, when a create is open, by
// our mark.
func (e *Engine) observeUser(ctx context.Context, p *plan, id store.PersonID) error {
	have, bound := p.ledger.Users[id]
	if !bound {
		u, found, err := e.findUser(ctx, p, id)
		if err != nil || !found {
			return err
		}
		return e.recordUser(ctx, p, id, u)
	}
	u, err := e.cfg.Remote.User(ctx, p.space.SiteID, have.SiteUserID)
	switch {
	case ks.KindOf(err) == ks.NotFound && e.mayBeLate(p, reconcile.UserObject(id), have.ConfirmedAt):
		return nil
	case ks.KindOf(err) == ks.NotFound:
		return e.userGone(ctx, p, have)
	case err != nil:
		return err
	}
	return e.recordUser(ctx, p, id, u)
}

// findUser looks for a user by our mark among all: the address that it was
// made with may have been corrected since.
func (e *Engine) findUser(ctx context.Context, p *plan, id store.PersonID) (ks.User, bool, error) {
	users, err := e.cfg.Remote.Users(ctx, p.space.SiteID)
	if err != nil {
		return ks.User{}, false, err
	}
	at := slices.IndexFunc(users, func(u ks.User) bool { return u.Alias == alias(p.install, id) })
	if at < 0 {
		return ks.User{}, false, nil
	}
	return users[at], true, nil
}

// recordUser takes what KS shows of a user into the ledger. Whether the user
// has a seat is taken over only where one of our own steps was about it: what
// somebody else made narrower must not look like something still to be done.
func (e *Engine) recordUser(ctx context.Context, p *plan, id store.PersonID, u ks.User) error {
	lu, bound := p.ledger.Users[id]
	subscribed, aboutSeat := u.Subscribed, !bound || lu.ConfirmedAt.IsZero()
	for _, op := range []string{"/seat", "/suspend"} {
		aboutSeat = aboutSeat || p.open(string(reconcile.UserObject(id))+op)
	}
	if !aboutSeat {
		subscribed = lu.State.Subscribed
	}
	lu.Person, lu.SiteUserID, lu.PlatformID = id, u.ID, u.PlatformID
	lu.HasProfile, lu.NoSeat = u.HasProfile, p.wantsUser(id) && !u.Subscribed
	lu.State = p.seenProfile(lu, u)
	lu.State.Subscribed = subscribed
	lu.ConfirmedAt = e.cfg.Now()
	return e.record(ctx, p, func(b *book) error { return b.putUser(lu) })
}

// seenProfile is what KS shows of a user's name, address and tag, as far as it
// is about our own open step: a tag or an address that somebody took away
// in KS must not look like one that is still to be given.
func (p *plan) seenProfile(have store.LedgerUser, u ks.User) store.UserState {
	key := string(reconcile.UserObject(have.Person)) + "/profile"
	seen := store.UserState{FirstName: u.FirstName, LastName: u.LastName, Email: u.Email, TagID: p.tags[u.TagNumber]}
	if have.ConfirmedAt.IsZero() {
		return seen
	}
	if !p.open(key) {
		return have.State
	}
	if u.TagNumber != "" && seen.TagID == "" { // a tag that the file does not know, any more
		seen.TagID = have.State.TagID
	}
	if s, wanted := p.byKey[key]; wanted && s.Wish() == p.work[key].Wish {
		if s.User.TagID == have.State.TagID {
			seen.TagID = have.State.TagID
		}
		if s.User.Email == have.State.Email {
			seen.Email = have.State.Email
		}
	}
	return seen
}

// siteStands makes sure that the site itself is there and ours before anything
// in it is taken for removed.
func (e *Engine) siteStands(ctx context.Context, p *plan) error {
	_, err := e.ksSite(ctx, p.space.SiteID)
	return err
}

// userGone forgets a KS user that is not there any more: deleted by us, or
// by somebody. Then rights are not given again by themselves: the create is
// parked until the desk asks for it.
func (e *Engine) userGone(ctx context.Context, p *plan, have store.LedgerUser) error {
	o := reconcile.UserObject(have.Person)
	ours := p.open(string(o) + "/delete")
	if !ours {
		if err := e.siteStands(ctx, p); err != nil {
			return err
		}
	}
	return e.record(ctx, p, func(b *book) error {
		if err := b.forgetUser(p.ledger, have.Person); err != nil {
			return err
		}
		if ours || !p.wantsUser(have.Person) {
			return nil
		}
		return b.tx.PutWork(b.space, parkedGone(string(o), have.Person, e.cfg.Now(), store.Sentence{
			Text: "Somebody removed {{.Name}} in SALTO KS. Press “Try again” to add them once more.",
			Args: map[string]string{"Name": strings.TrimSpace(have.State.FirstName + " " + have.State.LastName)},
		}))
	})
}

func parkedGone(key string, person store.PersonID, now time.Time, why store.Sentence) store.Work {
	return store.Work{Key: key, Wish: gone, Person: person, What: why, Phase: store.PhaseParked, Error: why, Since: now}
}

// observeMembers reads who is in a standing group. Only memberships that one
// of our own open requests is about are taken into the ledger, also when the
// request is not wanted any more: the rest is none of ours, or was made
// narrower by somebody and stays so.
func (e *Engine) observeMembers(ctx context.Context, p *plan, group string) error {
	members, err := e.cfg.Remote.GroupMembers(ctx, p.space.SiteID, group)
	isGone := ks.KindOf(err) == ks.NotFound
	if isGone {
		err = e.siteStands(ctx, p)
	}
	if err != nil {
		return err
	}
	in := make(map[string]bool, len(members))
	for _, m := range members {
		in[m.PlatformID] = true
	}
	return e.record(ctx, p, func(b *book) error {
		for _, w := range p.openRows(reconcile.MembersObject(group)) {
			k := store.MembershipKey{Group: group, Person: w.Person}
			if err := e.takeMembership(b, k, reconcile.Op(w.Op), in[p.ledger.Users[w.Person].PlatformID]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (e *Engine) takeMembership(b *book, k store.MembershipKey, op reconcile.Op, member bool) error {
	switch {
	case op == reconcile.AddMember && member:
		return b.putMembership(store.LedgerMembership{MembershipKey: k, ConfirmedAt: e.cfg.Now()})
	case op == reconcile.RemoveMember && !member:
		return b.dropMembership(k)
	}
	return nil
}

// observeGroup reads a managed group with its doors, window and people: by
// id, or, when a create is open, by its name.
func (e *Engine) observeGroup(ctx context.Context, p *plan, key string) error {
	have := p.ledger.Groups[key]
	if have.RemoteID == "" {
		found, err := e.findGroup(ctx, p, key)
		if err != nil || found.RemoteID == "" {
			return err
		}
		have = found
	}
	lg, err := e.readGroup(ctx, p, have)
	switch {
	case ks.KindOf(err) == ks.NotFound && e.mayBeLate(p, reconcile.GroupObject(key), have.ConfirmedAt):
		return nil
	case ks.KindOf(err) == ks.NotFound:
		return e.groupGone(ctx, p, have)
	case err != nil:
		return err
	}
	return e.record(ctx, p, func(b *book) error { return b.putGroup(lg) })
}

// findGroup looks for a managed group by its name, wanted or not.
func (e *Engine) findGroup(ctx context.Context, p *plan, key string) (store.LedgerGroup, error) {
	name := access.GroupName(p.install, key)
	if name == "" {
		return store.LedgerGroup{}, nil
	}
	groups, err := e.cfg.Remote.GroupsByName(ctx, p.space.SiteID, name)
	if err != nil || len(groups) == 0 {
		return store.LedgerGroup{}, err
	}
	return store.LedgerGroup{Key: key, RemoteID: groups[0].ID, State: store.GroupState{Name: name}}, nil
}

// readGroup reads what a managed group opens for whom.
func (e *Engine) readGroup(ctx context.Context, p *plan, have store.LedgerGroup) (store.LedgerGroup, error) {
	site, r := p.space.SiteID, e.cfg.Remote
	locks, err := r.GroupLocks(ctx, site, have.RemoteID)
	if err != nil {
		return have, err
	}
	schedules, err := r.Schedules(ctx, site, have.RemoteID)
	if err != nil {
		return have, err
	}
	members, err := r.GroupMembers(ctx, site, have.RemoteID)
	if err != nil {
		return have, err
	}
	have.State.Doors = e.seenDoors(p, have, locks)
	have.State.People = e.seenPeople(p, have, members)
	if at := slices.IndexFunc(schedules, func(s ks.Schedule) bool { return s.ID == have.ScheduleID }); at > 0 {
		schedules[0], schedules[at] = schedules[at], schedules[0]
	}
	if len(schedules) > 0 && (have.ScheduleID == "" || p.open(string(reconcile.GroupObject(have.Key))+"/window")) {
		have.ScheduleID = schedules[0].ID
		have.State.Start, have.State.End = p.window(have.Key, schedules[0])
	}
	have.ConfirmedAt = e.cfg.Now()
	return have, nil
}

// window returns the two readings of a schedule as we write them where it says
// what we asked for: KS may write the same moment in another way.
func (p *plan) window(key string, s ks.Schedule) (start, end string) {
	if step, wanted := p.byKey[string(reconcile.GroupObject(key))+"/window"]; wanted && s.Equal(schedule(step)) {
		return step.Start, step.End
	}
	return s.StartDate, s.EndDate
}

// seenDoors returns the doors that a managed group has, and those that it
// should have but somebody took out: these are not put back unasked.
func (e *Engine) seenDoors(p *plan, have store.LedgerGroup, locks []ks.Lock) []string {
	var doors []string
	for _, l := range locks {
		doors = append(doors, l.ID)
	}
	for _, d := range have.State.Doors {
		if !slices.Contains(doors, d) && !p.open(string(reconcile.GroupObject(have.Key))+"/door/"+d) {
			doors = append(doors, d)
		}
	}
	slices.Sort(doors)
	return doors
}

// seenPeople is the same for the people of a managed group.
func (e *Engine) seenPeople(p *plan, have store.LedgerGroup, members []ks.Member) []store.PersonID {
	persons := make(map[string]store.PersonID, len(p.ledger.Users))
	for id, u := range p.ledger.Users {
		persons[u.PlatformID] = id
	}
	var people []store.PersonID
	for _, m := range members {
		if id, ours := persons[m.PlatformID]; ours {
			people = append(people, id)
		}
	}
	for _, id := range have.State.People {
		if !slices.Contains(people, id) && !p.open(fmt.Sprintf("%s/person/%d", reconcile.GroupObject(have.Key), id)) {
			people = append(people, id)
		}
	}
	slices.Sort(people)
	return people
}

// groupGone forgets a managed group that is not in KS any more: deleted by
// us, or by somebody, in which case it is not made again by itself.
func (e *Engine) groupGone(ctx context.Context, p *plan, have store.LedgerGroup) error {
	o := reconcile.GroupObject(have.Key)
	ours := p.open(string(o) + "/delete")
	if !ours {
		if err := e.siteStands(ctx, p); err != nil {
			return err
		}
	}
	return e.record(ctx, p, func(b *book) error {
		if err := b.dropGroup(have.Key); err != nil {
			return err
		}
		if _, wanted := p.target.Groups[have.Key]; ours || !wanted {
			return nil
		}
		return b.tx.PutWork(b.space, parkedGone(string(o), 0, e.cfg.Now(), store.Sentence{
			Text: "Somebody deleted the group “{{.Group}}” in SALTO KS. Press “Try again” to make it once more.",
			Args: map[string]string{"Group": have.State.Name},
		}))
	})
}
