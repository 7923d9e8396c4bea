package members

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/encoder"
	"latchkey/ui/tap"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// DoorLine is one door in the answer to “what may this person open?”.
type DoorLine struct {
	Door  string
	Open  bool
	When  []store.Sentence // for a yes: during which hours
	Why   []store.Sentence // what decides first
	Proof time.Time        // when SALTO KS last confirmed it; zero: it has not
}

// Deps is what the screen needs of the program. The functions with a context
// are called away from the UI thread.
type Deps struct {
	Desk *desk.Desk
	// Explain answers for every door of the space that is shown.
	Explain func(ctx context.Context, person store.PersonID, at time.Time) ([]DoorLine, error)
	// Preview names the doors that a person opens as after and not as before,
	// and the reverse, by today's rules. before or after may be somebody who
	// is not in the file yet (ID 0), or the zero Person.
	Preview func(ctx context.Context, before, after store.Person) (gains, loses []string, err error)
	// OpenBooking shows a booking in its own screen.
	OpenBooking func(store.BookingID)
	// Taps hands the form of a member what is tapped while it is open; nil where
	// there is no reader.
	Taps *tap.Router
	// Pair asks for the number in SALTO KS of a tag that was just given by a tap;
	// nil asks for none.
	Pair func(encoder.Tag)
	// Typist watches what is typed into a tag field for a reader that types like
	// a keyboard; nil watches nothing.
	Typist widgets.Typist
	// GoKinds shows the kinds of passes in their own screen; nil offers no
	// button for it.
	GoKinds func()
}

// Page is the screen of the people. It is used on the UI thread.
type Page struct {
	deps    Deps
	loader  loader[look, loaded]
	roster  *roster
	shown   bool // has been in sight: it is kept up to date from then on
	begun   bool // some rows have been shown
	loaded  bool // all have been read
	dialogs *dialogs
	list    *list
	detail  *detail
	content fyne.CanvasObject
	add     *widgets.Button
	connect *widgets.Button
}

// New returns the page. It reads nothing before it is shown.
func New(deps Deps) *Page {
	p := &Page{deps: deps, roster: &roster{zone: time.UTC}}
	p.dialogs = &dialogs{deps: deps, roster: p.current, saved: func(id store.PersonID) { p.Select(id) }}
	p.loader = loader[look, loaded]{desk: deps.Desk, read: p.read, show: func(_ look, l loaded) { p.show(l) }}
	p.detail = newDetail(deps, p.dialogs, func(id store.PersonID) { p.Select(id) })
	p.list = newList(listDeps{
		desk:     deps.Desk,
		chosen:   p.choose,
		activate: func(id store.PersonID) { p.whenLoaded(func() { p.dialogs.edit(id) }) },
		menu:     p.menu,
		add:      p.addMember,
	})
	p.content = newSplit(p.list, p.detail.content())
	p.add = widgets.NewPrimaryButton(lang.L("New member"), p.addMember)
	p.connect = widgets.NewButton(lang.L("Connect all…"), p.dialogs.connectAll)
	p.connect.Hide()
	return p
}

// look is what a reading is to bring.
type look struct {
	space store.SpaceID
	most  int // rows; 0: all
}

// inSight is more rows than a window has room for; they have the computer to
// themselves until they are painted.
const (
	inSight    = 100
	paintedFor = 60 * time.Millisecond
)

// loaded is what one reading brings.
type loaded struct {
	roster *roster
	rows   []row
}

func (p *Page) read(ctx context.Context, q look) (loaded, error) {
	r, err := load(ctx, p.deps.Desk.Store, q.space, q.most)
	if err != nil {
		return loaded{}, err
	}
	rows := rowsOf(r)
	if r.Head {
		rows = rows[:min(q.most, len(rows))]
	}
	return loaded{r, rows}, nil
}

// show takes a reading. After the head of a roster all of it is read.
func (p *Page) show(l loaded) {
	if l.roster.Head {
		if !p.loaded {
			p.showRows(l)
		}
		desk.Load(p.deps.Desk, painted, func(struct{}) { p.reload() })
		return
	}
	p.loaded = true
	if len(unconnected(l.roster)) > 0 {
		p.connect.Show()
	} else {
		p.connect.Hide()
	}
	p.showRows(l)
	if id, ok := p.list.selected(); ok {
		p.choose(id)
	} else {
		p.detail.show(p.roster, 0)
	}
}

func painted(ctx context.Context) (struct{}, error) {
	select {
	case <-time.After(paintedFor):
	case <-ctx.Done():
	}
	return struct{}{}, nil
}

// showRows shows the list, which has the keyboard from the first time on.
func (p *Page) showRows(l loaded) {
	p.roster = l.roster
	p.list.show(l.roster, l.rows)
	if !p.begun {
		p.begun = true
		p.list.focus()
	}
}

func (p *Page) choose(id store.PersonID) { p.detail.show(p.roster, id) }

// current is what the dialogs work with: the last reading, with the day that
// it is now.
func (p *Page) current() *roster {
	r := *p.roster
	r.Now = p.deps.Desk.Now()
	r.day = store.DateOf(r.Now, r.zone)
	return &r
}

// Select shows a person, whatever the filters say. One who has not been read
// yet is shown after the next reading.
func (p *Page) Select(id store.PersonID) { p.list.reveal(id) }

// Refresh takes a change of the file into account. It is called on the UI
// thread.
func (p *Page) Refresh(c store.Change) {
	if !p.shown {
		return
	}
	const mine = store.KindSpace | store.KindPlan | store.KindPerson | store.KindTag | store.KindMirror | store.KindPass | store.KindCheckIn
	if newDay := p.current().day != p.roster.day; newDay || c.Kinds.Has(mine) {
		p.reload()
		return
	}
	p.detail.changed(c)
}

func (p *Page) reload() { p.loader.ask(look{space: p.deps.Desk.Space()}) }

// Name implements ui.Page.
func (p *Page) Name() string { return "members" }

// Title implements ui.Page.
func (p *Page) Title() string { return lang.L("Members") }

// Icon implements ui.Page.
func (p *Page) Icon() fyne.Resource { return theme.NewIcon(theme.IconMembers) }

// Content implements ui.Page.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Actions implements ui.Page.
func (p *Page) Actions() []fyne.CanvasObject { return []fyne.CanvasObject{p.add, p.connect} }

// Shown implements ui.Page. It reads again: the day may have changed. The first
// time it begins with what is in sight.
func (p *Page) Shown() {
	p.shown = true
	if !p.loaded {
		p.loader.ask(look{p.deps.Desk.Space(), inSight})
		return
	}
	p.reload()
	p.list.focus()
}

// Count implements ui.Page: nothing waits here.
func (p *Page) Count() int { return 0 }

// Menu implements ui.Page.
func (p *Page) Menu() []*fyne.MenuItem {
	add := fyne.NewMenuItem(lang.L("New member…"), p.addMember)
	add.Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyN, Modifier: fyne.KeyModifierShortcutDefault}
	block := fyne.NewMenuItem(lang.L("Block somebody now…"), func() { p.whenLoaded(p.dialogs.blockSomebody) })
	block.Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyB, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
	return []*fyne.MenuItem{add, block}
}

func (p *Page) menu(id store.PersonID) []*fyne.MenuItem {
	if !p.loaded {
		return nil
	}
	return p.dialogs.menu(id)
}

func (p *Page) addMember() { p.whenLoaded(func() { p.dialogs.add(0) }) }

// whenLoaded runs f once the page knows the people: the menu works from every
// page, also before this one was shown.
func (p *Page) whenLoaded(f func()) {
	if p.loaded {
		f()
		return
	}
	desk.Load(p.deps.Desk, func(ctx context.Context) (loaded, error) { return p.read(ctx, look{space: p.deps.Desk.Space()}) },
		func(l loaded) {
			p.shown = true
			p.show(l)
			f()
		})
}
