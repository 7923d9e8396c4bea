package calendar

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// ask opens the form of a new booking of the first room, with its fields at
// hand.
func (sc *scene) ask(b store.Booking) *form {
	sc.Helper()
	c, err := loadChoices(sc.Context(), sc.store, sc.space.ID)
	require.NoError(sc, err)
	return sc.page.showForm(b, c)
}

func (sc *scene) draft(from, until string) store.Booking {
	return store.Booking{Room: sc.rooms[0].ID, Person: sc.mia.ID, Start: at(from), End: at(until)}
}

// newVisitor types a name that nobody has, and takes the item that makes them.
func (sc *scene) newVisitor(f *form, name string) {
	sc.win.Canvas().Focus(f.person.FocusTarget())
	for _, r := range name {
		sc.win.Canvas().Focused().TypedRune(r)
	}
	sc.key(fyne.KeyReturn)
}

func TestFormMakesAVisitorInPlace(t *testing.T) {
	sc := newScene(t)
	f := sc.ask(store.Booking{Room: sc.rooms[0].ID, Start: at("13:00"), End: at("14:30")})
	sc.newVisitor(f, "Tom Okafor")
	f.email.SetValue("tom@example.com")
	f.title.SetValue("Interview")
	f.open.Save()
	require.False(t, sc.dialog())
	b := sc.only()
	p, err := sc.store.Person(t.Context(), b.Person)
	require.NoError(t, err)
	require.Equal(t, []string{"Tom", "Okafor", "tom@example.com"}, []string{p.FirstName, p.LastName, p.Email})
	require.Equal(t, store.StateVisitor, p.State(monday))
	require.Equal(t, "Interview", b.Title)
	require.Equal(t, "Booking of Tom Okafor added.", sc.said)
	require.Equal(t, "Visitor: Tom Okafor", sc.page.grid.day.byID(b.ID).who())

	sc.undo()
	require.Empty(t, sc.bookings())
	people, err := sc.store.PersonByName(t.Context(), "Tom Okafor")
	require.NoError(t, err)
	require.Empty(t, people, "one undo takes both back")
}

func TestFormMakesNoVisitorForARefusedBooking(t *testing.T) {
	sc := newScene(t)
	sc.book(0, sc.mia, "13:00", "14:00")
	f := sc.ask(store.Booking{Room: sc.rooms[0].ID, Start: at("13:30"), End: at("14:30")})
	sc.newVisitor(f, "Tom Okafor")
	f.open.Save()
	require.True(t, sc.dialog(), "it stays open with what was typed")
	people, err := sc.store.PersonByName(t.Context(), "Tom Okafor")
	require.NoError(t, err)
	require.Empty(t, people)
	f.time.from.SetValue("15:00")
	f.time.until.SetValue("16:00")
	f.open.Save()
	require.False(t, sc.dialog())
	require.Len(t, sc.bookings(), 2)
}

func TestFormRefusesInSentences(t *testing.T) {
	tests := []struct {
		name, from, until string
		who               bool
	}{
		{"the end before the start", "15:00", "14:00", true},
		{"a clash", "09:30", "10:30", true},
		{"nobody", "15:00", "16:00", false},
		{"no time", "15:00", "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sc := newScene(t)
			sc.book(0, sc.lena, "09:00", "10:00")
			b := sc.draft("12:00", "13:00")
			if !tt.who {
				b.Person = 0
			}
			f := sc.ask(b)
			f.time.from.SetValue(tt.from)
			f.time.until.SetValue(tt.until)
			f.open.Save()
			require.True(t, sc.dialog())
			require.Len(t, sc.bookings(), 1)
		})
	}
}

func TestFormRepeats(t *testing.T) {
	sc := newScene(t)
	f := sc.ask(sc.draft("09:00", "10:00"))
	f.repeat.SetValue(weekly)
	f.ends.how.SetValue(endsAfter)
	f.ends.times.SetValue(4)
	f.open.Save()
	require.False(t, sc.dialog())
	list := sc.bookings()
	require.Len(t, list, 4)
	require.Equal(t, store.LocalTime("2026-12-14T09:00"), list[3].Start)
	require.NotZero(t, list[0].Series)
	require.Equal(t, list[0].ID, sc.page.grid.pick.Booking)
	require.Equal(t, "Bookings of Mia Berg added.", sc.said)
}

func TestFormRepeatsUntilADayIncluded(t *testing.T) {
	sc := newScene(t)
	f := sc.ask(sc.draft("09:00", "10:00"))
	f.repeat.SetValue(daily)
	f.ends.day.SetValue("2026-11-26")
	f.open.Save()
	require.False(t, sc.dialog())
	list := sc.bookings()
	require.Len(t, list, 4)
	require.Equal(t, store.LocalTime("2026-11-26T09:00"), list[3].Start)
}

func TestDeleteOfASeriesAsks(t *testing.T) {
	for _, following := range []bool{false, true} {
		sc := newScene(t)
		sc.do(func(tx *store.Tx) error {
			_, err := tx.SaveSeries(&store.Series{
				Room: sc.rooms[0].ID, Person: sc.mia.ID, Start: at("09:00"), End: at("10:00"), Rule: "FREQ=DAILY;COUNT=5",
			})
			return err
		})
		list := sc.bookings()
		require.Len(t, list, 5)
		sc.page.Go(list[2].Start.Date(), list[2].ID)
		sc.page.grid.focus()
		sc.key(fyne.KeyDelete)
		require.True(t, sc.dialog())
		want := 4
		if following {
			sc.key(fyne.KeyDown)   // opens the list
			sc.key(fyne.KeyDown)   // to the second
			sc.key(fyne.KeyReturn) // takes it
			want = 2
		}
		sc.key(fyne.KeyReturn)
		require.False(t, sc.dialog())
		require.Len(t, sc.bookings(), want)
	}
}

func TestEditOfOneOfASeriesLeavesTheOthers(t *testing.T) {
	sc := newScene(t)
	sc.do(func(tx *store.Tx) error {
		_, err := tx.SaveSeries(&store.Series{
			Room: sc.rooms[0].ID, Person: sc.mia.ID, Start: at("09:00"), End: at("10:00"), Rule: "FREQ=DAILY;COUNT=3",
		})
		return err
	})
	f := sc.ask(sc.bookings()[0])
	f.time.until.SetValue("11:00")
	f.open.Save()
	require.False(t, sc.dialog())
	list := sc.bookings()
	require.Equal(t, []store.LocalTime{at("11:00"), "2026-11-24T10:00", "2026-11-25T10:00"},
		[]store.LocalTime{list[0].End, list[1].End, list[2].End})
}

func TestFormAsksForTheLastDayOnlyOverNight(t *testing.T) {
	sc := newScene(t)
	f := sc.ask(sc.draft("20:00", "22:00"))
	require.False(t, f.asksLastDay)
	f.time.until.SetValue("01:00")
	require.True(t, f.asksLastDay)
	f.lastDay.SetValue("2026-11-24")
	require.True(t, f.asksLastDay)
	f.open.Save()
	require.False(t, sc.dialog())
	require.Equal(t, store.LocalTime("2026-11-24T01:00"), sc.only().End)
}

func TestFormTakesMidnightForTheEndOfTheDay(t *testing.T) {
	sc := newScene(t)
	f := sc.ask(sc.draft("20:00", "22:00"))
	f.time.until.SetValue("00:00")
	require.False(t, f.asksLastDay)
	f.date.SetValue("2026-11-25")
	require.Equal(t, store.LocalTime("2026-11-26T00:00"), f.draft().booking(sc.space.Location()).End)
	f.time.until.SetValue("21:00")
	require.Equal(t, store.LocalTime("2026-11-25T21:00"), f.draft().booking(sc.space.Location()).End)
}

func TestFormSaysWhatOpens(t *testing.T) {
	sc := newScene(t)
	sc.book(0, sc.lena, "10:00", "11:00")
	f := sc.ask(sc.draft("11:00", "12:00"))
	require.Equal(t, "Opens Studio A: Mon 23 Nov, 11:00–12:10.", f.doors.Text(), "Lena is in there until 11:00")
	require.Empty(t, f.warnings.Text())
	f.time.from.SetValue("10:30")
	require.Equal(t, "Studio A is taken 10:00–11:00 by Lena Roth.", f.warnings.Text())
	f.date.SetValue("2026-11-24")
	require.Empty(t, f.warnings.Text(), "she is there on Monday only")
	f.room.SetValue(idText(sc.rooms[1].ID))
	require.Equal(t, "Opens Workshop: Tue 24 Nov, 10:25–12:10.", f.doors.Text())
}
