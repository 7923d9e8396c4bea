package members

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/widgets"
)

// column is a column of the table, known by what it sorts by: that does not change
// with the language.
type column struct {
	widgets.Column[row]
	by sorting
}

func sorted(by sorting, c widgets.Column[row]) column {
	c.Compare = by.compare
	return column{c, by}
}

// columnsOf returns the columns; a folded table has only those that the desk
// cannot do without, and one without passes does not tell how many are left.
func columnsOf(folded, passes bool) []column {
	all := []column{
		sorted(sortName, widgets.Column[row]{Title: lang.L("Name"), Min: 150, Weight: 2, Strong: true, Text: row.name}),
		sorted(sortPlan, widgets.Column[row]{Title: lang.L("Plan"), Min: 84, Weight: 1.2, Text: row.plan}),
		sorted(sortState, widgets.Column[row]{Title: lang.L("State"), Min: 172, Weight: 0.4, Pill: row.state}),
	}
	number := sorted(sortTag, widgets.Column[row]{Title: lang.L("Tag"), Min: 78, Weight: 0.4, Text: row.tag})
	if folded {
		return append(all, number)
	}
	all = append(all,
		sorted(sortConnect, widgets.Column[row]{Title: lang.L("Phone/tag"), Min: 100, Weight: 0.6, Muted: true, Text: row.connect}),
		number)
	if passes {
		all = append(all, sorted(sortPasses, widgets.Column[row]{Title: lang.L("Passes"), Min: 78, Align: fyne.TextAlignTrailing, Optional: true, Text: row.passes}))
	}
	return append(all,
		sorted(sortCompany, widgets.Column[row]{Title: lang.L("Company"), Min: 100, Weight: 1.2, Muted: true, Optional: true, Text: row.company}),
	)
}
