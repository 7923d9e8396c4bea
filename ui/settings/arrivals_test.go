package settings

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/tally"
	"latchkey/ui/passes"
	"latchkey/ui/widgets"
)

func TestDoorsThatCountAsArriving(t *testing.T) {
	b := newBench(t)
	require.Contains(t, b.texts(), "every door")
	b.press("Edit")
	require.Contains(t, b.texts(), "Which doors count as arriving can be chosen once the space is connected to SALTO KS. Until then every door counts.")
	b.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})

	require.NoError(t, b.change(func(s *store.Space) { s.SiteID, s.Arrivals = "s1", "gone" }))
	b.do(func(tx *store.Tx) error {
		return tx.SaveMirror(b.space, store.Mirror{Site: store.KSSite{ID: "s1", Name: "Nord", Zone: "Europe/Paris"}, Doors: []store.KSDoor{
			{ID: "box", Name: "Letter box"}, {ID: "front", Name: "Front door"},
		}})
	})
	require.Contains(t, b.texts(), "A door that is gone")
	b.press("Edit")
	doors := field[*widgets.CheckGroup](b, 0)
	require.Equal(t, []string{"gone"}, doors.Value())
	require.Contains(t, strings.Join(b.texts(), "|"), "None chosen: every door counts.")
	doors.SetValue([]string{"front"})
	b.press("Save")
	require.Equal(t, "front", b.saved().Arrivals)
	b.page.Refresh(store.Change{Kinds: store.KindSpace})
	require.Contains(t, b.texts(), "Front door")
	require.Equal(t, "Space saved.", b.undone)

	b.press("Edit")
	field[*widgets.CheckGroup](b, 0).SetValue(nil)
	b.press("Save")
	require.Empty(t, b.saved().Arrivals)
}

func TestCoMembersShareOrNot(t *testing.T) {
	b := newBench(t)
	apart := func() bool {
		on, err := b.store.PassesApart(context.Background())
		require.NoError(t, err)
		return on
	}
	box := b.page.passes.shared
	require.True(t, box.Value())
	b.win.Canvas().Focus(box.FocusTarget())
	b.win.Canvas().Focused().TypedRune(' ')
	require.True(t, box.Value(), "nothing is done before it is agreed to")
	require.Contains(t, strings.Join(b.texts(), "|"), "Nobody loses a door by it now.")
	b.press("Cancel")
	require.False(t, apart())
	require.True(t, box.Value())

	box.SetValue(false)
	b.press("Keep apart")
	require.True(t, apart())
	b.page.Refresh(store.Change{Kinds: store.KindSetting})
	require.False(t, box.Value())
	box.SetValue(true)
	b.press("Share passes")
	require.False(t, apart())
	b.page.Refresh(store.Change{Kinds: store.KindSetting})
	require.True(t, box.Value())
}

func TestKeepingPassesApartNamesWhoLosesDoors(t *testing.T) {
	b := newBench(t)
	b.do(func(tx *store.Tx) error {
		kind := store.PassType{Name: "Day", Minutes: 600, Currency: "EUR"}
		if err := tx.SavePassType(&kind); err != nil {
			return err
		}
		plan := store.Plan{Name: "Desk", PassLimited: true}
		if err := tx.SavePlan(&plan); err != nil {
			return err
		}
		main := store.Person{FirstName: "Main", Plan: plan.ID, Connect: store.ConnectTagOnly}
		if err := tx.SavePerson(&main); err != nil {
			return err
		}
		for i, name := range []string{"None", "Own", "Using", "Paused"} {
			p := store.Person{FirstName: name, Main: main.ID, Connect: store.ConnectTagOnly}
			if name == "Paused" {
				p.PausedFrom = "2026-11-01"
			}
			if err := tx.SavePerson(&p); err != nil {
				return err
			}
			if i == 1 {
				if err := tx.SavePass(&store.Pass{Person: p.ID, Type: kind.ID}); err != nil {
					return err
				}
			}
			if name == "Using" {
				if err := tx.SavePass(&store.Pass{Person: main.ID, Type: kind.ID, GrantedAt: moment.Add(-2 * time.Hour)}); err != nil {
					return err
				}
				if err := tx.Correct(&store.Correction{Space: b.space, Person: p.ID, Kind: store.CheckedIn, At: moment.Add(-time.Hour)}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	require.NoError(t, tally.Bring(t.Context(), b.store))
	b.page.passes.shared.SetValue(false)
	require.Contains(t, strings.Join(b.texts(), "|"), "They lose doors at once: Main, None.")
	b.press("Keep apart")
	snap, err := b.store.Snapshot(t.Context(), b.space, moment, moment)
	require.NoError(t, err)
	held := passes.HeldAt(snap.Passes, moment)
	for _, p := range snap.People {
		require.Equal(t, p.FirstName == "Own" || p.FirstName == "Using", held[p.ID].In, p.FirstName)
	}
}
