package attendance

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// Deps is what the screen needs of the program.
type Deps struct {
	Desk *desk.Desk
	// Arrives tells whether an entry of a space shows that somebody came in. It
	// is pure and quick.
	Arrives func(store.Entry, store.Space) bool
	// ShowPerson opens a person in Members.
	ShowPerson func(store.PersonID)
	// Connect goes where the space is connected to SALTO KS.
	Connect func()
	// Counted is called when Count has changed. May be nil.
	Counted func()
	// After reads the day again when a pass ends. Nil: real time.
	After widgets.After
}

// tab is one of the views of the page.
type tab interface {
	content() fyne.CanvasObject
	ask()
	concerns() store.Kind // changes after which it is to be asked again
	focus()
}

// Page is the screen Attendance. It is used on the UI thread.
type Page struct {
	deps    Deps
	shown   bool // has been in sight: it is kept up to date from then on
	loaded  bool
	state   state
	late    int
	loader  listdetail.Loader[state]
	waiting listdetail.Loader[attention]
	period  period // of the tabs that have one
	fields  []*widgets.SelectField
	days    *dayTab
	charts  *chartTab
	tabs    []tab
	strip   *widgets.TabStrip
	body    *fyne.Container
	whole   *fyne.Container // strip and body
	blank   *fyne.Container // in place of both
	content *fyne.Container
	actions []fyne.CanvasObject
}

// New returns the page. It reads nothing before it is shown or told that the
// file has changed.
func New(deps Deps) *Page {
	if deps.After == nil {
		deps.After = widgets.TimerAfter(deps.Desk.Dispatch)
	}
	p := &Page{deps: deps, period: thirty}
	d := deps.Desk
	p.loader = listdetail.Loader[state]{Desk: d, Read: func(ctx context.Context, id store.SpaceID) (state, error) {
		return loadState(ctx, d.Store, id)
	}, Show: p.show}
	p.waiting = listdetail.Loader[attention]{Desk: d, Read: func(ctx context.Context, id store.SpaceID) (attention, error) {
		return loadAttention(ctx, d.Store, id, deps.Arrives)
	}, Show: p.showAttention}
	p.days = newDayTab(p)
	p.charts = newChartTab(p)
	p.tabs = []tab{p.days, p.charts, newMemberTab(p), newRefusedTab(p)}
	p.strip = widgets.NewTabStrip(func(int) { p.turn() }, lang.L("Today"), lang.L("Days"), lang.L("Members"), lang.L("Refused"))
	p.body = container.NewStack(p.days.content())
	p.whole = widgets.Rows(p.strip, p.body)
	p.blank = container.NewStack()
	p.blank.Hide()
	p.content = container.NewStack(p.whole, p.blank)
	p.actions = []fyne.CanvasObject{
		widgets.NewButton(lang.L("Close days…"), p.closeDays),
		widgets.NewPrimaryButton(lang.L("Check in…"), p.checkIn),
	}
	return p
}

// Name implements ui.Page.
func (p *Page) Name() string { return "attendance" }

// Title implements ui.Page.
func (p *Page) Title() string { return lang.L("Attendance") }

// Icon implements ui.Page.
func (p *Page) Icon() fyne.Resource { return theme.NewIcon(theme.IconAttendance) }

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Actions implements ui.Page.
func (p *Page) Actions() []fyne.CanvasObject { return p.actions }

// Count implements ui.Page: the late entries that wait for an answer.
func (p *Page) Count() int { return p.late }

// Menu implements ui.Page.
func (p *Page) Menu() []*fyne.MenuItem {
	in := fyne.NewMenuItem(lang.L("Check somebody in…"), p.checkIn)
	in.Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyA, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
	return []*fyne.MenuItem{in}
}

// Shown implements ui.Page. It reads again: the time has changed.
func (p *Page) Shown() {
	p.shown = true
	p.loader.Ask()
	p.waiting.Ask()
	p.tab().ask()
	p.tab().focus()
}

// The changes after which something else may be to be shown.
const (
	stateKinds     = store.KindSpace | store.KindCheckIn | store.KindEntry
	attentionKinds = stateKinds | store.KindPass | store.KindPerson | store.KindPlan
)

// Refresh takes a change of the file into account. What needs the desk is read
// also while the page is out of sight, because Count has it.
func (p *Page) Refresh(c store.Change) {
	if c.Kinds.Has(attentionKinds) {
		p.waiting.Ask()
	}
	if !p.shown {
		return
	}
	if c.Kinds.Has(stateKinds) {
		p.loader.Ask()
	}
	if c.Kinds.Has(p.tab().concerns()) {
		p.tab().ask()
	}
}

func (p *Page) tab() tab { return p.tabs[p.strip.At()] }

// turn shows the tab that was chosen, as it is now.
func (p *Page) turn() {
	p.body.Objects = []fyne.CanvasObject{p.tab().content()}
	p.body.Refresh()
	p.tab().ask()
}

// The views of the page, in the order of its tabs.
const (
	Today = iota
	Days
	Members
	Refused
)

// Turn shows one of the views.
func (p *Page) Turn(view int) { p.strip.Choose(view) }

// Select shows somebody in the day that is shown, if they came in on it.
func (p *Page) Select(id store.PersonID) {
	if !p.days.table.Select(visit{Person: id}.key()) {
		p.days.wanted = id
	}
}

// goDay shows a day in Today.
func (p *Page) goDay(d store.Date) {
	p.days.choose(d)
	p.strip.Choose(Today)
	p.days.focus()
}

func (p *Page) show(s state) {
	p.state, p.loaded = s, true
	empty := !connected(s.Space) && s.First == "" && !s.Other
	if empty && len(p.blank.Objects) == 0 {
		p.blank.Objects = []fyne.CanvasObject{widgets.Card("", widgets.Empty(lang.L("Nobody is counted yet"),
			lang.L("Who comes in is known from the doors. Connect this space to SALTO KS, and whoever opens a door is here soon after. Until then you can check people in by hand."),
			lang.L("Connect to SALTO KS…"), p.deps.Connect))}
	}
	p.whole.Hidden, p.blank.Hidden = empty, !empty
	p.content.Refresh()
}

func (p *Page) showAttention(a attention) {
	p.days.setAttention(a)
	if len(a.Late) != p.late {
		p.late = len(a.Late)
		if p.deps.Counted != nil {
			p.deps.Counted()
		}
	}
}
