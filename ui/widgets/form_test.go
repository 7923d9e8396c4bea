package widgets

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func nameForm(win fyne.Window, save func(context.Context) error) (*Form, *TextField, *TimeField) {
	name, at := NewTextField(""), NewTimeField(true)
	f := ShowForm(win, FormSpec{
		Title:  "New member",
		Fields: []FormField{{Name: "name", Label: "Name", Field: name}, {Name: "at", Label: "At", Field: at}},
		OnSave: save,
	})
	return f, name, at
}

func TestFormEnterSavesWhatWasTyped(t *testing.T) {
	win := window(t, nil)
	saved := ""
	var name *TextField
	_, name, _ = nameForm(win, func(context.Context) error { saved = name.Value(); return nil })
	write(win, "Mia") // the first field has the keyboard
	press(win, fyne.KeyReturn)
	require.Equal(t, "Mia", saved)
	require.False(t, dialogOpen(win))
}

func TestFormShowsProblemsAndKeepsWhatWasTyped(t *testing.T) {
	win := window(t, nil)
	problem := errors.Join(
		&store.Problem{Code: store.CodeInvalid, Field: "name", Text: "{{.Name}} is taken.", Args: map[string]any{"Name": "Mia"}},
		&store.Problem{Code: store.CodeChanged, Text: "Somebody else was faster."},
	)
	f, name, _ := nameForm(win, func(context.Context) error { return problem })
	write(win, "Mia")
	f.Save()
	require.True(t, dialogOpen(win))
	require.Equal(t, "Mia", name.Value())
	require.False(t, name.Disabled())
	require.Contains(t, dialogTexts(win), "Mia is taken.")
	require.Contains(t, dialogTexts(win), "Somebody else was faster.")
	require.Equal(t, name.FocusTarget(), win.Canvas().Focused(), "the field to correct has the keyboard")

	write(win, "!")
	require.NotContains(t, dialogTexts(win), "Mia is taken.", "it goes as soon as the field changes")

	problem = errors.New("disk on fire")
	f.Save()
	require.Contains(t, dialogTexts(win), "That did not work: disk on fire. Try again; if it keeps happening, the log says more.")
	require.NotContains(t, dialogTexts(win), "Somebody else was faster.")
}

func TestFormDoesNotSaveWhatMakesNoSense(t *testing.T) {
	win := window(t, nil)
	saves := 0
	f, _, at := nameForm(win, func(context.Context) error { saves++; return nil })
	at.entry.SetText("25 o'clock")
	f.Save()
	require.Zero(t, saves)
	require.Contains(t, dialogTexts(win), "“25 o'clock” is not a time. Write it like 9:30 or 21:30.")
	require.Equal(t, at.FocusTarget(), win.Canvas().Focused())

	f.ShowField("at", false)
	f.Save()
	require.Equal(t, 1, saves, "a hidden field is not checked")
}

func TestFormEscapeAsksOnlyIfSomethingChanged(t *testing.T) {
	win := window(t, nil)
	cancelled := 0
	name := NewTextField("")
	open := func() *Form {
		return ShowForm(win, FormSpec{Title: "New", Fields: []FormField{{Label: "Name", Field: name}}, OnCancel: func() { cancelled++ }})
	}
	open()
	press(win, fyne.KeyEscape)
	require.False(t, dialogOpen(win))
	require.Equal(t, 1, cancelled)

	f := open()
	write(win, "x")
	press(win, fyne.KeyEscape)
	require.Contains(t, dialogTexts(win), "Discard what you entered?")
	press(win, fyne.KeyEscape)
	require.True(t, f.modal.open, "Esc keeps editing")
	require.Equal(t, "x", name.Value())
	press(win, fyne.KeyEscape, fyne.KeyTab)
	for _, b := range dialogButtonsOf(win) {
		if b.Text() == "Discard" {
			b.Tapped(nil)
		}
	}
	require.False(t, dialogOpen(win))
	require.Equal(t, 2, cancelled)
}

func dialogButtonsOf(win fyne.Window) []*Button {
	var all []*Button
	inSight(win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if b, ok := o.(*Button); ok {
			all = append(all, b)
		}
	})
	return all
}

// held is a Dispatcher that runs work when the test says so.
type held struct{ work []func(context.Context) }

func (h *held) Go(work func(context.Context)) { h.work = append(h.work, work) }
func (h *held) Do(f func())                   { f() }
func (h *held) run(i int)                     { h.work[i](context.Background()) }

func TestFormSavesOnceAndIsLockedMeanwhile(t *testing.T) {
	win := window(t, nil)
	h := &held{}
	name, fixed := NewTextField(""), NewTextField("")
	fixed.Disable()
	saved := 0
	f := ShowForm(win, FormSpec{
		Title:      "New",
		Fields:     []FormField{{Name: "name", Label: "Name", Field: name}, {Label: "Number", Field: fixed}},
		Dispatcher: h,
		OnSave:     func(context.Context) error { return &store.Problem{Field: "name", Text: "No."} },
		OnSaved:    func() { saved++ },
	})
	f.Save()
	f.Save()
	require.Len(t, h.work, 1)
	require.True(t, name.Disabled())
	f.Cancel()
	require.True(t, f.modal.open, "a save under way cannot be left")
	h.run(0)
	require.False(t, name.Disabled())
	require.True(t, fixed.Disabled(), "what was locked before stays locked")
	require.Zero(t, saved)
}

func TestProblemText(t *testing.T) {
	window(t, nil)
	p := &store.Problem{Text: "{{.Who}} is gone.", Args: map[string]any{"Who": "Mia"}, Err: errors.New("secret cause")}
	require.Equal(t, "Mia is gone.", ProblemText(errors.Join(errors.New("context"), p)))
	require.Equal(t, "Plain.", ProblemText(&store.Problem{Text: "Plain."}))
	require.Empty(t, ProblemText(nil))
}

func TestConfirmSafeByDefault(t *testing.T) {
	win := window(t, nil)
	done := 0
	ask := func() { Confirm(win, "Delete?", "Mia loses Studio A.", "Delete booking", func() { done++ }) }
	ask()
	require.Contains(t, dialogTexts(win), "Mia loses Studio A.")
	press(win, fyne.KeyReturn)
	require.False(t, dialogOpen(win))
	ask()
	press(win, fyne.KeyEscape)
	require.False(t, dialogOpen(win))
	require.Zero(t, done, "neither Enter nor Esc deletes")
	ask()
	win.Canvas().FocusNext()
	press(win, fyne.KeyReturn)
	require.Equal(t, 1, done)

	Ask(win, "Sync?", "Now.", "Sync now", func() { done++ })
	press(win, fyne.KeyReturn)
	require.Equal(t, 2, done, "an ordinary question is answered by Enter")
}

func TestShowProblemClosesWithEnter(t *testing.T) {
	win := window(t, nil)
	ShowProblem(win, nil)
	require.False(t, dialogOpen(win))
	ShowProblem(win, &store.Problem{Text: "The file is read-only."})
	require.Contains(t, dialogTexts(win), "The file is read-only.")
	press(win, fyne.KeyReturn)
	require.False(t, dialogOpen(win))
}
