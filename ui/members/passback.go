package members

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
)

// extraSize lets what is below the fields break before it is measured.
var extraSize = fyne.NewSize(370, 0)

// takeBack asks how many of a batch's unused passes are taken back, and why.
func (d *dialogs) takeBack(p store.Person, b *batch) {
	free := b.free
	count := widgets.NewNumberField(widgets.NumberSpec{Min: 1, Max: int64(len(free))})
	count.SetValue(int64(len(free)))
	why := widgets.NewTextField("")
	about := widgets.MutedParagraph(joined(b.title(), b.origin(d.deps.Desk.Now(), d.roster().zone)))
	about.Resize(extraSize)
	form := widgets.ShowForm(d.deps.Desk.Win, widgets.FormSpec{
		Title: lang.L("Take back passes of {{.Name}}", named(p)), OK: lang.L("Take back"),
		Fields: []widgets.FormField{
			{Name: "count", Label: lang.L("How many"), Field: count,
				Hint: lang.N("{{.Count}} of them are not used yet.", len(free), map[string]any{"Count": len(free)})},
			{Name: "why", Label: lang.L("Why"), Field: why, Hint: lang.L("Kept with the passes. Money is not paid back by this.")},
		},
		Extra: about,
		OnSave: func(ctx context.Context) error {
			n := int(count.Value())
			said := lang.N("{{.Count}} passes of {{.Name}} taken back: {{.Kind}}.", n, map[string]any{"Count": n, "Name": p.Name(), "Kind": b.kind})
			return d.deps.Desk.Commit(ctx, said, func(tx *store.Tx) error { return tx.TakeBack(why.Value(), free[len(free)-n:]...) })
		},
		Dispatcher: d.deps.Desk.Dispatch,
	})
	form.ShowField("count", len(free) > 1)
}
