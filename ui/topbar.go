package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

const topBarHeight = 56

// topBar is the strip above the page: title, the page's buttons, search and
// the state of the doors.
type topBar struct {
	widget.BaseWidget
	title   *widgets.Text
	actions *fyne.Container
	search  *searchBox
	status  *widgets.TapPill
}

func newTopBar(search, status func()) *topBar {
	b := &topBar{
		title:   widgets.Heading(""),
		actions: container.NewHBox(),
		search:  newSearchBox(search),
		status:  widgets.NewTapPill(widgets.Neutral, "", status),
	}
	b.status.Hide()
	b.ExtendBaseWidget(b)
	return b
}

// setPage shows the title and the buttons of a page, and makes room again
// whenever one of them comes or goes.
func (b *topBar) setPage(title string, actions []fyne.CanvasObject) {
	for _, o := range actions {
		if button, ok := o.(*widgets.Button); ok {
			button.OnRoom = b.Refresh
		}
	}
	b.title.SetText(title)
	b.actions.Objects = actions
	b.actions.Refresh()
	b.Refresh()
}

func (b *topBar) setStatus(kind widgets.Kind, text string) {
	b.status.Set(kind, text)
	if text == "" {
		b.status.Hide()
	} else {
		b.status.Show()
	}
	b.Refresh()
}

func (b *topBar) CreateRenderer() fyne.WidgetRenderer {
	row := container.New(topBarLayout{b}, b.title, b.actions, b.search, b.status)
	return widget.NewSimpleRenderer(container.New(edge{},
		container.NewStack(widgets.NewPanel(theme.ColorSurface, "", 0), row), widgets.Line()))
}

// topBarLayout gives the search field what the others leave, up to its full
// width, at the right beside the status.
type topBarLayout struct{ bar *topBar }

const (
	barSide     = 20
	barGap      = 16
	searchFull  = 380
	searchLeast = 44
)

func (l topBarLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	b := l.bar
	put := func(o fyne.CanvasObject, x, width float32) {
		height := min(size.Height, max(o.MinSize().Height, fynetheme.Size(theme.SizeControl)))
		o.Move(fyne.NewPos(x, (size.Height-height)/2))
		o.Resize(fyne.NewSize(width, height))
	}
	x := float32(barSide)
	title := b.title.MinSize().Width
	put(b.title, x, title)
	x += title + barGap
	if actions := b.actions.MinSize().Width; actions > 0 {
		put(b.actions, x, actions)
		x += actions + barGap
	}
	end := size.Width - barSide
	if b.status.Visible() {
		status := b.status.MinSize().Width
		put(b.status, end-status, status)
		end -= status + barGap
	}
	search := min(searchFull, max(searchLeast, end-x))
	put(b.search, end-search, search)
}

func (l topBarLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	b := l.bar
	width := 2*barSide + b.title.MinSize().Width + barGap + b.actions.MinSize().Width + barGap + searchLeast
	if b.status.Visible() {
		width += barGap + b.status.MinSize().Width
	}
	return fyne.NewSize(width, topBarHeight-1)
}

// searchBox looks like an input and opens the palette, where the typing is.
type searchBox struct {
	widget.BaseWidget
	tap  func()
	back *widgets.Panel
	icon *widget.Icon
	word *widgets.Text
	keys *widgets.Text
}

var (
	_ fyne.Tappable      = (*searchBox)(nil)
	_ fyne.Focusable     = (*searchBox)(nil)
	_ desktop.Cursorable = (*searchBox)(nil)
)

func newSearchBox(tap func()) *searchBox {
	keys := "Ctrl K"
	if runtime.GOOS == "darwin" {
		keys = "⌘ K"
	}
	s := &searchBox{
		tap:  tap,
		back: widgets.NewPanel(theme.ColorBackground, theme.ColorBorder, fynetheme.InputRadiusSize()),
		icon: widget.NewIcon(theme.NewColoredIcon(theme.IconSearch, theme.ColorMuted)),
		word: widgets.NewText(lang.L("Find a person, room, tag or action"), widgets.TextStyle{Color: theme.ColorMuted, Ellipsis: true}),
		keys: widgets.NewText(keys, widgets.TextStyle{Color: theme.ColorMuted, Size: theme.SizeMuted}),
	}
	s.ExtendBaseWidget(s)
	return s
}

func (s *searchBox) Tapped(*fyne.PointEvent) { s.tap() }
func (s *searchBox) Cursor() desktop.Cursor  { return desktop.TextCursor }
func (s *searchBox) FocusGained()            { s.ring(true) }
func (s *searchBox) FocusLost()              { s.ring(false) }
func (s *searchBox) TypedRune(rune)          {}

func (s *searchBox) ring(on bool) {
	border := theme.ColorBorder
	if on {
		border = theme.ColorAccent
	}
	s.back.SetFill(theme.ColorBackground, border)
}

func (s *searchBox) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		s.tap()
	}
}

func (s *searchBox) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(searchLayout{s}, s.back, s.icon, s.word, s.keys))
}

type searchLayout struct{ box *searchBox }

func (l searchLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	const side, icon = 13, 18
	s := l.box
	s.back.Resize(size)
	s.icon.Move(fyne.NewPos(side, (size.Height-icon)/2))
	s.icon.Resize(fyne.NewSquareSize(icon))
	keys := s.keys.MinSize()
	left := float32(side + icon + 10)
	room := size.Width - left - side - keys.Width - 10
	s.keys.Hidden = room < 40
	s.word.Hidden = size.Width < 90
	if s.keys.Hidden {
		room = size.Width - left - side
	}
	s.word.Move(fyne.NewPos(left, 0))
	s.word.Resize(fyne.NewSize(max(0, room), size.Height))
	s.keys.Move(fyne.NewPos(size.Width-side-keys.Width, 0))
	s.keys.Resize(fyne.NewSize(keys.Width, size.Height))
}

func (l searchLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(searchLeast, fynetheme.Size(theme.SizeControl))
}
