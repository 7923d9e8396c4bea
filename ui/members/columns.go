package members

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/widgets"
)

// column is a column of the table with a name that does not change with the
// language.
type column struct {
	widgets.Column[row]
	name string
}

// The names of the columns.
const (
	colName    = "name"
	colPlan    = "plan"
	colState   = "state"
	colConnect = "connect"
	colTag     = "tag"
	colCompany = "company"
	colPasses  = "passes"
)

// columnsOf returns the columns; a folded table has only those that the desk
// cannot do without, and one without passes does not tell how many are left.
func columnsOf(folded, passes bool) []column {
	all := []column{
		{widgets.Column[row]{Title: lang.L("Name"), Min: 150, Weight: 2, Strong: true, Text: row.name, Compare: by(sortName)}, colName},
		{widgets.Column[row]{Title: lang.L("Plan"), Min: 84, Weight: 1.2, Text: row.plan, Compare: by(sortPlan)}, colPlan},
		{widgets.Column[row]{Title: lang.L("State"), Min: 172, Weight: 0.4, Pill: row.state, Compare: by(sortState)}, colState},
	}
	number := column{widgets.Column[row]{Title: lang.L("Tag"), Min: 78, Weight: 0.4, Text: row.tag, Compare: by(sortTag)}, colTag}
	if folded {
		return append(all, number)
	}
	all = append(all,
		column{widgets.Column[row]{Title: lang.L("Phone/tag"), Min: 100, Weight: 0.6, Muted: true, Text: row.connect, Compare: by(sortConnect)}, colConnect},
		number)
	if passes {
		all = append(all, column{widgets.Column[row]{Title: lang.L("Passes"), Min: 78, Align: fyne.TextAlignTrailing, Optional: true, Text: row.passes, Compare: by(sortPasses)}, colPasses})
	}
	return append(all,
		column{widgets.Column[row]{Title: lang.L("Company"), Min: 100, Weight: 1.2, Muted: true, Optional: true, Text: row.company, Compare: by(sortCompany)}, colCompany},
	)
}
