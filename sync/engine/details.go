package engine

import (
	"context"
	"time"

	"latchkey/store"
)

// detailMemory is for how long a look that fails half-way passes on what it
// has read. Each group takes requests of its own, and on a day on which one
// in thirty fails no look at a large site would ever come to its end.
const detailMemory = 5 * time.Minute

// details are the groups that looks have read since the last that came to its
// end.
type details struct {
	groups map[string]store.KSGroup
	until  time.Time
}

func (d *details) read(ctx context.Context, e *Engine, site string, g store.KSGroup) (store.KSGroup, error) {
	if now := e.cfg.Now(); d.groups == nil || now.After(d.until) {
		d.groups, d.until = make(map[string]store.KSGroup), now.Add(detailMemory)
	}
	if known, ok := d.groups[g.ID]; ok {
		known.Name = g.Name
		return known, nil
	}
	g, err := e.detail(ctx, site, g)
	if err == nil {
		d.groups[g.ID] = g
		e.site.ok() // it goes on, so there is no reason for ever longer pauses
	}
	return g, err
}

func (d *details) forget() { d.groups = nil }

func (e *Engine) detail(ctx context.Context, site string, g store.KSGroup) (store.KSGroup, error) {
	locks, err := e.cfg.Remote.GroupLocks(ctx, site, g.ID)
	if err != nil {
		return g, err
	}
	schedules, err := e.cfg.Remote.Schedules(ctx, site, g.ID)
	if err != nil {
		return g, err
	}
	g.Detailed = true
	for _, l := range locks {
		g.Doors = append(g.Doors, l.ID)
	}
	for _, s := range schedules {
		g.Schedules = append(g.Schedules, store.Schedule{
			ID: s.ID, Days: s.Days, StartTime: s.StartTime, EndTime: s.EndTime, StartDate: s.StartDate, EndDate: s.EndDate,
		})
	}
	return g, nil
}
