package backups

import (
	"path/filepath"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// refuse says why a copy, or all of them, cannot be put back.
func (c *Chooser) refuse(err error) {
	c.preview.Set(listdetail.Notice(widgets.Bad, widgets.ProblemText(err)))
}

// compare is what a copy holds, beside what the file holds now.
func (c *Chooser) compare(b store.Copy) []fyne.CanvasObject {
	out := []fyne.CanvasObject{
		widgets.NewText(When(b.At, c.src.Now(), c.src.Zone), widgets.TextStyle{Bold: true, Size: theme.SizeCardTitle, Ellipsis: true}),
		widgets.NewText(filepath.Base(b.Path), widgets.TextStyle{Color: theme.ColorMuted, Size: theme.SizeMuted, Ellipsis: true}),
		c.figures(b),
	}
	if c.present != nil && c.present.Meta.Lineage != b.Meta.Lineage {
		out = append(out, listdetail.Notice(widgets.Warn, lang.L("This is a copy of another file: of {{.Spaces}}. What is open now is taken away and kept as a backup.", map[string]any{"Spaces": spaces(b)})))
	}
	return append(out, listdetail.Notice(widgets.Neutral, c.warning))
}

// figures is a table of what there is in the copy and now.
func (c *Chooser) figures(b store.Copy) fyne.CanvasObject {
	last := func(x store.Copy) string { return When(x.Edited, c.src.Now(), c.src.Zone) }
	count := func(of func(store.Copy) int) func(store.Copy) string {
		return func(x store.Copy) string { return strconv.Itoa(of(x)) }
	}
	rows := listdetail.Stack(0)
	add := func(key string, of func(store.Copy) string) {
		cells := []fyne.CanvasObject{widgets.Muted(key), cell(of(b), true)}
		if c.present != nil {
			cells = append(cells, cell(of(*c.present), false))
		}
		rows.Add(widgets.Line())
		rows.Add(listdetail.Stack(0, fyne.CanvasObject(gridRow(cells))))
	}
	head := []fyne.CanvasObject{widgets.Muted(""), title(lang.L("In the backup"))}
	if c.present != nil {
		head = append(head, title(lang.L("Now")))
	}
	rows.Add(gridRow(head))
	add(lang.L("Space"), spaces)
	add(lang.L("Members"), count(func(x store.Copy) int { return x.Members }))
	add(lang.L("Bookings to come"), count(func(x store.Copy) int { return x.Bookings }))
	add(lang.L("Tags"), count(func(x store.Copy) int { return x.Tags }))
	add(lang.L("Last edit"), last)
	return rows
}

func cell(text string, strong bool) fyne.CanvasObject {
	return widgets.NewText(text, widgets.TextStyle{Bold: strong, Ellipsis: true})
}

func title(text string) fyne.CanvasObject {
	return widgets.NewText(text, widgets.TextStyle{Color: theme.ColorMuted, Size: theme.SizeMuted, Bold: true, Ellipsis: true})
}
