package tags

import (
	"context"
	"reflect"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// Deps is what the screen and its dialogs need of the program.
type Deps struct {
	Desk *desk.Desk
	// ShowPerson opens somebody in Members; nil offers no button for it.
	ShowPerson func(store.PersonID)
	// Connect goes where the space is connected to SALTO KS; nil offers no
	// button for it.
	Connect func()
	// LookForTags asks for the tags of the site to be read every few seconds
	// while on, for two minutes at most; nil: nobody can.
	LookForTags func(on bool)
	// PairBox pairs fobs with the tag reader, one tap each; nil where there is
	// none.
	PairBox func()
	// Typist watches what is typed into the fields for tags, for a reader that
	// types like a keyboard; nil watches nothing.
	Typist widgets.Typist
}

// Page is the screen of the tags. It is used on the UI thread.
type Page struct {
	deps    Deps
	dialogs *Dialogs
	loader  listdetail.Loader[loaded]
	stories listdetail.Loader[story]
	facts   facts
	story   story // the last that was read: of the tag that is chosen, or of one before
	looking look
	shown   bool // has been in sight: it is kept up to date from then on
	loaded  bool
	sheet   sheet // in the detail
	list    *list
	detail  *listdetail.Detail
	content fyne.CanvasObject
	actions []fyne.CanvasObject
}

// look is that the tags of the site are being read often, to find one.
type look struct {
	tag   store.TagID // 0: they are not
	until time.Time
}

// lookFor is how long the site is read often for one tag.
const lookFor = 2 * time.Minute

// loaded is what one reading brings.
type loaded struct {
	facts facts
	rows  []*row
}

// New returns the page. It reads nothing before it is shown.
func New(deps Deps) *Page {
	p := &Page{deps: deps, dialogs: NewDialogs(deps)}
	p.dialogs.Added = p.Select
	p.loader = listdetail.Loader[loaded]{Desk: deps.Desk, Show: p.show, Read: func(ctx context.Context, id store.SpaceID) (loaded, error) {
		f, err := load(ctx, deps.Desk.Store, id)
		return loaded{f, rowsOf(f)}, err
	}}
	p.stories = listdetail.Loader[story]{Desk: deps.Desk, Show: p.told}
	p.list = newList(func(t time.Time) string { return p.facts.moment(t) }, p.dialogs.New)
	p.list.search.SetTypist(deps.Typist)
	p.list.table.OnSelected = func(*row) { p.choose() }
	p.list.table.OnUnselected = p.choose
	p.list.table.OnActivate = func(r *row) { p.activate(r.Tag) }
	p.list.table.Menu = func(r *row) []*fyne.MenuItem { return p.menu(r.Tag) }
	p.detail = listdetail.NewDetail(lang.L("No tag chosen"),
		lang.L("Choose a tag in the list to see who has it, who had it before, and whether SALTO KS knows it."))
	p.content = widgets.Columns(0.58, p.list.content, p.detail.Content())
	p.actions = []fyne.CanvasObject{
		widgets.NewPrimaryButton(lang.L("Give a tag"), p.dialogs.GiveAny),
		widgets.NewButton(lang.L("New tag"), p.dialogs.New),
	}
	if deps.PairBox != nil {
		p.actions = append(p.actions, widgets.NewButton(lang.L("Pair a box…"), deps.PairBox))
	}
	return p
}

func (p *Page) show(l loaded) {
	first := !p.loaded
	p.facts, p.loaded = l.facts, true
	p.list.show(l.rows)
	if first {
		p.begin()
	}
	p.choose()
}

// begin selects the first tag, so that the screen is not half empty.
func (p *Page) begin() {
	if _, chosen := p.list.table.Selected(); !chosen && p.list.wanted == 0 && len(p.list.table.Rows()) > 0 {
		p.list.table.Select(tagKey(p.list.table.Rows()[0].Tag.ID))
	}
	if p.deps.Desk.Win.Canvas().Overlays().Top() == nil { // else a dialog has the keyboard
		p.list.table.Focus()
	}
}

// choose shows the tag that is selected, and has its story read.
func (p *Page) choose() {
	r, ok := p.list.table.Selected()
	if !ok {
		p.sheet = sheet{}
		p.stopLooking()
		p.detail.Clear()
		return
	}
	if p.looking.tag != r.Tag.ID || r.standing != unregistered {
		p.stopLooking()
	}
	p.showDetail(r)
	p.stories.Read = func(ctx context.Context, _ store.SpaceID) (story, error) {
		return loadStory(ctx, p.deps.Desk.Store, r.Tag)
	}
	p.stories.Ask()
}

// told takes the story of a tag.
func (p *Page) told(s story) {
	if r, ok := p.list.table.Selected(); ok && r.Tag.ID == s.Tag {
		p.story = s
		p.showDetail(r)
	}
}

// showDetail shows a tag; what has not changed is left alone, so that the
// keyboard stays where it is.
func (p *Page) showDetail(r *row) {
	s := p.sheetOf(r)
	if reflect.DeepEqual(s, p.sheet) {
		return
	}
	p.sheet = s
	p.detail.Show(tagKey(s.Tag.ID), p.head(s), p.parts(s))
}

// startLooking has the tags of the site read often, for the tag that is shown.
func (p *Page) startLooking() {
	r, ok := p.list.table.Selected()
	if !ok {
		return
	}
	p.looking = look{r.Tag.ID, p.deps.Desk.Now().Add(lookFor)}
	p.deps.LookForTags(true)
	p.showDetail(r)
	p.list.table.Focus() // the button was drawn anew
}

func (p *Page) stopLooking() {
	if p.looking.tag != 0 {
		p.looking = look{}
		p.deps.LookForTags(false)
	}
}

// Select shows a tag. One that has not been read yet is shown after the next
// reading.
func (p *Page) Select(id store.TagID) { p.list.reveal(id) }

// Refresh takes a change of the file into account. It is called on the UI
// thread.
func (p *Page) Refresh(c store.Change) {
	if p.shown && c.Kinds.Has(store.KindSpace|store.KindPerson|store.KindTag|store.KindMirror|store.KindEntry) {
		p.loader.Ask()
	}
}

// Name implements ui.Page.
func (p *Page) Name() string { return "tags" }

// Title implements ui.Page.
func (p *Page) Title() string { return lang.L("Tags") }

// Icon implements ui.Page.
func (p *Page) Icon() fyne.Resource { return theme.NewIcon(theme.IconTags) }

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Actions implements ui.Page.
func (p *Page) Actions() []fyne.CanvasObject { return p.actions }

// Shown implements ui.Page. It reads again: the day may have changed.
func (p *Page) Shown() {
	p.shown = true
	p.loader.Ask()
	if p.loaded {
		p.list.table.Focus()
	}
}

// Count implements ui.Page: nothing waits here.
func (p *Page) Count() int { return 0 }

// Menu implements ui.Page.
func (p *Page) Menu() []*fyne.MenuItem {
	give := fyne.NewMenuItem(lang.L("Give a tag…"), p.dialogs.GiveAny)
	give.Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyT, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
	items := []*fyne.MenuItem{give, fyne.NewMenuItem(lang.L("New tag…"), p.dialogs.New)}
	if p.deps.PairBox != nil {
		items = append(items, fyne.NewMenuItem(lang.L("Pair a box of fobs…"), p.deps.PairBox))
	}
	return items
}
