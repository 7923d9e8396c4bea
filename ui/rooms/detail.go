package rooms

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/listdetail"
	"latchkey/ui/mapping"
	"latchkey/ui/widgets"
)

// head is what stays in sight of a room.
func (p *Page) head(s sheet) []fyne.CanvasObject {
	out := []fyne.CanvasObject{listdetail.Title(s.Room.Name, widgets.NewPill(s.Kind, s.State))}
	if s.Room.Note != "" {
		out = append(out, widgets.MutedParagraph(s.Room.Note))
	}
	return append(out, container.NewHBox(
		widgets.NewButton(lang.L("Edit"), p.edit),
		widgets.NewStyledButton(widgets.QuietDanger, lang.L("Delete…"), nil, p.remove)))
}

// parts are the sections below the head.
func (p *Page) parts(s sheet) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, f := range s.Faults {
		out = append(out, listdetail.Notice(widgets.Bad, f))
	}
	if n := mapping.StageNotice(s.Stage, p.deps.Connect); n != nil {
		out = append(out, n)
	}
	return append(out, p.lines(s), times(s), p.next(s))
}

// lines are the doors and groups that a booking opens.
func (p *Page) lines(s sheet) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, l := range s.Lines {
		rows = append(rows, mapping.Row(l, func() { p.removeLine(l) }))
	}
	if len(rows) == 0 && s.Stage == mapping.Ready {
		rows = append(rows, widgets.MutedParagraph(lang.L("A booking of this room opens no door. Add its own door, and the way in: the front door, the floor.")))
	}
	if len(rows) == 0 {
		rows = append(rows, widgets.MutedParagraph(lang.L("None yet.")))
	}
	var actions []fyne.CanvasObject
	if p.canAdd() {
		actions = append(actions, widgets.NewButton(lang.L("Add a door or group…"), p.pickLine))
	}
	return listdetail.Section(lang.L("A booking opens"), rows, actions...)
}

// times are the buffers and the hours of a room.
func times(s sheet) fyne.CanvasObject {
	value := func(text string) fyne.CanvasObject {
		return widgets.NewText(text, widgets.TextStyle{Ellipsis: true, Align: fyne.TextAlignTrailing})
	}
	return listdetail.Section(lang.L("Times"), []fyne.CanvasObject{
		listdetail.Row(lang.L("Doors open early"), value(s.Early)),
		listdetail.Row(lang.L("Doors close late"), value(s.Late)),
		listdetail.Row(lang.L("Can be booked"), value(s.Hours)),
	})
}

// next are the coming bookings.
func (p *Page) next(s sheet) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, b := range s.Next {
		var show fyne.CanvasObject
		if p.deps.ShowBooking != nil {
			show = widgets.NewLinkButton(lang.L("Show"), func() { p.deps.ShowBooking(b.Booking) })
		}
		rows = append(rows, widgets.TwoLines(b.Who, b.When, show))
	}
	switch more := s.Count - len(s.Next); {
	case s.Count == 0:
		rows = append(rows, widgets.MutedParagraph(lang.L("Nobody has booked this room. Book it in Calendar.")))
	case more > 0:
		rows = append(rows, widgets.MutedParagraph(lang.N("and {{.Count}} more", more, map[string]any{"Count": more})))
	}
	return listdetail.Section(lang.L("Next bookings"), rows)
}
