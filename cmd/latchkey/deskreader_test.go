//go:build linux

package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/encoder"
	"latchkey/ui/encoder/emulate"
	"latchkey/ui/listdetail/hand"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// From the fob on the reader to the door: a tap, a member, and the simulated door
// opens for the fob; another tap, lost, and it is shut.
func TestATapOpensTheDoorAndALostTagShutsIt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	pty, err := emulate.OpenPty()
	require.NoError(t, err)
	reader, err := emulate.New(emulate.TWN4, pty, emulate.Options{})
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() { served <- reader.Serve(ctx) }()

	s, err := store.Open(ctx, store.Options{Path: filepath.Join(t.TempDir(), "latchkey.db")})
	require.NoError(t, err)
	p := newProgram(s)
	p.memory = true
	defer func() { require.NoError(t, p.close(context.Background())) }()
	sim := simulate(t)
	space, err := p.loadSample(ctx, weeksToToday(time.Now()))
	require.NoError(t, err)
	require.NoError(t, p.pairSample(ctx))
	space, err = p.connectSample(ctx, space, sim)
	require.NoError(t, err)
	ui := make(uiThread, 1000)
	dispatch := widgets.NewAsync(ctx, func(f func()) { ui <- f })
	d := newDesktop(ctx, desktopConfig{
		program: p, space: space, app: test.NewTempApp(t), win: test.NewTempWindow(t, nil), theme: theme.New(theme.Light),
		dispatch: dispatch, after: never, sim: sim, ports: encoder.SystemPorts(), reader: pty.Name(),
	})
	d.start()
	defer func() { cancel(); d.end(); dispatch.Wait(); require.NoError(t, <-served) }()
	h := hand.Hand{T: t, Win: d.cfg.win}
	ui.until(t, "the reader is found", func() bool { return d.reader.station.Status().State == encoder.Ready })
	ui.until(t, "the doors are known", func() bool { return sim.sim.Can("Amélie Rousseau", "Front door", time.Now()).Open })

	found := d.search(ctx, "02300026")
	require.Len(t, found, 1, "nobody has it: the tag itself is found")
	require.Equal(t, "Tag 02300026", found[0].Text)
	const number = "02300026" // free, and known to SALTO KS
	opens := func() bool { return sim.sim.Can(number, "Front door", workday(space.Location())).Open }
	require.False(t, opens())
	d.shell.Go(d.members.Name())
	ui.until(t, "Members is in sight", func() bool { return h.Button("New member") != nil && len(h.Texts()) > 20 })
	h.Tap("New member")
	ui.until(t, "the form is open", func() bool { return h.Button("Add member") != nil })
	h.Write("Zoé")
	require.NoError(t, reader.Put(ctx, fobUID(number)))
	ui.until(t, "the tag is in the form", func() bool { return fieldShows(h, number) })
	h.Press(fyne.KeyReturn)
	ui.until(t, "the fob opens the door", opens)
	require.Positive(t, reader.Signals(), "the reader has beeped")

	reader.Take()
	time.Sleep(time.Second) // it is away for long enough to be tapped again
	require.NoError(t, reader.Put(ctx, fobUID(number)))
	ui.until(t, "its holder is in sight", func() bool { return h.Button("Lost…") != nil })
	require.Contains(t, h.Texts(), "Zoé")
	h.Tap("Lost…")
	ui.until(t, "it is asked", func() bool { return h.Button("Mark as lost") != nil })
	h.Tap("Mark as lost")
	ui.until(t, "the fob opens nothing", func() bool { return !opens() })
}

// workday is a noon soon at which every plan opens its doors, whenever a test runs.
func workday(zone *time.Location) time.Time {
	now := time.Now().In(zone)
	return time.Date(now.Year(), now.Month(), now.Day()+7-int(now.Weekday()-time.Wednesday), 12, 0, 0, 0, zone)
}

// fieldShows tells whether a field in sight has a text.
func fieldShows(h hand.Hand, text string) bool {
	for _, o := range h.Sight() {
		if f, is := o.(*widgets.ComboField); is && strings.Contains(f.State(), text) {
			return true
		}
	}
	return false
}
