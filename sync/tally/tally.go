package tally

import (
	"context"
	"errors"
	"slices"
	"time"

	"latchkey/store"
	"latchkey/sync/attendance"
)

// atOnce bounds the teams of one transaction: nobody's edit waits for more.
const atOnce = 50

// Bring works out anew the check-ins that are not up to date, and gives the
// passes that come with plans. Where all is up to date, it only reads.
func Bring(ctx context.Context, s *store.Store) error {
	for {
		stale, began, err := s.Untallied(ctx)
		work := bringSome
		switch {
		case err != nil || !stale && !began:
			return err
		case began:
			work = (*store.Tx).NewMonth
		}
		if _, err := s.Do(ctx, store.ActorSync, work); err != nil {
			return err
		}
	}
}

func bringSome(tx *store.Tx) error {
	list, err := tx.Recounts()
	if err != nil {
		return err
	}
	since := make(map[store.PersonID]time.Time, len(list))
	for _, r := range list {
		since[r.Person] = r.Since
	}
	for n, r := range list {
		if _, waits := since[r.Person]; !waits {
			continue // with somebody of their team
		}
		if n >= atOnce {
			return nil
		}
		if err := bring(tx, r.Person, since); err != nil {
			return err
		}
	}
	return nil
}

// bring works out the check-ins of somebody's team, and takes those of the team
// off the list of who waits for that.
func bring(tx *store.Tx, person store.PersonID, since map[store.PersonID]time.Time) error {
	team, err := tx.Team(person)
	if err != nil {
		return err
	}
	waiting := slices.DeleteFunc(team, func(p store.PersonID) bool { _, waits := since[p]; return !waits })
	from := since[person]
	for _, p := range waiting {
		if err := tx.Allow(p); err != nil {
			return err
		}
		if since[p].Before(from) {
			from = since[p]
		}
		delete(since, p)
	}
	a, err := tx.Attended(person, from)
	if err != nil {
		return err
	}
	if err := tx.SetCheckIns(a.People, a.From, attendance.Replay(a)); err != nil {
		return err
	}
	return tx.Recounted(waiting...)
}

// Keep brings the file up to date after each change, until ctx ends. It tells
// failed of what went wrong; the next change is another try.
func Keep(ctx context.Context, s *store.Store, failed func(error)) {
	wake := make(chan struct{}, 1)
	stop := s.Subscribe(func(c store.Change) {
		if c.Kinds.Has(store.KindCheckIn | store.KindEntry | store.KindPass) {
			select {
			case wake <- struct{}{}:
			default:
			}
		}
	})
	defer stop()
	hourly := time.NewTicker(time.Hour) // a month may begin
	defer hourly.Stop()
	for ctx.Err() == nil {
		if err := Bring(ctx, s); err != nil && !errors.Is(err, context.Canceled) {
			failed(err)
		}
		select {
		case <-ctx.Done():
		case <-wake:
		case <-hourly.C:
		}
	}
}
