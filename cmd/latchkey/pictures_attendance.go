//go:build ci

package main

import (
	"context"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2/test"

	"latchkey/store"
	"latchkey/sync/engine"
	"latchkey/sync/tally"
	"latchkey/ui/attendance"
)

// drawAttendance draws each view of Attendance, and the kinds of passes.
func drawAttendance(ctx context.Context, p *program, space store.Space, e *engine.Engine, dir string) error {
	names := map[int]string{attendance.Today: "today", attendance.Days: "days", attendance.Members: "members", attendance.Refused: "refused"}
	a := test.NewApp()
	defer a.Quit()
	for _, s := range shots {
		d := pictureDesk(ctx, p, space, e, a, s)
		d.shell.Go(d.attend.Name())
		if who, err := d.desk.Store.PersonByName(ctx, "Gaëtan Colin"); err == nil && len(who) > 0 {
			d.attend.Select(who[0].ID)
		}
		for view := range len(names) {
			d.attend.Turn(view)
			if err := savePicture(filepath.Join(dir, "attendance-"+names[view]+"-"+s.suffix+".png"), d.cfg.win); err != nil {
				return err
			}
		}
		d.shell.Go(d.plans.Name())
		d.plans.ShowKinds()
		if err := savePicture(filepath.Join(dir, "plans-kinds-"+s.suffix+".png"), d.cfg.win); err != nil {
			return err
		}
		d.cfg.win.Close()
	}
	return nil
}

// monday sells passes early on the Monday after the day of the sample space, and
// goes on to the afternoon. Of a day that was closed the doors tell more.
func (p *player) monday(ctx context.Context) {
	p.at("2026-10-26T07:00")
	p.sells(ctx, "Gaëtan Colin", "Half day", 5)
	p.sells(ctx, "Dóra Szabó", "Day", 10)
	for _, at := range []store.LocalTime{"2026-10-26T07:05", "2026-10-26T13:40", "2026-10-26T13:42"} { // what happened by then is read the next time
		p.at(at)
		p.sync(ctx)
	}
	zone, closed := p.space.Location(), store.Date("2026-10-19")
	p.desk(ctx, func(tx *store.Tx) error { return tx.CloseThrough(closed) })
	if p.err != nil {
		return
	}
	var list []store.Entry
	if list, p.err = p.store.Entries(ctx, p.space.ID, closed.Start(zone), closed.End(zone)); p.err != nil || len(list) == 0 {
		return
	}
	late := list[0]
	late.ID, late.At = "picture-late", late.At.Add(5*time.Hour)
	if _, p.err = p.store.Do(ctx, store.ActorSync, func(tx *store.Tx) error {
		_, err := tx.AddEntries(p.space.ID, []store.Entry{late})
		return err
	}); p.err == nil {
		p.err = tally.Bring(ctx, p.store)
	}
}

// sells gives somebody passes of a kind.
func (p *player) sells(ctx context.Context, name, kind string, count int) {
	if p.err != nil {
		return
	}
	who, err := p.store.PersonByName(ctx, name)
	if err != nil || len(who) == 0 {
		p.err = err
		return
	}
	k, err := p.passKind(ctx, kind)
	if err != nil {
		p.err = err
		return
	}
	p.desk(ctx, func(tx *store.Tx) error {
		_, err := tx.GivePasses(store.Pass{Person: who[0].ID, Type: k.ID, Source: store.Bought}, count)
		return err
	})
}
