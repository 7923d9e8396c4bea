package plans

import (
	"context"
	"reflect"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/listdetail"
	"latchkey/ui/mapping"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// Deps is what the screen needs of the program.
type Deps struct {
	Desk *desk.Desk
	// GroupWords says when a group opens: one sentence for each schedule.
	GroupWords mapping.GroupWords
	// PlanFaults names what is wrong with a plan's mapping in a space, given
	// what the last look at its site found. It is pure and quick.
	PlanFaults func(store.Space, store.Mirror, store.Plan) []store.Sentence
	// ShowPerson opens a person in Members; nil shows names only.
	ShowPerson func(store.PersonID)
	// Connect goes where the space is connected to SALTO KS; nil offers no
	// button for it.
	Connect func()
}

// Page is the screen of the plans. It is used on the UI thread.
type Page struct {
	deps    Deps
	loader  listdetail.Loader[facts]
	model   model
	shown   bool // has been in sight: it is kept up to date from then on
	loaded  bool
	then    []func()     // to be done once something was read
	wanted  store.PlanID // to be selected once it has been read
	sheet   sheet        // in the detail
	strip   *widgets.TabStrip
	table   *widgets.Table[row]
	detail  *listdetail.Detail
	plans   fyne.CanvasObject
	kinds   *kinds
	content fyne.CanvasObject
	add     *widgets.Button
	addKind *widgets.Button
}

// New returns the page. It reads nothing before it is shown.
func New(deps Deps) *Page {
	p := &Page{deps: deps, model: model{hours: deps.GroupWords, faults: deps.PlanFaults}}
	p.loader = listdetail.Loader[facts]{Desk: deps.Desk, Read: p.read, Show: p.show}
	p.table = newTable(p)
	p.detail = listdetail.NewDetail(lang.L("No plan chosen"),
		lang.L("Choose a plan in the list to see which doors it opens, when, and for whom."))
	p.plans = widgets.Columns(0.46, widgets.FlushCard("", p.table), p.detail.Content())
	p.kinds = newKinds(deps.Desk)
	p.add = widgets.NewPrimaryButton(lang.L("New plan"), p.create)
	p.addKind = widgets.NewPrimaryButton(lang.L("New kind of pass"), p.createKind)
	p.strip = widgets.NewTabStrip(func(int) { p.turn() }, lang.L("Plans"), lang.L("Kinds of passes"))
	body := container.NewStack(p.plans, p.kinds.content)
	// Not NewBorder: it would put the tables before the strip in the order of Tab.
	head := container.New(layout.NewCustomPaddedLayout(0, stripGap, 0, 0), p.strip)
	p.content = container.New(layout.NewBorderLayout(head, nil, nil, nil), head, body)
	p.turn()
	return p
}

// stripGap is the room below the strip.
const stripGap = 12

// The words of the strip.
const (
	showsPlans = iota
	showsKinds
)

// turn shows the plans or the kinds of passes, as the strip says.
func (p *Page) turn() {
	kinds := p.strip.At() == showsKinds
	show(p.plans, !kinds)
	show(p.kinds.content, kinds)
	show(p.add, !kinds)
	show(p.addKind, kinds)
}

func show(o fyne.CanvasObject, visible bool) {
	if visible {
		o.Show()
	} else {
		o.Hide()
	}
}

// focus puts the keyboard on the list in sight.
func (p *Page) focus() {
	if p.strip.At() == showsKinds {
		p.kinds.table.Focus()
	} else {
		p.table.Focus()
	}
}

func (p *Page) read(ctx context.Context, space store.SpaceID) (facts, error) {
	return load(ctx, p.deps.Desk.Store, space)
}

func (p *Page) show(f facts) {
	first := !p.loaded
	p.model.facts, p.loaded = f, true
	p.table.SetRows(p.model.rows())
	if p.wanted != 0 && p.table.Select(planKey(p.wanted)) {
		p.wanted = 0
	}
	if first {
		p.begin()
	}
	p.showDetail()
	p.kinds.show(f)
	then := p.then
	p.then = nil
	for _, f := range then {
		f()
	}
}

// begin selects the first plan, so that the screen is not half empty.
func (p *Page) begin() {
	if rows := p.table.Rows(); len(rows) > 0 && p.wanted == 0 {
		p.table.Select(planKey(rows[0].ID))
	}
	if len(p.then) == 0 { // else the menu asked from another page
		p.focus()
	}
}

func planKey(id store.PlanID) string { return strconv.FormatInt(int64(id), 10) }

// showDetail shows the selected plan; what has not changed is left alone, so
// that the keyboard stays where it is.
func (p *Page) showDetail() {
	r, ok := p.table.Selected()
	if !ok {
		p.sheet = sheet{}
		p.detail.Clear()
		return
	}
	s, ok := p.model.sheet(r.ID)
	if !ok || reflect.DeepEqual(s, p.sheet) {
		return
	}
	p.sheet = s
	p.detail.Show(planKey(s.Plan.ID), p.head(s), p.parts(s))
}

// Select shows a plan. One that has not been read yet is shown after the next
// reading.
func (p *Page) Select(id store.PlanID) {
	p.strip.Choose(showsPlans)
	if !p.table.Select(planKey(id)) {
		p.wanted = id
	}
}

// Refresh takes a change of the file into account. It is called on the UI
// thread.
func (p *Page) Refresh(c store.Change) {
	if p.shown && c.Kinds.Has(store.KindSpace|store.KindPlan|store.KindPerson|store.KindPass|store.KindMirror) {
		p.loader.Ask()
	}
}

// Name implements ui.Page.
func (p *Page) Name() string { return "plans" }

// Title implements ui.Page.
func (p *Page) Title() string { return lang.L("Plans") }

// Icon implements ui.Page.
func (p *Page) Icon() fyne.Resource { return theme.NewIcon(theme.IconPlans) }

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Actions implements ui.Page.
func (p *Page) Actions() []fyne.CanvasObject { return []fyne.CanvasObject{p.add, p.addKind} }

// Shown implements ui.Page. It reads again: the day may have changed.
func (p *Page) Shown() {
	p.shown = true
	p.loader.Ask()
	if p.loaded {
		p.focus()
	}
}

// Count implements ui.Page: what is wrong with plans waits in Doors.
func (p *Page) Count() int { return 0 }

// Menu implements ui.Page.
func (p *Page) Menu() []*fyne.MenuItem {
	add := fyne.NewMenuItem(lang.L("New plan…"), p.create)
	add.Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyP, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
	kind := fyne.NewMenuItem(lang.L("New kind of pass…"), p.createKind)
	return []*fyne.MenuItem{add, kind}
}

// ShowKinds turns to the kinds of passes.
func (p *Page) ShowKinds() { p.strip.Choose(showsKinds) }

// createKind asks for a new kind of pass, beside the others.
func (p *Page) createKind() {
	p.whenLoaded(func() {
		p.strip.Choose(showsKinds)
		p.kinds.create()
	})
}

// whenLoaded runs f once the page knows the plans: the menu works from every
// page, also before this one was shown.
func (p *Page) whenLoaded(f func()) {
	if p.loaded {
		f()
		return
	}
	p.shown = true
	p.then = append(p.then, f)
	p.loader.Ask()
}
