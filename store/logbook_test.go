package store

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestLogIsAChain(t *testing.T) {
	w := newWorld(t)
	w.do(func(tx *Tx) error {
		for range 3 {
			if err := tx.Log(LogLine{Kind: "look", What: say("Seen.")}); err != nil {
				return err
			}
		}
		return nil
	})
	require.NoError(t, w.VerifyLog(w.ctx))
	for _, statement := range []string{"UPDATE log SET kind = 'x'", "DELETE FROM log"} {
		_, err := w.writer.ExecContext(w.ctx, statement)
		require.ErrorContains(t, err, "the log only grows")
	}
	lines, err := w.LogLines(w.ctx, LogFilter{})
	require.NoError(t, err)
	last := lines[0].ID

	for name, statement := range map[string]string{
		"changed":  `UPDATE log SET what = '{"text":"Nothing."}' WHERE id = 2`,
		"moved":    `UPDATE log SET person_id = 7 WHERE id = 2`,
		"cut out":  `DELETE FROM log WHERE id = 2`,
		"cut off":  `DELETE FROM log WHERE id = (SELECT max(id) FROM log)`,
		"all gone": `DELETE FROM log`,
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := w.writer.Conn(w.ctx)
			require.NoError(t, err)
			defer conn.Close()
			exec := func(s string) {
				_, err := conn.ExecContext(w.ctx, s)
				require.NoError(t, err)
			}
			exec("DROP TRIGGER log_no_update")
			exec("DROP TRIGGER log_no_delete")
			exec("CREATE TEMP TABLE kept AS SELECT * FROM log")
			exec(statement)
			err = w.VerifyLog(w.ctx)
			require.Equal(t, CodeDamaged, problem(t, err).Code)
			_, err = w.CheckLog(w.ctx)
			require.Equal(t, CodeDamaged, problem(t, err).Code)
			exec("DELETE FROM log")
			exec("INSERT INTO log SELECT * FROM temp.kept")
			exec("DROP TABLE temp.kept")
			exec("CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'x'); END")
			exec("CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'x'); END")
			require.NoError(t, w.VerifyLog(w.ctx))
		})
	}
	w.do(func(tx *Tx) error { return tx.Log(LogLine{Kind: "look"}) })
	lines, err = w.LogLines(w.ctx, LogFilter{Limit: 1})
	require.NoError(t, err)
	require.Equal(t, last+1, lines[0].ID)
	require.NoError(t, w.VerifyLog(w.ctx))
	checked, err := w.CheckLog(w.ctx)
	require.NoError(t, err)
	require.Equal(t, LogHead{lines[0].ID, lines[0].Hash}, checked)
	head, err := w.LogHead(w.ctx)
	require.NoError(t, err)
	require.Equal(t, checked, head)
}

func TestAnEmptyLogHasNoHead(t *testing.T) {
	w := &world{t: t, ctx: context.Background(), path: filepath.Join(t.TempDir(), "space.latchkey"), now: noon}
	w.open()
	for _, of := range []func(context.Context) (LogHead, error){w.LogHead, w.CheckLog} {
		head, err := of(w.ctx)
		require.NoError(t, err)
		require.Zero(t, head)
	}
}

func TestLogFilter(t *testing.T) {
	w := newWorld(t)
	w.now = noon.Add(time.Hour)
	_, err := w.Do(w.ctx, ActorSync, func(tx *Tx) error {
		if err := tx.Log(LogLine{Space: 7, Person: w.mia.ID, Kind: "confirmed", What: say("{{.Name}} may open {{.Door}}.", "Name", "Zoé", "Door", "Café")}); err != nil {
			return err
		}
		return tx.Log(LogLine{Actor: "desk", Kind: "sign-in", What: say("Signed in.")})
	})
	require.NoError(t, err)
	all, err := w.LogLines(w.ctx, LogFilter{})
	require.NoError(t, err)
	require.Equal(t, "desk", all[0].Actor)
	require.Equal(t, "sync", all[1].Actor)
	require.Equal(t, w.now, all[0].At)

	for name, c := range map[string]struct {
		f    LogFilter
		want []LogLine
	}{
		"kind":       {LogFilter{Kind: "confirmed"}, all[1:2]},
		"doors":      {LogFilter{Part: LogDoors}, all[1:2]},
		"other":      {LogFilter{Part: LogOther}, all[:1]},
		"edits":      {LogFilter{Part: LogEdits}, all[2:]},
		"sync":       {LogFilter{Actor: ActorSync}, all[1:2]},
		"import":     {LogFilter{Actor: ActorImport}, []LogLine{}},
		"space":      {LogFilter{Space: 7, From: w.now}, all[:2]},
		"person":     {LogFilter{Person: w.mia.ID, Kind: "confirmed"}, all[1:2]},
		"words":      {LogFilter{Query: "zoe cafe"}, all[1:2]},
		"no word":    {LogFilter{Query: "zoe theatre"}, []LogLine{}},
		"from":       {LogFilter{From: w.now}, all[:2]},
		"to":         {LogFilter{To: w.now}, all[2:]},
		"first page": {LogFilter{Limit: 1}, all[:1]},
		"next page":  {LogFilter{Limit: 1, Before: all[0].ID}, all[1:2]},
	} {
		got, err := w.LogLines(w.ctx, c.f)
		require.NoError(t, err)
		require.Equal(t, c.want, got, name)
		c.f.Limit = 0
		got, err = w.LogLines(w.ctx, c.f)
		require.NoError(t, err)
		n, err := w.CountLog(w.ctx, c.f)
		require.NoError(t, err)
		require.Len(t, got, n, name)
	}
}

// Every kind that the engine writes about a request is a line about doors.
func TestEveryLineIsInOnePart(t *testing.T) {
	w := newWorld(t)
	parts := map[string]LogPart{
		"edit": LogEdits, "intent": LogDoors, "confirmed": LogDoors, "failed": LogDoors, "looked": LogDoors,
		"look": LogOther, "sign-in": LogOther, "something new": LogOther,
	}
	for kind, part := range parts {
		w.do(func(tx *Tx) error { return tx.Log(LogLine{Kind: kind, What: say("A line.")}) })
		for _, p := range []LogPart{LogEdits, LogDoors, LogOther} {
			lines, err := w.LogLines(w.ctx, LogFilter{Kind: kind, Part: p, Query: "a line"})
			require.NoError(t, err)
			require.Equal(t, p == part, len(lines) == 1, "%s, %s", kind, p)
		}
	}
}

func TestWhatTheLogSays(t *testing.T) {
	w := newWorld(t)
	basic := Plan{Name: "Basic"}
	w.do(func(tx *Tx) error { return tx.SavePlan(&basic) })
	jo := w.person("Jo", func(p *Person) { p.Plan = basic.ID })
	for want, change := range map[string]func(*Person){
		"Jo Test has the plan Full time instead of Basic.":  func(p *Person) { p.Plan = w.plan.ID },
		"Jo Test is cancelled. The last day is 2026-12-31.": func(p *Person) { p.EndsOn = "2026-12-31" },
		"Jo Test is paused from 2026-11-01 on.":             func(p *Person) { p.PausedFrom = "2026-11-01" },
		"Jo Test is connected to SALTO KS with a tag only.": func(p *Person) { p.Connect = ConnectTagOnly },
		"Jo Test has these extra doors now: Storage.":       func(p *Person) { p.ExtraDoors = []ExtraDoor{{w.space.ID, KSRef{Name: "Storage"}}} },
		"The details of Jo Test were changed.":              func(p *Person) { p.Phone = "1" },
	} {
		change(&jo)
		w.do(func(tx *Tx) error { return tx.SavePerson(&jo) })
		lines, err := w.LogLines(w.ctx, LogFilter{Person: jo.ID, Limit: 1})
		require.NoError(t, err)
		require.Equal(t, want, lines[0].What.String())
		require.Equal(t, "edit", lines[0].Kind)
	}
}

// newest returns what the last lines of the log say, the newest first.
func (w *world) newest(n int) []string {
	w.t.Helper()
	lines, err := w.LogLines(w.ctx, LogFilter{Limit: n})
	require.NoError(w.t, err)
	said := make([]string, len(lines))
	for i, l := range lines {
		said[i] = l.What.String()
	}
	return said
}

func TestTheLogSaysWhoseTagIsLost(t *testing.T) {
	w := newWorld(t)
	tag := Tag{Number: "02300001", State: TagHeld, Holder: w.mia.ID}
	w.do(func(tx *Tx) error { return tx.SaveTag(&tag) })
	tag.State, tag.Holder = TagLost, 0
	w.do(func(tx *Tx) error { return tx.SaveTag(&tag) })
	require.Equal(t, []string{"Tag 02300001 of Mia Berg is lost."}, w.newest(1))
	lines, err := w.LogLines(w.ctx, LogFilter{Person: w.mia.ID, Limit: 1})
	require.NoError(t, err)
	require.Equal(t, "Tag 02300001 of Mia Berg is lost.", lines[0].What.String(), "it is in the log of the person, too")
}

func TestTheLogSaysWhichSettingChangesWhatOpens(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		want   string
		change func(*Space)
	}{
		{"A booking in Maison Nord opens its doors 15 minutes before it and closes them 5 minutes after it now, where the room has no minutes of its own.", func(s *Space) { s.Before = 15 }},
		{"The bookings of Maison Nord are put into SALTO KS 7 days ahead now.", func(s *Space) { s.HorizonDays = 7 }},
		{"New members of Maison Nord are connected to SALTO KS without asking now.", func(s *Space) { s.AutoConnect = true }},
		{"New members of Maison Nord are not connected to SALTO KS by themselves any more.", func(s *Space) { s.AutoConnect = false }},
		{"Nothing of Maison Nord is sent to SALTO KS any more before the desk has agreed to it.", func(s *Space) { s.AskFirst = true }},
		{"Changes of Maison Nord are sent to SALTO KS without asking first now.", func(s *Space) { s.AskFirst = false }},
		{"Who may open nothing in Maison Nord any more is deleted in SALTO KS now.", func(s *Space) { s.Leaving = LeavingDelete }},
		{"Who may open nothing in Maison Nord any more is suspended in SALTO KS now.", func(s *Space) { s.Leaving = LeavingSuspend }},
		{"Maison Nord is signed in to SALTO KS as desk@example.com now.", func(s *Space) { s.Account.Email = "desk@example.com" }},
		{"Maison Nord is not signed in to SALTO KS any more.", func(s *Space) { s.Account.Email = "" }},
		{"The settings of the space Maison Nord were changed.", func(s *Space) { s.OpenFrom = "07:00" }},
	} {
		before := w.newest(1)
		c.change(&w.space)
		w.do(func(tx *Tx) error { return tx.SaveSpace(&w.space) })
		require.Equal(t, append([]string{c.want}, before...), w.newest(2), "one line, and it says what")
	}
}

func TestTheLogSaysHowLongARoomOpens(t *testing.T) {
	w := newWorld(t)
	half, five := 30, 5
	for _, c := range []struct {
		want   string
		change func(*Room)
	}{
		{"A booking of Studio A opens its doors 30 minutes before it and closes them 5 minutes after it now.", func(r *Room) { r.Before = &half }},
		{"A booking of Studio A opens its doors 5 minutes before it and closes them 5 minutes after it now.", func(r *Room) { r.Before = nil }},
		{"The details of the room Studio A were changed.", func(r *Room) { r.Before = &five }}, // as many as the space has
		{"A booking of Studio A opens now: Front door.", func(r *Room) { r.Doors = r.Doors[:1] }},
	} {
		before := w.newest(1)
		c.change(&w.room)
		w.do(func(tx *Tx) error { return tx.SaveRoom(&w.room) })
		require.Equal(t, append([]string{c.want}, before...), w.newest(2), "one line, and it says what")
	}
}

func TestAnUndoSaysWhatItPutBack(t *testing.T) {
	w := newWorld(t)
	booking := w.book(w.mia.ID, "2026-10-20T09:00", "2026-10-20T11:00")
	run := Series{Room: w.room.ID, Person: w.mia.ID, Start: "2026-10-21T18:00", End: "2026-10-21T19:00", Rule: "FREQ=WEEKLY;COUNT=6"}
	tag := Tag{Number: "02300001", State: TagHeld, Holder: w.mia.ID}
	w.do(func(tx *Tx) error { return tx.SaveTag(&tag) })
	const one, many = "“%s” was put back to what it was before.", "“%s” and what was changed with it were put back to what they were before."
	for _, c := range []struct {
		change func(tx *Tx) error
		undone []string // the oldest first
		redone []string
		person PersonID
	}{
		{
			func(tx *Tx) error { return saved(tx.SavePerson, w.mia, func(p *Person) { p.EndsOn = "2026-12-31" }) },
			[]string{fmt.Sprintf(one, "Mia Berg"), "Mia Berg is not cancelled any more."},
			[]string{fmt.Sprintf(one, "Mia Berg"), "Mia Berg is cancelled. The last day is 2026-12-31."}, w.mia.ID,
		},
		{
			func(tx *Tx) error { return tx.DeleteBooking(booking.ID) },
			[]string{fmt.Sprintf(one, "2026-10-20T09:00"), "Mia Berg has Studio A from 2026-10-20T09:00 to 2026-10-20T11:00."},
			[]string{fmt.Sprintf(one, "2026-10-20T09:00"), "The booking of Mia Berg was deleted: Studio A from 2026-10-20T09:00 to 2026-10-20T11:00."}, w.mia.ID,
		},
		{
			func(tx *Tx) error { _, err := tx.SaveSeries(&run); return err },
			[]string{fmt.Sprintf(many, "2026-10-21T18:00"), "The series of Mia Berg in Studio A was ended at 2026-10-21T18:00. Bookings deleted: 6."},
			[]string{fmt.Sprintf(many, "2026-10-21T18:00"), "Mia Berg has Studio A 6 times, the first from 2026-10-21T18:00 to 2026-10-21T19:00."}, w.mia.ID,
		},
		{
			func(tx *Tx) error { return saved(tx.SavePlan, w.plan, func(p *Plan) { p.Archived = true }) },
			[]string{fmt.Sprintf(one, "Full time"), "The plan Full time is offered again."},
			[]string{fmt.Sprintf(one, "Full time"), "The plan Full time was archived."}, 0,
		},
		{
			func(tx *Tx) error { return tx.SavePlan(&Plan{Name: "Basic"}) },
			[]string{fmt.Sprintf(one, "Basic"), "The plan Basic was removed."},
			[]string{fmt.Sprintf(one, "Basic"), "The plan Basic was added. It opens no doors."}, 0,
		},
		{
			func(tx *Tx) error { return saved(tx.SaveRoom, w.room, func(r *Room) { r.Doors = r.Doors[:1] }) },
			[]string{fmt.Sprintf(one, "Studio A"), "A booking of Studio A opens now: Front door, Studio A."},
			[]string{fmt.Sprintf(one, "Studio A"), "A booking of Studio A opens now: Front door."}, 0,
		},
		{
			func(tx *Tx) error { return tx.SaveRoom(&Room{Space: w.space.ID, Name: "Studio B"}) },
			[]string{fmt.Sprintf(one, "Studio B"), "The room Studio B was removed."},
			[]string{fmt.Sprintf(one, "Studio B"), "The room Studio B was brought back. A booking opens: –."}, 0,
		},
		{
			func(tx *Tx) error { return saved(tx.SaveSpace, w.space, func(s *Space) { s.Before = 15 }) },
			[]string{fmt.Sprintf(one, "Maison Nord"), "A booking in Maison Nord opens its doors 5 minutes before it and closes them 5 minutes after it now, where the room has no minutes of its own."},
			[]string{fmt.Sprintf(one, "Maison Nord"), "A booking in Maison Nord opens its doors 15 minutes before it and closes them 5 minutes after it now, where the room has no minutes of its own."}, 0,
		},
		{
			func(tx *Tx) error { return tx.SaveSpace(&Space{Name: "Maison Sud", Zone: "Europe/Paris"}) },
			[]string{fmt.Sprintf(one, "Maison Sud"), "The space Maison Sud was removed."},
			[]string{fmt.Sprintf(one, "Maison Sud"), "The space Maison Sud was added."}, 0,
		},
		{
			func(tx *Tx) error { return saved(tx.SaveTag, tag, func(t *Tag) { t.State, t.Holder = TagBroken, 0 }) },
			[]string{fmt.Sprintf(one, "02300001"), "Mia Berg has tag 02300001 now."},
			[]string{fmt.Sprintf(one, "02300001"), "Tag 02300001 of Mia Berg is broken."}, w.mia.ID,
		},
	} {
		done := w.do(c.change)
		undone, err := w.Undo(w.ctx, done.Undo)
		require.NoError(t, err)
		require.Equal(t, c.undone, oldestFirst(w.newest(len(c.undone))))
		redone, err := w.Undo(w.ctx, undone.Undo)
		require.NoError(t, err)
		require.Equal(t, c.redone, oldestFirst(w.newest(len(c.redone))))
		lines, err := w.LogLines(w.ctx, LogFilter{Limit: len(c.redone) - 1})
		require.NoError(t, err)
		for _, l := range lines {
			require.Equal(t, c.person, l.Person, l.What.String())
		}
		_, err = w.Undo(w.ctx, redone.Undo)
		require.NoError(t, err)
	}
	require.NoError(t, w.VerifyLog(w.ctx))
}

func oldestFirst(lines []string) []string {
	slices.Reverse(lines)
	return lines
}
