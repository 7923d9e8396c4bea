package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/widgets"
)

// ShellConfig is what the program gives to its window.
type ShellConfig struct {
	Pages      []Page
	Dispatcher widgets.Dispatcher
	// After runs the clock of the undo bar.
	After widgets.After
	// Preferences keep the last page and the size of the window; nothing else.
	// Nil remembers nothing.
	Preferences fyne.Preferences
	// Search finds people, rooms and so on for the palette; the pages and the
	// items of the menu are found besides. It runs away from the UI thread.
	// May be nil.
	Search func(ctx context.Context, query string) []widgets.Result
	// StatusPage is the page that the status pill opens.
	StatusPage string
	// TryDoors leads to the doors of the sample space, to stand at them; nil
	// where there are none to try.
	TryDoors func()
	// TapFobs shows the fobs of the sample space, to tap without a reader; nil
	// where there are none.
	TapFobs func()
	// Support are the items of Help for whoever looks for a mistake.
	Support []*fyne.MenuItem
	// About opens the box about the program.
	About func()
	// Quit ends the program.
	Quit func()
}

// Shell is the window around the pages.
type Shell struct {
	win     fyne.Window
	cfg     ShellConfig
	nav     *nav
	bar     *topBar
	undo    *widgets.UndoBar
	area    *fyne.Container
	current Page
	built   map[string]fyne.CanvasObject
	menu    []*fyne.MenuItem // every item with a word and an action, for the palette
	laidOut bool             // the window has a size of its own
	measure func()           // see BeforeFirstPicture; nil once it was called
}

// The least size of the window; the size when nothing is remembered.
var (
	MinWindow     = fyne.NewSize(1024, 700)
	defaultWindow = fyne.NewSize(1440, 900)
)

const (
	prefPage   = "window.page"
	prefWidth  = "window.width"
	prefHeight = "window.height"
)

// NewShell fills a window: it sets the content, the main menu and the size,
// and shows the page shown last. It does not show the window.
func NewShell(win fyne.Window, cfg ShellConfig) *Shell {
	if cfg.Dispatcher == nil {
		cfg.Dispatcher = widgets.Sync{}
	}
	if cfg.After == nil {
		cfg.After = widgets.TimerAfter(cfg.Dispatcher)
	}
	s := &Shell{win: win, cfg: cfg, built: map[string]fyne.CanvasObject{}}
	s.nav = newNav(cfg.Pages, s.Go)
	s.bar = newTopBar(s.OpenSearch, func() { s.Go(cfg.StatusPage) })
	s.undo = widgets.NewUndoBar(cfg.After)
	s.area = container.NewStack()

	root := container.New(shellLayout{s},
		s.nav, s.bar, s.area, s.undo)
	s.undo.OnChanged = root.Refresh // lays out again: the page makes room
	win.SetPadded(false)
	win.SetContent(root)
	win.SetMainMenu(s.mainMenu())
	win.Resize(s.remembered())
	s.SetCounts()
	s.Go(s.firstPage())
	return s
}

func (s *Shell) remembered() fyne.Size {
	if s.cfg.Preferences == nil {
		return defaultWindow
	}
	return fyne.NewSize(
		float32(s.cfg.Preferences.FloatWithFallback(prefWidth, float64(defaultWindow.Width))),
		float32(s.cfg.Preferences.FloatWithFallback(prefHeight, float64(defaultWindow.Height))),
	).Max(MinWindow)
}

func (s *Shell) firstPage() string {
	if s.cfg.Preferences != nil {
		if name := s.cfg.Preferences.String(prefPage); s.page(name) != nil {
			return name
		}
	}
	if len(s.cfg.Pages) == 0 {
		return ""
	}
	return s.cfg.Pages[0].Name()
}

// Remember stores the page and the size of the window. The program calls it
// before the window closes.
func (s *Shell) Remember() {
	p := s.cfg.Preferences
	if p == nil || s.current == nil {
		return
	}
	p.SetString(prefPage, s.current.Name())
	// The size of the canvas, with the menu: that of the content would shrink
	// the window by the menu at each start.
	if size := s.win.Canvas().Size(); s.laidOut && !s.win.FullScreen() {
		p.SetFloat(prefWidth, float64(size.Width))
		p.SetFloat(prefHeight, float64(size.Height))
	}
}

func (s *Shell) page(name string) Page {
	for _, p := range s.cfg.Pages {
		if p.Name() == name {
			return p
		}
	}
	return nil
}

// Go shows the page of a name. A name that no page has is ignored.
func (s *Shell) Go(name string) {
	p := s.page(name)
	if p == nil {
		return
	}
	if s.built[name] == nil {
		s.built[name] = p.Content()
	}
	s.win.Canvas().Unfocus()
	s.current = p
	s.nav.selectPage(name)
	s.bar.setPage(p.Title(), p.Actions())
	s.area.Objects = []fyne.CanvasObject{s.built[name]}
	s.area.Refresh()
	s.Remember()
	p.Shown()
}

// BeforeFirstPicture has f called on the UI thread while the window is shown the
// first time: when it stands, and nothing has been painted yet. Fyne 2.8.1 measures
// the content then, once OpenGL is set up, which takes most of a start.
func (s *Shell) BeforeFirstPicture(f func()) { s.measure = f }

// Current returns the name of the page in sight.
func (s *Shell) Current() string {
	if s.current == nil {
		return ""
	}
	return s.current.Name()
}

// RefreshBar asks the page in sight for its title and buttons again.
func (s *Shell) RefreshBar() {
	if s.current != nil {
		s.bar.setPage(s.current.Title(), s.current.Actions())
	}
}

// SetStatus shows the state of the doors at the right of the top bar.
func (s *Shell) SetStatus(kind widgets.Kind, text string) { s.bar.setStatus(kind, text) }

// SetSpace shows the name of the space and a line below it.
func (s *Shell) SetSpace(name, sub string) {
	s.nav.setSpace(name, sub)
	title := "Latchkey"
	if name != "" {
		title = name + " · Latchkey"
	}
	s.win.SetTitle(title)
}

// SetCounts asks every page for its count again.
func (s *Shell) SetCounts() {
	for _, p := range s.cfg.Pages {
		s.nav.setCount(p.Name(), p.Count())
	}
}

// ShowUndo offers to undo what text says was done.
func (s *Shell) ShowUndo(text string, undo func()) { s.undo.ShowUndo(text, undo) }

// ShowNotice says something in the bar at the bottom for a while.
func (s *Shell) ShowNotice(text string) { s.undo.ShowNotice(text) }

// ShowOffer is ShowNotice with a button that does something.
func (s *Shell) ShowOffer(text, word string, do func()) { s.undo.ShowOffer(text, word, do) }

// ShowProgress shows long work under way in the bar at the bottom.
func (s *Shell) ShowProgress(p widgets.Progress) { s.undo.ShowProgress(p) }

// HideProgress takes the progress away.
func (s *Shell) HideProgress() { s.undo.HideProgress() }

// ShowProblem shows an error over the window.
func (s *Shell) ShowProblem(err error) { widgets.ShowProblem(s.win, err) }

// OpenSearch opens the palette.
func (s *Shell) OpenSearch() {
	widgets.ShowPicker(s.win, widgets.PickerSpec{
		Placeholder: lang.L("Find a person, room, tag or action"),
		Search:      s.find,
		Dispatcher:  s.cfg.Dispatcher,
	})
}

// shellLayout places navigation, bar, page and undo bar.
type shellLayout struct{ shell *Shell }

const pageMargin = 20

func (l shellLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	s := l.shell
	s.laidOut = true
	s.nav.fold(size.Width < foldBelow)
	left := s.nav.width()
	right := size.Width - left
	bottom := size.Height
	if s.undo.Visible() {
		bottom -= undoHeight
	}
	s.nav.Move(fyne.Position{})
	s.nav.Resize(fyne.NewSize(left, size.Height))
	s.bar.Move(fyne.NewPos(left, 0))
	s.bar.Resize(fyne.NewSize(right, topBarHeight))
	s.area.Move(fyne.NewPos(left+pageMargin, topBarHeight+pageMargin))
	s.area.Resize(fyne.NewSize(right-2*pageMargin, bottom-topBarHeight-2*pageMargin))
	s.undo.Move(fyne.NewPos(left, bottom))
	s.undo.Resize(fyne.NewSize(right, undoHeight))
}

const undoHeight = 44

func (l shellLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	if f := l.shell.measure; f != nil {
		l.shell.measure = nil
		f()
	}
	return MinWindow
}

// edge is a layout of a thing and the hairline at its right or lower edge.
type edge struct{ right bool }

func (e edge) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	body, line := objects[0], objects[1]
	body.Resize(size)
	if e.right {
		line.Move(fyne.NewPos(size.Width-1, 0))
		line.Resize(fyne.NewSize(1, size.Height))
		return
	}
	line.Move(fyne.NewPos(0, size.Height-1))
	line.Resize(fyne.NewSize(size.Width, 1))
}

func (e edge) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }
