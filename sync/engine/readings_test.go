package engine

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/kssim"
)

// readings are all the ways in which what is unknown of KS can be read
// (ks-connect-api, sections 11 and 12), one at a time and some together.
func readings() map[string]kssim.Readings {
	minute := kssim.Duration(50 * time.Second)
	all := map[string]kssim.Readings{
		"as measured":                    {},
		"bare arrays":                    {BareArrays: true},
		"small pages":                    {PageSize: 2},
		"small pages without a count":    {PageSize: 2, NoCount: true},
		"http links on https":            {PageSize: 2, HTTPLinks: true},
		"changes answered with nothing":  {EmptyAnswers: true},
		"204 for a deletion":             {Deleted204: true},
		"numbers for error codes":        {NumericCodes: true},
		"errors in a 200":                {ErrorsIn200: true},
		"members inside user":            {Members: "user"},
		"members by user_id":             {Members: "user_id"},
		"locks wrapped":                  {WrappedLocks: true},
		"unknown fields":                 {MoreFields: true},
		"no null fields":                 {FewerFields: true},
		"dates with Z":                   {DateStyle: "z"},
		"dates with a space":             {DateStyle: "space"},
		"dates with a fraction":          {DateStyle: "fraction"},
		"an address taken is a 403":      {TakenEmail: "2203"},
		"an address taken is a bare 409": {TakenEmail: "409"},
		"silent without a seat":          {SilentSeats: true},
		"names ignored":                  {IgnoreNames: true},
		"tags taken by null":             {TagTaking: "null"},
		"tags taken by an empty text":    {TagTaking: "empty"},
		"no tag is ever let go":          {TagTaking: "refused", TagBlocking: true},
		"no routes for tags":             {NoTags: true},
		"roles of each site":             {SiteRoles: true},
		"no rotation":                    {NoRotation: true},
		"strict rotation":                {StrictRotation: true},
		"late, 404":                      {Late: minute},
		"late, 403":                      {Late: minute, LateAs: "2203"},
		"late, in lists too":             {Late: minute, LateLists: true},
		"the deleted linger":             {Linger: kssim.Duration(10 * time.Second)},
		"everything at once": {
			PageSize: 3, NoCount: true, HTTPLinks: true, EmptyAnswers: true, NumericCodes: true, Members: "user_id", WrappedLocks: true,
			MoreFields: true, DateStyle: "z", SilentSeats: true, SiteRoles: true, Late: minute, LateAs: "2203", LateLists: true,
			Linger: kssim.Duration(10 * time.Second),
		},
	}
	for i, name := range slices.Sorted(maps.Keys(all)) {
		if i%rarer != 0 {
			delete(all, name)
		}
	}
	return all
}

// The same day at the desk ends at the same doors, whatever KS is like.
func TestEveryReadingOfKSLeadsToTheSameDoors(t *testing.T) {
	for name, r := range readings() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOf(t, r, kssim.MaisonNord())
			w.aDay()
			w.sim.ResetRequests()
			w.eng.SyncNow()
			w.pass()
			require.Zero(t, w.writes(), "and then there is nothing left to write")
		})
	}
}

// aDay does what a desk does in a day, and looks at the doors after each.
func (w *world) aDay() {
	w.t.Helper()
	mia, ana := w.member("mia", "Full time"), w.member("ana", "Basic")
	tom := store.Person{FirstName: "Tom", LastName: "Visit", Email: "tom@example.org"}
	w.desk(func(tx *store.Tx) error { return tx.SavePerson(&tom) })
	booked := w.book(tom.ID, "2026-11-23T14:00", "2026-11-23T15:00")
	w.book(mia, "2026-11-24T09:00", "2026-11-24T10:00")
	w.settle()
	w.check("made")

	w.edit(mia, func(p *store.Person) { p.Plan = w.plans["Team"] })
	w.edit(ana, func(p *store.Person) { p.LastName = "Married" })
	b, err := w.store.Booking(w.t.Context(), booked)
	require.NoError(w.t, err)
	b.Start, b.End = "2026-11-23T16:00", "2026-11-23T17:00"
	w.desk(func(tx *store.Tx) error { return tx.SaveBooking(&b) })
	w.settle()
	w.check("changed")

	w.edit(ana, func(p *store.Person) { p.EndsOn = "2026-11-22" })
	w.desk(func(tx *store.Tx) error { return tx.DeleteBooking(booked) })
	w.settle()
	w.check("ended")

	w.edit(ana, func(p *store.Person) { p.EndsOn = "" })
	w.settle()
	w.check("back")
}
