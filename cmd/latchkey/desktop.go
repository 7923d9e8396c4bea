package main

import (
	"context"
	"strings"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/sync/engine"
	"latchkey/ui"
	"latchkey/ui/attendance"
	"latchkey/ui/calendar"
	"latchkey/ui/desk"
	"latchkey/ui/doors"
	"latchkey/ui/encoder"
	"latchkey/ui/members"
	"latchkey/ui/plans"
	"latchkey/ui/rooms"
	"latchkey/ui/settings"
	"latchkey/ui/tags"
	"latchkey/ui/theme"
	"latchkey/ui/tray"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// desktopConfig is what the window is made of.
type desktopConfig struct {
	program  *program
	space    store.Space
	app      fyne.App
	win      fyne.Window
	theme    *theme.Theme
	dispatch widgets.Dispatcher
	after    widgets.After // nil: real time
	first    time.Duration // the screen alone has the computer for so long
	file     string
	sim      *simulation   // of the sample space; nil otherwise
	reader   string        // port that is the tag reader's; empty: it is found by itself
	ports    encoder.Ports // where a tag reader can be; nil: nowhere
	tray     tray.Host     // where an icon is shown; nil: nowhere
	tooltip  func(string)  // of that icon
	leave    func(error)   // ends the program with what it has to say, from any goroutine
}

// screen is a page that follows the file.
type screen interface {
	ui.Page
	Refresh(store.Change)
}

// desktop is the window with its pages, the engine behind them, and the wires
// between. It is used on the UI thread.
type desktop struct {
	cfg      desktopConfig
	ctx      context.Context //nolint:containedctx // the life of the window
	desk     *desk.Desk
	shell    *ui.Shell
	keeper   *keeper
	space    atomic.Int64
	members  *members.Page
	plans    *plans.Page
	rooms    *rooms.Page
	cal      *calendar.Page
	attend   *attendance.Page
	doors    *doors.Page
	settings *settings.Page
	tags     *tags.Page
	file     *fileDesk
	reader   *readerDesk
	back     *background
	newer    *newVersions // nil: there is nowhere to ask
	screens  []screen
	warnings []doors.Warning // what is wrong, as the engine said last
	unwatch  func()
	untally  func() // ends what keeps check-ins in step, and waits for it
	unguard  func() // ends what looks after the file, and waits for it
	memory   *tidying
	quitting func() // is told that the program is to end

	afterwards error // what the program ends with; nil: well
}

func newDesktop(ctx context.Context, cfg desktopConfig) *desktop {
	d := &desktop{cfg: cfg, ctx: ctx, unwatch: func() {}, untally: func() {}, unguard: func() {}, quitting: func() {}, memory: tidyMemory()}
	d.space.Store(int64(cfg.space.ID))
	d.desk = &desk.Desk{
		Store: cfg.program.store, Win: cfg.win, Dispatch: cfg.dispatch, Space: d.spaceID,
		Undone: func(text string, undo func()) { d.shell.ShowUndo(text, undo) },
	}
	d.desk.Drafts = d.openDrafts()
	d.keeper = &keeper{program: cfg.program, watch: d.status}
	d.reader = newReaderDesk(d)
	d.file = newFileDesk(d)
	d.newer = newNewVersions(d)
	d.back = newBackground(d, cfg.tray, cfg.tooltip)
	d.buildPages()
	pages := make([]ui.Page, 0, len(d.screens))
	for _, s := range d.screens {
		pages = append(pages, s)
	}
	d.shell = ui.NewShell(cfg.win, ui.ShellConfig{
		Pages: pages, Dispatcher: cfg.dispatch, After: cfg.after, Preferences: d.preferences(),
		Search: d.search, StatusPage: d.doors.Name(), TryDoors: d.tryDoors(), TapFobs: d.reader.tapFobs(), Support: d.supportMenu(),
		About: func() { d.shell.Go(d.settings.Name()) }, Quit: d.quit,
	})
	d.countDoors()
	d.nameSpace(cfg.space)
	return d
}

func (d *desktop) spaceID() store.SpaceID { return store.SpaceID(d.space.Load()) }

// preferences remember the window of the space that is in use, and nothing of
// the sample space.
func (d *desktop) preferences() fyne.Preferences {
	if d.cfg.sim != nil {
		return nil
	}
	return d.cfg.app.Preferences()
}

func (d *desktop) buildPages() {
	ask := answers{program: d.cfg.program, space: d.spaceID}
	d.cal = calendar.New(calendar.Deps{
		Desk: d.desk, BookingStates: ask.bookingStates, ShowPerson: d.showPerson,
		GoRooms: func() { d.shell.Go(d.rooms.Name()) }, After: d.cfg.after,
	})
	d.members = members.New(members.Deps{
		Desk: d.desk, Explain: ask.explain, Preview: ask.preview, OpenBooking: d.showBooking,
		Taps: d.reader.taps, Pair: func(t encoder.Tag) { d.reader.flow.Pair(t) }, Typist: d.typist(),
		GoKinds: func() { d.plans.ShowKinds(); d.shell.Go(d.plans.Name()) },
	})
	d.rooms = rooms.New(d.roomDeps())
	d.plans = plans.New(d.planDeps())
	d.buildTags()
	d.attend = attendance.New(d.attendanceDeps())
	d.doors = doors.New(d.doorDeps(ask))
	d.settings = settings.New(d.settingsDeps())
	d.screens = []screen{d.cal, d.members, d.rooms, d.plans, d.tags, d.attend, d.doors, d.settings}
}

// start begins to follow the file and SALTO KS, once the window stands and has
// had the time to fill.
func (d *desktop) start() {
	d.unwatch = d.cfg.program.store.Subscribe(func(c store.Change) {
		d.cfg.dispatch.Do(func() { d.changed(c) })
	})
	d.unguard = d.file.start()
	d.back.started()
	d.reader.start()
	d.cfg.dispatch.Go(func(ctx context.Context) {
		select {
		case <-time.After(d.cfg.first):
			d.cfg.dispatch.Do(d.work)
		case <-ctx.Done():
		}
	})
}

// work begins what nobody looks at.
func (d *desktop) work() {
	d.memory.stir()
	d.untally = d.cfg.program.keepTally(d.ctx)
	d.attend.Refresh(store.Change{Kinds: store.KindEntry}) // what came late while the program was closed
	d.restart()
	d.newer.start(d.ctx)
	d.offerDrafts()
	d.offerCrash()
}

// restart begins anew with the space's account and site.
func (d *desktop) restart() {
	d.cfg.dispatch.Go(func(ctx context.Context) {
		if err := d.keeper.restart(ctx, d.spaceID()); err != nil {
			d.cfg.dispatch.Do(func() { d.shell.ShowProblem(err) })
		}
	})
}

// changed brings every page up to date.
func (d *desktop) changed(c store.Change) {
	d.memory.stir()
	for _, s := range d.screens {
		s.Refresh(c)
	}
	d.reader.refresh(c)
	d.shell.SetCounts()
	if c.Kinds&store.KindSpace != 0 {
		desk.Load(d.desk, func(ctx context.Context) (store.Space, error) { return d.desk.Store.Space(ctx, d.spaceID()) }, d.nameSpace)
	}
}

func (d *desktop) nameSpace(s store.Space) {
	sub := lang.L("SALTO KS not connected")
	if s.SiteID != "" {
		sub = lang.L("SALTO KS: {{.Site}}", map[string]any{"Site": s.SiteName})
	}
	d.shell.SetSpace(s.Name, sub)
}

// status shows the engine's state; it is called from any goroutine.
func (d *desktop) status(s engine.Status, connected bool) {
	shown := doors.Status{}
	if connected {
		shown = doors.Status{
			State: string(s.State), Waiting: s.Waiting, Parked: s.Parked, Trouble: s.Trouble, Retry: s.Retry, Done: s.Done,
		}
	}
	warnings := warningsOf(s.Health)
	d.cfg.dispatch.Do(func() {
		d.warnings, d.back.doors = warnings, shown
		d.doors.SetStatus(shown)
		d.countDoors()
	})
}

// countDoors shows in a few words how the doors are, and what needs the desk.
func (d *desktop) countDoors() {
	if d.shell == nil { // the page that is shown first tells before there is one
		return
	}
	d.shell.SetStatus(d.doors.Pill())
	d.back.update()
	d.shell.SetCounts()
}

func (d *desktop) showPerson(id store.PersonID) {
	d.shell.Go(d.members.Name())
	d.members.Select(id)
}

func (d *desktop) showBooking(id store.BookingID) {
	desk.Load(d.desk, func(ctx context.Context) (store.Booking, error) { return d.desk.Store.Booking(ctx, id) },
		func(b store.Booking) {
			d.shell.Go(d.cal.Name())
			d.cal.Go(b.Start.Date(), b.ID)
		})
}

// search finds people, rooms and tags for the palette.
func (d *desktop) search(ctx context.Context, query string) []widgets.Result {
	var out []widgets.Result
	s := d.desk.Store
	people, err := s.People(ctx, store.PeopleFilter{Query: query, Limit: 20})
	if err != nil {
		return nil // the palette still finds pages and actions
	}
	today := store.DateOf(s.Now(), d.cfg.space.Location())
	for _, p := range people {
		out = append(out, widgets.Result{
			Text: p.Name(), Detail: strings.Join(notEmpty(words.State(p, today), p.Email, p.Company), " · "),
			Icon: theme.NewIcon(theme.IconMembers), Action: func() { d.showPerson(p.ID) },
		})
	}
	all, err := s.Rooms(ctx, d.spaceID())
	if err != nil {
		return out
	}
	for _, r := range all {
		if strings.Contains(strings.ToLower(r.Name), strings.ToLower(query)) {
			out = append(out, widgets.Result{Text: r.Name, Detail: lang.L("Room"), Icon: theme.NewIcon(theme.IconRooms), Action: func() {
				d.shell.Go(d.rooms.Name())
				d.rooms.Select(r.ID)
			}})
		}
	}
	return append(out, d.searchTags(ctx, query)...)
}

// searchTags finds tags by number or print.
func (d *desktop) searchTags(ctx context.Context, query string) []widgets.Result {
	const most = 10
	all, err := d.desk.Store.Tags(ctx)
	if err != nil {
		return nil
	}
	var out []widgets.Result
	for _, t := range all {
		if words.Fits(t.Number+" "+t.Printed, query) && len(out) < most {
			out = append(out, widgets.Result{
				Text: lang.L("Tag {{.Number}}", map[string]any{"Number": t.Title()}), Detail: t.Printed,
				Icon: theme.NewIcon(theme.IconTags), Action: func() { d.showTag(t.ID) },
			})
		}
	}
	return out
}

func notEmpty(texts ...string) []string {
	var out []string
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}

// quit closes the window; what runs is ended by end.
func (d *desktop) quit() {
	d.shell.Remember()
	d.quitting()
	d.cfg.app.Quit()
}

// end stops following the file and SALTO KS, and waits for both.
func (d *desktop) end() {
	d.desk.Drafts.Flush()
	d.memory.end()
	d.reader.end()
	d.unwatch()
	d.untally()
	d.unguard()
	d.keeper.halt()
}
