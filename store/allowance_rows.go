package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"latchkey/store/internal/db"
)

// writeAllowances writes the monthly passes of a plan, and has those who have
// the plan looked at.
func (tx *Tx) writeAllowances(p Plan) error {
	if err := tx.rows.q.DropAllowances(tx.ctx, int64(p.ID)); err != nil {
		return wrap(err, "plan")
	}
	for _, a := range p.Allowances {
		kind, err := tx.rows.passTypeImage(tx.ctx, a.Type)
		switch {
		case err != nil:
			return err
		case kind.deleted:
			return &Problem{Code: CodeMissing, Field: "allowances", Text: noPassType}
		case a.Count < 1 || a.Count > mostPacks:
			return invalid("allowances", "Choose a number of passes from 1 to {{.Most}}.", "Most", strconv.Itoa(mostPacks))
		}
		err = tx.rows.q.AddAllowance(tx.ctx, db.AddAllowanceParams{PlanID: int64(p.ID), TypeID: int64(a.Type), Count: int64(a.Count)})
		if err != nil {
			return wrap(err, "plan")
		}
	}
	if len(p.Allowances) == 0 {
		return nil
	}
	return tx.recountHolders(p.ID)
}

func (tx *Tx) recountHolders(id PlanID) error {
	holders, err := tx.rows.q.HoldersOfPlan(tx.ctx, ref(id))
	if err != nil {
		return wrap(err, "plan")
	}
	for _, h := range holders {
		if err := tx.recount(PersonID(h), tx.Now); err != nil {
			return err
		}
	}
	return nil
}

// lookForAllowance has somebody looked at whose plan gives passes each month.
func (tx *Tx) lookForAllowance(p Person) error {
	for _, id := range []PlanID{p.Plan, p.NextPlan} {
		if id == 0 {
			continue
		}
		list, err := tx.rows.q.PlanAllowances(tx.ctx, int64(id))
		if err != nil {
			return wrap(err, "plan")
		}
		if len(list) > 0 {
			return tx.recount(p.ID, tx.Now)
		}
	}
	return nil
}

// month is one of the calendar, "2026-11".
type month string

func monthOf(d Date) month { return month(d[:len("2026-11")]) }

func (m month) first() Date { return Date(m + "-01") }

func (m month) next() month { return monthOf(m.first().AddDays(31)) }

func (m month) last() Date { return m.next().first().AddDays(-1) }

// Untallied tells whether check-ins are to be worked out anew, and whether
// NewMonth has something to do.
func (s *Store) Untallied(ctx context.Context) (stale, monthBegan bool, err error) {
	row, err := read(ctx, s, func(r rows) (db.UntalliedRow, error) { return r.q.Untallied(ctx) })
	if err != nil {
		return false, false, err
	}
	loc := Space{Zone: row.Zone}.Location()
	return row.Stale, row.Month < string(monthOf(DateOf(s.Now(), loc))), nil
}

// NewMonth gives the passes of the first month that began since the last call to
// those whose plan has some: to a few people, so that no edit waits for long. It
// is to be called until Untallied says that no month began. In a new file there is
// nothing to give for what was before.
func (tx *Tx) NewMonth() error {
	was, err := tx.rows.setting(tx.ctx, settingMonth)
	if err != nil {
		return err
	}
	now := monthOf(DateOf(tx.Now, tx.zone()))
	switch {
	case was == "":
		return tx.SetSetting(settingMonth, string(now))
	case was >= string(now):
		return nil
	}
	m := month(was).next()
	done, err := tx.allowSome(m)
	if err != nil || !done {
		return err
	}
	return tx.SetSetting(settingMonth, string(m))
}

// fewPeople is how many are given their passes in one transaction.
const fewPeople = 20

// allowSome gives the passes of a month that has begun to some of those who lack
// them. It tells whether nobody does any more.
func (tx *Tx) allowSome(m month) (done bool, err error) {
	plans, err := tx.rows.plans(tx.ctx)
	if err != nil {
		return false, err
	}
	people := 0
	for _, p := range plans {
		if len(p.Allowances) == 0 {
			continue
		}
		holders, err := tx.rows.q.HoldersOfPlan(tx.ctx, ref(p.ID))
		if err != nil {
			return false, wrap(err, "plan")
		}
		for _, h := range holders {
			who, err := tx.Person(PersonID(h))
			if err != nil {
				return false, err
			}
			given, err := tx.allow(who, p, m, m.first(), m.first().Start(tx.zone()))
			if err != nil {
				return false, err
			}
			if given {
				people++
			}
			if people == fewPeople {
				return false, nil
			}
		}
	}
	return true, nil
}

// Allow gives somebody the passes of this month that come with their plan, unless
// they have them.
func (tx *Tx) Allow(id PersonID) error {
	who, err := tx.Person(id)
	if err != nil || who.Deleted {
		return err
	}
	today := DateOf(tx.Now, tx.zone())
	plan := who.PlanOn(today)
	if plan == 0 {
		return nil
	}
	p, err := tx.Plan(plan)
	if err != nil {
		return err
	}
	_, err = tx.allow(who, p, monthOf(today), today, tx.Now)
	return err
}

// allow gives the passes of a month to somebody who is active on a day of it, as
// far as they lack them. It tells whether it gave any.
func (tx *Tx) allow(who Person, p Plan, m month, day Date, from time.Time) (given bool, err error) {
	if who.PlanOn(day) != p.ID || who.State(day) != StateActive {
		return false, nil
	}
	closed, err := tx.rows.closedBefore(tx.ctx)
	if err != nil {
		return false, err
	}
	if from.Before(closed) {
		from = closed
	}
	for _, a := range p.Allowances {
		kind, err := tx.rows.passTypeImage(tx.ctx, a.Type)
		if err != nil {
			return given, err
		}
		batch := fmt.Sprintf("%s %s %s %s", m, who.Key, p.Key, kind.Key) // the same in a file that these were imported into
		have, err := tx.rows.q.CountBatch(tx.ctx, batch)
		if err != nil {
			return given, wrap(err, "plan")
		}
		for n := int(have); n < a.Count; n++ {
			one := Pass{Person: who.ID, Type: a.Type, GrantedAt: from, ExpiresOn: m.last(), Source: Allowed, Batch: batch}
			if err := tx.SavePass(&one); err != nil {
				return given, err
			}
			given = true
		}
	}
	return given, nil
}
