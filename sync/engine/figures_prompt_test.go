package engine

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"

	"latchkey/store"
	"latchkey/sync/ks"
	"latchkey/sync/kssim"
)

// The limits of how long something may take at the rate at which Latchkey asks
// SALTO KS by itself.
const (
	firstLimit     = 2 * time.Second
	confirmedLimit = 15 * time.Second
	blockLimit     = 500 * time.Millisecond
)

// running is a house with its engine at work, on a clock that runs.
type running struct {
	*house
	quiet chan struct{} // receives when everything is in KS
	pages chan struct{} // receives in the middle of a long list of users
	mu    sync.Mutex    // guards the fields below it
	first time.Time     // of the writes since the last edit
}

// run looks at the site and starts the engine. The zero Options have it ask KS
// at its own rate.
func (h *house) run(ctx context.Context, opts ks.Options) *running {
	h.tb.Helper()
	ahead := time.Until(h.clock.Now())
	h.clock.Real()
	h.clock.Advance(ahead)
	r := &running{house: h, quiet: make(chan struct{}, 1), pages: make(chan struct{}, 1)}
	require.NoError(h.tb, h.eng.Look(ctx))
	opts.HTTP, opts.Now = h.sim.Transport(), h.clock.Now
	h.eng.cfg.Remote = ks.New(h.env, h.tokens, opts)
	h.sim.SetOnRequest(r.notice)
	h.eng.Watch(func(s Status) {
		if s.State == UpToDate {
			signal(r.quiet)
		}
	})
	ctx, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { h.eng.Run(ctx) })
	h.tb.Cleanup(func() {
		stop()
		running.Wait()
	})
	<-r.quiet
	return r
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func drain(c chan struct{}) {
	select {
	case <-c:
	default:
	}
}

// notice notes the first write. In the middle of a long list of users all that
// may be asked at once was asked.
func (r *running) notice(req kssim.Request) kssim.Fault {
	if strings.HasSuffix(req.Path, "/users") && !strings.Contains(req.Path, "/access_groups/") && strings.Contains(req.Query, "skip=1000") {
		signal(r.pages)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.first.IsZero() && req.IsWrite() {
		r.first = time.Now()
	}
	return kssim.Fault{}
}

func (r *running) firstWrite() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.first
}

// promptness is how long after edits the first write came, and how long it took
// until all was seen in KS.
type promptness struct{ first, confirmed samples }

// after makes an edit and waits until everything is in KS.
func (p *promptness) after(r *running, edit func()) {
	drain(r.quiet)
	r.mu.Lock()
	r.first = time.Time{}
	r.mu.Unlock()
	edit()
	began := time.Now()
	for {
		<-r.quiet
		left, err := r.store.Work(context.Background(), r.space.ID)
		require.NoError(r.tb, err)
		if first := r.firstWrite(); !first.IsZero() && len(left) == 0 {
			p.first, p.confirmed = append(p.first, first.Sub(began)), append(p.confirmed, time.Since(began))
			return
		}
	}
}

// deskEdits are edits that put something into KS or take it away.
var deskEdits = []func(r *running, i int){
	func(r *running, i int) { r.join(fmt.Sprint("new", i), i%3) },
	func(r *running, i int) { r.visit(fmt.Sprint("visitor", i)) },
	func(r *running, i int) { r.edit(r.people[50-i], func(p *store.Person) { p.EndsOn = "2026-11-22" }) },
}

// take makes an edit of each kind, and blocks somebody. In between it waits
// until as many requests are allowed again as after a while of quiet.
func (r *running) take(rounds int, kinds []func(r *running, i int)) (edits, blocks promptness) {
	for i := range rounds {
		for _, edit := range kinds {
			time.Sleep(3 * time.Second)
			edits.after(r, func() { edit(r, i) })
		}
		time.Sleep(3 * time.Second)
		blocks.after(r, func() { r.block(i) })
	}
	return edits, blocks
}

// block is what “Block now” does.
func (r *running) block(i int) {
	r.edit(r.people[20+i], func(p *store.Person) { p.BlockedAt = r.clock.Now() })
}

// visit adds a visitor with a booking.
func (h *house) visit(name string) {
	h.desk(func(tx *store.Tx) error {
		p := store.Person{FirstName: name, LastName: "Visitor", Email: name + "@visitor.example", Connect: store.ConnectPhoneOnly}
		if err := tx.SavePerson(&p); err != nil {
			return err
		}
		day := store.Date("2026-11-24").AddDays(int(p.ID) % 10)
		b := store.Booking{Room: h.rooms[0], Person: p.ID, Start: store.LocalTime(day + "T18:00"), End: store.LocalTime(day + "T19:00")}
		return tx.SaveBooking(&b)
	})
}

// On the simulated clock nothing but waiting takes time.
func TestAnEditIsSoonInKS(t *testing.T) {
	plot := newPlot(t, 60)
	synctest.Test(t, func(t *testing.T) {
		edits, blocks := plot.moveIn(t).run(context.Background(), ks.Options{}).take(3, deskEdits)
		require.LessOrEqual(t, edits.first.at(1), firstLimit)
		require.LessOrEqual(t, edits.confirmed.at(1), confirmedLimit)
		require.LessOrEqual(t, blocks.first.at(1), blockLimit)
	})
}

// Whenever somebody is blocked while a list is read: the page that waits for its
// turn gives it up.
func TestABlockDoesNotWaitForTheNextPage(t *testing.T) {
	plot := newPlot(t, 1200)
	for _, later := range []time.Duration{0, time.Millisecond, 100 * time.Millisecond, 250 * time.Millisecond, 400 * time.Millisecond} {
		synctest.Test(t, func(t *testing.T) {
			r := plot.moveIn(t).run(context.Background(), ks.Options{})
			block := r.whileUsersAreRead(func() {
				time.Sleep(later)
				r.block(0)
			})
			require.LessOrEqual(t, block.first.at(1), blockLimit, later)
		})
	}
}

// prompt says how soon an edit is in KS: on a simulated clock, which shows what
// waiting for KS takes, and measured in a large house, which shows what planning
// takes. Where a plan has thousands of members most of it goes into reading
// back who is in its group, a hundred in a request.
func prompt(b *testing.B, large func() *plot) figures {
	ctx := context.Background()
	var out figures
	for b.Loop() {
		medium := newPlot(b, most/10)
		simulated(b, func(t *testing.T) {
			edits, blocks := medium.moveIn(t).run(ctx, ks.Options{}).take(3, deskEdits)
			out = figures{
				within("an edit -> first request: waiting, 1,000 members", edits.first, firstLimit),
				within("an edit -> all of it seen in KS", edits.confirmed, confirmedLimit),
				within("“Block now” -> first request", blocks.first, blockLimit),
			}
		})
		simulated(b, func(t *testing.T) {
			r := large().moveIn(t).run(ctx, ks.Options{})
			join := r.whileQuiet(func() { r.join("new", 0) })
			edit, block := r.whileUsersAreRead(func() { r.visit("late") }), r.whileUsersAreRead(func() { r.block(0) })
			out = append(out,
				figure{"somebody joins a plan of 3,000 members -> seen in KS: waiting", short(join.confirmed.at(1)), "30 pages of members, two requests a second", 0, 0},
				within("an edit while 100 pages of users are read -> first request: waiting", edit.first, firstLimit),
				within("“Block now” meanwhile -> first request: waiting", block.first, blockLimit))
		})
		edits, blocks := large().moveIn(b).run(ctx, ks.Options{Rate: rate.Inf}).take(3, deskEdits[1:2])
		out = append(out,
			within("an edit -> first request, with planning, 10,000 members", edits.first, firstLimit),
			within("“Block now” -> first request, with planning", blocks.first, blockLimit))
	}
	return out
}

// within compares the longest of the samples with a limit.
func within(what string, s samples, limit time.Duration) figure {
	return figure{what, short(s.at(1)), "limit: " + short(limit), ratio(s.at(1), limit), 1}
}

// simulated runs f on a clock that waits for nothing but f, which there is in a
// test only.
func simulated(b *testing.B, f func(t *testing.T)) {
	matches := func(string, string) (bool, error) { return true, nil }
	test := testing.InternalTest{Name: b.Name(), F: func(t *testing.T) { synctest.Test(t, f) }}
	require.True(b, testing.RunTests(matches, []testing.InternalTest{test}))
}

// whileQuiet makes an edit when as many requests are allowed as after a while.
func (r *running) whileQuiet(edit func()) (p promptness) {
	time.Sleep(3 * time.Second)
	p.after(r, edit)
	return p
}

// whileUsersAreRead makes an edit as soon as the slow look reads the users.
func (r *running) whileUsersAreRead(edit func()) (p promptness) {
	drain(r.pages)
	r.do(store.ActorSync, func(tx *store.Tx) error { return tx.SeeAllUsers(r.space.ID, longAgo) })
	r.eng.pass.Lock()
	r.eng.around.paid = longAgo
	r.eng.pass.Unlock()
	<-r.pages
	p.after(r, edit)
	return p
}
