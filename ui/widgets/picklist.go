package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// pickItem is one line of a pickList.
type pickItem struct {
	text, detail string
	icon         fyne.Resource
}

// pickList is a list with one line lit, to pick from with arrows and Enter or
// with the pointer. It never has the focus itself: whoever shows it passes the
// keys on with typedKey.
type pickList struct {
	widget.BaseWidget
	items  []pickItem
	at     int
	onPick func(i int)
	list   *widget.List
}

const pickRowHeight = 36

func newPickList(onPick func(int)) *pickList {
	p := &pickList{onPick: onPick}
	p.list = widget.NewList(
		func() int { return len(p.items) },
		func() fyne.CanvasObject { return newPickRow(p) },
		func(id int, o fyne.CanvasObject) {
			if id < len(p.items) {
				o.(*pickRow).set(id, p.items[id], id == p.at)
			}
		})
	p.list.HideSeparators = true
	p.ExtendBaseWidget(p)
	return p
}

// set shows items and lights one; below zero lights none.
func (p *pickList) set(items []pickItem, at int) {
	p.items, p.at = items, min(at, len(items)-1)
	p.list.Refresh()
	if p.at >= 0 {
		p.list.ScrollTo(p.at)
	} else {
		p.list.ScrollToOffset(0)
	}
}

// height is what rows many lines need at most.
func (p *pickList) height(rows int) float32 {
	return float32(min(max(1, len(p.items)), rows)) * pickRowHeight
}

func (p *pickList) light(i int) {
	if i == p.at || i < 0 || i >= len(p.items) {
		return
	}
	old := p.at
	p.at = i
	p.list.RefreshItem(old)
	p.list.RefreshItem(i)
}

// typedKey does what a key asks for and reports whether it had a use for it.
func (p *pickList) typedKey(ev *fyne.KeyEvent) bool {
	last := len(p.items) - 1
	to := p.at
	switch ev.Name {
	case fyne.KeyDown:
		to++
	case fyne.KeyUp:
		to--
	case fyne.KeyPageDown:
		to += p.page()
	case fyne.KeyPageUp:
		to -= p.page()
	case fyne.KeyReturn, fyne.KeyEnter:
		if p.at >= 0 && p.at <= last {
			p.onPick(p.at)
		}
		return true
	default:
		return false
	}
	if last >= 0 {
		p.light(min(max(to, 0), last))
		p.list.ScrollTo(p.at)
	}
	return true
}

func (p *pickList) page() int { return max(1, int(p.list.Size().Height/pickRowHeight)) }

func (p *pickList) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewThemeOverride(p.list, flat{}))
}

// pickRow is one visible line.
type pickRow struct {
	widget.BaseWidget
	ProgramTheme
	owner  *pickList
	id     int
	back   *Panel
	icon   *widget.Icon
	text   *Text
	detail *Text
}

var (
	_ fyne.Tappable     = (*pickRow)(nil)
	_ desktop.Hoverable = (*pickRow)(nil)
)

func newPickRow(owner *pickList) *pickRow {
	r := &pickRow{
		owner:  owner,
		back:   NewPanel(theme.ColorSelected, "", 6),
		icon:   widget.NewIcon(nil),
		text:   NewText("", TextStyle{Ellipsis: true}),
		detail: NewText("", TextStyle{Ellipsis: true, Color: theme.ColorMuted, Size: theme.SizeMuted, Align: fyne.TextAlignTrailing}),
	}
	r.ExtendBaseWidget(r)
	return r
}

func (r *pickRow) set(id int, item pickItem, lit bool) {
	r.id = id
	r.text.SetText(item.text)
	r.detail.SetText(item.detail)
	if item.icon != nil {
		r.icon.SetResource(item.icon)
	}
	r.icon.Hidden = item.icon == nil
	r.back.Hidden = !lit
	r.Refresh()
}

func (r *pickRow) Tapped(*fyne.PointEvent)        { r.owner.onPick(r.id) }
func (r *pickRow) MouseIn(*desktop.MouseEvent)    { r.owner.light(r.id) }
func (r *pickRow) MouseMoved(*desktop.MouseEvent) {}
func (r *pickRow) MouseOut()                      {}

func (r *pickRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(pickRowLayout{r}, r.back, r.icon, r.text, r.detail))
}

// pickRowLayout gives the text what it needs and the detail the rest.
type pickRowLayout struct{ row *pickRow }

func (l pickRowLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	const side, icon, space = 12, 18, 10
	r := l.row
	r.back.Move(fyne.NewPos(4, 1))
	r.back.Resize(size.SubtractWidthHeight(8, 2))
	left := float32(side)
	if !r.icon.Hidden {
		r.icon.Move(fyne.NewPos(left, (size.Height-icon)/2))
		r.icon.Resize(fyne.NewSquareSize(icon))
		left += icon + space
	}
	room := max(0, size.Width-left-side)
	text := min(room, Measure(r.text.text, theme.SizeText, false).Width+1)
	r.text.Move(fyne.NewPos(left, 0))
	r.text.Resize(fyne.NewSize(text, size.Height))
	rest := max(0, room-text-space)
	r.detail.Hidden = rest < 24
	r.detail.Move(fyne.NewPos(left+text+space, 0))
	r.detail.Resize(fyne.NewSize(rest, size.Height))
}

func (l pickRowLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(120, pickRowHeight)
}
