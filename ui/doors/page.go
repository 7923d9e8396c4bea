package doors

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/flow"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// Engine is what the screen asks of the engine at least. Both may be called
// when the space is not connected, and do nothing then.
type Engine interface {
	// SyncNow asks for a pass at once that begins with a full look at the
	// site. It does not wait for it.
	SyncNow()
	// Retry takes what was parked back into the queue: the step with the given
	// key, or every one for "". It is called away from the UI thread.
	Retry(ctx context.Context, key string) error
}

// Deps is what the screen needs of the program.
type Deps struct {
	Desk   *desk.Desk
	Engine Engine
	// Faults names what is wrong with plans and rooms: what opens nothing
	// although it should. It runs away from the UI thread.
	Faults func(ctx context.Context) ([]store.Sentence, error)
	// Connect goes where the space is connected to SALTO KS.
	Connect func()
	// Counted is called when Count or Pill has changed. May be nil.
	Counted func()

	// What follows may be nil: what it is for is left out then. Except for
	// Health, all of it runs away from the UI thread.

	// Preview works out what would change in SALTO KS now.
	Preview func(ctx context.Context) (Preview, error)
	// Agree lets go what the question holds up, if that is still what was seen
	// under the given view; else it says in an error that it is not.
	Agree func(ctx context.Context, view string) error
	// Answer answers a difference, by its key, with Restore, Keep or Ignore.
	Answer func(ctx context.Context, key, choice string) error
	// Health says what is wrong now. It must not take long.
	Health func() []Warning
	// Strangers are the users of the site who are nobody in Latchkey, by name.
	Strangers func(ctx context.Context) ([]store.KSUser, error)
}

// Page is the screen Doors. It is used on the UI thread.
type Page struct {
	deps    Deps
	status  Status
	facts   facts
	asks    asks
	cond    condition
	busy    map[string]bool // the differences whose answers are on their way
	told    told
	shown   bool // has been in sight: it is kept up to date from then on
	loaded  bool
	started bool // SetStatus was called
	opening bool // the preview is being worked out

	states  listdetail.Loader[facts]
	asked   listdetail.Loader[asks]
	wrong   listdetail.Loader[[]store.Sentence]
	unknown listdetail.Loader[[]store.KSUser]

	guard   *guardCard
	drift   *driftCard
	waiting *waiting
	present *flow.Scroll // of the cards about the present
	side    *side
	log     *logView
	sync    *widgets.Button
	preview *widgets.Button
	content *fyne.Container
}

// told is what the program was last told of the page.
type told struct {
	count int
	kind  widgets.Kind
	pill  string
}

// New returns the page. It reads nothing before it is shown or told that the
// file or the engine has changed.
func New(deps Deps) *Page {
	p := &Page{deps: deps, busy: map[string]bool{}}
	p.buildLoaders()
	var look, strangers func()
	if deps.Preview != nil {
		look = p.showPreview
	}
	if deps.Strangers != nil {
		strangers = p.showStrangers
	}
	p.guard = newGuardCard(look)
	p.drift = newDriftCard(deps.Desk.Win, p.answer, p.showPresent)
	p.waiting = newWaiting(p.retry, deps.Connect, p.showPresent)
	p.present = flow.NewScroll(fynetheme.Size(theme.SizeCardPadding), p.drift.content, p.waiting.content)
	p.side = newSide(deps.Health != nil, strangers)
	p.log = newLogView(deps.Desk)
	p.sync = widgets.NewButton(lang.L("Sync now"), deps.Engine.SyncNow)
	p.preview = widgets.NewButton(lang.L("Preview…"), look)
	p.preview.Hidden = look == nil
	p.content = container.New(pageLayout{p}, p.guard.content, p.present.Content(), p.log.content, p.side.content)
	return p
}

func (p *Page) buildLoaders() {
	d := p.deps.Desk
	p.states = listdetail.Loader[facts]{Desk: d, Read: func(ctx context.Context, id store.SpaceID) (facts, error) {
		return loadFacts(ctx, d.Store, id)
	}, Show: p.showFacts}
	p.asked = listdetail.Loader[asks]{Desk: d, Read: func(ctx context.Context, id store.SpaceID) (asks, error) {
		return loadAsks(ctx, d.Store, id)
	}, Show: p.showAsks}
	p.wrong = listdetail.Loader[[]store.Sentence]{Desk: d, Read: func(ctx context.Context, _ store.SpaceID) ([]store.Sentence, error) {
		return p.deps.Faults(ctx)
	}, Show: p.showFaults}
	p.unknown = listdetail.Loader[[]store.KSUser]{Desk: d, Read: func(ctx context.Context, _ store.SpaceID) ([]store.KSUser, error) {
		return p.deps.Strangers(ctx)
	}, Show: p.countStrangers}
}

// Name implements ui.Page.
func (p *Page) Name() string { return "doors" }

// Title implements ui.Page.
func (p *Page) Title() string { return lang.L("Doors") }

// Icon implements ui.Page.
func (p *Page) Icon() fyne.Resource { return theme.NewIcon(theme.IconDoors) }

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Actions implements ui.Page.
func (p *Page) Actions() []fyne.CanvasObject { return []fyne.CanvasObject{p.sync, p.preview} }

// Menu implements ui.Page.
func (p *Page) Menu() []*fyne.MenuItem {
	item := fyne.NewMenuItem(lang.L("Sync now"), p.deps.Engine.SyncNow)
	item.Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyR, Modifier: fyne.KeyModifierShortcutDefault}
	items := []*fyne.MenuItem{item}
	if p.deps.Preview != nil {
		items = append(items, fyne.NewMenuItem(lang.L("Preview the changes in SALTO KS…"), p.showPreview))
	}
	return items
}

// Count implements ui.Page: what needs the desk.
func (p *Page) Count() int { return p.status.Parked + len(p.cond.Faults) + p.asks.count() }

// Pill says in a few words how the doors are, for the top bar.
func (p *Page) Pill() (widgets.Kind, string) { return pill(p.status, p.asks) }

// Shown implements ui.Page.
func (p *Page) Shown() {
	p.shown = true
	p.states.Ask()
	p.asked.Ask()
	p.wrong.Ask()
	p.askStrangers()
	p.log.reload()
}
