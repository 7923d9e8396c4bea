package plans

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/listdetail"
	"latchkey/ui/mapping"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// head is what stays in sight of a plan.
func (p *Page) head(s sheet) []fyne.CanvasObject {
	out := []fyne.CanvasObject{listdetail.Title(s.Plan.Name, widgets.NewPill(s.Kind, s.State))}
	if s.Plan.Note != "" {
		out = append(out, widgets.MutedParagraph(s.Plan.Note))
	}
	archive := lang.L("Archive")
	if s.Plan.Archived {
		archive = lang.L("Offer again")
	}
	return append(out, container.NewHBox(widgets.NewButton(lang.L("Edit"), p.edit), widgets.NewButton(archive, p.archive)))
}

// parts are the sections below the head.
func (p *Page) parts(s sheet) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, f := range s.Faults {
		out = append(out, listdetail.Notice(widgets.Bad, f))
	}
	if s.Plan.Archived {
		out = append(out, listdetail.Notice(widgets.Neutral, lang.L("This plan is archived: nobody new gets it. Those who have it keep it, with its doors.")))
	}
	if s.Offered {
		out = append(out, p.offer(s))
	}
	if n := mapping.StageNotice(s.Stage, p.deps.Connect); n != nil {
		out = append(out, n)
	}
	if s.Plan.PassLimited {
		out = append(out, listdetail.Notice(widgets.Neutral, passWords(s)))
	}
	if len(s.Plan.Allowances) > 0 {
		out = append(out, monthly(s.Plan, s.Kinds))
	}
	if len(s.Openings) > 0 {
		out = append(out, listdetail.Section(lang.L("What it opens"), openings(s.Openings)))
	}
	return append(out, p.groups(s), p.people(s))
}

// passWords says that the plan asks for a pass, and of how many in vain.
func passWords(s sheet) string {
	text := lang.L("Only with a valid pass: whoever has none opens no door with this plan.")
	if s.NoPass > 0 {
		text += " " + lang.N("{{.Count}} people have none now.", s.NoPass, map[string]any{"Count": words.Number(s.NoPass)})
	}
	return text
}

// offer asks about the group of the plan's own name.
func (p *Page) offer(s sheet) fyne.CanvasObject {
	text := lang.L("SALTO KS has a group “{{.Group}}” ({{.Opens}}). Use it for this plan?",
		map[string]any{"Group": s.Offer.Name, "Opens": mapping.Describe(s.Offer)})
	return listdetail.Notice(widgets.Accent, text,
		widgets.NewPrimaryButton(lang.L("Use this group"), func() { p.addGroup(s.Offer) }))
}

// openings says door by door when the plan opens it.
func openings(list []mapping.Opening) []fyne.CanvasObject {
	rows := make([]fyne.CanvasObject, len(list))
	for i, o := range list {
		rows[i] = listdetail.Row(o.Door, widgets.NewText(strings.Join(o.Hours, ", "),
			widgets.TextStyle{Ellipsis: true, Align: fyne.TextAlignTrailing}))
	}
	return rows
}

// groups are the groups that the plan stands for.
func (p *Page) groups(s sheet) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, l := range s.Lines {
		rows = append(rows, mapping.Row(l, func() { p.removeGroup(l) }))
	}
	if len(rows) == 0 && s.Stage == mapping.Ready {
		rows = append(rows, widgets.MutedParagraph(lang.L("This plan opens no doors. Add a group of SALTO KS: everybody who has the plan gets its doors, at its hours.")))
	}
	if len(rows) == 0 {
		rows = append(rows, widgets.MutedParagraph(lang.L("None yet.")))
	}
	var actions []fyne.CanvasObject
	if p.canAdd() {
		actions = append(actions, widgets.NewButton(lang.L("Add a group…"), p.pickGroup))
	}
	return listdetail.Section(lang.L("Groups in SALTO KS"), rows, actions...)
}

// people are those who have the plan.
func (p *Page) people(s sheet) fyne.CanvasObject {
	if s.Count == 0 {
		return listdetail.Section(lang.L("People"), []fyne.CanvasObject{
			widgets.MutedParagraph(lang.L("Nobody has this plan. Give it to somebody in Members.")),
		})
	}
	var rows []fyne.CanvasObject
	for _, h := range s.Holders {
		rows = append(rows, listdetail.Row(h.Name, p.holder(h)))
	}
	if more := s.Count - len(s.Holders); more > 0 {
		rows = append(rows, widgets.MutedParagraph(lang.N("and {{.Count}} more", more, map[string]any{"Count": words.Number(more)})))
	}
	return listdetail.Section(lang.N("{{.Count}} people have this plan", s.Count, map[string]any{"Count": words.Number(s.Count)}), rows)
}

// holder is the right side of a person's row.
func (p *Page) holder(h holder) fyne.CanvasObject {
	state := widgets.NewText(h.State, widgets.TextStyle{Color: theme.ColorMuted, Size: theme.SizeMuted})
	if p.deps.ShowPerson == nil {
		return state
	}
	return container.NewHBox(container.NewCenter(state),
		container.NewCenter(widgets.NewLinkButton(lang.L("Show"), func() { p.deps.ShowPerson(h.Person) })))
}
