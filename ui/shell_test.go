package ui_test

import (
	"context"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/ui"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

func TestMain(m *testing.M) {
	test.NewApp().Settings().SetTheme(theme.New(theme.Light))
	os.Exit(m.Run())
}

// never is an After whose time does not come.
func never(time.Duration, func()) func() { return func() {} }

func openShell(t *testing.T, cfg ui.ShellConfig) (fyne.Window, *ui.Shell, []*fakePage) {
	t.Helper()
	win := fyne.CurrentApp().NewWindow("")
	t.Cleanup(win.Close)
	fakes := pages()
	for _, p := range fakes {
		cfg.Pages = append(cfg.Pages, p)
	}
	cfg.After = never
	return win, ui.NewShell(win, cfg), fakes
}

// menuItem finds an item of the main menu by its words.
func menuItem(t *testing.T, win fyne.Window, label string) *fyne.MenuItem {
	t.Helper()
	for _, m := range win.MainMenu().Items {
		for _, i := range m.Items {
			if i.Label == label {
				return i
			}
		}
	}
	t.Fatalf("no menu item %q", label)
	return nil
}

func dialogOpen(win fyne.Window) bool { return win.Canvas().Overlays().Top() != nil }

func TestShellGoesToPages(t *testing.T) {
	win, s, fakes := openShell(t, ui.ShellConfig{StatusPage: "doors"})
	require.Equal(t, "today", s.Current())
	require.Equal(t, 1, fakes[0].shown)

	menuItem(t, win, "Plans").Action()
	require.Equal(t, "plans", s.Current())
	s.Go("nowhere")
	require.Equal(t, "plans", s.Current())
	require.True(t, fakes[4].content.Visible())

	s.SetStatus(widgets.Warn, "3 changes waiting")
	win.Resize(fyne.NewSize(1440, 900))
	test.TapCanvas(win.Canvas(), fyne.NewPos(1440-40, 28))
	require.Equal(t, "doors", s.Current(), "the status pill leads to the doors")
}

func TestTheFirstPictureIsComeBeforeOnce(t *testing.T) {
	win, s, _ := openShell(t, ui.ShellConfig{})
	called := 0
	s.BeforeFirstPicture(func() { called++ })
	require.Zero(t, called)
	require.Equal(t, ui.MinWindow, win.Content().MinSize(), "as Fyne asks once there is a window")
	require.Equal(t, 1, called)
	win.Content().MinSize()
	require.Equal(t, 1, called)
}

func TestOnlyASampleSpaceHasDoorsToTry(t *testing.T) {
	const label = "Stand at the doors of the sample space"
	tried := 0
	win, _, _ := openShell(t, ui.ShellConfig{TryDoors: func() { tried++ }})
	menuItem(t, win, label).Action()
	require.Equal(t, 1, tried)

	win, _, _ = openShell(t, ui.ShellConfig{})
	for _, m := range win.MainMenu().Items {
		for _, i := range m.Items {
			require.NotEqual(t, label, i.Label)
		}
	}
}

func TestShellRemembersPageAndSize(t *testing.T) {
	prefs := test.NewTempApp(t).Preferences()
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light))
	win, s, _ := openShell(t, ui.ShellConfig{Preferences: prefs})
	s.Go("rooms")
	win.Resize(fyne.NewSize(1200, 800))
	s.Remember()

	again, s2, _ := openShell(t, ui.ShellConfig{Preferences: prefs})
	require.Equal(t, "rooms", s2.Current())
	require.Equal(t, fyne.NewSize(1200, 800), again.Canvas().Size())

	prefs.SetString("window.page", "a page of an older version")
	prefs.SetFloat("window.width", 10)
	third, s3, _ := openShell(t, ui.ShellConfig{Preferences: prefs})
	require.Equal(t, "today", s3.Current())
	require.Equal(t, ui.MinWindow.Width, third.Canvas().Size().Width)
}

func TestShortcutsAreMenuItemsAndRestInDialogs(t *testing.T) {
	win, s, fakes := openShell(t, ui.ShellConfig{})
	members := fakes[2]
	item := menuItem(t, win, "New member…")
	require.NotNil(t, item.Shortcut)
	item.Action()
	require.Equal(t, 100, members.shown)
	require.NotNil(t, menuItem(t, win, "Find…").Shortcut)
	require.NotNil(t, menuItem(t, win, "Today").Shortcut)
	require.NotNil(t, menuItem(t, win, "Undo").Shortcut)

	widgets.Confirm(win, "Delete?", "Mia loses Studio A.", "Delete", func() {})
	item.Action()
	menuItem(t, win, "Plans").Action()
	require.Equal(t, 100, members.shown, "nothing happens behind a dialog")
	require.Equal(t, "today", s.Current())
}

func TestUndoIsForTheTypingFirst(t *testing.T) {
	win, s, _ := openShell(t, ui.ShellConfig{})
	undone := 0
	s.ShowUndo("Booking deleted.", func() { undone++ })
	name := widgets.NewTextField("")
	form := widgets.ShowForm(win, widgets.FormSpec{Title: "New", Fields: []widgets.FormField{{Label: "Name", Field: name}},
		OnSave: func(context.Context) error { return nil }})
	test.Type(win.Canvas().Focused(), "Mia")
	s.Undo()
	require.Empty(t, name.Value())
	require.Zero(t, undone)
	form.Save()
	s.Undo()
	require.Equal(t, 1, undone)
	s.Undo()
	require.Equal(t, 1, undone)
}

func TestThePageMakesRoomForTheUndoBar(t *testing.T) {
	_, s, fakes := openShell(t, ui.ShellConfig{})
	full := fakes[0].content.Size().Height
	s.ShowUndo("Booking deleted.", func() {})
	require.Less(t, fakes[0].content.Size().Height, full)
	s.Undo()
	require.Equal(t, full, fakes[0].content.Size().Height)
}

func TestPaletteFindsPagesActionsAndWhatTheProgramFinds(t *testing.T) {
	opened := ""
	win, s, _ := openShell(t, ui.ShellConfig{Search: func(_ context.Context, q string) []widgets.Result {
		return []widgets.Result{{Text: "Mia " + q, Action: func() { opened = q }}}
	}})
	menuItem(t, win, "Find…").Action()
	require.True(t, dialogOpen(win))
	test.Type(win.Canvas().Focused(), "plan")
	press(win, fyne.KeyReturn)
	require.Equal(t, "plan", opened, "people come first")

	s.OpenSearch()
	test.Type(win.Canvas().Focused(), "plan")
	press(win, fyne.KeyDown, fyne.KeyReturn)
	require.Equal(t, "plans", s.Current())
	require.False(t, dialogOpen(win))
}

func press(win fyne.Window, keys ...fyne.KeyName) {
	for _, k := range keys {
		win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func TestNavigationFoldsAndCounts(t *testing.T) {
	win, s, fakes := openShell(t, ui.ShellConfig{})
	left := func() float32 {
		s.Go("members")
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(fakes[2].content).X
	}
	win.Resize(fyne.NewSize(1440, 900))
	wide := left()
	win.Resize(fyne.NewSize(1024, 700))
	require.Less(t, left(), wide-100)

	fakes[3].count = 5
	before := badges(win.Content())
	s.SetCounts()
	require.Equal(t, before+1, badges(win.Content()))
}

// badges counts the badges in sight.
func badges(o fyne.CanvasObject) int {
	if !o.Visible() {
		return 0
	}
	n := 0
	switch p := o.(type) {
	case *widgets.Badge:
		return 1
	case *fyne.Container:
		for _, c := range p.Objects {
			n += badges(c)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(p).Objects() {
			n += badges(c)
		}
	}
	return n
}

func TestEverythingFitsTheLeastWindow(t *testing.T) {
	win, s, _ := openShell(t, ui.ShellConfig{})
	s.SetSpace("Maison Nord", "Paris")
	s.SetStatus(widgets.Warn, "Offline: 3 waiting")
	s.Go("members")
	require.LessOrEqual(t, win.Content().MinSize().Width, ui.MinWindow.Width)
	require.LessOrEqual(t, win.Content().MinSize().Height, ui.MinWindow.Height)
	require.Equal(t, "Maison Nord · Latchkey", win.Title())
	s.ShowShortcuts()
	require.True(t, dialogOpen(win))
	require.LessOrEqual(t, win.Canvas().Overlays().Top().MinSize().Height, float32(700))
}

func TestTopBarMakesRoomForAButtonThatComesLater(t *testing.T) {
	win, s, fakes := openShell(t, ui.ShellConfig{})
	first := widgets.NewPrimaryButton("New member", nil)
	later := widgets.NewButton("Connect all…", nil)
	later.Hide()
	fakes[0].actions = []fyne.CanvasObject{first, later}
	win.Resize(ui.MinWindow)
	s.RefreshBar()
	later.Show()
	requireSideBySide(t, first, later)

	first.SetText("Somebody new to the place")
	requireSideBySide(t, first, later)
}

func requireSideBySide(t *testing.T, a, b fyne.CanvasObject) {
	t.Helper()
	driver := fyne.CurrentApp().Driver()
	require.GreaterOrEqual(t, a.Size().Width, a.MinSize().Width)
	require.GreaterOrEqual(t, b.Size().Width, b.MinSize().Width)
	require.GreaterOrEqual(t, driver.AbsolutePositionForObject(b).X, driver.AbsolutePositionForObject(a).X+a.Size().Width)
}
