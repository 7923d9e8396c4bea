package store

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// state is everything that undo must put back, as the desk sees it, without
// revisions.
type state struct {
	types    []PassType
	passes   []Pass
	said     []Correction
	spaces   []Space
	plans    []Plan
	people   []Person
	rooms    []Room
	bookings []Booking
	series   []Series
	tags     []Tag
	holders  map[TagID][]Holding
}

func (w *world) state() state {
	w.t.Helper()
	s := state{holders: map[TagID][]Holding{}}
	var err error
	s.spaces, err = w.Spaces(w.ctx)
	require.NoError(w.t, err)
	for i := range s.spaces {
		s.spaces[i].Rev = 0
	}
	s.types, err = w.PassTypes(w.ctx)
	require.NoError(w.t, err)
	for i := range s.types {
		s.types[i].Rev = 0
	}
	s.passes, err = w.Passes(w.ctx)
	require.NoError(w.t, err)
	for i := range s.passes {
		s.passes[i].Rev = 0
	}
	for _, p := range []PersonID{1, 2} {
		said, err := w.CorrectionsOf(w.ctx, p)
		require.NoError(w.t, err)
		for _, c := range said {
			c.Rev = 0
			s.said = append(s.said, c)
		}
	}
	s.plans, err = w.Plans(w.ctx)
	require.NoError(w.t, err)
	for i := range s.plans {
		s.plans[i].Rev = 0
	}
	s.people, err = w.People(w.ctx, PeopleFilter{})
	require.NoError(w.t, err)
	for i := range s.people {
		s.people[i].Rev = 0
	}
	s.rooms, err = w.Rooms(w.ctx, w.space.ID)
	require.NoError(w.t, err)
	for i := range s.rooms {
		s.rooms[i].Rev = 0
	}
	s.bookings, err = w.Bookings(w.ctx, w.space.ID, noon.AddDate(-1, 0, 0), noon.AddDate(2, 0, 0))
	require.NoError(w.t, err)
	for i := range s.bookings {
		s.bookings[i].Rev = 0
	}
	s.series, err = w.AllSeries(w.ctx, w.space.ID)
	require.NoError(w.t, err)
	for i := range s.series {
		s.series[i].Rev = 0
	}
	s.tags, err = w.Tags(w.ctx)
	require.NoError(w.t, err)
	for i := range s.tags {
		s.tags[i].Rev = 0
		s.holders[s.tags[i].ID], err = w.TagHistory(w.ctx, s.tags[i].ID)
		require.NoError(w.t, err)
	}
	return s
}

// saved saves a changed copy of a value.
func saved[T any](save func(*T) error, v T, change func(*T)) error {
	change(&v)
	return save(&v)
}

func TestUndoAndRedoOfEachKind(t *testing.T) {
	w := newWorld(t)
	jo := w.person("Jo", func(p *Person) { p.ExtraDoors = []ExtraDoor{{w.space.ID, KSRef{ID: "d-storage", Name: "Storage"}}} })
	booking := w.book(w.mia.ID, "2026-10-20T09:00", "2026-10-20T11:00")
	run := Series{Room: w.room.ID, Person: w.mia.ID, Start: "2026-10-21T18:00", End: "2026-10-21T19:00", Rule: "FREQ=WEEKLY;COUNT=6"}
	w.do(func(tx *Tx) error { _, err := tx.SaveSeries(&run); return err })
	tag := Tag{Number: "02300001", State: TagHeld, Holder: w.mia.ID}
	w.do(func(tx *Tx) error { return tx.SaveTag(&tag) })
	kind := PassType{Name: "Day", Minutes: 600, Price: 2000, Currency: "EUR"}
	w.do(func(tx *Tx) error { return tx.SavePassType(&kind) })
	ticket := Pass{Person: w.mia.ID, Type: kind.ID}
	w.do(func(tx *Tx) error { return tx.SavePass(&ticket) })
	other := Room{Space: w.space.ID, Name: "Workshop"}
	w.do(func(tx *Tx) error { return tx.SaveRoom(&other) })
	seven := 7

	for name, f := range map[string]func(tx *Tx) error{
		"space":     func(tx *Tx) error { return saved(tx.SaveSpace, w.space, func(s *Space) { s.After = 30 }) },
		"zone":      func(tx *Tx) error { return saved(tx.SaveSpace, w.space, func(s *Space) { s.Zone = "Europe/London" }) },
		"new space": func(tx *Tx) error { return tx.SaveSpace(&Space{Name: "Süd", Zone: "Europe/Berlin"}) },
		"plan": func(tx *Tx) error {
			return saved(tx.SavePlan, w.plan, func(p *Plan) {
				p.Name = "Half time"
				p.Mappings = append(p.Mappings, Mapping{w.space.ID, KSRef{Name: "Storage"}})
			})
		},
		"new plan": func(tx *Tx) error { return tx.SavePlan(&Plan{Name: "Basic"}) },
		"person": func(tx *Tx) error {
			return saved(tx.SavePerson, jo, func(p *Person) { p.ExtraDoors, p.Company, p.Plan = nil, "Nord SARL", w.plan.ID })
		},
		"new person":     func(tx *Tx) error { return tx.SavePerson(&Person{FirstName: "Zoé", Main: w.mia.ID}) },
		"deleted person": func(tx *Tx) error { return tx.DeletePerson(w.mia.ID) },
		"room": func(tx *Tx) error {
			return saved(tx.SaveRoom, w.room, func(r *Room) { r.Doors, r.Groups, r.Before = nil, []KSRef{{Name: "Team"}}, &seven })
		},
		"new room":     func(tx *Tx) error { return tx.SaveRoom(&Room{Space: w.space.ID, Name: "Attic"}) },
		"deleted room": func(tx *Tx) error { return tx.DeleteRoom(other.ID) },
		"booking": func(tx *Tx) error {
			return saved(tx.SaveBooking, booking, func(b *Booking) { b.Start, b.End, b.Person = "2026-10-20T10:00", "2026-10-20T12:00", jo.ID })
		},
		"new booking": func(tx *Tx) error {
			return tx.SaveBooking(&Booking{Room: other.ID, Person: jo.ID, Start: "2026-10-20T09:00", End: "2026-10-20T10:00"})
		},
		"deleted booking": func(tx *Tx) error { return tx.DeleteBooking(booking.ID) },
		"series": func(tx *Tx) error {
			_, err := tx.SaveSeries(&Series{ID: run.ID, Rev: run.Rev, Room: run.Room, Person: jo.ID, Start: "2026-10-21T19:00", End: "2026-10-21T20:30", Rule: "FREQ=WEEKLY;COUNT=3"})
			return err
		},
		"new series": func(tx *Tx) error {
			_, err := tx.SaveSeries(&Series{Room: other.ID, Person: jo.ID, Start: "2026-10-21T18:00", End: "2026-10-21T19:00", Rule: "FREQ=DAILY;COUNT=3"})
			return err
		},
		"series ended":   func(tx *Tx) error { return tx.DeleteSeriesFrom(run.ID, "2026-11-04T00:00") },
		"series deleted": func(tx *Tx) error { return tx.DeleteSeriesFrom(run.ID, "2026-10-01T00:00") },
		"tag": func(tx *Tx) error {
			return saved(tx.SaveTag, tag, func(tg *Tag) { tg.Holder = jo.ID })
		},
		"lost tag": func(tx *Tx) error {
			return saved(tx.SaveTag, tag, func(tg *Tag) { tg.Holder, tg.State = 0, TagLost })
		},
		"tag given": func(tx *Tx) error { return tx.GiveTag(tag.ID, jo.ID) },
		"tag given for another": func(tx *Tx) error {
			if err := tx.SaveTag(&Tag{Number: "02300009", State: TagHeld, Holder: jo.ID}); err != nil {
				return err
			}
			return tx.GiveTag(tag.ID, jo.ID)
		},
		"tag taken":   func(tx *Tx) error { return tx.TakeTag(tag.ID) },
		"tag lost":    func(tx *Tx) error { return tx.LoseTag(tag.ID) },
		"tag broken":  func(tx *Tx) error { return tx.BreakTag(tag.ID) },
		"tag removed": func(tx *Tx) error { return tx.RemoveTag(tag.ID) },
		"tag paired": func(tx *Tx) error {
			_, err := tx.PairTag([]byte{4, 7, 7, 7}, TechHigh, tag.Number, "tag-1")
			return err
		},
		"tag paired that was two": func(tx *Tx) error {
			if err := tx.SaveTag(&Tag{UID: []byte{4, 9}, Printed: "A-17"}); err != nil {
				return err
			}
			_, err := tx.PairTag([]byte{4, 9}, TechLow, tag.Number, "tag-1")
			return err
		},
		"tag paired that is new": func(tx *Tx) error {
			_, err := tx.PairTag([]byte{4, 8, 8, 8}, TechHigh, "02300008", "")
			return err
		},
		"new kind of pass": func(tx *Tx) error {
			return tx.SavePassType(&PassType{Name: "Half a day", Minutes: 240, Currency: "EUR"})
		},
		"passes given": func(tx *Tx) error {
			_, err := tx.GivePasses(Pass{Person: jo.ID, Type: kind.ID, Source: Bought}, 3)
			return err
		},
		"pass taken back": func(tx *Tx) error { return tx.TakeBack("bought twice", ticket.ID) },
		"kind of pass":    func(tx *Tx) error { return saved(tx.SavePassType, kind, func(k *PassType) { k.Price = 2500 }) },
		"checked in by hand": func(tx *Tx) error {
			return tx.Correct(&Correction{Space: w.space.ID, Person: jo.ID, Kind: CheckedIn, At: w.now.Add(-time.Hour)})
		},
		"doors that count": func(tx *Tx) error {
			return saved(tx.SaveSpace, w.space, func(s *Space) { s.Arrivals = " d-front  d-back " })
		},
		"new tag": func(tx *Tx) error { return tx.SaveTag(&Tag{UID: []byte{4, 1}, State: TagHeld, Holder: jo.ID}) },
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			w.now = w.now.Add(time.Second)
			before := w.state()
			done := w.do(f)
			require.False(t, done.Undo.Empty())
			after := w.state()
			require.NotEqual(t, before, after)

			undone, err := w.Undo(w.ctx, done.Undo)
			require.NoError(t, err)
			require.Equal(t, before, w.state(), "undo")
			redone, err := w.Undo(w.ctx, undone.Undo)
			require.NoError(t, err)
			require.Equal(t, after, w.state(), "redo")
			again, err := w.Undo(w.ctx, redone.Undo)
			require.NoError(t, err)
			require.Equal(t, before, w.state(), "undo of the redo")
			require.Equal(t, done.Kinds|KindLog|KindBlocked, again.Kinds|KindLog|KindBlocked, "but for what is in a hurry")

			_, err = w.Undo(w.ctx, done.Undo)
			require.Equal(t, CodeChanged, problem(t, err).Code, "the rows have moved on")
			types, err := w.PassTypes(w.ctx)
			require.NoError(t, err)
			kind = types[len(types)-1] // the longest
			w.refreshed(&booking, &run, &tag, &jo)
		})
	}
}

// refreshed takes the present revisions, so that the next change is allowed.
func (w *world) refreshed(b *Booking, s *Series, tg *Tag, jo *Person) {
	w.t.Helper()
	var err error
	w.space, err = w.Space(w.ctx, w.space.ID)
	require.NoError(w.t, err)
	w.plan, err = w.Plan(w.ctx, w.plan.ID)
	require.NoError(w.t, err)
	w.room, err = w.Room(w.ctx, w.room.ID)
	require.NoError(w.t, err)
	w.mia, err = w.Person(w.ctx, w.mia.ID)
	require.NoError(w.t, err)
	*jo, err = w.Person(w.ctx, jo.ID)
	require.NoError(w.t, err)
	*b, err = w.Booking(w.ctx, b.ID)
	require.NoError(w.t, err)
	*s, err = w.SeriesOf(w.ctx, s.ID)
	require.NoError(w.t, err)
	tags, err := w.Tags(w.ctx)
	require.NoError(w.t, err)
	for _, t := range tags {
		if t.ID == tg.ID {
			*tg = t
		}
	}
}

func TestUndoKeepsToTheRules(t *testing.T) {
	w := newWorld(t)
	b := w.book(w.mia.ID, "2026-10-20T09:00", "2026-10-20T11:00")
	gone := w.do(func(tx *Tx) error { return tx.DeleteBooking(b.ID) })
	jo := w.person("Jo", nil)
	w.book(jo.ID, "2026-10-20T10:00", "2026-10-20T12:00")
	_, err := w.Undo(w.ctx, gone.Undo)
	p := problem(t, err)
	require.Equal(t, CodeConflict, p.Code)
	require.Contains(t, p.Error(), "Jo Test")

	added := w.do(func(tx *Tx) error { return tx.SavePerson(&Person{FirstName: "Max", Email: "max@example.com"}) })
	removed, err := w.Undo(w.ctx, added.Undo)
	require.NoError(t, err)
	w.person("Moritz", func(p *Person) { p.Email = "MAX@example.com" })
	_, err = w.Undo(w.ctx, removed.Undo)
	require.Contains(t, problem(t, err).Error(), "Moritz Test")

	plan := Plan{Name: "Basic"}
	made := w.do(func(tx *Tx) error { return tx.SavePlan(&plan) })
	w.person("Ida", func(p *Person) { p.Plan = plan.ID })
	_, err = w.Undo(w.ctx, made.Undo)
	require.Contains(t, problem(t, err).Error(), "Ida Test")
}

func TestUndoSurvivesWhatTheLookFillsIn(t *testing.T) {
	w := newWorld(t)
	plan := Plan{Name: "Basic", Mappings: []Mapping{{w.space.ID, KSRef{Name: "Basic"}}}}
	made := w.do(func(tx *Tx) error { return tx.SavePlan(&plan) })
	w.do(func(tx *Tx) error {
		if err := tx.SaveMirror(w.space.ID, Mirror{Groups: []KSGroup{{ID: "g-basic", Name: "Basic"}}}); err != nil {
			return err
		}
		return tx.ResolveRefs(w.space.ID)
	})
	_, err := w.Undo(w.ctx, made.Undo)
	require.NoError(t, err)
}

func TestEngineWritesCannotBeUndone(t *testing.T) {
	w := newWorld(t)
	c := w.do(func(tx *Tx) error { return tx.PutWork(w.space.ID, Work{Key: "k", Op: "op"}) })
	require.True(t, c.Undo.Empty())
}
