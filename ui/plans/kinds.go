package plans

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/listdetail"
	"latchkey/ui/passes"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// kindRow is one kind of pass in the list.
type kindRow struct {
	store.PassType
	order int
	plans []string // that give it each month
}

// kindRows returns the kinds of passes, the shortest first, archived ones last.
func kindRows(f facts) []kindRow {
	kinds := slices.Clone(f.Kinds)
	slices.SortStableFunc(kinds, func(a, b store.PassType) int {
		switch {
		case a.Archived == b.Archived:
			return 0
		case a.Archived:
			return 1
		}
		return -1
	})
	out := make([]kindRow, len(kinds))
	for i, k := range kinds {
		out[i] = kindRow{PassType: k, order: i, plans: giving(f.Plans, k.ID)}
	}
	return out
}

// giving says which plans give a kind of pass each month, and how many.
func giving(plans []store.Plan, kind store.PassTypeID) []string {
	var out []string
	for _, p := range plans {
		for _, a := range p.Allowances {
			if a.Type == kind {
				out = append(out, lang.L("{{.Plan}}: {{.Count}} each month", map[string]any{"Plan": p.Name, "Count": a.Count}))
			}
		}
	}
	return out
}

func (r kindRow) state() (widgets.Kind, string) {
	if r.Archived {
		return widgets.Neutral, lang.L("archived")
	}
	return widgets.Good, lang.L("offered")
}

// kinds is the part of the page that shows the kinds of passes. It is used on
// the UI thread.
type kinds struct {
	desk    *desk.Desk
	rows    []kindRow
	wanted  store.PassTypeID // to be selected once it has been read
	shown   kindRow          // in the detail
	table   *widgets.Table[kindRow]
	detail  *listdetail.Detail
	content fyne.CanvasObject
}

func newKinds(d *desk.Desk) *kinds {
	k := &kinds{desk: d}
	k.table = newKindTable(k)
	k.detail = listdetail.NewDetail(lang.L("No kind of pass chosen"),
		lang.L("Choose a kind of pass in the list to see how long it lasts, what it costs, and which plans give it."))
	k.content = widgets.Columns(0.46, widgets.FlushCard("", k.table), k.detail.Content())
	return k
}

func newKindTable(k *kinds) *widgets.Table[kindRow] {
	byOrder := func(a, b kindRow) int { return cmp.Compare(a.order, b.order) }
	name := func(r kindRow) string { return r.Name }
	length := func(r kindRow) string { return passes.Length(r.Minutes) }
	price := func(r kindRow) string { return words.Money(r.Price, r.Currency) }
	t := widgets.NewTable([]widgets.Column[kindRow]{
		{Title: lang.L("Name"), Min: 76, Weight: 2, Strong: true, Text: name, Compare: func(a, b kindRow) int {
			return cmp.Or(strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), byOrder(a, b))
		}},
		{Title: lang.L("Lasts"), Min: 76, Weight: 1, Text: length, Compare: func(a, b kindRow) int {
			return cmp.Or(cmp.Compare(a.Minutes, b.Minutes), byOrder(a, b))
		}},
		{Title: lang.L("Price"), Min: 84, Weight: 0.6, Align: fyne.TextAlignTrailing, Text: price, Compare: func(a, b kindRow) int {
			return cmp.Or(strings.Compare(a.Currency, b.Currency), cmp.Compare(a.Price, b.Price), byOrder(a, b))
		}},
		{Title: lang.L("State"), Min: 96, Weight: 0.2, Pill: kindRow.state, Compare: byOrder},
	}, func(r kindRow) string { return kindKey(r.ID) })
	t.OnSelected = func(kindRow) { k.showDetail() }
	t.OnUnselected = k.showDetail
	t.OnActivate = func(kindRow) { k.edit() }
	t.Menu = func(kindRow) []*fyne.MenuItem {
		return []*fyne.MenuItem{
			fyne.NewMenuItem(lang.L("Edit…"), k.edit), fyne.NewMenuItem(k.archiveWord(), k.archive), fyne.NewMenuItem(lang.L("Remove…"), k.remove),
		}
	}
	t.SetEmpty(widgets.Empty(lang.L("No kinds of passes yet"),
		lang.L("A pass is a ticket for an hour, half a day or a day. A check-in uses one up. Say which kinds there are: then they can be given in Members, or come with a plan."),
		lang.L("New kind of pass"), k.create))
	return t
}

func kindKey(id store.PassTypeID) string { return strconv.FormatInt(int64(id), 10) }

// show takes a new reading of the file.
func (k *kinds) show(f facts) {
	first := k.rows == nil
	k.rows = kindRows(f)
	k.table.SetRows(k.rows)
	switch {
	case k.wanted != 0:
		if k.table.Select(kindKey(k.wanted)) {
			k.wanted = 0
		}
	case first && len(k.rows) > 0:
		k.table.Select(kindKey(k.table.Rows()[0].ID))
	}
	k.showDetail()
}

// showDetail shows the selected kind; what has not changed is left alone, so
// that the keyboard stays where it is.
func (k *kinds) showDetail() {
	r, ok := k.table.Selected()
	if !ok {
		k.shown = kindRow{}
		k.detail.Clear()
		return
	}
	if reflect.DeepEqual(r, k.shown) {
		return
	}
	k.shown = r
	k.detail.Show(kindKey(r.ID), k.head(r), kindParts(r))
}

// head is what stays in sight of a kind.
func (k *kinds) head(r kindRow) []fyne.CanvasObject {
	kind, state := r.state()
	return []fyne.CanvasObject{
		listdetail.Title(r.Name, widgets.NewPill(kind, state)),
		container.NewHBox(widgets.NewButton(lang.L("Edit"), k.edit), widgets.NewButton(k.archiveWord(), k.archive),
			widgets.NewStyledButton(widgets.QuietDanger, lang.L("Remove…"), nil, k.remove)),
	}
}

func kindParts(r kindRow) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if r.Archived {
		out = append(out, listdetail.Notice(widgets.Neutral, lang.L("This kind is archived: nobody gets new passes of it. Those that were given stay good.")))
	}
	out = append(out,
		widgets.KeyValues(
			widgets.PairText(lang.L("Lasts"), passes.Length(r.Minutes)),
			widgets.PairText(lang.L("Price"), words.Money(r.Price, r.Currency))),
		widgets.MutedParagraph(lang.L("An entry begins a pass: until it ends, in and out costs nothing more. The cheapest pass goes first. Who stays longer than it lasts has it back and uses the next longer one.")))
	rows := make([]fyne.CanvasObject, 0, len(r.plans))
	for _, p := range r.plans {
		rows = append(rows, widgets.NewParagraph(p, ""))
	}
	if len(rows) == 0 {
		rows = append(rows, widgets.MutedParagraph(lang.L("No plan gives it. Plans can give passes each month: edit one to say how many.")))
	}
	return append(out, listdetail.Section(lang.L("Comes with"), rows))
}

func (k *kinds) archiveWord() string {
	if k.shown.Archived {
		return lang.L("Offer again")
	}
	return lang.L("Archive")
}

// archive archives the kind shown, or offers it again.
func (k *kinds) archive() {
	kind := k.shown.PassType
	if kind.ID == 0 {
		return
	}
	text := lang.L("Passes of the kind “{{.Name}}” are not given any more.", map[string]any{"Name": kind.Name})
	if kind.Archived {
		text = lang.L("Passes of the kind “{{.Name}}” are given again.", map[string]any{"Name": kind.Name})
	}
	kind.Archived = !kind.Archived
	k.table.Focus()
	k.desk.Save(text, func(tx *store.Tx) error { return tx.SavePassType(&kind) })
}

// remove asks before the kind shown is removed; the file refuses that while
// there are passes of it.
func (k *kinds) remove() {
	kind := k.shown.PassType
	if kind.ID == 0 {
		return
	}
	name := map[string]any{"Name": kind.Name}
	k.table.Focus()
	widgets.Confirm(k.desk.Win, lang.L("Remove the kind “{{.Name}}”?", name),
		lang.L("It can be removed as long as nobody was given a pass of it and no plan gives it. Otherwise archive it."), lang.L("Remove"), func() {
			k.desk.Save(lang.L("The kind of pass “{{.Name}}” was removed.", name), func(tx *store.Tx) error { return tx.RemovePassType(kind.ID) })
		})
}
