package calendar

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// Page is the screen Calendar.
type Page struct {
	deps Deps
	date store.Date // "" until the first load: today

	content *fyne.Container
	body    *fyne.Container // head and frame
	head    *head
	grid    *grid
	frame   *frame
	picker  *widgets.DateField
	actions []fyne.CanvasObject

	loading, again bool
	unread         bool // the red sentence is about the last read
	saves          saves
	goal           store.BookingID // to pick once it has been read
	ticking        bool
	arriving       bool // the page came into sight: the day gets the keyboard once it is read
}

// New returns the screen. Nothing is read before it is shown.
func New(deps Deps) *Page {
	p := &Page{deps: deps}
	p.grid = newGrid(gridEvents{
		create: p.create,
		change: p.change,
		refuse: p.say,
		edit:   p.edit,
		remove: p.remove,
		menu:   p.menu,
		picked: p.pickedChanged,
		turn:   p.turn,
		today:  p.today,
	})
	p.frame = newFrame(p.grid)
	p.head = newHead()
	p.head.edit = func() { p.edit(p.grid.pick.Booking) }
	p.head.remove = func() { p.remove(p.grid.pick.Booking) }
	p.head.person = p.showPerson
	p.body = widgets.FlushCard("", container.NewBorder(p.head, nil, nil, nil, p.frame))
	p.content = container.NewStack()
	p.actions = p.newActions()
	return p
}

// Name identifies the page.
func (p *Page) Name() string { return "calendar" }

// Title is its word.
func (p *Page) Title() string { return lang.L("Calendar") }

// Icon is its picture in the navigation.
func (p *Page) Icon() fyne.Resource { return theme.NewIcon(theme.IconCalendar) }

// Content is the screen.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Actions are the buttons that go from day to day, and the one that books.
func (p *Page) Actions() []fyne.CanvasObject { return p.actions }

// Count is always zero: nothing waits here.
func (p *Page) Count() int { return 0 }

// Menu gives the items of the File menu.
func (p *Page) Menu() []*fyne.MenuItem {
	book := fyne.NewMenuItem(lang.L("New booking…"), p.newBooking)
	book.Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyB, Modifier: fyne.KeyModifierShortcutDefault}
	return []*fyne.MenuItem{book}
}

// Shown reads the day anew and starts the clock. The keyboard is then on the
// day, unless somebody has put it elsewhere.
func (p *Page) Shown() {
	p.arriving = true
	p.reload()
	p.tick()
}

// concerns are the changes of the file that the day shows.
const concerns = store.KindSpace | store.KindPerson | store.KindRoom | store.KindBooking |
	store.KindMirror | store.KindLedger | store.KindWork

// Refresh is called on the UI thread when the file has changed.
func (p *Page) Refresh(c store.Change) {
	if c.Kinds&concerns != 0 && p.date != "" {
		p.reload()
	}
}

func (p *Page) newActions() []fyne.CanvasObject {
	p.picker = widgets.NewDateField(widgets.DateSpec{Today: func() string { return string(p.todayDate()) }})
	p.picker.OnChanged = func(d string) {
		if d != "" && store.Date(d) != p.date {
			p.goTo(store.Date(d))
		}
	}
	return []fyne.CanvasObject{
		widgets.NewIconButton("", theme.NewIcon(theme.IconLeft), func() { p.turn(-1) }),
		p.picker,
		widgets.NewIconButton("", theme.NewIcon(theme.IconRight), func() { p.turn(1) }),
		widgets.NewButton(lang.L("Today"), p.today),
		widgets.NewPrimaryButton(lang.L("New booking"), p.newBooking),
	}
}

// Go shows a day, and picks one of its bookings unless that is 0.
func (p *Page) Go(d store.Date, booking store.BookingID) {
	p.goal = booking
	p.goTo(d)
}

func (p *Page) goTo(d store.Date) {
	p.date = d
	p.say("")
	p.reload()
}

func (p *Page) turn(days int) {
	if p.date != "" {
		p.goTo(p.date.AddDays(days))
	}
}

func (p *Page) today() { p.goTo(p.todayDate()) }

// todayDate is the present date in the zone of the space last read.
func (p *Page) todayDate() store.Date {
	return store.DateOf(p.deps.Desk.Now(), p.grid.day.location())
}
