package settings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"latchkey/store"
	"latchkey/ui/encoder"
	"latchkey/ui/flow"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// Page is the screen Settings. It is used on the UI thread.
type Page struct {
	deps    Deps
	loader  listdetail.Loader[facts]
	shown   bool // has been in sight: it is kept up to date from then on
	space   *spaceCard
	passes  *passCard
	account *accountCard
	reader  *readerCard
	back    *backgroundCard // nil: the program does not ask
	about   *aboutCard
	file    *fileCard  // nil without a File
	updates *updateRow // nil: there is nowhere to ask
	body    *flow.Scroll
	trouble bool // with the file
}

// New returns the page. It reads nothing before it is shown.
func New(deps Deps) *Page {
	p := &Page{deps: deps}
	p.loader = listdetail.Loader[facts]{Desk: deps.Desk, Read: p.read, Show: p.show}
	gap := fynetheme.Size(theme.SizeCardPadding)
	p.body = flow.NewScroll(gap)
	p.space = newSpaceCard(deps.Desk)
	p.passes = newPassCard(deps.Desk)
	p.account = newAccountCard(deps, p.loader.Ask, p.resized)
	p.reader = newReaderCard(deps.Reader, p.resized)
	if deps.Updates != nil {
		p.updates = newUpdateRow(deps.Updates, p.resized)
	}
	p.about = newAboutCard(deps.Desk, deps.About, p.updates, p.resized)
	left := listdetail.Stack(gap, p.space.content, p.passes.content, lookCard(deps))
	right := listdetail.Stack(gap, p.account.content, p.reader.content)
	if deps.File != nil {
		p.file = newFileCard(deps.Desk, deps.File, p.resized)
		right.Add(p.file.content)
	}
	if deps.Background != nil {
		p.back = newBackgroundCard(deps.Background, p.resized)
		right.Add(p.back.content)
	}
	right.Add(p.about.content)
	p.body.Set(widgets.Columns(0.5, left, right))
	return p
}

func (p *Page) read(ctx context.Context, space store.SpaceID) (facts, error) {
	return load(ctx, p.deps.Desk.Store, space)
}

func (p *Page) show(f facts) {
	p.space.show(f.Space, f.Doors)
	p.passes.show(f.Apart)
	p.account.show(f)
	p.about.show(f.Head)
	p.resized()
}

// resized lays out anew after a card has changed its height.
func (p *Page) resized() { p.body.Refit() }

// SetReader shows how it stands with the tag reader.
func (p *Page) SetReader(s encoder.Status) { p.reader.show(s) }

// Tapped shows what the tag reader has just read: so a new one is tried.
func (p *Page) Tapped(t encoder.Tag) { p.reader.tapped(t) }

// LookAtFile brings the card of the file up to date, once it has been in sight.
func (p *Page) LookAtFile() {
	if p.shown && p.file != nil {
		p.file.look()
	}
}

// Name implements ui.Page.
func (p *Page) Name() string { return "settings" }

// Title implements ui.Page.
func (p *Page) Title() string { return lang.L("Settings") }

// Icon implements ui.Page.
func (p *Page) Icon() fyne.Resource { return theme.NewIcon(theme.IconSettings) }

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject { return p.body.Content() }

// Actions implements ui.Page: each card has its own.
func (p *Page) Actions() []fyne.CanvasObject { return nil }

// Menu implements ui.Page.
func (p *Page) Menu() []*fyne.MenuItem {
	if p.file == nil {
		return nil
	}
	return p.file.menu()
}

// Count implements ui.Page: what is wrong with the file waits here.
func (p *Page) Count() int {
	if p.trouble {
		return 1
	}
	return 0
}

// SetFileTrouble notes whether something is wrong with the file.
func (p *Page) SetFileTrouble(is bool) { p.trouble = is }

// Shown implements ui.Page.
func (p *Page) Shown() {
	p.shown = true
	p.loader.Ask()
	p.LookAtFile()
}

// Refresh takes a change of the file into account.
func (p *Page) Refresh(c store.Change) {
	if p.shown && c.Kinds.Has(store.KindSpace|store.KindMirror|store.KindLog|store.KindSetting) {
		p.loader.Ask()
	}
}
