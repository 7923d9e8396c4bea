package engine

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"hash"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/store"
	"latchkey/sync/ks"
	"latchkey/sync/kssim"
)

// simulation is one day: a file, a simulated KS and an engine between them, and
// beside them what the desk and the site's admin have in mind.
type simulation struct {
	t      *testing.T
	script script
	dir    string
	ks     *kssim.Clock // the right time
	pc     *kssim.Clock // what the computer takes for it
	sim    *kssim.Sim
	api    *ks.Client
	fuse   *fuse

	store *store.Store
	file  *sql.DB // the file once more, for reading only: what is in it is durable
	eng   *Engine
	space store.SpaceID

	computer string // its name
	seen     memory // what it remembers of files
	mark     string // of the file, in what Latchkey makes
	rooms    map[string]store.RoomID
	plans    map[string]store.PlanID

	desk     desk
	site     site
	versions []version           // what the desk wanted since KS was last in order
	died     int                 // how often the program did
	edits    int                 // of the desk and of the site, so far
	born     int                 // uids given
	wished   map[int][]time.Time // the middle of every booking that was ever wished, by uid
	pending  []visit             // at doors whose hub is offline
	undo     *undoable           // what the last edit can be taken back to
	backups  []backup
	kept     keeper // what is known of KS, and what must hold of it

	asking   bool // the simulation itself asks KS
	lies     int  // writes that KS accepts and does not carry out, to come
	poisoned int  // uid of whom KS refuses all

	doing act
	trace hash.Hash // of all requests
	first *broken   // what was noticed first
	story strings.Builder
}

// version is a state of the desk's wishes and of the site, at an instant at
// which a pass may have acted on it.
type version struct {
	edits int
	desk  desk
	site  site
	now   time.Time
}

// broken is what went wrong, and after which act.
type broken struct {
	at   int
	kind string // the same for what goes wrong in the same way
	what string
}

// play plays the day. It returns what went wrong, nil for nothing, and the
// story of the day.
func (p script) play(t *testing.T) (wrong *broken, story string) {
	s := newSimulation(t, p)
	defer s.close()
	defer func() {
		r := recover()
		story = s.story.String()
		if b, ok := r.(*broken); ok {
			wrong = b
		} else if r != nil {
			panic(fmt.Sprintf("%v\nin act %d (%s) of seed %d, after\n%s", r, s.doing.no, s.doing.do, p.seed, story))
		}
	}()
	doers := map[string]func(*simulation, [4]int){}
	for _, d := range deeds() {
		doers[d.name] = d.do
	}
	for _, a := range p.acts {
		s.doing = a
		doers[a.do](s, a.n)
		s.always()
	}
	s.end()
	return nil, s.story.String()
}

// say tells the story.
func (s *simulation) say(format string, args ...any) {
	fmt.Fprintf(&s.story, "%4d  %s  %-9s  %s\n", s.doing.no, s.ks.Now().In(hubZone).Format("Mon 01-02 15:04:05"), s.doing.do, fmt.Sprintf(format, args...))
}

// blame ends the day.
func (s *simulation) blame(format string, args ...any) {
	panic(&broken{s.doing.no, format, fmt.Sprintf(format, args...)})
}

// notice is blame from within a request: the day ends after the pass.
func (s *simulation) notice(format string, args ...any) {
	if s.first == nil {
		s.first = &broken{kind: format, what: fmt.Sprintf(format, args...)}
	}
}

func (s *simulation) must(err error) {
	if err != nil {
		s.blame("%v", err)
	}
}

// template is a file with a space, plans and rooms, and fixed marks: made once,
// so that each day begins with a copy, and the same seed with the same.
var template = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "latchkey-simulation")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "template.db")
	if err := makeTemplate(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func makeTemplate(path string) error {
	sim := kssim.New(kssim.Config{})
	if err := sim.AddSite(kssim.MaisonNord()); err != nil {
		return err
	}
	site := sim.Snapshot().Sites[0]
	begin := func() time.Time { return time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC) }
	s, err := store.Open(context.Background(), store.Options{Path: path, Now: begin})
	if err != nil {
		return err
	}
	_, err = s.Do(context.Background(), store.ActorDesk, func(tx *store.Tx) error { return fillTemplate(tx, site) })
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	_, err = raw.Exec("UPDATE meta SET install = 'beef', lineage = '00000000-0000-4000-8000-000000000000'")
	return errors.Join(err, raw.Close())
}

// simPlans and simRooms are by name what a day has of them.
var simPlans = map[string]struct {
	groups  []string
	limited bool
}{"Full time": {groups: []string{"Full time"}}, "Basic": {groups: []string{"Basic"}}, "Both": {groups: []string{"Basic", "Team"}}, "Tickets": {groups: []string{"Full time"}, limited: true}}

var simRooms = map[string]struct{ doors, groups []string }{
	"Studio":  {doors: []string{"Front door", "Studio A"}},
	"Meeting": {doors: []string{"Workshop"}, groups: []string{"Team"}},
}

func fillTemplate(tx *store.Tx, site kssim.SiteSnapshot) error {
	space := store.Space{
		Name: "Maison Nord", Zone: "Europe/Paris", Before: 5, After: 5, HorizonDays: 14, Leaving: store.LeavingSuspend,
		OpenFrom: "00:00", OpenUntil: "24:00", SiteID: site.ID, SiteName: site.Name,
	}
	if err := tx.SaveSpace(&space); err != nil {
		return err
	}
	for _, name := range sortedKeys(simPlans) {
		p := store.Plan{Name: name, PassLimited: simPlans[name].limited}
		for _, g := range simPlans[name].groups {
			p.Mappings = append(p.Mappings, store.Mapping{Space: space.ID, Group: groupRef(site, g)})
		}
		if err := tx.SavePlan(&p); err != nil {
			return err
		}
	}
	for _, name := range sortedKeys(simRooms) {
		r := store.Room{Space: space.ID, Name: name}
		for _, d := range simRooms[name].doors {
			r.Doors = append(r.Doors, doorRef(site, d))
		}
		for _, g := range simRooms[name].groups {
			r.Groups = append(r.Groups, groupRef(site, g))
		}
		if err := tx.SaveRoom(&r); err != nil {
			return err
		}
	}
	for _, t := range []store.PassType{
		{Name: "Day", Minutes: 600, Price: 1000, Currency: "EUR"},
		{Name: "Half a day", Minutes: 240, Price: 600, Currency: "EUR"},
		{Name: "Hour", Minutes: 60, Price: 200, Currency: "EUR"},
	} {
		if err := tx.SavePassType(&t); err != nil {
			return err
		}
	}
	for _, number := range tagNumbers[:2] { // the others turn up during the day
		if err := tx.SaveTag(&store.Tag{Number: number}); err != nil {
			return err
		}
	}
	return nil
}

func groupRef(site kssim.SiteSnapshot, name string) store.KSRef {
	for _, g := range site.Groups {
		if g.Name == name {
			return store.KSRef{ID: g.ID, Name: name}
		}
	}
	panic("no group " + name)
}

func doorRef(site kssim.SiteSnapshot, name string) store.KSRef {
	for _, d := range site.Doors {
		if d.Name == name {
			return store.KSRef{ID: d.ID, Name: name}
		}
	}
	panic("no door " + name)
}

func newSimulation(t *testing.T, p script) *simulation {
	s := &simulation{trace: sha256.New(), t: t, script: p, ks: &kssim.Clock{}, pc: &kssim.Clock{}, fuse: &fuse{}, mark: "beef", computer: "desk", seen: memory{}, wished: map[int][]time.Time{}}
	s.ks.Set(p.start)
	s.pc.Set(p.start)
	s.sim = kssim.New(kssim.Config{Now: s.ks.Now, Readings: p.readings})
	def := kssim.MaisonNord()
	def.Seats = p.seats
	s.must(s.sim.AddSite(def))
	file, err := template()
	s.must(err)
	s.dir, err = os.MkdirTemp(t.TempDir(), "day")
	s.must(err)
	s.must(os.WriteFile(s.path(), file, 0o600))
	s.api = signedIn(t, s.sim, s.pc)
	s.openFile()
	s.learn()
	s.start()
	s.sim.SetOnRequest(s.onRequest)
	if !p.fresh {
		s.pass() // the desk chose from what the site was seen to have
	}
	return s
}

func (s *simulation) path() string { return filepath.Join(s.dir, "latchkey.db") }

// openFile opens the file. While the engine works, each write to it is an event.
func (s *simulation) openFile() {
	var err error
	s.store, err = store.Open(s.t.Context(), store.Options{Path: s.path(), Now: func() time.Time {
		if s.fuse.blow != nil {
			s.fuse.event()
		}
		return s.pc.Now()
	}})
	s.must(err)
	address := url.URL{Scheme: "file", Path: s.path(), RawQuery: "mode=ro&_busy_timeout=5000&_query_only=1"}
	s.file, err = sql.Open("sqlite", address.String())
	s.must(err)
	s.file.SetMaxOpenConns(1)
}

func (s *simulation) closeFile() {
	s.must(errors.Join(s.file.Close(), s.store.Close()))
}

func (s *simulation) close() {
	_ = errors.Join(s.file.Close(), s.store.Close(), os.RemoveAll(s.dir))
}

// memory is what a computer remembers of how new a file was.
type memory map[string]int64

func (w memory) Newest(lineage string) int64      { return w[lineage] }
func (w memory) Saw(lineage string, serial int64) { w[lineage] = max(w[lineage], serial) }

// start starts a new engine, as the program does.
func (s *simulation) start() {
	wait := 30 * time.Second
	if s.script.readings.Late > 0 {
		wait = DefaultSettle
	}
	s.must(NoticeOld(s.t.Context(), s.store, s.seen)) // as the program does when it opens the file
	s.eng = New(Config{Store: s.store, Space: s.space, Remote: s.api, Now: s.pc.Now, Settle: wait, Computer: s.computer, Witness: s.seen})
}

// restart ends the program and starts it again.
func (s *simulation) restart() {
	s.closeFile()
	s.openFile()
	s.start()
	s.kept.intents = s.count("SELECT count(*) FROM log WHERE kind = 'intent'")
}

// learn takes over what the template and the site hold.
func (s *simulation) learn() {
	ctx := s.t.Context()
	spaces, err := s.store.Spaces(ctx)
	s.must(err)
	s.space = spaces[0].ID
	plans, err := s.store.Plans(ctx)
	s.must(err)
	rooms, err := s.store.Rooms(ctx, s.space)
	s.must(err)
	s.plans, s.rooms = map[string]store.PlanID{}, map[string]store.RoomID{}
	for _, p := range plans {
		s.plans[p.Name] = p.ID
	}
	for _, r := range rooms {
		s.rooms[r.Name] = r.ID
	}
	_, err = s.store.Do(ctx, store.ActorDesk, func(tx *store.Tx) error {
		spaces[0].Leaving = s.script.leaving
		if !s.script.fresh { // the desk has agreed to this site
			if err := tx.PutGuard(s.space, store.Guard{SiteID: spaces[0].SiteID, Computer: s.computer, SyncedAt: s.script.start}); err != nil {
				return err
			}
		}
		return tx.SaveSpace(&spaces[0])
	})
	s.must(err)
	s.site = firstSite(s.snapshot())
	s.desk = firstDesk(s.snapshot())
	s.desk.leaving = s.script.leaving
	s.kept = newKeeper(s.snapshot())
	s.kept.sealed = s.script.fresh
}

func firstSite(k kssim.SiteSnapshot) site {
	hours := map[string]string{"Basic": hoursOffice}
	out := site{groups: map[string]standing{}}
	for _, g := range k.Groups {
		h, special := hours[g.Name]
		if !special {
			h = hoursAlways
		}
		out.groups[g.ID] = standing{name: g.Name, doors: g.Doors, hours: h, hand: map[string]time.Time{}}
	}
	return out
}

func firstDesk(k kssim.SiteSnapshot) desk {
	d := desk{
		zone: hubZone, before: 5, after: 5, people: map[store.PersonID]human{}, plans: map[string]planned{}, rooms: map[string]place{},
		bookings: map[store.BookingID]booked{}, tags: map[string]store.PersonID{}, lost: map[string]bool{},
	}
	ids := func(names []string) (out []string) {
		for _, n := range names {
			out = append(out, groupRef(k, n).ID)
		}
		return out
	}
	for name, p := range simPlans {
		d.plans[name] = planned{groups: ids(p.groups), limited: p.limited}
	}
	for name, r := range simRooms {
		d.rooms[name] = place{doors: r.doors, groups: ids(r.groups)}
	}
	return d
}

// snapshot is what KS holds.
func (s *simulation) snapshot() kssim.SiteSnapshot { return s.sim.Snapshot().Sites[0] }

// advance lets time pass.
func (s *simulation) advance(d time.Duration) {
	s.ks.Advance(d)
	s.pc.Advance(d)
}

// count asks the file itself for a number.
func (s *simulation) count(query string, args ...any) int {
	var n int
	if err := s.file.QueryRow(query, args...).Scan(&n); err != nil {
		s.notice("read the file: %v", err)
	}
	return n
}

func sortedKeys[K ~string, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// sorted numbers, for the things of the file.
func sortedIDs[K ~int64, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
