package doors

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

// Engine is what the screen asks of the engine. Both may be called when the
// space is not connected, and do nothing then.
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
	// Counted is called when Count has changed. May be nil.
	Counted func()
}

// Page is the screen Doors. It is used on the UI thread.
type Page struct {
	deps    Deps
	status  Status
	facts   facts
	faults  []store.Sentence
	counted int
	shown   bool // has been in sight: it is kept up to date from then on
	loaded  bool

	states  listdetail.Loader[facts]
	wrong   listdetail.Loader[[]store.Sentence]
	waiting *waiting
	side    *side
	log     *logView
	sync    *widgets.Button
	content *fyne.Container
}

// New returns the page. It reads nothing before it is shown or told that the
// file has changed.
func New(deps Deps) *Page {
	p := &Page{deps: deps}
	p.states = listdetail.Loader[facts]{Desk: deps.Desk, Read: func(ctx context.Context, id store.SpaceID) (facts, error) {
		return loadFacts(ctx, deps.Desk.Store, id)
	}, Show: p.showFacts}
	p.wrong = listdetail.Loader[[]store.Sentence]{Desk: deps.Desk, Read: func(ctx context.Context, _ store.SpaceID) ([]store.Sentence, error) {
		return deps.Faults(ctx)
	}, Show: p.showFaults}
	p.waiting = newWaiting(p.retry, deps.Connect, p.showWaiting)
	p.side = newSide()
	p.log = newLogView(deps.Desk)
	p.sync = widgets.NewButton(lang.L("Sync now"), deps.Engine.SyncNow)
	p.content = container.New(pageLayout{p}, p.waiting.content, p.log.content, p.side.content)
	return p
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
func (p *Page) Actions() []fyne.CanvasObject { return []fyne.CanvasObject{p.sync} }

// Menu implements ui.Page.
func (p *Page) Menu() []*fyne.MenuItem {
	item := fyne.NewMenuItem(lang.L("Sync now"), p.deps.Engine.SyncNow)
	item.Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyR, Modifier: fyne.KeyModifierShortcutDefault}
	return []*fyne.MenuItem{item}
}

// Count implements ui.Page: what needs the desk.
func (p *Page) Count() int { return p.status.Parked + len(p.faults) }

// Shown implements ui.Page.
func (p *Page) Shown() {
	p.shown = true
	p.states.Ask()
	p.wrong.Ask()
	p.log.reload()
}

// Refresh takes a change of the file into account. Faults are read also while
// the page is out of sight, because Count has them.
func (p *Page) Refresh(c store.Change) {
	if c.Kinds.Has(store.KindSpace | store.KindPlan | store.KindRoom | store.KindMirror) {
		p.wrong.Ask()
	}
	if !p.shown {
		return
	}
	if c.Kinds.Has(store.KindSpace | store.KindMirror | store.KindWork) {
		p.states.Ask()
	}
	if c.Kinds.Has(store.KindLog) {
		p.log.reload()
	}
}

// SetStatus shows what the engine is doing.
func (p *Page) SetStatus(s Status) {
	p.status = s
	p.showWaiting()
	p.tellCount()
}

func (p *Page) showFacts(f facts) {
	p.facts, p.loaded = f, true
	if f.connected() {
		p.sync.Enable()
	} else {
		p.sync.Disable()
	}
	p.showWaiting()
	p.showSide()
}

func (p *Page) showFaults(faults []store.Sentence) {
	p.faults = faults
	p.showSide()
	p.tellCount()
}

func (p *Page) showWaiting() {
	if p.loaded && p.waiting.show(p.facts, p.status, p.deps.Desk.Now()) {
		p.content.Refresh() // the card may be higher or lower now
	}
}

func (p *Page) showSide() {
	if p.loaded && p.side.show(p.facts, p.faults, p.deps.Desk.Now()) {
		p.content.Refresh() // the column may have come or gone
	}
}

func (p *Page) tellCount() {
	if n := p.Count(); n != p.counted {
		p.counted = n
		if p.deps.Counted != nil {
			p.deps.Counted()
		}
	}
}

// retry takes parked steps back into the queue, all of them for none.
func (p *Page) retry(keys ...string) {
	if len(keys) == 0 {
		keys = []string{""}
	}
	d := p.deps.Desk
	d.Dispatch.Go(func(ctx context.Context) {
		for _, key := range keys {
			if err := p.deps.Engine.Retry(ctx, key); err != nil {
				d.Dispatch.Do(func() { widgets.ShowProblem(d.Win, err) })
				return
			}
		}
	})
}
