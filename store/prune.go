package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"
)

// How many backups are kept: those of the last days, then one a week and one a
// month. It is counted, not reckoned from today, so that a clock that runs wild
// deletes nothing.
const (
	keepDays   = 8                   // today and 7 before it
	keepWeeks  = 5                   // likewise
	keepMonths = 13                  // likewise
	keepBefore = 30 * 24 * time.Hour // what was made before an update or a restore
)

// BackupIfDue makes the backup of the day, unless there is one or nothing has
// changed since the newest, and then prunes the folder. It tells whether it has
// made one. The day is that of the computer.
func (s *Store) BackupIfDue(ctx context.Context, folder string) (c Copy, made bool, err error) {
	due, err := s.due(ctx, folder)
	if err != nil || !due {
		return Copy{}, false, err
	}
	if c, err = s.Backup(ctx, folder, ReasonDaily); err != nil {
		return Copy{}, false, err
	}
	return c, true, Prune(folder, s.Now())
}

func (s *Store) due(ctx context.Context, folder string) (bool, error) {
	meta, err := s.Meta(ctx)
	if err != nil {
		return false, err
	}
	head, err := s.LogHead(ctx)
	if err != nil {
		return false, err
	}
	list, err := Backups(folder)
	if err != nil {
		return false, err
	}
	today := s.Now().Local().Format(time.DateOnly)
	return !slices.ContainsFunc(list, func(c Copy) bool {
		return c.IsOf(meta) && (c.Serial == meta.Serial && c.Head == first8(head.Hash) || c.Reason == ReasonDaily && c.At.Local().Format(time.DateOnly) == today)
	}), nil
}

// Prune deletes the backups in a folder that have served their time. It keeps,
// of each file, all daily ones of today and of 7 days before it, the newest of
// this week and of 4 before it, of this month and of 12 before it; those from
// before an update or a restore for 30 days; all that were made by hand; and the
// newest of all.
func Prune(folder string, now time.Time) error {
	list, err := Backups(folder)
	if err != nil {
		return err
	}
	var errs []error
	for _, c := range expired(list, now) {
		if err := os.Remove(c.Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return &Problem{Code: CodeFile, Text: "Old backups in {{.Folder}} cannot be deleted. Check that its disk is connected and not write-protected.",
			Args: pairs([]any{"Folder", folder}), Err: err}
	}
	return nil
}

// expired returns those of a list, newest first, that Prune deletes.
func expired(list []Copy, now time.Time) []Copy {
	kept := make(map[string]*served)
	var out []Copy
	for _, c := range list {
		of := kept[c.Of]
		first := of == nil
		if first {
			of = &served{days: map[string]bool{}, weeks: map[string]bool{}, months: map[string]bool{}}
			kept[c.Of] = of
		}
		switch c.Reason {
		case ReasonDaily:
			if !of.keeps(c.At) && !first {
				out = append(out, c)
			}
		case ReasonUpdate, ReasonRestore:
			if now.Sub(c.At) > keepBefore && !first {
				out = append(out, c)
			}
		case ReasonHand:
		}
	}
	return out
}

// served are the days, weeks and months that a newer backup stands for.
type served struct{ days, weeks, months map[string]bool }

// keeps tells whether a daily backup is still wanted. It is asked from the
// newest to the oldest.
func (s *served) keeps(at time.Time) bool {
	year, week := at.ISOWeek()
	day := at.Format(time.DateOnly)
	keep := s.days[day] // all of one day
	for _, p := range []struct {
		seen map[string]bool
		key  string
		most int
	}{
		{s.days, day, keepDays},
		{s.weeks, fmt.Sprint(year, week), keepWeeks},
		{s.months, at.Format("2006-01"), keepMonths},
	} {
		if !p.seen[p.key] && len(p.seen) < p.most {
			p.seen[p.key] = true
			keep = true
		}
	}
	return keep
}
