package engine

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"latchkey/store"
	"latchkey/store/mistake"
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

// readBack reads of an object what its open steps are about, and settles each:
// done, or to be tried again. While KS may still be late in showing something,
// an absent object leaves its steps open.
func (e *Engine) readBack(ctx context.Context, p *plan, o reconcile.Object) error {
	if !mistake.On(mistake.BelieveAccepted) {
		if err := e.read(ctx, p, o, partsOf(p.openRows(o))); err != nil {
			if !fromKS(err) || e.siteFailed(err) || ctx.Err() != nil {
				return err
			}
			return e.postpone(ctx, p, o, err)
		}
		e.site.ok()
	}
	return e.record(ctx, p, func(b *book) error {
		for _, w := range p.openRows(o) {
			if err := e.settle(b, p, w); err != nil {
				return err
			}
		}
		return nil
	})
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
func (e *Engine) settle(b *book, p *plan, w store.Work) error {
	s, stillThere := p.byKey[w.Key]
	sent, known := p.request(w)
	wanted := stillThere && s.Wish() == w.Wish
	young := e.cfg.Now().Before(w.SentAt.Add(e.cfg.Settle))
	var err error
	switch {
	case known && (p.in.Done(sent) || mistake.On(mistake.BelieveAccepted)):
		kind := "looked"
		if wanted {
			kind = "confirmed"
		}
		if err := b.notes(p.at(e.cfg.Now()).Book(sent)...); err != nil {
			return err
		}
		return e.drop(b, w, kind)
	case young && (wanted || !stillThere || p.unborn(w)):
		// What KS is late in showing must be seen also when nobody wants it now.
		w.NotBefore = e.cfg.Now().Add(e.backoff(w.Attempts))
	case !stillThere:
		return e.drop(b, w, "looked")
	case s.Op == reconcile.UpdateUser && w.Error.Text == "" && w.Attempts >= unheededAttempts:
		w.Phase, w.Error = store.PhaseParked, unheeded
		if have := p.in.Ledger.Users.Of(s.Person).State; have.TagID != "" && s.Profile(have).TagID == "" {
			w.Error = tagStays
		}
		err = b.logFailed(w, w.Error)
	case s.Op == reconcile.Subscribe && w.Attempts >= seatAttempts:
		// KS answers 2xx and leaves the user suspended when no seat is free.
		w.Phase, w.Error = store.PhaseParked, noSeat
		err = errors.Join(e.noSeatFor(b, p, s.Person), b.logFailed(w, noSeat))
	default:
		w.Phase = store.PhaseWaiting
		err = b.logFailed(w, notShown)
		if wanted {
			w.NotBefore = e.cfg.Now().Add(e.backoff(w.Attempts))
		}
	}
	p.work[w.Key] = w
	return errors.Join(err, b.tx.PutWork(e.cfg.Space, w))
}

// notShown is what the log is told of a request that had no effect.
var notShown = store.Sentence{Text: "SALTO KS does not show it."}

// logFailed ends what the log says of a request.
func (b *book) logFailed(w store.Work, why store.Sentence) error {
	return b.tx.Log(store.LogLine{Space: b.space.ID, Kind: "failed", Person: w.Person, What: failure(w.What, why)})
}

// noSeatFor notes that a person has a right and no seat to use it with.
func (e *Engine) noSeatFor(b *book, p *plan, id store.PersonID) error {
	u, bound := p.in.Ledger.Users.Get(id)
	if !bound || u.NoSeat {
		return nil
	}
	u.NoSeat = true
	return b.PutUser(u)
}

// unheeded is what the desk is told of a change that KS accepts and does not
// make: how some are to be asked for is not documented.
var unheeded = store.Sentence{Text: "SALTO KS accepts this change and does not make it. Make it there by hand, then press “Try again”."}

// tagStays is the same of a tag that is to be taken away.
var tagStays = store.Sentence{Text: ks.TagStaysText}

// unheededAttempts is how often such a change is asked for.
const unheededAttempts = 5

// seatAttempts is how often a seat is asked for before it is taken that there
// is none: a request that was lost looks the same.
const seatAttempts = 3

// asRequest writes a step down as it is sent, to be understood after a crash.
func asRequest(s reconcile.Step) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // only strings, numbers, bools and times
	}
	return string(b)
}

// request is the step of an open row as it was sent. Of one that an earlier
// Latchkey sent only what is still wanted is known.
func (p *plan) request(w store.Work) (reconcile.Step, bool) {
	var s reconcile.Step
	if err := json.Unmarshal([]byte(w.Request), &s); err == nil && s.Key == w.Key {
		return s, true
	}
	s, wanted := p.byKey[w.Key]
	return s, wanted && s.Wish() == w.Wish
}

func (e *Engine) drop(b *book, w store.Work, kind string) error {
	delete(b.work, w.Key)
	if err := b.tx.DropWork(e.cfg.Space, w.Key); err != nil {
		return err
	}
	return b.tx.Log(store.LogLine{Space: e.cfg.Space, Kind: kind, Person: w.Person, What: w.What})
}

// unborn tells whether a row is about making something that KS has not shown
// yet. Only such a request must not be sent twice: there would be two of it.
func (p *plan) unborn(w store.Work) bool {
	_, id := objectOf(w.Key).Split()
	switch reconcile.Op(w.Op) {
	case reconcile.CreateUser:
		return p.in.Ledger.Users.Of(w.Person).ConfirmedAt.IsZero()
	case reconcile.CreateGroup:
		return p.in.Ledger.Groups[id].ConfirmedAt.IsZero()
	case reconcile.SetWindow:
		return p.in.Ledger.Groups[id].ScheduleID == ""
	}
	return false
}

// postpone puts off an object that could not be read.
func (e *Engine) postpone(ctx context.Context, p *plan, o reconcile.Object, cause error) error {
	return e.record(ctx, p, func(b *book) error {
		for _, w := range p.openRows(o) {
			w.NotBefore, w.Error = e.cfg.Now().Add(e.backoff(w.Attempts)), trouble(cause)
			p.work[w.Key] = w
			if err := b.tx.PutWork(e.cfg.Space, w); err != nil {
				return err
			}
		}
		return nil
	})
}
