package members

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
)

// coMembersTab lists who shares a member's plan, or whose plan a co-member
// shares.
type coMembersTab struct {
	open  func(store.PersonID)
	rows  *scrollRows
	add   *widgets.Button
	main  store.PersonID // who a new co-member would be under
	outer fyne.CanvasObject
}

func newCoMembersTab(d *dialogs, open func(store.PersonID)) *coMembersTab {
	t := &coMembersTab{open: open, rows: newScrollRows()}
	t.add = widgets.NewButton(lang.L("Add a co-member…"), func() { d.add(t.main) })
	t.outer = container.NewBorder(nil, container.NewHBox(t.add), nil, nil, t.rows.outer)
	return t
}

func (t *coMembersTab) content() fyne.CanvasObject { return t.outer }

func (t *coMembersTab) concerns(store.Kind) bool { return false } // it shows the roster only

func (t *coMembersTab) show(r *roster, p store.Person) {
	t.main = p.ID
	t.add.Hidden = isVisitor(p) || p.Main != 0
	t.add.Refresh()
	switch {
	case isVisitor(p):
		t.rows.set([]fyne.CanvasObject{note(lang.L("A visitor has no plan to share. Give them a plan with Edit."))})
	case p.Main != 0:
		if main, ok := r.person(p.Main); ok {
			t.rows.set([]fyne.CanvasObject{
				note(lang.L("Shares the plan of the main member, while that one is active:")), t.line(r, main),
			})
		}
	default:
		t.rows.set(t.under(r, p))
	}
}

func (t *coMembersTab) under(r *roster, p store.Person) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, other := range r.People.All() {
		if other.Main == p.ID {
			rows = append(rows, t.line(r, other))
		}
	}
	if len(rows) == 0 {
		rows = append(rows, note(lang.L("No co-members. A co-member opens all the doors of this member's plan, while this member is active.")))
	}
	return rows
}

func (t *coMembersTab) line(r *roster, p store.Person) fyne.CanvasObject {
	_, state := stateWords(r, p, r.today())
	show := widgets.NewLinkButton(lang.L("Open"), func() { t.open(p.ID) })
	return widgets.TwoLines(p.Name(), joined(state, p.Email, r.tags[p.ID].Number), show)
}
