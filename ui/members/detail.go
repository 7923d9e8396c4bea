package members

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"latchkey/store"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// tab is one view of the person shown.
type tab interface {
	content() fyne.CanvasObject
	// show is called when the tab comes into sight, for another person, and
	// when something changed.
	show(r *roster, p store.Person)
	// concerns tells whether a change of the file can change what it shows.
	concerns(store.Kind) bool
}

// detail is the card at the right.
type detail struct {
	dialogs *dialogs
	roster  *roster
	person  store.Person // ID 0: nobody
	tabs    []tab
	strip   *widgets.TabStrip

	head  *fyne.Container
	body  *fyne.Container
	full  *fyne.Container
	none  fyne.CanvasObject
	outer fyne.CanvasObject
}

func newDetail(deps Deps, dialogs *dialogs, open func(store.PersonID)) *detail {
	d := &detail{dialogs: dialogs}
	d.tabs = []tab{newAccessTab(deps), newBookingsTab(deps), newPassesTab(deps, dialogs),
		newAttendanceTab(deps, dialogs), newCoMembersTab(dialogs, open), newHistoryTab(deps)}
	d.strip = widgets.NewTabStrip(func(int) { d.showTab() },
		lang.L("Access"), lang.L("Bookings"), lang.L("Passes"), lang.L("Attendance"), lang.L("Co-members"), lang.L("History"))
	d.head = container.New(wrapRows{})
	d.body = container.NewStack()
	d.full = container.New(headAndBody{}, container.NewVBox(d.head, d.strip), d.body)
	d.none = nobody()
	d.outer = widgets.Card("", container.NewStack(d.none, d.full))
	d.full.Hide()
	return d
}

// nobody is what stands in place of a person. It is narrower than the empty
// screens of the kit, as the card is.
func nobody() fyne.CanvasObject {
	title := widgets.NewText(lang.L("Nobody chosen"), widgets.TextStyle{
		Size: theme.SizeCardTitle, Bold: true, Align: fyne.TextAlignCenter, Ellipsis: true,
	})
	text := widgets.MutedParagraph(lang.L("Choose somebody in the list to see which doors they open, and why."))
	text.SetAlign(fyne.TextAlignCenter)
	return container.NewVBox(layout.NewSpacer(), title, text, layout.NewSpacer())
}

func (d *detail) content() fyne.CanvasObject { return d.outer }

// show shows a person of the roster; an unknown one shows nobody.
func (d *detail) show(r *roster, id store.PersonID) {
	p, ok := r.person(id)
	d.roster, d.person = r, p
	if !ok {
		d.full.Hide()
		d.none.Show()
		return
	}
	d.showHead()
	d.none.Hide()
	d.full.Show()
	d.showTab()
}

// changed shows again what a change of the file concerns.
func (d *detail) changed(c store.Change) {
	if d.person.ID != 0 && d.tabs[d.strip.At()].concerns(c.Kinds) {
		d.tabs[d.strip.At()].show(d.roster, d.person)
	}
}

func (d *detail) showTab() {
	t := d.tabs[d.strip.At()]
	if len(d.body.Objects) == 0 || d.body.Objects[0] != t.content() {
		d.body.Objects = []fyne.CanvasObject{t.content()}
		d.body.Refresh()
	}
	t.show(d.roster, d.person)
}

func (d *detail) showHead() {
	p := d.person
	kind, state := stateWords(d.roster, p, d.roster.today())
	name := widgets.NewText(p.Name(), widgets.TextStyle{Size: theme.SizeTitle, Bold: true, Ellipsis: true})
	pill := container.NewHBox(widgets.NewPill(kind, state))
	d.head.Objects = []fyne.CanvasObject{
		container.NewBorder(nil, nil, avatar(p), nil, container.NewVBox(name, pill)),
		spaced(12, 12, factLines(d.roster, p)),
		d.buttons(),
	}
	d.head.Refresh()
	d.full.Refresh()
}

// factLines are the muted lines below the name.
func factLines(r *roster, p store.Person) fyne.CanvasObject {
	lines := container.New(wrapRows{})
	for _, fact := range facts(r, p) {
		lines.Add(widgets.MutedParagraph(fact))
	}
	return lines
}

// avatar is a round mark with the initials.
func avatar(p store.Person) fyne.CanvasObject {
	const size = 56
	letters := widgets.NewText(initials(p), widgets.TextStyle{
		Size: theme.SizeCardTitle, Bold: true, Color: theme.ColorAccent, Align: fyne.TextAlignCenter,
	})
	return container.NewCenter(container.NewGridWrap(fyne.NewSquareSize(size),
		container.NewStack(widgets.NewPanel(theme.ColorAccentBack, "", size/2), letters)))
}

// buttons are the most common actions; the others are behind the last.
func (d *detail) buttons() fyne.CanvasObject {
	row := container.New(&widgets.FlowRow{Gap: 8})
	items := d.dialogs.actions(d.person)
	var rest []*fyne.MenuItem
	for _, a := range items {
		if !a.button {
			rest = append(rest, a.item())
			continue
		}
		style := widgets.Plain
		if a.danger {
			style = widgets.QuietDanger
		}
		row.Add(widgets.NewStyledButton(style, a.label, nil, a.do))
	}
	row.Add(newMoreButton(rest))
	return row
}

// headAndBody gives the body all the height that the head leaves.
type headAndBody struct{}

func (headAndBody) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, body := objects[0], objects[1]
	head.Resize(fyne.NewSize(size.Width, head.MinSize().Height))
	height := head.MinSize().Height // now that its lines are broken
	head.Resize(fyne.NewSize(size.Width, height))
	body.Move(fyne.NewPos(0, height))
	body.Resize(fyne.NewSize(size.Width, max(0, size.Height-height)))
}

func (headAndBody) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[0].MinSize().Height+60)
}
