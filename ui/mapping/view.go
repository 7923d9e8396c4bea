package mapping

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/desk"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// Pick lets the person choose one of the options.
func Pick(d *desk.Desk, placeholder string, options []Option, chosen func(Option)) {
	widgets.ShowPicker(d.Win, widgets.PickerSpec{
		Placeholder: placeholder,
		Dispatcher:  d.Dispatch,
		Search: func(_ context.Context, query string) []widgets.Result {
			found := find(options, query)
			out := make([]widgets.Result, len(found))
			for i, o := range found {
				out[i] = widgets.Result{Text: o.Name, Detail: o.Detail, Icon: icon(o.Kind), Action: func() { chosen(o) }}
			}
			return out
		},
	})
}

func icon(k Kind) fyne.Resource {
	if k == Group {
		return theme.NewColoredIcon(theme.IconKey, theme.ColorMuted)
	}
	return theme.NewColoredIcon(theme.IconDoors, theme.ColorMuted)
}

// Row shows a line: its name, what it opens, what is wrong with it, and a
// button that takes it out.
func Row(l Line, remove func()) fyne.CanvasObject {
	right := container.NewHBox()
	if kind, text := Fault(l); text != "" {
		right.Add(container.NewCenter(widgets.NewPill(kind, text)))
	}
	right.Add(container.NewCenter(widgets.NewLinkButton(lang.L("Remove"), remove)))
	return widgets.TwoLines(l.Name, Describe(l), right)
}

// Fault is what is wrong with a line in a word or two; an empty text means
// nothing.
func Fault(l Line) (widgets.Kind, string) {
	switch {
	case l.State == Gone:
		return widgets.Bad, lang.L("gone")
	case l.Shut:
		return widgets.Bad, lang.L("no schedule")
	case l.Kind == Group && l.State == Known && len(l.Doors) == 0:
		return widgets.Bad, lang.L("no doors")
	case l.State == Named:
		return widgets.Bad, lang.L("not found")
	case l.Offline != "":
		return widgets.Warn, lang.L("hub offline")
	}
	return widgets.Neutral, ""
}
