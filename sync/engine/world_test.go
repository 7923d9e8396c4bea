package engine

import (
	"context"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"

	"latchkey/store"
	"latchkey/sync/ks"
	"latchkey/sync/kssim"
)

// world is a file, a simulated KS in memory and an engine between them, on
// one clock that stands until it is moved.
type world struct {
	t     *testing.T
	clock *kssim.Clock
	sim   *kssim.Sim
	store *store.Store
	path  string
	space store.Space
	room  store.RoomID
	eng   *Engine
	wait  time.Duration // Config.Settle
	plans map[string]store.PlanID
}

const monday = "2026-11-23"

func newWorld(t *testing.T) *world {
	t.Helper()
	return newWorldOf(t, kssim.Readings{}, kssim.MaisonNord())
}

// newWorldOf is a world whose KS behaves in that way and has that site.
func newWorldOf(t *testing.T, readings kssim.Readings, site kssim.Site) *world {
	t.Helper()
	w := &world{t: t, wait: 30 * time.Second, clock: &kssim.Clock{}, plans: map[string]store.PlanID{}, path: filepath.Join(t.TempDir(), "latchkey.db")}
	w.clock.Set(time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)) // Monday, 09:00 in Paris
	if readings.Late > 0 {
		w.wait = DefaultSettle
	}
	w.sim = kssim.New(kssim.Config{Now: w.clock.Now, Readings: readings})
	require.NoError(t, w.sim.AddSite(site))
	w.open()
	t.Cleanup(func() { _ = w.store.Close() })
	w.desk(func(tx *store.Tx) error {
		w.space = store.Space{Name: "Maison Nord", Zone: "Europe/Paris", Before: 5, After: 5, HorizonDays: 14, Leaving: store.LeavingSuspend, OpenFrom: "07:00", OpenUntil: "22:00"}
		if err := tx.SaveSpace(&w.space); err != nil {
			return err
		}
		for plan, group := range map[string]string{"Full time": "Full time", "Basic": "Basic", "Team": "Team"} {
			p := store.Plan{Name: plan, Mappings: []store.Mapping{{Space: w.space.ID, Group: store.KSRef{Name: group}}}}
			if err := tx.SavePlan(&p); err != nil {
				return err
			}
			w.plans[plan] = p.ID
		}
		room := store.Room{Space: w.space.ID, Name: "Studio A", Doors: []store.KSRef{{Name: "Front door"}, {Name: "Studio A"}}}
		err := tx.SaveRoom(&room)
		w.room = room.ID
		return err
	})
	w.connect()
	return w
}

func (w *world) open() {
	s, err := store.Open(w.t.Context(), store.Options{Path: w.path, Now: w.clock.Now})
	require.NoError(w.t, err)
	w.store = s
}

// connect signs in to the simulation and pins its site.
func (w *world) connect() {
	client := signedIn(w.t, w.sim, w.clock)
	sites, err := client.Sites(w.t.Context())
	require.NoError(w.t, err)
	w.desk(func(tx *store.Tx) error {
		w.space.SiteID, w.space.SiteName = sites[0].ID, sites[0].Name
		if err := tx.PutGuard(w.space.ID, store.Guard{SiteID: sites[0].ID}); err != nil { // the desk has agreed to this site
			return err
		}
		return tx.SaveSpace(&w.space)
	})
	w.start(client)
}

func (w *world) start(remote Remote) {
	w.eng = New(Config{Store: w.store, Space: w.space.ID, Remote: remote, Settle: w.wait})
}

// signedIn returns a client of the simulation, signed in through the real flow.
func signedIn(t *testing.T, sim *kssim.Sim, clock *kssim.Clock) *ks.Client {
	t.Helper()
	transport := sim.Transport()
	env := ks.Environment{API: "https://ks.test", Issuer: "https://identity.test", ClientID: "latchkey-sample", Redirect: "http://127.0.0.1:0/callback"}
	login := ks.Login{Env: env, HTTP: transport, Now: clock.Now, Open: func(address string) error {
		who := kssim.DefaultAccount()
		form := url.Values{"email": {who.Email}, "password": {who.Password}, "decision": {"allow"}}
		consent := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		resp, err := consent.PostForm(address, form)
		if err != nil {
			return err
		}
		_ = resp.Body.Close()
		back, err := http.Get(resp.Header.Get("Location"))
		if err != nil {
			return err
		}
		return back.Body.Close()
	}}
	token, err := login.Run(t.Context())
	require.NoError(t, err)
	tokens := ks.NewTokens(ks.TokensConfig{Env: env, Refresh: &ks.MemoryVault{}, HTTP: transport, Now: clock.Now})
	require.NoError(t, tokens.Adopt(t.Context(), token))
	return ks.New(env, tokens, ks.Options{HTTP: transport, Now: clock.Now, Rate: rate.Inf})
}

func (w *world) desk(change func(tx *store.Tx) error) store.Change {
	w.t.Helper()
	c, err := w.store.Do(context.Background(), store.ActorDesk, change)
	require.NoError(w.t, err)
	return c
}

// member adds a member who is connected by phone.
func (w *world) member(name, plan string) store.PersonID {
	w.t.Helper()
	p := store.Person{FirstName: name, LastName: "Test", Email: name + "@example.org", Plan: w.plans[plan], Connect: store.ConnectPhoneOnly}
	w.desk(func(tx *store.Tx) error { return tx.SavePerson(&p) })
	return p.ID
}

func (w *world) edit(id store.PersonID, change func(*store.Person)) {
	w.t.Helper()
	p, err := w.store.Person(w.t.Context(), id)
	require.NoError(w.t, err)
	change(&p)
	w.desk(func(tx *store.Tx) error { return tx.SavePerson(&p) })
}

func (w *world) book(person store.PersonID, from, until string) store.BookingID {
	w.t.Helper()
	b := store.Booking{Room: w.room, Person: person, Start: store.LocalTime(from), End: store.LocalTime(until)}
	w.desk(func(tx *store.Tx) error { return tx.SaveBooking(&b) })
	return b.ID
}

// settle lets time pass, in steps, and makes passes, until nothing waits.
func (w *world) settle() {
	w.t.Helper()
	for range 200 {
		r := w.eng.Pass(context.Background())
		if r.Err == nil && r.Waiting == 0 {
			return
		}
		w.clock.Advance(5 * time.Second)
	}
	w.t.Fatalf("does not settle: %+v", w.left())
}

func (w *world) left() []store.Work {
	work, err := w.store.Work(context.Background(), w.space.ID)
	require.NoError(w.t, err)
	return work
}

// quietly lets time go by in which nobody edits anything, with the passes that
// fall due in it.
func (w *world) quietly(d time.Duration) {
	w.t.Helper()
	for end := w.clock.Now().Add(d); w.clock.Now().Before(end); {
		r := w.eng.Pass(context.Background())
		require.NoError(w.t, r.Err)
		w.clock.Set(minTime(end, maxTime(r.Next, w.clock.Now().Add(time.Second))))
	}
}

// asked are the differences in KS that wait for an answer.
func (w *world) asked() []store.Drift {
	w.t.Helper()
	drifts, err := w.store.Drifts(w.t.Context(), w.space.ID)
	require.NoError(w.t, err)
	return slices.DeleteFunc(drifts, func(d store.Drift) bool { return !d.Asks() })
}

// answer says the same to everything that is asked.
func (w *world) answer(c Choice) {
	w.t.Helper()
	asked := w.asked()
	require.NotEmpty(w.t, asked)
	for _, d := range asked {
		require.NoError(w.t, w.eng.Answer(w.t.Context(), d.Key, c))
	}
}

// agree agrees to what would be done.
func (w *world) agree() {
	w.t.Helper()
	p, err := Plan(w.t.Context(), w.store, w.space.ID, w.clock.Now())
	require.NoError(w.t, err)
	require.NotNil(w.t, p.Question, "nothing is held up")
	require.NoError(w.t, w.eng.Agree(w.t.Context(), p.View))
}

// pass makes one pass and expects it to leave nothing.
func (w *world) pass() {
	w.t.Helper()
	r := w.eng.Pass(context.Background())
	require.NoError(w.t, r.Err)
	require.Zero(w.t, r.Waiting, "%+v", w.left())
	require.Zero(w.t, r.Parked, "%+v", w.left())
	require.Zero(w.t, r.Held, "%+v", w.left())
}

// opens asks the simulated door.
func (w *world) opens(who, door string) bool {
	w.t.Helper()
	return w.sim.Can(who+"@example.org", door, w.clock.Now()).Open
}

func (w *world) at(local store.LocalTime) { w.clock.Set(local.Start(w.space.Location())) }

// writes counts the writes to the API since the last call.
func (w *world) writes() int {
	n := 0
	for _, r := range w.sim.Requests() {
		if r.IsWrite() {
			n++
		}
	}
	w.sim.ResetRequests()
	return n
}
