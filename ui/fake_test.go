package ui_test

import (
	"cmp"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// fakePage is a page with nothing behind it.
type fakePage struct {
	name    string
	title   string
	icon    theme.IconName
	count   int
	content fyne.CanvasObject
	actions []fyne.CanvasObject
	menu    []*fyne.MenuItem
	shown   int
}

func (p *fakePage) Name() string                 { return p.name }
func (p *fakePage) Title() string                { return p.title }
func (p *fakePage) Icon() fyne.Resource          { return theme.NewIcon(p.icon) }
func (p *fakePage) Content() fyne.CanvasObject   { return p.content }
func (p *fakePage) Actions() []fyne.CanvasObject { return p.actions }
func (p *fakePage) Shown()                       { p.shown++ }
func (p *fakePage) Count() int                   { return p.count }
func (p *fakePage) Menu() []*fyne.MenuItem       { return p.menu }

type person struct {
	name, plan, state, phone, tag, last string
	kind                                widgets.Kind
}

func people() []person {
	return []person{
		{"Ada Lindqvist", "Full time", "active", "app ready", "0230 0042", "today 08:51", widgets.Good},
		{"Ben Carter", "Basic", "active", "tag only", "0230 0043", "Fri", widgets.Good},
		{"Chloé Martin", "10 passes", "1 pass left", "invited", "—", "Thu", widgets.Warn},
		{"David Roussel", "Full time", "paused until 1 Dec", "app ready", "0230 0050", "3 Nov", widgets.Warn},
		{"Elif Yılmaz", "Basic", "active", "not connected", "—", "never", widgets.Good},
		{"Jonas Weiß", "Full time", "active", "app ready", "0230 0061", "today 08:29", widgets.Good},
		{"Mia Berg", "Full time", "active", "app ready", "0230 0001", "today 08:58", widgets.Good},
		{"Nuno Alves", "Basic", "cancelled, ends 30 Nov", "app ready", "0230 0070", "Wed", widgets.Warn},
		{"Ostrea SARL with a very long name that is cut", "Team 6", "active · 5 co-members", "app ready", "0230 0081", "today 09:44", widgets.Good},
		{"Rosa Conti", "10 passes", "shut out: no pass", "app ready", "0230 0090", "12 Nov", widgets.Bad},
		{"Sam Okafor", "Visitor", "no plan", "app ready", "0230 0091", "12 Nov", widgets.Neutral},
	}
}

func membersTable() *widgets.Table[person] {
	text := func(f func(person) string) func(a, b person) int {
		return func(a, b person) int { return cmp.Compare(strings.ToLower(f(a)), strings.ToLower(f(b))) }
	}
	name := func(p person) string { return p.name }
	return widgets.NewTable([]widgets.Column[person]{
		{Title: "Name", Min: 120, Weight: 2, Strong: true, Text: name, Compare: text(name)},
		{Title: "Plan", Min: 76, Weight: 1, Text: func(p person) string { return p.plan }, Compare: text(func(p person) string { return p.plan })},
		{Title: "State", Min: 170, Weight: 1.6, Pill: func(p person) (widgets.Kind, string) { return p.kind, p.state }},
		{Title: "Phone", Min: 80, Weight: 1, Muted: true, Optional: true, Text: func(p person) string { return p.phone }},
		{Title: "Tag", Min: 80, Weight: 1, Text: func(p person) string { return p.tag }},
		{Title: "Last in", Min: 90, Optional: true, Weight: 1, Muted: true, Text: func(p person) string { return p.last }},
	}, name)
}

func membersPage() *fakePage {
	table := membersTable()
	table.SetRows(people())
	table.SetSort(widgets.SortState{Column: 0})
	table.Select("Mia Berg")
	access := func(door, why string, kind widgets.Kind, word string) fyne.CanvasObject {
		return widgets.TwoLines(door, why, widgets.NewPill(kind, word))
	}
	detail := widgets.Card("Mia Berg", widgets.Tight(
		widgets.MutedParagraph("mia@ostrea.example · Full time since 3 Mar 2025"),
		container.NewHBox(widgets.NewButton("Edit", nil), widgets.NewButton("Give a tag", nil), widgets.NewButton("Book", nil), widgets.NewStyledButton(widgets.QuietDanger, "Block now", nil, nil)),
		access("Front door", "Plan “Full time” through group Full time", widgets.Good, "Yes, always"),
		widgets.Line(),
		access("Studio A", "Booking today 09:00–11:00, 5 min around it", widgets.Good, "Yes, 08:55–11:05"),
		widgets.Line(),
		access("Workshop", "Not in the plan; no extra door", widgets.Neutral, "No"),
		widgets.Line(),
		widgets.KeyValues(
			widgets.PairText("Signed in as", "desk@maisonnord.example"),
			widgets.Pair{Key: "Seats", Value: widgets.NewPill(widgets.Warn, "41 of 50")},
			widgets.Pair{Key: "Hub IQ 02", Value: widgets.NewPill(widgets.Bad, "offline 56 min")},
			widgets.Pair{Key: "Tag", Value: widgets.NewPill(widgets.Accent, "0230 0001")}),
	))
	list := widgets.FlushCard("148 people", table, widgets.NewButton("Plan: all", nil), widgets.NewButton("State: all", nil))
	split := widgets.Columns(0.64, list, detail)
	return &fakePage{
		name: "members", title: "Members", icon: theme.IconMembers, content: split,
		actions: []fyne.CanvasObject{widgets.NewPrimaryButton("New member", nil), widgets.NewButton("Import…", nil)},
	}
}

func pages() []*fakePage {
	members := membersPage()
	members.menu = []*fyne.MenuItem{{
		Label: "New member…", Action: func() { members.shown += 100 },
		Shortcut: &desktop.CustomShortcut{KeyName: fyne.KeyN, Modifier: fyne.KeyModifierShortcutDefault},
	}}
	var all []*fakePage
	for i, p := range []struct {
		name, title string
		icon        theme.IconName
		count       int
	}{
		{"today", "Today", theme.IconToday, 4}, {"calendar", "Calendar", theme.IconCalendar, 0}, {},
		{"rooms", "Rooms", theme.IconRooms, 0}, {"plans", "Plans", theme.IconPlans, 0}, {"tags", "Tags", theme.IconTags, 0},
		{"attendance", "Attendance", theme.IconAttendance, 0}, {"doors", "Doors", theme.IconDoors, 2},
		{"settings", "Settings", theme.IconSettings, 0},
	} {
		if i == 2 {
			all = append(all, members)
			continue
		}
		all = append(all, &fakePage{
			name: p.name, title: p.title, icon: p.icon, count: p.count,
			content: widgets.Card("", widgets.Empty("No "+strings.ToLower(p.title)+" yet",
				fmt.Sprintf("%s will be listed here as soon as there is something to see.", p.title), "New…", func() {})),
		})
	}
	return all
}
