package ui_test

import (
	"context"
	"errors"
	"image/png"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"latchkey/store"
	"latchkey/ui"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

func save(win fyne.Window, name string) {
	f, _ := os.Create("/tmp/pics/" + name + ".png")
	_ = png.Encode(f, widgets.Capture(win))
	_ = f.Close()
}

func TestPictures(t *testing.T) {
	_ = os.MkdirAll("/tmp/pics", 0o755)
	for _, v := range []theme.Variant{theme.Light, theme.Dark} {
		app := test.NewTempApp(t)
		app.Settings().SetTheme(theme.New(v))
		for _, size := range []fyne.Size{{Width: 1440, Height: 900}, {Width: 1024, Height: 700}} {
			win := app.NewWindow("")
			var ps []ui.Page
			for _, p := range pages() {
				ps = append(ps, p)
			}
			s := ui.NewShell(win, ui.ShellConfig{Pages: ps, After: func(time.Duration, func()) func() { return func() {} }})
			win.Resize(size)
			s.SetSpace("Maison Nord", "Paris · SALTO KS connected")
			s.Go("members")
			s.SetStatus(widgets.Good, "Doors are up to date")
			n := string(v) + "-" + map[bool]string{true: "big", false: "small"}[size.Width > 1200]
			save(win, "shell-"+n)
			if size.Width < 1200 {
				continue
			}
			s.ShowUndo("Booking deleted.", func() {})
			s.ShowProgress(widgets.Progress{Text: "Importing members", Done: 120, Total: 400, Cancel: func() {}})
			s.Go("plans")
			s.SetStatus(widgets.Bad, "Needs you")
			save(win, "empty-"+n)
			s.Go("members")
			s.OpenSearch()
			save(win, "palette-"+n)
			win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
			s.ShowShortcuts()
			save(win, "shortcuts-"+n)
			win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
			widgets.Confirm(win, "Delete the booking of Mia Berg?", "Studio A, Monday 23 November 09:00–11:00. Mia loses Studio A and the front door for that time.", "Delete booking", nil)
			save(win, "confirm-"+n)
			win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
			name := widgets.NewTextField("")
			plan := widgets.NewSelectField("No plan", widgets.Choice{ID: "1", Text: "Full time", Detail: "3 doors"}, widgets.Choice{ID: "2", Text: "Basic", Detail: "1 door"})
			who := widgets.NewComboField("Name or e-mail", widgets.Choice{ID: "1", Text: "Mia Berg", Detail: "mia@ostrea.example"}, widgets.Choice{ID: "2", Text: "Chloé Martin"})
			who.Create = func(s string) string { return "New visitor “" + s + "”" }
			date := widgets.NewDateField(widgets.DateSpec{Today: func() string { return "2026-11-23" }, Locale: widgets.DatesOf("fr")})
			date.SetValue("2026-11-25")
			doors := widgets.NewCheckGroup(widgets.Choice{ID: "a", Text: "Front door"}, widgets.Choice{ID: "b", Text: "Studio A", Detail: "hub offline"})
			doors.SetValue([]string{"a"})
			num := widgets.NewNumberField(widgets.NumberSpec{Unit: "minutes", Max: 60})
			num.SetValue(5)
			tm := widgets.NewTimeField(false)
			tm.SetValue("930")
			notes := widgets.NewMultiLine("", 3)
			form := widgets.ShowForm(win, widgets.FormSpec{Title: "New member", OK: "Add member", Fields: []widgets.FormField{
				{Name: "name", Label: "Name", Field: name},
				{Name: "plan", Label: "Plan", Field: plan, Hint: "What the member pays for. It decides which doors open, and can be changed at any date."},
				{Name: "main", Label: "Co-member of", Field: who},
				{Name: "start", Label: "From", Field: date}, {Name: "time", Label: "Time", Field: tm},
				{Name: "buffer", Label: "Buffer before", Field: num},
				{Name: "doors", Label: "Extra doors", Field: doors},
				{Name: "notes", Label: "Notes", Field: notes},
			}, OnSave: func(context.Context) error {
				return errors.Join(&store.Problem{Code: store.CodeInvalid, Field: "name", Text: "Enter a name."}, &store.Problem{Text: "Another person changed {{.Name}} in the meantime.", Args: map[string]any{"Name": "Mia Berg"}})
			}})
			save(win, "form-"+n)
			form.Save()
			save(win, "formerror-"+n)
			win.Canvas().Focus(plan)
			plan.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
			save(win, "select-"+n)
			win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
			win.Canvas().Focus(who.FocusTarget())
			test.Type(win.Canvas().Focused(), "c")
			test.Type(win.Canvas().Focused(), "hl")
			save(win, "combo-"+n)
			win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
			win.Canvas().Focus(date.FocusTarget())
			win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
			save(win, "date-"+n)
		}
	}
}
