package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

const (
	navWide   = 208
	navNarrow = 56
	// foldBelow is the width of the window below which only icons are left.
	foldBelow = 1100
)

// nav is the column at the left: the space and the pages.
type nav struct {
	widget.BaseWidget
	space, sub *widgets.Text
	items      []*navItem
	folded     bool
}

func newNav(pages []Page, show func(name string)) *nav {
	n := &nav{
		space: widgets.NewText("", widgets.TextStyle{Size: theme.SizeCardTitle, Bold: true, Ellipsis: true}),
		sub:   widgets.NewText("", widgets.TextStyle{Size: theme.SizeMuted, Color: theme.ColorMuted, Ellipsis: true}),
	}
	for _, p := range pages {
		n.items = append(n.items, newNavItem(p, func() { show(p.Name()) }))
	}
	n.ExtendBaseWidget(n)
	return n
}

func (n *nav) setSpace(name, sub string) {
	n.space.SetText(name)
	n.sub.SetText(sub)
}

func (n *nav) selectPage(name string) {
	for _, i := range n.items {
		i.setSelected(i.page.Name() == name)
	}
}

func (n *nav) setCount(name string, count int) {
	for _, i := range n.items {
		if i.page.Name() == name {
			i.setCount(count)
		}
	}
}

// fold leaves only the icons, or brings the words back.
func (n *nav) fold(on bool) {
	if n.folded == on {
		return
	}
	n.folded = on
	n.space.Hidden, n.sub.Hidden = on, on
	for _, i := range n.items {
		i.folded = on
		i.Refresh()
	}
	n.Refresh()
}

func (n *nav) width() float32 {
	if n.folded {
		return navNarrow
	}
	return navWide
}

func (n *nav) CreateRenderer() fyne.WidgetRenderer {
	body := container.New(navLayout{n}, n.space, n.sub)
	for _, i := range n.items {
		body.Add(i)
	}
	return widget.NewSimpleRenderer(container.New(edge{right: true},
		container.NewStack(widgets.NewPanel(theme.ColorSurface, "", 0), body), widgets.Line()))
}

// navLayout puts the name of the space at the top and the items below it.
type navLayout struct{ nav *nav }

func (l navLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	const side, top = 20, 20
	n := l.nav
	y := float32(top)
	for _, line := range []*widgets.Text{n.space, n.sub} {
		height := line.MinSize().Height
		line.Move(fyne.NewPos(side, y))
		line.Resize(fyne.NewSize(size.Width-2*side, height))
		y += height
	}
	y += 16
	if n.folded {
		y = topBarHeight + 8
	}
	for _, i := range n.items {
		i.Move(fyne.NewPos(8, y))
		i.Resize(fyne.NewSize(size.Width-16, fynetheme.Size(theme.SizeRow)))
		y += fynetheme.Size(theme.SizeRow)
	}
}

func (l navLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.nav.width()-1, 100+float32(len(l.nav.items))*fynetheme.Size(theme.SizeRow))
}

// navItem is one page in the navigation.
type navItem struct {
	widget.BaseWidget
	page     Page
	tap      func()
	back     *widgets.Panel
	icon     *widget.Icon
	word     *widgets.Text
	badge    *widgets.Badge
	selected bool
	hovered  bool
	focused  bool
	folded   bool
}

var (
	_ fyne.Tappable      = (*navItem)(nil)
	_ fyne.Focusable     = (*navItem)(nil)
	_ desktop.Hoverable  = (*navItem)(nil)
	_ desktop.Cursorable = (*navItem)(nil)
)

func newNavItem(p Page, tap func()) *navItem {
	i := &navItem{
		page:  p,
		tap:   tap,
		back:  widgets.NewPanel(theme.ColorSurface, "", 8),
		icon:  widget.NewIcon(p.Icon()),
		word:  widgets.NewText(p.Title(), widgets.TextStyle{Ellipsis: true}),
		badge: widgets.NewBadge(p.Count()),
	}
	i.ExtendBaseWidget(i)
	i.paint()
	return i
}

func (i *navItem) setSelected(on bool) {
	i.selected = on
	i.paint()
}

func (i *navItem) setCount(count int) {
	i.badge.SetCount(count)
	i.Refresh()
}

func (i *navItem) paint() {
	fill, border, color := theme.ColorSurface, fyne.ThemeColorName(""), theme.ColorText
	switch {
	case i.selected:
		fill, color = theme.ColorAccentBack, theme.ColorAccent
	case i.hovered:
		fill = theme.ColorHover
	}
	if i.focused {
		border = theme.ColorAccent
	}
	i.back.SetFill(fill, border)
	i.back.Hidden = fill == theme.ColorSurface && border == ""
	i.word.SetColor(color)
	i.word.SetBold(i.selected)
	if own, ok := i.page.Icon().(*theme.Icon); ok {
		i.icon.SetResource(own.In(color))
	}
}

func (i *navItem) Tapped(*fyne.PointEvent)        { i.tap() }
func (i *navItem) Cursor() desktop.Cursor         { return desktop.PointerCursor }
func (i *navItem) MouseIn(*desktop.MouseEvent)    { i.hovered = true; i.paint() }
func (i *navItem) MouseMoved(*desktop.MouseEvent) {}
func (i *navItem) MouseOut()                      { i.hovered = false; i.paint() }
func (i *navItem) FocusGained()                   { i.focused = true; i.paint() }
func (i *navItem) FocusLost()                     { i.focused = false; i.paint() }
func (i *navItem) TypedRune(rune)                 {}

func (i *navItem) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		i.tap()
	}
}

func (i *navItem) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(navItemLayout{i}, i.back, i.icon, i.word, i.badge))
}

type navItemLayout struct{ item *navItem }

func (l navItemLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	const side, icon = 12, 18
	i := l.item
	i.back.Move(fyne.NewPos(0, 1))
	i.back.Resize(size.SubtractWidthHeight(0, 2))
	left := float32(side)
	if i.folded {
		left = (size.Width - icon) / 2
	}
	i.icon.Move(fyne.NewPos(left, (size.Height-icon)/2))
	i.icon.Resize(fyne.NewSquareSize(icon))

	badge := i.badge.MinSize()
	end := size.Width - side
	if i.folded {
		i.badge.Move(fyne.NewPos(size.Width-badge.Width+2, 0))
	} else {
		i.badge.Move(fyne.NewPos(end-badge.Width, (size.Height-badge.Height)/2))
	}
	i.badge.Resize(badge)
	if i.badge.Visible() {
		end -= badge.Width + 6
	}
	i.word.Hidden = i.folded
	i.word.Move(fyne.NewPos(left+icon+10, 0))
	i.word.Resize(fyne.NewSize(max(0, end-left-icon-10), size.Height))
}

func (l navItemLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(navNarrow-16, fynetheme.Size(theme.SizeRow))
}
