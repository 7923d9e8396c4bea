package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// fieldIcon is the small picture at the right of an input that opens a list or
// a calendar. The keyboard has other ways, so it takes no focus.
type fieldIcon struct {
	widget.BaseWidget
	icon *widget.Icon
	tap  func()
}

func newFieldIcon(name theme.IconName, tap func()) *fieldIcon {
	i := &fieldIcon{icon: widget.NewIcon(theme.NewColoredIcon(name, theme.ColorMuted)), tap: tap}
	i.ExtendBaseWidget(i)
	return i
}

func (i *fieldIcon) Tapped(*fyne.PointEvent) { i.tap() }

func (i *fieldIcon) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (i *fieldIcon) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(insets{8, 0},
		container.NewCenter(container.NewGridWrap(fyne.NewSquareSize(16), i.icon))))
}

func fyneAddIcon() fyne.Resource { return fynetheme.ContentAddIcon() }
