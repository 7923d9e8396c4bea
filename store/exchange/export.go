package exchange

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"latchkey/store"
)

// Export returns everything of a space, in the order of the keys. Deleted
// entries, and what belongs only to them, are left out.
func Export(ctx context.Context, st *store.Store, id store.SpaceID) (*File, error) {
	space, err := st.Space(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("export space: %w", err)
	}
	have, err := takeStock(ctx, st, space)
	if err != nil {
		return nil, fmt.Errorf("export space: %w", err)
	}
	have.forgetDeleted()
	have.foldSeries()
	f := &File{Format: Format, Space: fileSpace(space)}
	f.Space.Arrivals = have.arrivalRefs()
	f.Plans = byKey(have.plans, have.plan)
	f.PassTypes = byKey(have.types, filePassType)
	f.People = byKey(have.people, have.person)
	f.Rooms = byKey(have.rooms, fileRoom)
	f.Series = byKey(have.series, have.run)
	f.Bookings = byKey(have.bookings, have.booking)
	f.Tags = byKey(have.tags, have.tag)
	f.Passes = byKey(have.passes, have.pass)
	f.Corrections = byKey(have.corrections, have.correction)
	return f, nil
}

// byKey turns what the store has into entries, in the order of the keys.
func byKey[T, U any](have map[string]T, of func(T) U) []U {
	list := make([]U, 0, len(have))
	for _, key := range slices.Sorted(maps.Keys(have)) {
		list = append(list, of(have[key]))
	}
	return list
}

// forgetDeleted leaves only what refers to things that are exported too.
func (s *stock) forgetDeleted() {
	gone := func(p store.PersonID) bool { return s.people[s.peopleKey[p]].ID == 0 }
	noRoom := func(r store.RoomID) bool { return s.rooms[s.roomKeys[r]].ID == 0 }
	maps.DeleteFunc(s.people, func(_ string, p store.Person) bool { return p.Deleted })
	maps.DeleteFunc(s.rooms, func(_ string, r store.Room) bool { return r.Deleted })
	maps.DeleteFunc(s.series, func(_ string, r store.Series) bool {
		return gone(r.Person) || noRoom(r.Room) || len(s.runs[r.ID]) == 0
	})
	maps.DeleteFunc(s.bookings, func(_ string, b store.Booking) bool {
		return b.Deleted || gone(b.Person) || noRoom(b.Room)
	})
	maps.DeleteFunc(s.passes, func(_ string, p store.Pass) bool { return gone(p.Person) })
	maps.DeleteFunc(s.corrections, func(_ string, c store.Correction) bool { return gone(c.Person) })
	for key, t := range s.tags {
		if t.Holder != 0 && gone(t.Holder) {
			t.Holder, t.State = 0, store.TagFree
			s.tags[key] = t
		}
	}
}

// foldSeries takes out the bookings that the rules make again, and notes the
// days on which they must not.
func (s *stock) foldSeries() {
	s.except = map[store.SeriesID][]store.Date{}
	for _, run := range s.series {
		regular, except := compare(run, s.runs[run.ID])
		s.except[run.ID] = except
		for _, key := range regular {
			delete(s.bookings, key)
		}
	}
}

func fileSpace(s store.Space) Space {
	return Space{
		Key: s.Key, Name: s.Name, Zone: s.Zone, Before: s.Before, After: s.After,
		HorizonDays: s.HorizonDays, AutoConnect: s.AutoConnect, AskFirst: s.AskFirst, Leaving: s.Leaving,
		OpenFrom: s.OpenFrom, OpenUntil: s.OpenUntil,
	}
}

func (s *stock) plan(p store.Plan) Plan {
	return Plan{
		Key: p.Key, Name: p.Name, Note: p.Note, Archived: p.Archived, PassLimited: p.PassLimited,
		Groups: refsOf(groupsIn(s.space.ID, p.Mappings)), PassesMonthly: s.monthly(p.Allowances),
	}
}

// monthly are the passes that a plan gives each month, in the order of the keys
// of their kinds.
func (s *stock) monthly(have []store.Allowance) (list []Allowance) {
	for _, a := range have {
		list = append(list, Allowance{Type: s.typeKeys[a.Type], Count: a.Count})
	}
	slices.SortFunc(list, func(a, b Allowance) int { return cmp.Compare(a.Type, b.Type) })
	return list
}

func filePassType(t store.PassType) PassType {
	return PassType{Key: t.Key, Name: t.Name, Minutes: t.Minutes, Price: t.Price, Currency: t.Currency, Archived: t.Archived}
}

func (s *stock) person(p store.Person) Person {
	f := Person{
		Key: p.Key, FirstName: p.FirstName, LastName: p.LastName, Email: p.Email, Phone: p.Phone,
		Company: p.Company, Note: p.Note, Plan: s.planKeys[p.Plan], Main: s.people[s.peopleKey[p.Main]].Key,
		NextPlan: s.planKeys[p.NextPlan], NextPlanOn: p.NextPlanOn, StartsOn: p.StartsOn, EndsOn: p.EndsOn,
		PausedFrom: p.PausedFrom, PausedUntil: p.PausedUntil,
		ExtraDoors: refsOf(doorsIn(s.space.ID, p.ExtraDoors)),
	}
	if p.Connect != store.ConnectNone {
		f.Connect = p.Connect
	}
	f.BlockedAt = fileInstant(p.BlockedAt)
	return f
}

func fileRoom(r store.Room) Room {
	return Room{
		Key: r.Key, Name: r.Name, Note: r.Note, Before: r.Before, After: r.After,
		OpenFrom: r.OpenFrom, OpenUntil: r.OpenUntil, Doors: refsOf(r.Doors), Groups: refsOf(r.Groups),
	}
}

func (s *stock) run(r store.Series) Series {
	return Series{
		Key: r.Key, Room: s.roomKeys[r.Room], Person: s.peopleKey[r.Person], Title: r.Title,
		Start: r.Start, End: r.End, Rule: r.Rule, Except: s.except[r.ID],
	}
}

func (s *stock) booking(b store.Booking) Booking {
	return Booking{
		Key: b.Key, Room: s.roomKeys[b.Room], Person: s.peopleKey[b.Person],
		Series: s.series[s.runKeys[b.Series]].Key, Title: b.Title, Start: b.Start, End: b.End,
	}
}

func (s *stock) tag(t store.Tag) Tag {
	f := Tag{
		Key: t.Key, Number: t.Number, UID: strings.ToUpper(hex.EncodeToString(t.UID)),
		Tech: t.Tech, Printed: t.Printed, State: t.State, Holder: s.peopleKey[t.Holder],
	}
	if f.State == (Tag{Holder: f.Holder}).state() {
		f.State = ""
	}
	return f
}

func (s *stock) pass(p store.Pass) Pass {
	f := Pass{
		Key: p.Key, Person: s.peopleKey[p.Person], Type: s.typeKeys[p.Type],
		GrantedAt: p.GrantedAt.UTC().Format(time.RFC3339), ExpiresOn: p.ExpiresOn,
		Minutes: p.Minutes, Price: p.Price, Currency: p.Currency,
		Batch: p.Batch, Note: p.Note, EndedAt: fileInstant(p.EndedAt), Why: p.Why,
	}
	if p.Source != store.Given {
		f.Source = p.Source
	}
	return f
}

func (s *stock) correction(c store.Correction) Correction {
	return Correction{
		Key: c.Key, Person: s.peopleKey[c.Person], Kind: c.Kind, At: c.At.UTC().Format(time.RFC3339), Entry: c.Entry, Note: c.Note,
	}
}

// fileInstant writes an instant, and none as nothing.
func fileInstant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
