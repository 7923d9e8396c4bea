package plans

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"latchkey/store"
	"latchkey/ui/listdetail"
	"latchkey/ui/passes"
	"latchkey/ui/widgets"
)

// mostMonthly is how many passes of a kind a plan gives in a month at most.
const mostMonthly = 100

// monthlyField asks how many passes of each kind a plan gives in a month.
type monthlyField struct {
	widget.BaseWidget
	lines []monthlyLine
}

type monthlyLine struct {
	kind  store.PassTypeID
	name  string
	count *widgets.NumberField
}

var _ widgets.Field = (*monthlyField)(nil)

// newMonthlyField offers the kinds that are not archived, and those that the
// plan gives already.
func newMonthlyField(kinds []store.PassType, given []store.Allowance) *monthlyField {
	f := &monthlyField{}
	for _, k := range kinds {
		i := slices.IndexFunc(given, func(a store.Allowance) bool { return a.Type == k.ID })
		if k.Archived && i < 0 {
			continue
		}
		count := widgets.NewNumberField(widgets.NumberSpec{Max: mostMonthly, Optional: true})
		if i >= 0 {
			count.SetValue(int64(given[i].Count))
		}
		f.lines = append(f.lines, monthlyLine{k.ID, k.Name + " · " + passes.Length(k.Minutes), count})
	}
	f.ExtendBaseWidget(f)
	return f
}

// Value returns what a plan gives in a month, by kind.
func (f *monthlyField) Value() []store.Allowance {
	var out []store.Allowance
	for _, l := range f.lines {
		if n := l.count.Value(); n > 0 {
			out = append(out, store.Allowance{Type: l.kind, Count: int(n)})
		}
	}
	slices.SortFunc(out, func(a, b store.Allowance) int { return cmp.Compare(a.Type, b.Type) })
	return out
}

// Enable implements widgets.Field.
func (f *monthlyField) Enable() {
	for _, l := range f.lines {
		l.count.Enable()
	}
}

// Disable implements widgets.Field.
func (f *monthlyField) Disable() {
	for _, l := range f.lines {
		l.count.Disable()
	}
}

// Disabled implements widgets.Field.
func (f *monthlyField) Disabled() bool { return len(f.lines) > 0 && f.lines[0].count.Disabled() }

// Check implements widgets.Field.
func (f *monthlyField) Check() error {
	for _, l := range f.lines {
		if err := l.count.Check(); err != nil {
			return err
		}
	}
	return nil
}

// State implements widgets.Field.
func (f *monthlyField) State() string {
	var all []string
	for _, l := range f.lines {
		all = append(all, l.count.State())
	}
	if all := strings.Join(all, "\x00"); strings.Trim(all, "\x00") != "" {
		return all
	}
	return ""
}

// Restore implements widgets.Restorer: as long as the kinds are the same.
func (f *monthlyField) Restore(state string) {
	if all := strings.Split(state, "\x00"); len(all) == len(f.lines) {
		for i, l := range f.lines {
			l.count.Restore(all[i])
		}
	}
}

// Watch implements widgets.Field.
func (f *monthlyField) Watch(changed, left func()) {
	for _, l := range f.lines {
		l.count.Watch(changed, left)
	}
}

// FocusTarget implements widgets.Field.
func (f *monthlyField) FocusTarget() fyne.Focusable {
	if len(f.lines) == 0 {
		return nil
	}
	return f.lines[0].count.FocusTarget()
}

// CreateRenderer is called by Fyne.
func (f *monthlyField) CreateRenderer() fyne.WidgetRenderer {
	rows := listdetail.Stack(6)
	for _, l := range f.lines {
		rows.Add(container.NewBorder(nil, nil, l.count, nil, widgets.NewText(l.name, widgets.TextStyle{Ellipsis: true})))
	}
	if len(f.lines) == 0 {
		rows.Add(widgets.MutedParagraph(lang.L("There are no kinds of passes yet: add one beside the plans.")))
	}
	return widget.NewSimpleRenderer(rows)
}

// monthly shows the passes that the plan gives each month.
func monthly(plan store.Plan, kinds []store.PassType) fyne.CanvasObject {
	names := passes.Names(kinds)
	var rows []fyne.CanvasObject
	for _, a := range plan.Allowances {
		rows = append(rows, listdetail.Row(names[a.Type], widgets.NewText(
			lang.L("{{.Count}} each month", map[string]any{"Count": a.Count}), widgets.TextStyle{Align: fyne.TextAlignTrailing})))
	}
	rows = append(rows, widgets.MutedParagraph(lang.L("Everybody who has the plan gets them anew on the first of each month. What is left over expires at its end.")))
	return listdetail.Section(lang.L("Passes that come with it"), rows)
}
