package main

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"latchkey/store"
	"latchkey/sync/engine"
	"latchkey/sync/tally"
	"latchkey/ui/attendance"
)

// drawAttendance draws each view of Attendance.
func drawAttendance(ctx context.Context, p *program, space store.Space, e *engine.Engine, a fyne.App, dir string) error {
	names := map[int]string{attendance.Today: "today", attendance.Days: "days", attendance.Members: "members", attendance.Refused: "refused"}
	for _, s := range shots {
		d := pictureDesk(ctx, p, space, e, a, s)
		d.shell.Go(d.attend.Name())
		if who, err := d.desk.Store.PersonByName(ctx, "Agnès Pelletier"); err == nil && len(who) > 0 {
			d.attend.Select(who[0].ID)
		}
		for view := range len(names) {
			d.attend.Turn(view)
			if err := savePicture(filepath.Join(dir, "attendance-"+names[view]+"-"+s.suffix+".png"), d.cfg.win); err != nil {
				return err
			}
		}
		d.cfg.win.Close()
	}
	return nil
}

// attendForPicture lets the members of a file in which nobody ever came in come
// and go for a month.
func attendForPicture(ctx context.Context, p *program, space store.Space) error {
	if first, err := p.store.FirstDay(ctx, space.ID); err != nil || first != "" {
		return err
	}
	ledger, err := p.store.Ledger(ctx, space.ID)
	if err != nil {
		return err
	}
	users := slices.SortedFunc(maps.Values(ledger.Users), func(a, b store.LedgerUser) int { return cmp.Compare(a.Person, b.Person) })
	now, zone := p.store.Now(), space.Location()
	var list []store.Entry
	for back := range 33 {
		day := store.DateOf(now, zone).AddDays(-back)
		for _, u := range users {
			list = append(list, comings(u, day, back, zone, now)...)
		}
	}
	_, err = p.store.Do(ctx, store.ActorSync, func(tx *store.Tx) error {
		if err := passesForPicture(tx, users); err != nil {
			return err
		}
		if err := tx.PutCollected(space.ID, store.Collected{Site: space.SiteID, Since: now, ReadAt: now.Add(-time.Minute), Keeps: 90 * 24 * time.Hour}); err != nil {
			return err
		}
		_, err := tx.AddEntries(space.ID, list)
		return err
	})
	if err != nil {
		return err
	}
	if err := tally.Bring(ctx, p.store); err != nil {
		return err
	}
	_, err = p.store.Do(ctx, store.ActorDesk, func(tx *store.Tx) error { return lateForPicture(tx, space, list) })
	return err
}

// lateForPicture closes the days but for a week, after which the doors tell more
// of one of them.
func lateForPicture(tx *store.Tx, space store.Space, list []store.Entry) error {
	closed := store.DateOf(tx.Now, space.Location()).AddDays(-7)
	if err := tx.CloseThrough(closed); err != nil {
		return err
	}
	late := list[slices.IndexFunc(list, func(e store.Entry) bool { return store.DateOf(e.At, space.Location()) == closed })]
	late.ID, late.At = "picture-late", late.At.Add(5*time.Hour)
	_, err := tx.AddEntries(space.ID, []store.Entry{late})
	return err
}

// passesForPicture gives some people passes.
func passesForPicture(tx *store.Tx, users []store.LedgerUser) error {
	kind := store.PassType{Name: "Day", Minutes: 600, Price: 2000, Currency: "EUR"}
	if err := tx.SavePassType(&kind); err != nil {
		return err
	}
	for i, u := range users {
		if i%4 != 0 {
			continue
		}
		like := store.Pass{Person: u.Person, Type: kind.ID, GrantedAt: tx.Now.AddDate(0, 0, -40), Source: store.Bought}
		if _, err := tx.GivePasses(like, 18); err != nil {
			return err
		}
	}
	return nil
}

// comings are what the doors tell of somebody's day, always the same.
func comings(u store.LedgerUser, day store.Date, back int, zone *time.Location, now time.Time) []store.Entry {
	h := fnv.New32a()
	fmt.Fprint(h, day, u.Person)
	dice := int(h.Sum32() >> 4)
	weekend := day.Start(zone).Weekday() == time.Saturday || day.Start(zone).Weekday() == time.Sunday
	if weekend && dice%3 != 0 || !weekend && dice%3 == 0 {
		return nil
	}
	arrives := day.Start(zone).Add(7*time.Hour + time.Duration(dice/7%150+dice/31%120)*time.Minute)
	var out []store.Entry
	for i := range 1 + dice/11%3 {
		e := store.Entry{
			ID: fmt.Sprintf("picture-%d-%d-%d", back, u.Person, i), At: arrives.Add(time.Duration(i*131) * time.Minute).UTC(),
			Category: store.EntryOpened, Door: "front", DoorName: "Front door", Platform: u.PlatformID, Way: "tag", Tag: fmt.Sprintf("0230%04d", u.Person),
		}
		if i == 1 && dice%4 == 0 {
			e.Way, e.DoorName = "inside_handle", "Meeting room"
		}
		if e.At.Before(now) {
			out = append(out, e)
		}
	}
	if dice%17 == 0 {
		out = append(out, refusedForPicture(dice, out)...)
	}
	return out
}

// refusedForPicture are attempts that the doors refused, shortly before somebody
// came in.
func refusedForPicture(dice int, came []store.Entry) []store.Entry {
	if len(came) == 0 {
		return nil
	}
	e := came[0]
	e.ID, e.At, e.Category, e.DoorName = e.ID+"-no", e.At.Add(-time.Minute), store.EntryRejected, "Workshop"
	switch dice % 4 {
	case 0:
		e.Platform, e.Detail, e.Tag = "", "no_access", fmt.Sprintf("0990%04d", dice%10000)
	case 1:
		e.Platform, e.Detail, e.Way, e.Tag = "0000", "", "pin_code", ""
	case 2:
		e.Detail = "suspended"
	default:
		e.Detail = "no_access"
	}
	return []store.Entry{e}
}
