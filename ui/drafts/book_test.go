package drafts

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/ui/widgets"
)

// clock runs what waits when it is told to.
type clock struct{ due func() }

func (c *clock) after(_ time.Duration, f func()) func() {
	c.due = f
	return func() { c.due = nil }
}

func (c *clock) pass() {
	if f := c.due; f != nil {
		c.due = nil
		f()
	}
}

var moment = time.Date(2026, 11, 23, 9, 36, 0, 0, time.UTC)

func open(t *testing.T, path string) (*Book, *clock) {
	t.Helper()
	c := &clock{}
	return Open(Config{Path: path, Now: func() time.Time { return moment }, After: c.after, Dispatch: widgets.Sync{}, Log: slog.New(slog.DiscardHandler)}), c
}

// person is a form as screens have them.
type person struct {
	name, secret *widgets.TextField
	plan         *widgets.SelectField
	starts       *widgets.DateField
	form         *widgets.Form
	saved        int
	refuse       error
}

func show(t *testing.T, d widgets.Draft) *person {
	t.Helper()
	win := test.NewTempWindow(t, nil)
	p := &person{
		name: widgets.NewTextField(""), secret: widgets.NewSecretField(""), starts: widgets.NewDateField(widgets.DateSpec{Today: func() string { return "2026-11-23" }}),
		plan: widgets.NewSelectField("", widgets.Choice{ID: "1", Text: "Basic"}, widgets.Choice{ID: "2", Text: "Full time"}),
	}
	p.plan.SetValue("1")
	p.form = widgets.ShowForm(win, widgets.FormSpec{
		Title: "New member", Draft: d, OnSave: func(context.Context) error { p.saved++; return p.refuse },
		Fields: []widgets.FormField{
			{Name: "plan", Field: p.plan}, {Name: "name", Field: p.name}, {Name: "starts", Field: p.starts}, {Name: "secret", Field: p.secret},
		},
	})
	return p
}

func path(t *testing.T) string { return filepath.Join(t.TempDir(), "drafts.json") }

func TestWhatIsTypedSurvivesTheProgram(t *testing.T) {
	test.NewTempApp(t)
	file := path(t)
	b, c := open(t, file)
	p := show(t, b.Draft("member", 0, "New member"))
	p.name.SetValue("Mia")
	require.NoFileExists(t, file, "not at every letter")
	p.starts.SetValue("2026-12-01")
	p.secret.SetValue("hunter2")
	c.pass()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NotContains(t, string(text), "hunter2", "secrets are written nowhere")
	info, err := os.Stat(file)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())

	b, _ = open(t, file) // after a crash
	left := b.Left()
	require.Len(t, left, 1)
	require.Equal(t, "New member", left[0].Title)
	require.Equal(t, "Mia", left[0].About)
	require.Equal(t, moment, left[0].At.UTC())
	p = show(t, b.Draft("member", 0, "New member"))
	require.Empty(t, p.name.Value(), "nobody asked to go on")
	p.form.Cancel()
	require.Len(t, b.Left(), 1, "a form into which nothing was typed takes nothing away")
	b.GoOn(left[0])
	require.Empty(t, show(t, b.Draft("member", 7, "Edit")).name.Value(), "another one")
	p = show(t, b.Draft("member", 0, "New member"))
	require.Equal(t, "Mia", p.name.Value())
	require.Equal(t, "2026-12-01", p.starts.Value())
	require.Equal(t, "1", p.plan.Value())
	require.True(t, p.form.Changed(), "closing it asks first")
	require.Empty(t, show(t, b.Draft("member", 0, "New member")).name.Value(), "once")
}

func TestADraftGoesWhenItIsSavedOrGivenUp(t *testing.T) {
	test.NewTempApp(t)
	for name, end := range map[string]func(*person){
		"saved":       func(p *person) { p.form.Save() },
		"taken back":  func(p *person) { p.name.SetValue("") },
		"not changed": func(p *person) { p.name.SetValue(""); p.form.Cancel() },
	} {
		t.Run(name, func(t *testing.T) {
			file := path(t)
			b, c := open(t, file)
			p := show(t, b.Draft("member", 0, "New member"))
			p.name.SetValue("Mia")
			p.starts.SetValue("")
			c.pass()
			require.FileExists(t, file)
			p.starts.SetValue("2026-12-01")
			if name != "saved" {
				p.starts.SetValue("")
			}
			end(p)
			c.pass()
			require.Empty(t, b.Left())
			require.NoFileExists(t, file)
		})
	}
}

// A save that is refused leaves what was typed, in the form and in the file.
func TestARefusedSaveKeepsTheDraft(t *testing.T) {
	test.NewTempApp(t)
	b, _ := open(t, path(t))
	p := show(t, b.Draft("member", 0, "New member"))
	p.name.SetValue("Mia")
	p.starts.SetValue("2026-12-01")
	p.refuse = os.ErrPermission
	p.form.Save()
	require.Equal(t, 1, p.saved)
	require.Len(t, b.Left(), 1)
}

// Of what exists already only what was changed is kept: the rest may be newer.
func TestOfWhatExistsOnlyChangesAreKept(t *testing.T) {
	test.NewTempApp(t)
	b, _ := open(t, path(t))
	p := show(t, b.Draft("member", 7, "Edit Mia"))
	p.name.SetValue("Maja")
	require.Equal(t, map[string]string{"name": "Maja"}, b.Left()[0].Values)
	n := show(t, b.Draft("member", 0, "New member"))
	n.name.SetValue("Ana")
	require.Len(t, b.Left(), 2)
	require.Equal(t, "1", b.Left()[0].Values["plan"]+b.Left()[1].Values["plan"], "of something new everything is")
}

func TestTheEndOfTheProgramWaitsForTheFile(t *testing.T) {
	test.NewTempApp(t)
	file := path(t)
	b, _ := open(t, file)
	b.Flush()
	require.NoFileExists(t, file)
	show(t, b.Draft("member", 0, "New member")).name.SetValue("Mia")
	b.Flush()
	again, _ := open(t, file)
	require.Len(t, again.Left(), 1)
	again.Discard(again.Left()[0])
	require.NoFileExists(t, file)
	var none *Book
	none.Flush()
	require.Nil(t, none.Draft("member", 0, ""))
}

// What is written later than its turn takes nothing back.
func TestAnOlderStateDoesNotOverwriteANewerOne(t *testing.T) {
	file := path(t)
	b, _ := open(t, file)
	b.put(Entry{Kind: "a", Values: map[string]string{"n": "1"}})
	older := b.next()
	b.put(Entry{Kind: "a", Values: map[string]string{"n": "2"}})
	b.next()()
	older()
	again, _ := open(t, file)
	require.Equal(t, "2", again.Left()[0].Values["n"])
}

// A file that is broken, or cannot be written, is no reason not to work.
func TestABrokenFileIsNoReasonToStop(t *testing.T) {
	file := path(t)
	for _, text := range []string{"", "{", `[{"kind":7}]`, "\x00\x00\x00"} {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		b, c := open(t, file)
		require.Empty(t, b.Left(), text)
		b.put(Entry{Kind: "a"})
		c.pass()
		again, _ := open(t, file)
		require.Len(t, again.Left(), 1)
	}
	b, c := open(t, filepath.Join(file, "no folder"))
	b.put(Entry{Kind: "a"})
	c.pass()
	require.Len(t, b.Left(), 1)
}
