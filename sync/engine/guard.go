package engine

import (
	"context"
	"slices"
	"strconv"
	"time"

	"latchkey/store"
	"latchkey/store/mistake"
	"latchkey/sync/reconcile"
)

// Witness remembers, outside of the data file, how new a file this computer has
// seen, so that an old copy that was put in its place is noticed. It may be
// asked from the engine's goroutine only.
type Witness interface {
	// Newest returns the highest serial that was seen of a file; 0: none.
	Newest(lineage string) int64
	// Saw notes the serial of a file.
	Saw(lineage string, serial int64)
}

// whereAndWhen compares the file with what this computer knows of it. What it
// finds is kept in the file until the desk has agreed to it.
func (e *Engine) whereAndWhen(c computed) store.Guard {
	g := c.guard
	if g.Computer != e.cfg.Computer {
		g.Moved = g.Moved || g.Computer != "" && e.cfg.Computer != ""
		g.Computer = e.cfg.Computer
	}
	if g.Moved && !c.guard.Moved {
		g.Agreed = nil // that was agreed to elsewhere
	}
	return g
}

// NoticeOld compares a file with what this computer has seen of it. Where it is
// older, somebody put a copy back: that is noted with each space that was ever
// brought into KS, and what had been agreed to is void. It has to be called
// before the first change to the file, which would make the copy look newer.
func NoticeOld(ctx context.Context, s *store.Store, w Witness) error {
	m, err := s.Meta(ctx)
	if err != nil || w == nil || w.Newest(m.Lineage) <= m.Serial || mistake.On(mistake.RestoredUnnoticed) {
		return err
	}
	spaces, err := s.Spaces(ctx)
	if err != nil {
		return err
	}
	for _, space := range spaces {
		g, err := s.Guard(ctx, space.ID)
		if err != nil {
			return err
		}
		if g.SiteID == "" || g.Restored {
			continue
		}
		g.Restored, g.Agreed = true, nil
		if _, err := s.Do(ctx, store.ActorSync, func(tx *store.Tx) error { return tx.PutGuard(space.ID, g) }); err != nil {
			return err
		}
	}
	if m, err = s.Meta(ctx); err == nil {
		w.Saw(m.Lineage, m.Serial)
	}
	return err
}

// ask keeps the question that holds steps up, if there is one.
func (e *Engine) ask(p *plan) {
	if len(p.guard.Agreed) > 0 {
		left := marks(p.set.Steps)
		p.guard.Agreed = slices.DeleteFunc(slices.Clone(p.guard.Agreed), func(mark string) bool { return !left[mark] })
	}
	if e.looked { // before that it is not known what there is to ask
		p.guard.Question = p.verdict.Question
	}
	if e.looked && len(p.set.Steps) == 0 && len(p.work) == 0 && p.doubtful == nil { // there is nothing to agree to
		p.guard.SiteID, p.guard.Restored, p.guard.Moved = p.space.SiteID, false, false
		if p.in.Now.Sub(p.guard.SyncedAt) >= time.Hour {
			p.guard.SyncedAt = p.in.Now
		}
	}
}

func marks(steps []reconcile.Step) map[string]bool {
	all := make(map[string]bool, len(steps))
	for _, s := range steps {
		all[s.Mark()] = true
	}
	return all
}

func sameGuard(a, b store.Guard) bool {
	same := (a.Question == nil) == (b.Question == nil)
	if same && a.Question != nil {
		same = a.Question.View == b.Question.View && len(a.Question.Why) == len(b.Question.Why)
	}
	return same && a.SiteID == b.SiteID && a.Computer == b.Computer && a.SyncedAt.Equal(b.SyncedAt) &&
		a.Restored == b.Restored && a.Moved == b.Moved && slices.Equal(a.Agreed, b.Agreed)
}

// spend notes what a step counts for, unless the desk has agreed to it.
func (e *Engine) spend(tx *store.Tx, p *plan, s reconcile.Step) error {
	if p.verdict.Agreed(s) {
		return nil
	}
	return tx.Spend(e.cfg.Space, s.Expense(), tx.Now.Add(-reconcile.Budget))
}

// Preview is what would be done in KS, as far as the file knows, and what holds
// it up.
type Preview struct {
	Set      reconcile.ChangeSet
	Snap     store.Snapshot
	Ledger   store.Ledger
	Seen     store.Seen
	Drifts   []store.Drift   // with those that were put back and not yet read by the desk
	Question *store.Question // nil: nothing is held up
	View     string          // what Agree is to be given
}

// Plan returns what is left to do in SALTO KS without talking to it and
// without changing the file.
func Plan(ctx context.Context, s *store.Store, id store.SpaceID, now time.Time) (Preview, error) {
	c, err := compute(ctx, s, id, now, DefaultSettle)
	if err != nil {
		return Preview{}, err
	}
	v := reconcile.Judge(c.set, c.rails)
	out := Preview{
		Set: c.set, Snap: c.in.Snap, Ledger: c.in.Ledger, Seen: c.in.Seen, Question: v.Question,
		Drifts: slices.Clone(c.in.Drifts), View: reconcile.View(c.set, c.in.Snap.Space.SiteID),
	}
	for _, d := range c.set.Drifts {
		if !slices.ContainsFunc(out.Drifts, func(x store.Drift) bool { return x.Key == d.Key }) {
			out.Drifts = append(out.Drifts, d.Drift)
		}
	}
	return out, nil
}

// Agree lets a change set be sent that the desk has looked at. It is refused
// (CodeConflict) when anything has changed since: what was looked at is not
// what would be sent.
func Agree(ctx context.Context, s *store.Store, id store.SpaceID, view string, now time.Time) error {
	c, err := compute(ctx, s, id, now, DefaultSettle)
	if err != nil {
		return err
	}
	if c.in.Snap.Mirror.Site.LookedAt.IsZero() {
		return &store.Problem{Code: store.CodeConflict, Text: "SALTO KS was not looked at yet, so what there is to do is not known. Press “Sync now” in Doors first."}
	}
	if view != reconcile.View(c.set, c.in.Snap.Space.SiteID) && !mistake.On(mistake.StaleAgreement) {
		return &store.Problem{Code: store.CodeConflict, Text: "Something has changed since you looked. Look at the changes again, and then agree to them."}
	}
	_, err = s.Do(ctx, store.ActorDesk, func(tx *store.Tx) error {
		g, err := tx.Guard(id)
		if err != nil {
			return err
		}
		g.SiteID, g.Restored, g.Moved, g.SyncedAt, g.Question = c.in.Snap.Space.SiteID, false, false, now, nil
		g.Agreed = make([]string, 0, len(c.set.Steps))
		for _, step := range c.set.Steps {
			g.Agreed = append(g.Agreed, step.Mark())
		}
		if err := tx.PutGuard(id, g); err != nil {
			return err
		}
		return tx.Log(store.LogLine{Space: id, Kind: "agreed", What: store.Sentence{
			Text: "The desk agreed to what is to be done in SALTO KS: {{.Count}} requests.", Args: map[string]string{"Count": strconv.Itoa(len(c.set.Steps))},
		}})
	})
	return err
}

// Agree is the function of that name, after which the engine goes on.
func (e *Engine) Agree(ctx context.Context, view string) error {
	if err := Agree(ctx, e.cfg.Store, e.cfg.Space, view, e.cfg.Now()); err != nil {
		return err
	}
	e.Wake()
	return nil
}
