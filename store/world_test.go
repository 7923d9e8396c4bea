package store

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The moment at which tests happen: Monday noon in Paris, six days before the
// clock goes back.
var noon = time.Date(2026, 10, 19, 10, 0, 0, 0, time.UTC)

// world is a small space for tests: two doors, a plan, a room, a member.
type world struct {
	*Store
	t     testing.TB
	ctx   context.Context
	path  string
	at    Place         // zero: where the path is
	rest  time.Duration // as in Options
	now   time.Time
	space Space
	plan  Plan
	room  Room
	mia   Person
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, ctx: context.Background(), path: filepath.Join(t.TempDir(), "space.latchkey"), now: noon}
	w.open()
	w.space = Space{Name: "Maison Nord", Zone: "Europe/Paris", Before: 5, After: 5}
	w.do(func(tx *Tx) error { return tx.SaveSpace(&w.space) })
	w.plan = Plan{Name: "Full time", Mappings: []Mapping{{w.space.ID, KSRef{ID: "g-full", Name: "Full time"}}}}
	w.do(func(tx *Tx) error { return tx.SavePlan(&w.plan) })
	w.room = Room{Space: w.space.ID, Name: "Studio A", Doors: []KSRef{{ID: "d-front", Name: "Front door"}, {ID: "d-studio", Name: "Studio A"}}}
	w.do(func(tx *Tx) error { return tx.SaveRoom(&w.room) })
	w.mia = Person{FirstName: "Mia", LastName: "Berg", Email: "mia@example.com", Plan: w.plan.ID, Connect: ConnectTagOnly}
	w.do(func(tx *Tx) error { return tx.SavePerson(&w.mia) })
	return w
}

func (w *world) open() {
	w.t.Helper()
	s, err := Open(w.ctx, w.options())
	require.NoError(w.t, err)
	w.Store = s
	w.t.Cleanup(func() { _ = s.Close() })
}

func (w *world) options() Options {
	o := Options{Path: w.path, Now: func() time.Time { return w.now }, rest: w.rest}
	if w.at != (Place{}) {
		o.where = func(string) Place { return w.at }
	}
	return o
}

// do runs f, which must work.
func (w *world) do(f func(tx *Tx) error) Change {
	w.t.Helper()
	c, err := w.Do(w.ctx, ActorDesk, f)
	require.NoError(w.t, err)
	return c
}

// refuse runs f, which must fail with a sentence, and returns it.
func (w *world) refuse(code Code, f func(tx *Tx) error) *Problem {
	w.t.Helper()
	before, err := w.Meta(w.ctx)
	require.NoError(w.t, err)
	_, err = w.Do(w.ctx, ActorDesk, f)
	p := problem(w.t, err)
	require.Equal(w.t, code, p.Code, "%v", err)
	after, err := w.Meta(w.ctx)
	require.NoError(w.t, err)
	require.Equal(w.t, before, after, "a refusal must leave no trace")
	return p
}

// problem returns the Problem that err is, and checks its sentence.
func problem(t testing.TB, err error) *Problem {
	t.Helper()
	require.Error(t, err)
	var p *Problem
	require.ErrorAs(t, err, &p)
	require.NotContains(t, p.Error(), "<no value>")
	require.NotContains(t, p.Error(), "{{")
	require.Regexp(t, `[.!?]$`, p.Error())
	return p
}

func (w *world) person(first string, change func(*Person)) Person {
	w.t.Helper()
	p := Person{FirstName: first, LastName: "Test"}
	if change != nil {
		change(&p)
	}
	w.do(func(tx *Tx) error { return tx.SavePerson(&p) })
	return p
}

func (w *world) book(person PersonID, start, end LocalTime) Booking {
	w.t.Helper()
	b := Booking{Room: w.room.ID, Person: person, Start: start, End: end}
	w.do(func(tx *Tx) error { return tx.SaveBooking(&b) })
	return b
}
