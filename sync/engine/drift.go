package engine

import (
	"context"
	"time"

	"latchkey/store"
	"latchkey/sync/reconcile"
)

// driftChanges makes the differences in the file those that were found. What
// was put back stays until the desk has read it; what is gone by itself, or
// not wanted any more, goes. An object of which nothing can be told now keeps
// what is known of it.
func driftChanges(old []store.Drift, set reconcile.ChangeSet, looked bool, now time.Time) []func(*store.Tx, store.SpaceID) error {
	if !looked {
		return nil
	}
	var out []func(*store.Tx, store.SpaceID) error
	known := make(map[string]store.Drift, len(old))
	for _, d := range old {
		known[d.Key] = d
	}
	for _, d := range set.Drifts {
		was, have := known[d.Key]
		delete(known, d.Key)
		if have && was.Seen == d.Seen && was.OverAt.IsZero() {
			continue
		}
		d.FoundAt, d.Answer, d.OverAt = now, store.Unanswered, time.Time{}
		out = append(out, func(tx *store.Tx, id store.SpaceID) error {
			if err := tx.PutDrift(id, d.Drift); err != nil {
				return err
			}
			return tx.Log(store.LogLine{Space: id, Kind: "found", Person: d.Person, What: d.What})
		})
	}
	for _, d := range old {
		if _, left := known[d.Key]; !left || !d.OverAt.IsZero() || set.Unsure[objectOf(d.Key)] {
			continue
		}
		if d.Way == store.Wider && d.Answer == store.Unanswered {
			d.OverAt = now
			out = append(out, func(tx *store.Tx, id store.SpaceID) error { return tx.PutDrift(id, d) })
			continue
		}
		out = append(out, func(tx *store.Tx, id store.SpaceID) error { return tx.DropDrift(id, d.Key) })
	}
	return out
}

// Choice is what the desk can say to a difference that somebody made in KS.
type Choice string

// The choices.
const (
	Restore  Choice = "restore" // as Latchkey wants it
	KeepIt   Choice = "keep"    // as it is in KS, as an exception
	IgnoreIt Choice = "ignore"  // not now; asked again when KS changes again
)

// Answer answers a difference, by its key. What was put back already can only
// be ignored, which means read.
func Answer(ctx context.Context, s *store.Store, id store.SpaceID, key string, choice Choice, now time.Time) error {
	c, err := compute(ctx, s, id, now, 0) // that it is one was found before
	if err != nil {
		return err
	}
	_, err = s.Do(ctx, store.ActorDesk, func(tx *store.Tx) error {
		d, err := driftOf(tx, id, key)
		if err != nil {
			return err
		}
		switch {
		case choice == Restore:
			err = restore(tx, id, c, key)
		case !d.OverAt.IsZero():
			err = tx.DropDrift(id, key)
		default:
			d.Answer, d.AnsweredAt = store.Answer(choice), now
			err = tx.PutDrift(id, d)
		}
		if err != nil {
			return err
		}
		return tx.Log(store.LogLine{Space: id, Kind: "answered", Person: d.Person, What: answered(d, choice)})
	})
	return err
}

func answered(d store.Drift, choice Choice) store.Sentence {
	text := map[Choice]string{
		Restore: "To be put right: {{.What}}", KeepIt: "Stays as it is: {{.What}}", IgnoreIt: "Noted: {{.What}}",
	}[choice]
	return store.Sentence{Text: text}.With("What", d.What)
}

func driftOf(tx *store.Tx, id store.SpaceID, key string) (store.Drift, error) {
	list, err := tx.Drifts(id)
	if err != nil {
		return store.Drift{}, err
	}
	for _, d := range list {
		if d.Key == key {
			return d, nil
		}
	}
	return store.Drift{}, &store.Problem{Code: store.CodeMissing, Text: "This difference is not there any more. Look again in Doors."}
}

// restore makes the ledger say what KS shows: the difference to what is wanted
// then is a step like any other.
func restore(tx *store.Tx, id store.SpaceID, c computed, key string) error {
	for _, d := range c.set.Drifts {
		if d.Key != key {
			continue
		}
		for _, n := range d.Restore {
			if err := n.Write(inFile{tx, id}); err != nil {
				return err
			}
		}
		return tx.DropDrift(id, key)
	}
	return &store.Problem{Code: store.CodeConflict, Text: "Just now it is not known whether this is still so in SALTO KS. Press “Sync now” in Doors, and answer again."}
}

// Answer is the function of that name, after which the engine goes on.
func (e *Engine) Answer(ctx context.Context, key string, choice Choice) error {
	if err := Answer(ctx, e.cfg.Store, e.cfg.Space, key, choice, e.cfg.Now()); err != nil {
		return err
	}
	e.Wake()
	return nil
}
