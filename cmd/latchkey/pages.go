package main

import (
	"latchkey/store"
	"latchkey/sync/access"
	"latchkey/ui/plans"
	"latchkey/ui/rooms"
)

func (d *desktop) planDeps() plans.Deps {
	return plans.Deps{
		Desk: d.desk, GroupWords: groupWords, ShowPerson: d.showPerson, Connect: d.goConnect,
		PlanFaults: func(s store.Space, m store.Mirror, p store.Plan) []store.Sentence {
			return access.PlanFaults(store.Snapshot{Space: s, Mirror: m}, p)
		},
	}
}

func (d *desktop) roomDeps() rooms.Deps {
	return rooms.Deps{
		Desk: d.desk, ShowBooking: d.showBooking, Connect: d.goConnect,
		RoomFaults: func(s store.Space, m store.Mirror, r store.Room) []store.Sentence {
			if f, bad := access.RoomFault(store.Snapshot{Space: s, Mirror: m}, r); bad {
				return []store.Sentence{f}
			}
			return nil
		},
	}
}

// groupWords says when a group opens: one sentence for each of its schedules.
func groupWords(g store.KSGroup) []store.Sentence {
	var out []store.Sentence
	for _, s := range g.Schedules {
		out = append(out, access.ScheduleWords(s))
	}
	return out
}

func (d *desktop) goConnect() { d.shell.Go(d.settings.Name()) }
