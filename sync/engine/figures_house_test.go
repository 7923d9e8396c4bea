package engine

import (
	"context"
	"net/http"
	"net/url"
	"os"
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

// house is a site of any size on which everything is in place: the simulated KS
// holds what the file wants, and the file knows it. The clock stands until it
// is moved.
type house struct {
	tb     testing.TB
	path   string // of the file
	clock  *kssim.Clock
	sim    *kssim.Sim
	store  *store.Store
	space  store.Space
	env    ks.Environment
	tokens *ks.Tokens
	eng    *Engine
	people []store.PersonID // those with a plan of their own
	rooms  []store.RoomID
	plans  []store.PlanID // the last one has two groups
	booked store.Booking  // the one that was made last
}

// moveIn opens a house as its plot has it.
func (p *plot) moveIn(tb testing.TB) *house {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "latchkey.db")
	require.NoError(tb, os.WriteFile(path, p.file, 0o600))
	h := &house{tb: tb, clock: &kssim.Clock{}}
	h.clock.Set(plotted.Add(time.Minute))
	h.sim = kssim.New(kssim.Config{Now: h.clock.Now})
	require.NoError(tb, h.sim.Load(p.ks()))
	h.open(path)
	tb.Cleanup(func() { require.NoError(tb, h.store.Close()) })
	h.signIn()
	h.work(ks.Options{Rate: rate.Inf})
	return h
}

func (h *house) open(path string) {
	ctx := context.Background()
	h.path = path
	var err error
	h.store, err = store.Open(ctx, store.Options{Path: path, Now: h.clock.Now})
	require.NoError(h.tb, err)
	spaces, err := h.store.Spaces(ctx)
	require.NoError(h.tb, err)
	if len(spaces) == 0 {
		return
	}
	h.space = spaces[0]
	rooms, err := h.store.Rooms(ctx, h.space.ID)
	require.NoError(h.tb, err)
	for _, r := range rooms {
		h.rooms = append(h.rooms, r.ID)
	}
	people, err := h.store.People(ctx, store.PeopleFilter{})
	require.NoError(h.tb, err)
	for _, p := range people {
		if p.Main == 0 {
			h.people = append(h.people, p.ID)
		}
	}
	plans, err := h.store.Plans(ctx)
	require.NoError(h.tb, err)
	for _, p := range plans {
		h.plans = append(h.plans, p.ID)
	}
	slices.Sort(h.plans)
}

// signIn signs in to the simulated KS through the real flow.
func (h *house) signIn() {
	transport := h.sim.Transport()
	h.env = ks.Environment{API: "https://ks.test", Issuer: "https://identity.test", ClientID: "latchkey-sample", Redirect: "http://127.0.0.1:0/callback"}
	login := ks.Login{Env: h.env, HTTP: transport, Now: h.clock.Now, Open: func(address string) error {
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
	token, err := login.Run(context.Background())
	require.NoError(h.tb, err)
	h.tokens = ks.NewTokens(ks.TokensConfig{Env: h.env, Refresh: &ks.MemoryVault{}, HTTP: transport, Now: h.clock.Now})
	require.NoError(h.tb, h.tokens.Adopt(context.Background(), token))
}

// work gives the house an engine that has not looked at the site yet.
func (h *house) work(opts ks.Options) {
	opts.HTTP, opts.Now = h.sim.Transport(), h.clock.Now
	h.eng = New(Config{Store: h.store, Space: h.space.ID, Remote: ks.New(h.env, h.tokens, opts), Settle: 30 * time.Second})
}

func (h *house) do(actor store.Actor, change func(tx *store.Tx) error) {
	h.tb.Helper()
	_, err := h.store.Do(context.Background(), actor, change)
	require.NoError(h.tb, err)
}

func (h *house) desk(change func(tx *store.Tx) error) {
	h.tb.Helper()
	h.do(store.ActorDesk, change)
}

func (h *house) edit(id store.PersonID, change func(p *store.Person)) {
	h.tb.Helper()
	h.desk(func(tx *store.Tx) error {
		p, err := tx.Person(id)
		if err != nil {
			return err
		}
		change(&p)
		return tx.SavePerson(&p)
	})
}

// plan is what is left to do, as a new plan has it.
func (h *house) plan() *plan {
	h.tb.Helper()
	p, err := h.eng.plan(context.Background())
	require.NoError(h.tb, err)
	return p
}

// settle makes passes until nothing waits, with time between them.
func (h *house) settle() {
	h.tb.Helper()
	var r Result
	for range 100 {
		if r = h.eng.Pass(context.Background()); r.Err == nil && r.Waiting == 0 {
			return
		}
		h.clock.Advance(5 * time.Second)
	}
	h.tb.Fatalf("does not settle: %+v", r)
}

// quietly lets time go by with the passes that fall due in it.
func (h *house) quietly(d time.Duration) {
	h.tb.Helper()
	for end := h.clock.Now().Add(d); h.clock.Now().Before(end); {
		r := h.eng.Pass(context.Background())
		require.NoError(h.tb, r.Err)
		h.clock.Set(minTime(end, maxTime(r.Next, h.clock.Now().Add(time.Second))))
	}
}

// A house is what the figures are taken from, so it must be what it says.
func TestInAHouseEverythingIsInPlace(t *testing.T) {
	h := newPlot(t, 60).moveIn(t)
	p := h.plan()
	require.Empty(t, p.set.Steps)
	require.Empty(t, p.set.Notes)
	require.Empty(t, p.set.Unread)
	require.Equal(t, 60, p.in.Ledger.Users.Len())
	require.Len(t, p.in.Ledger.Groups, 12+1, "bookings that are ahead, and the doors of one member")
	h.eng.SyncNow()
	h.quietly(time.Minute)
	require.Greater(t, len(h.sim.Requests()), 3*13, "everything was read")
	for _, r := range h.sim.Requests() {
		require.False(t, r.IsWrite(), "%s %s", r.Method, r.Path)
	}
	require.Equal(t, UpToDate, h.eng.Status().State, "%+v", h.eng.Status())
}
