package passes

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

var noon = time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC)

func TestHeldAt(t *testing.T) {
	held := HeldAt([]store.PassTime{
		{Person: 1, From: noon, To: noon.Add(time.Hour), Used: true},
		{Person: 1, From: noon.Add(-time.Hour)}, {Person: 1, From: noon.Add(-time.Hour), To: noon},
		{Person: 2, From: noon.Add(-time.Hour), To: noon.Add(time.Hour), Used: true},
		{Person: 3, From: noon.Add(time.Second)},
	}, noon)
	require.Equal(t, map[store.PersonID]Held{1: {In: true, Left: 1}, 2: {In: true}}, held)
}

func TestWhoseDoorsHangOnAPassAlone(t *testing.T) {
	day := store.Date("2026-11-23")
	main := store.Person{ID: 1, Plan: 1, Connect: store.ConnectTagOnly}
	under := store.Person{ID: 2, Main: 1, Connect: store.ConnectTagOnly}
	require.True(t, Enters(main, main, day))
	require.True(t, Enters(under, main, day))
	for what, change := range map[string]func(p, main *store.Person){
		"not connected": func(p, _ *store.Person) { p.Connect = store.ConnectNone },
		"blocked":       func(p, _ *store.Person) { p.BlockedAt = noon },
		"paused":        func(p, _ *store.Person) { p.PausedFrom = day },
		"main paused":   func(_, main *store.Person) { main.PausedFrom = day },
	} {
		p, m := under, main
		change(&p, &m)
		require.False(t, Enters(p, m, day), what)
	}
}

func TestBalance(t *testing.T) {
	names := map[store.PassTypeID]string{1: "Hour", 2: "Day"}
	pass := func(kind store.PassTypeID, minutes int, until store.Date) store.PassUse {
		return store.PassUse{Pass: store.Pass{Type: kind, Minutes: minutes, ExpiresOn: until, GrantedAt: noon.AddDate(0, -1, 0)}}
	}
	list := []store.PassUse{pass(1, 60, "2026-12-01"), pass(2, 600, ""), pass(2, 600, "2026-11-30"), pass(2, 600, "2026-11-22"), pass(1, 60, "")}
	list[4].By = 7
	require.Equal(t, "3 of 5 passes left: 2 Day, 1 Hour. The next expires on Mon 30 Nov 2026.", Balance(list, names, noon, time.UTC))
	late := time.Date(2026, 11, 30, 23, 30, 0, 0, time.UTC) // already December in Paris
	require.Len(t, Usable(list, late, time.UTC), 3)
	paris, err := time.LoadLocation("Europe/Paris")
	require.NoError(t, err)
	require.Len(t, Usable(list, late, paris), 2)
	list[1].EndedAt = noon
	require.Equal(t, "None of 5 passes left.", Balance(list, names, noon.AddDate(0, 1, 0), time.UTC))
}

func TestLength(t *testing.T) {
	require.Equal(t, "45 minutes", Length(45))
	require.Equal(t, "10 hours", Length(600))
	require.Equal(t, "1 h 30 min", Length(90))
}
