package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/store/mistake"
	"latchkey/sync/ks"
	"latchkey/sync/reconcile"
)

// apply carries out steps, object by object: it writes, and then reads back
// once what all the writes to that object have made of it. It ends early when
// the site must be left alone, or when an edit may have made something else
// more urgent.
func (e *Engine) apply(ctx context.Context, p *plan, steps []reconcile.Step) error {
	for len(steps) > 0 {
		object := steps[0].Object
		n := 1
		for n < len(steps) && steps[n].Object == object {
			n++
		}
		if err := e.applyObject(ctx, p, object, steps[:n]); err != nil {
			return err
		}
		steps = steps[n:]
		if e.old() {
			return nil
		}
	}
	return nil
}

func (e *Engine) applyObject(ctx context.Context, p *plan, object reconcile.Object, steps []reconcile.Step) error {
	open := false
	for _, s := range steps {
		if !p.canRun(s) {
			continue
		}
		if err := e.send(ctx, p, s); err != nil {
			return err
		}
		open = open || p.open(s.Key)
		if e.old() {
			break
		}
	}
	if !open {
		return nil
	}
	return e.readBack(ctx, p, object)
}

// send writes the intent, makes the request and writes the outcome, unless the
// step was planned before the computer slept. It returns an error only when the
// site must be left alone for now, or the file cannot be written.
func (e *Engine) send(ctx context.Context, p *plan, s reconcile.Step) error {
	if s.Class != reconcile.Urgent {
		if e.overslept() {
			return nil
		}
		ctx = ks.WriteIf(ctx, e.notSlept)
	}
	w := p.work[s.Key]
	w.Phase, w.Attempts, w.SentAt = store.PhaseSent, w.Attempts+1, e.cfg.Now()
	w.NotBefore, w.Error, w.Wish, w.Request = time.Time{}, store.Sentence{}, s.Wish(), asRequest(s)
	intent := func() error { return e.intend(ctx, p, s, w) }
	if !mistake.On(mistake.NoIntent) {
		if err := intent(); err != nil {
			return err
		}
	}
	err := e.call(ctx, p, s)
	if mistake.On(mistake.RetryUnknown) && ks.KindOf(err) == ks.Unknown {
		err = e.call(ctx, p, s)
	}
	if mistake.On(mistake.NoIntent) {
		if err := intent(); err != nil {
			return err
		}
	}
	if err == nil {
		e.site.ok()
		e.accepted[s.Key] = attemptOf(w)
		return nil
	}
	if ctx.Err() != nil {
		return err // the row stays sent: the next start asks KS
	}
	if errors.Is(err, errSlept) {
		w.Phase, w.Attempts, w.Error = store.PhaseWaiting, w.Attempts-1, slept
		return e.noteFailed(ctx, p, s, w)
	}
	return e.failed(ctx, p, s, w, err)
}

// intend writes down that a step is about to be sent, and what it counts for.
func (e *Engine) intend(ctx context.Context, p *plan, s reconcile.Step, w store.Work) error {
	_, err := e.cfg.Store.Do(ctx, store.ActorSync, func(tx *store.Tx) error {
		if err := e.spend(tx, p, s); err != nil {
			return err
		}
		return e.noteIn(tx, w, "intent", s.What)
	})
	if err != nil {
		return fmt.Errorf("write down %s: %w", w.Key, err)
	}
	p.work[w.Key] = w
	return nil
}

// failed writes down what became of a step that KS did not accept.
func (e *Engine) failed(ctx context.Context, p *plan, s reconcile.Step, w store.Work, err error) error {
	if !fromKS(err) {
		return err // the file could not be written: the row stays sent
	}
	stop := e.siteFailed(err)
	lost := e.accountLost(ctx, p.space.SiteID, w, err)
	if lost != nil {
		err, stop = lost, true
	}
	w.Error = trouble(err)
	switch kind := ks.KindOf(err); {
	case store.CodeOf(err) == store.CodeConflict:
		w.Phase = store.PhaseParked // whatever KS called it, it was found out why
	case lost != nil, kind == ks.Offline, kind == ks.Limited, kind == ks.SignIn, kind == ks.Closed:
		w.Phase, w.Attempts = store.PhaseWaiting, w.Attempts-1 // it was not the step's fault, and not done
	case kind == ks.Retryable, kind == ks.Unknown, kind == ks.Unusable:
		w.NotBefore = e.cfg.Now().Add(e.backoff(w.Attempts)) // stays sent: what became of it is open
	case s.Op == reconcile.Subscribe && kind == ks.Forbidden && w.Attempts > 1 && e.full(ctx, p.space.SiteID):
		w.Phase, w.Error = store.PhaseParked, noSeat
	case (kind == ks.NotFound || kind == ks.Forbidden) && w.Attempts < settleAttempts:
		// KS may not show yet what the step builds on, or show no more what it removes.
		w.Phase, w.NotBefore = store.PhaseWaiting, e.cfg.Now().Add(e.backoff(w.Attempts))
	default:
		w.Phase = store.PhaseParked
	}
	if noteErr := e.noteFailed(ctx, p, s, w); noteErr != nil {
		return noteErr
	}
	if ks.KindOf(err) == ks.Closed {
		if noteErr := e.noteClosed(ctx, p.space.SiteID); noteErr != nil {
			return noteErr
		}
	}
	if stop {
		return err
	}
	if ks.KindOf(err) == ks.NotFound {
		return e.lookForMissing(ctx, p, s)
	}
	return nil
}

// lookForMissing looks at the user and the group that a step was about after
// KS did not find one of them: somebody may have removed it.
func (e *Engine) lookForMissing(ctx context.Context, p *plan, s reconcile.Step) error {
	var objects []reconcile.Object
	if _, bound := p.in.Ledger.Users.Get(s.Person); bound {
		objects = append(objects, reconcile.UserObject(s.Person))
	}
	if _, key := s.Object.Split(); p.in.Ledger.Groups[key].RemoteID != "" {
		objects = append(objects, s.Object)
	}
	for _, o := range objects {
		if err := e.observe(ctx, p, o); err != nil && (!fromKS(err) || e.siteFailed(err) || ctx.Err() != nil) {
			return err
		}
	}
	return nil
}

// fromKS tells whether an error is an answer of SALTO KS or the want of one,
// and not about this machine.
func fromKS(err error) bool { return ks.KindOf(err) != "" || errors.Is(err, errNoRole) }

// errNoRole is that the signed-in account may not give the ordinary role.
var errNoRole = errors.New("no role site_user among those that the account may give")

// settleAttempts is how often a step is tried that KS refuses for want of
// something it may show a little later: two minutes at least, whatever chance
// makes of the pauses. Up to one was measured (ks-connect-api, section 3).
const settleAttempts = 8

func failure(what, why store.Sentence) store.Sentence {
	return store.Sentence{Text: "Not done: {{.What}} {{.Why}}"}.With("What", what).With("Why", why)
}

// noteFailed puts a row of work into the file, and a line into the log where it
// is known that nothing was done.
func (e *Engine) noteFailed(ctx context.Context, p *plan, s reconcile.Step, w store.Work) error {
	_, err := e.cfg.Store.Do(ctx, store.ActorSync, func(tx *store.Tx) error {
		if w.Phase == store.PhaseSent {
			return tx.PutWork(e.cfg.Space, w)
		}
		return e.noteIn(tx, w, "failed", failure(s.What, w.Error))
	})
	if err != nil {
		return fmt.Errorf("write down %s: %w", w.Key, err)
	}
	p.work[w.Key] = w
	return nil
}

func (e *Engine) noteIn(tx *store.Tx, w store.Work, kind string, what store.Sentence) error {
	if err := tx.PutWork(e.cfg.Space, w); err != nil {
		return err
	}
	return tx.Log(store.LogLine{Space: e.cfg.Space, Kind: kind, Person: w.Person, What: what})
}

// call makes the one request of a step and records the ids that come back.
func (e *Engine) call(ctx context.Context, p *plan, s reconcile.Step) error {
	site, r := p.space.SiteID, e.cfg.Remote
	user := p.in.Ledger.Users.Of(s.Person)
	kind, key := s.Object.Split()
	group := p.in.Ledger.Groups[key]
	if kind == "user" {
		e.around.seatsMoved(e.cfg.Now())
	}
	switch s.Op {
	case reconcile.CreateUser:
		return e.createUser(ctx, p, s)
	case reconcile.UpdateUser:
		_, err := r.UpdateUser(ctx, site, user.SiteUserID, patchOf(s, user))
		return err
	case reconcile.Unblock:
		blocked := false
		_, err := r.UpdateUser(ctx, site, user.SiteUserID, ks.UserPatch{Blocked: &blocked})
		return err
	case reconcile.Subscribe, reconcile.Suspend:
		return r.SetSubscribed(ctx, site, user.SiteUserID, s.Op == reconcile.Subscribe)
	case reconcile.DeleteUser:
		return absent(r.DeleteUser(ctx, site, user.SiteUserID))
	case reconcile.AddMember:
		return r.AddGroupMember(ctx, site, s.Group, user.PlatformID)
	case reconcile.RemoveMember:
		return absent(r.RemoveGroupMember(ctx, site, s.Group, user.PlatformID))
	case reconcile.CreateGroup:
		g, err := r.CreateGroup(ctx, site, s.Name)
		if err != nil {
			return err
		}
		return e.record(ctx, p, func(b *book) error {
			return b.PutGroup(store.LedgerGroup{Key: key, RemoteID: g.ID, State: store.GroupState{Name: s.Name}})
		})
	case reconcile.AddDoor:
		return r.AddGroupLock(ctx, site, group.RemoteID, s.Door)
	case reconcile.RemoveDoor:
		return absent(r.RemoveGroupLock(ctx, site, group.RemoteID, s.Door))
	case reconcile.SetWindow:
		return e.setWindow(ctx, p, s, group)
	case reconcile.AddPerson:
		return r.AddGroupMember(ctx, site, group.RemoteID, user.PlatformID)
	case reconcile.RemovePerson:
		return absent(r.RemoveGroupMember(ctx, site, group.RemoteID, cmp.Or(s.Platform, user.PlatformID)))
	case reconcile.DropSchedule:
		return absent(r.RemoveSchedule(ctx, site, group.RemoteID, s.Schedule))
	case reconcile.DeleteGroup:
		return absent(r.DeleteGroup(ctx, site, group.RemoteID))
	}
	return fmt.Errorf("step %s: no request is known for %q", s.Key, s.Op)
}

// absent takes "not found" for done: what is to go is gone. The read-back
// makes sure of it.
func absent(err error) error {
	if ks.KindOf(err) == ks.NotFound {
		return nil
	}
	return err
}

func (e *Engine) setWindow(ctx context.Context, p *plan, s reconcile.Step, have store.LedgerGroup) error {
	want := schedule(s)
	if have.ScheduleID == "" {
		_, err := e.cfg.Remote.AddSchedule(ctx, p.space.SiteID, have.RemoteID, want)
		return err
	}
	want.ID = have.ScheduleID
	_, err := e.cfg.Remote.UpdateSchedule(ctx, p.space.SiteID, have.RemoteID, want)
	return err
}

// schedule is what a SetWindow step asks for.
func schedule(s reconcile.Step) ks.Schedule {
	if s.Start == "" {
		return ks.Always()
	}
	return ks.Window(s.Start, s.End)
}

// patchOf is what an UpdateUser step asks for. A tag that is lost may be blocked
// where KS does not let it be taken.
func patchOf(s reconcile.Step, user store.LedgerUser) ks.UserPatch {
	p := patch(user, s.Profile(user.State))
	if worn := user.State.TagID; s.Part == reconcile.OnlyTag && !strings.HasPrefix(worn, reconcile.UnknownTag) {
		p.LostTag = worn
	}
	return p
}

// patch holds only what differs; the name and address of somebody who keeps
// their own profile are left alone.
func patch(have store.LedgerUser, want store.UserState) ks.UserPatch {
	var p ks.UserPatch
	set := func(to **string, have, want string) {
		if have != want {
			*to = &want
		}
	}
	if !have.HasProfile {
		set(&p.FirstName, have.State.FirstName, want.FirstName)
		set(&p.LastName, have.State.LastName, want.LastName)
		set(&p.Email, have.State.Email, want.Email)
	}
	set(&p.TagID, have.State.TagID, want.TagID)
	return p
}

func (e *Engine) createUser(ctx context.Context, p *plan, s reconcile.Step) error {
	role, err := e.userRole(ctx, p.space.SiteID)
	if err != nil {
		return err
	}
	u, err := e.cfg.Remote.CreateUser(ctx, p.space.SiteID, ks.NewUser{
		FirstName: s.User.FirstName, LastName: s.User.LastName, Email: s.User.Email,
		Alias: p.in.Alias(s.Person), RoleID: role, TagID: s.User.TagID,
	})
	if err != nil {
		return e.explainCreate(ctx, p, s, err)
	}
	return e.bind(ctx, p, s.Person, u)
}

// bind records which KS user is a person's. The read-back confirms it; until
// then KS may not show the user at all.
func (e *Engine) bind(ctx context.Context, p *plan, id store.PersonID, u ks.User) error {
	return e.record(ctx, p, func(b *book) error {
		return b.PutUser(store.LedgerUser{
			Person: id, SiteUserID: u.ID, PlatformID: u.PlatformID, HasProfile: u.HasProfile,
			State: store.UserState{FirstName: u.FirstName, LastName: u.LastName, Email: u.Email, Subscribed: u.Subscribed},
		})
	})
}

// explainCreate finds out whether a create was refused because the address is
// taken: KS's own code for it is not known (ks-connect-api, section 12). One
// that is taken by a user with our own mark is an earlier create whose answer
// was lost.
func (e *Engine) explainCreate(ctx context.Context, p *plan, s reconcile.Step, err error) error {
	if k := ks.KindOf(err); k != ks.Final && k != ks.Forbidden || s.User.Email == "" {
		return err
	}
	same, lookErr := e.cfg.Remote.UserByEmail(ctx, p.space.SiteID, s.User.Email)
	if lookErr != nil || len(same) == 0 {
		return err
	}
	if same[0].Alias == p.in.Alias(s.Person) {
		return e.bind(ctx, p, s.Person, same[0])
	}
	at := e.cfg.Now()
	if noteErr := e.record(ctx, p, func(b *book) error { return b.seeUser(at, same[0]) }); noteErr != nil {
		return noteErr
	}
	return &store.Problem{ // until the next plan, which takes the user or asks
		Code: store.CodeConflict,
		Text: "SALTO KS already has a user with the address {{.Email}} that Latchkey did not make. Remove that user in SALTO KS, or give {{.Name}} another address in Members; then press “Try again”.",
		Args: map[string]any{"Email": s.User.Email, "Name": strings.TrimSpace(s.User.FirstName + " " + s.User.LastName)},
		Err:  err,
	}
}

// userRole asks once for the id of the ordinary role: ids differ between
// sites (ks-connect-api 5.2).
func (e *Engine) userRole(ctx context.Context, site string) (string, error) {
	if e.role != "" {
		return e.role, nil
	}
	roles, err := e.cfg.Remote.Roles(ctx, site)
	if err != nil {
		return "", err
	}
	for _, r := range roles {
		if r.Code == ks.RoleSiteUser {
			e.role = r.ID
			return r.ID, nil
		}
	}
	return "", &store.Problem{Code: store.CodeForbid, Text: "The account that is signed in may not add users to this site. Ask the owner of the site to make it a site admin in SALTO KS.", Err: errNoRole}
}
