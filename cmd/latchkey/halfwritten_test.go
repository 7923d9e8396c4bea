package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/listdetail/hand"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// desks opens one window after the other over the same file, as starts of the
// program do.
type desks struct {
	t       *testing.T
	folder  string
	program *program
	space   store.Space
	app     fyne.App
}

func newDesks(t *testing.T) *desks {
	t.Helper()
	d := &desks{t: t, folder: t.TempDir(), app: test.NewTempApp(t)}
	d.app.Settings().SetTheme(theme.New(theme.Light))
	s, err := store.Open(t.Context(), store.Options{Path: d.file()})
	require.NoError(t, err)
	d.program = newProgram(s)
	t.Cleanup(func() { require.NoError(t, d.program.close(context.Background())) })
	d.space, err = d.program.loadSample(t.Context(), weeksToToday(time.Now()))
	require.NoError(t, err)
	return d
}

func (d *desks) file() string { return filepath.Join(d.folder, "latchkey.db") }

// start opens the window, whose timers run out at once.
func (d *desks) start() (*desktop, hand.Hand) {
	win := test.NewTempWindow(d.t, nil)
	atOnce := func(wait time.Duration, f func()) func() {
		if wait == time.Second {
			f()
		}
		return func() {}
	}
	top := newDesktop(d.t.Context(), desktopConfig{
		program: d.program, space: d.space, app: d.app, win: win, theme: theme.New(theme.Light), dispatch: widgets.Sync{}, after: atOnce, file: d.file(),
	})
	top.offerDrafts()
	return top, hand.Hand{T: d.t, Win: win}
}

// menu does what an item of the menu does.
func menu(t *testing.T, d *desktop, label string) {
	t.Helper()
	for _, s := range d.screens {
		for _, i := range s.Menu() {
			if i.Label == label {
				i.Action()
				return
			}
		}
	}
	require.Fail(t, "no item "+label)
}

// typed is what stands in the fields in sight.
func typed(h hand.Hand) (out []string) {
	for _, o := range h.Sight() {
		switch f := o.(type) {
		case *widgets.TextField:
			out = append(out, f.Value())
		case *widgets.ComboField:
			out = append(out, strings.Trim(f.State(), "\x00"))
		}
	}
	return out
}

// Every form in which something is made is there again after the program died in
// the middle of it, with what was typed.
func TestAHalfWrittenFormIsThereAgain(t *testing.T) {
	for item, begins := range map[string]string{
		"New member…": "New member", "New room…": "New room", "New plan…": "New plan",
		"New kind of pass…": "New kind of pass", "New tag…": "New tag", "New booking…": "New booking",
	} {
		t.Run(begins, func(t *testing.T) {
			d := newDesks(t)
			top, h := d.start()
			require.Nil(t, h.Button("Go on"), "nothing was left")
			if item == "New booking…" {
				top.cal.Resume("booking", 0)() // the calendar makes one with the keyboard
			} else {
				menu(t, top, item)
			}
			require.Contains(t, h.Texts(), begins)
			h.Write("Milo") // no letter that a tag reader types: those are held back for a moment
			if item == "New booking…" {
				h.Press(fyne.KeyEscape) // the list
			}
			// killed here

			_, h = d.start()
			require.NotNil(t, h.Button("Go on"))
			h.Tap("Go on")
			require.Contains(t, h.Texts(), begins)
			require.Contains(t, typed(h), "Milo")

			_, h = d.start() // and again
			h.Tap("Discard")
			require.NoFileExists(t, filepath.Join(d.folder, draftsName))
			_, h = d.start()
			require.Nil(t, h.Button("Go on"))
		})
	}
}

func TestAChangedMemberIsThereAgain(t *testing.T) {
	d := newDesks(t)
	people, err := d.program.store.PersonByName(t.Context(), "Bastien Leroy")
	require.NoError(t, err)
	top, h := d.start()
	top.members.Resume("member", int64(people[0].ID))()
	h.Write("-Luc")
	_, h = d.start()
	require.Contains(t, strings.Join(h.Texts(), " "), "Edit Bastien Leroy")
	h.Tap("Go on")
	require.Contains(t, typed(h), "-LucBastien")
	h.Tap("Save")
	saved, err := d.program.store.Person(t.Context(), people[0].ID)
	require.NoError(t, err)
	require.Equal(t, "-LucBastien", saved.FirstName)
	require.NoFileExists(t, filepath.Join(d.folder, draftsName), "saved")
}

// What cannot be opened any more does not stand in the way.
func TestADraftOfWhatIsGoneDoesNotStop(t *testing.T) {
	d := newDesks(t)
	require.NoError(t, os.WriteFile(filepath.Join(d.folder, draftsName),
		[]byte(`[{"kind":"room","id":999,"title":"Edit room","values":{"name":"x"}},{"kind":"nothing","title":"?"}]`), 0o600))
	for range 2 {
		_, h := d.start()
		h.Tap("Go on")
	}
}
