package store

import (
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
			require.Equal(t, CodeFile, problem(t, err).Code)
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
