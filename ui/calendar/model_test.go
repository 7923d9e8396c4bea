package calendar

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"latchkey/store"
	"latchkey/ui/widgets"
)

const (
	monday     = store.Date("2026-11-23")
	fallBack   = store.Date("2026-10-25") // Paris: 03:00 becomes 02:00
	springNext = store.Date("2027-03-28") // Paris: 02:00 becomes 03:00
)

const (
	mia store.PersonID = iota + 1
	lena
	tom
)

// fixture is a space with two rooms and three people; buffers 5 and 10 minutes.
func fixture(bookings ...store.Booking) facts {
	f := facts{
		Space: store.Space{ID: 1, Zone: "Europe/Paris", Before: 5, After: 10, OpenFrom: "08:00", OpenUntil: "20:00"},
		Rooms: []store.Room{{ID: 1, Name: "Studio A"}, {ID: 2, Name: "Meeting room"}},
		People: map[store.PersonID]store.Person{
			mia:  {ID: mia, FirstName: "Mia", LastName: "Berg", Plan: 1},
			lena: {ID: lena, FirstName: "Lena", LastName: "Roth", Plan: 1},
			tom:  {ID: tom, FirstName: "Tom", LastName: "Okafor"},
		},
	}
	for i, b := range bookings {
		b.ID = store.BookingID(i + 1)
		f.Bookings = append(f.Bookings, resolved(b, f.Space.Location()))
	}
	return f
}

// booked is a booking by day and clock: "09:00" to "11:00" of monday.
func booked(room store.RoomID, who store.PersonID, from, until string) store.Booking {
	return store.Booking{
		Room: room, Person: who,
		Start: store.LocalTime(string(monday) + "T" + from), End: store.LocalTime(string(monday) + "T" + until),
	}
}

func TestBlocksLieOnTheirColumnAndHours(t *testing.T) {
	late := booked(2, tom, "22:00", "23:00")
	late.End = "2026-11-24T01:30"
	d := newDay(fixture(booked(2, lena, "10:00", "11:00"), booked(1, mia, "09:00", "11:00"), late), monday)
	require.Len(t, d.Blocks, 3)
	require.Equal(t, "Mia Berg", d.Blocks[0].Name)
	require.Equal(t, []int{0, 540, 660}, []int{d.Blocks[0].Column, d.Blocks[0].From, d.Blocks[0].Until})
	require.Equal(t, []int{1, 600, 660}, []int{d.Blocks[1].Column, d.Blocks[1].From, d.Blocks[1].Until})
	require.Equal(t, []int{1, 1320, 1440}, []int{d.Blocks[2].Column, d.Blocks[2].From, d.Blocks[2].Until})
	require.True(t, d.Blocks[2].Visitor)
	require.False(t, d.Blocks[0].Visitor)

	next := newDay(d.facts, monday.AddDays(1))
	require.Len(t, next.Blocks, 1, "only what goes on over midnight")
	require.Equal(t, []int{0, 90}, []int{next.Blocks[0].From, next.Blocks[0].Until})
}

func TestBuffersEndWhereSomebodyElseIs(t *testing.T) {
	tests := []struct {
		name          string
		neighbour     store.Booking
		before, after int
	}{
		{"nobody near", booked(1, lena, "15:00", "16:00"), 5, 10},
		{"right before", booked(1, lena, "08:00", "09:00"), 0, 10},
		{"shortly before", booked(1, lena, "08:00", "08:57"), 3, 10},
		{"right after", booked(1, lena, "11:00", "12:00"), 5, 0},
		{"shortly after", booked(1, lena, "11:04", "12:00"), 5, 4},
		{"the same person", booked(1, mia, "11:00", "12:00"), 5, 10},
		{"another room", booked(2, lena, "11:00", "12:00"), 5, 10},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDay(fixture(booked(1, mia, "09:00", "11:00"), tt.neighbour), monday)
			b := d.byID(1)
			require.Equal(t, []int{tt.before, tt.after}, []int{b.Before, b.After})
		})
	}
}

func TestClashNamesTheFirstInTheWay(t *testing.T) {
	d := newDay(fixture(booked(1, mia, "10:00", "11:00"), booked(1, lena, "11:00", "12:00")), monday)
	of := func(from, until string) string {
		by, ok := clash(resolved(booked(1, tom, from, until), d.loc), d.Bookings)
		if !ok {
			return ""
		}
		return d.taken(by)
	}
	require.Equal(t, "Studio A is taken 10:00–11:00 by Mia Berg.", of("10:30", "11:30"))
	require.Equal(t, "Studio A is taken 11:00–12:00 by Lena Roth.", of("11:00", "13:00"))
	require.Empty(t, of("09:00", "10:00"), "an end at a start is no clash")
	_, own := clash(d.Bookings[0], d.Bookings)
	require.False(t, own, "a booking is not in its own way")
}

func TestChangeOfTheClock(t *testing.T) {
	paris := fixture().Space.Location()
	c, ok := changeOn(fallBack, paris)
	require.True(t, ok)
	require.Equal(t, clockChange{"2026-10-25T03:00", "2026-10-25T02:00"}, c)
	require.True(t, c.Back())
	c, ok = changeOn(springNext, paris)
	require.True(t, ok)
	require.Equal(t, clockChange{"2027-03-28T02:00", "2027-03-28T03:00"}, c)
	require.False(t, c.Back())
	_, ok = changeOn(monday, paris)
	require.False(t, ok)

	require.Contains(t, newDay(fixture(), fallBack).note(), "goes back")
	require.Contains(t, newDay(fixture(), springNext).note(), "goes forward")
	require.Empty(t, newDay(fixture(), monday).note())
}

func TestPickOfSlotsAndBookings(t *testing.T) {
	d := newDay(fixture(booked(1, mia, "09:00", "10:15"), booked(2, lena, "09:30", "11:00")), monday)
	is := func(p pick, column int, from, until string, id store.BookingID) {
		t.Helper()
		require.Equal(t, []any{column, from, until, id}, []any{p.Column, clock(p.From), clock(p.Until), p.Booking})
	}
	p := d.pickAt(0, 8*60+40)
	is(p, 0, "08:30", "09:00", 0)
	p = d.step(p, down, 0)
	is(p, 0, "09:00", "10:15", 1)
	p = d.step(p, down, 0)
	is(p, 0, "10:15", "10:30", 0)
	p = d.step(p, down, 0)
	is(p, 0, "10:30", "11:00", 0)
	p = d.step(p, right, 0)
	is(p, 1, "09:30", "11:00", 2)
	p = d.step(p, left, 0)
	is(p, 0, "10:30", "11:00", 0) // it comes back to where it was
	require.Equal(t, p, d.step(p, left, 0), "there is no room further left")
	p = d.step(d.step(p, up, 0), up, 0)
	is(p, 0, "09:00", "10:15", 1)
	is(d.step(nothing, down, 8*60), 0, "08:00", "08:30", 0)
}

func TestStepsReachTheWholeDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []store.Booking
		for minute := 0; minute < dayMinutes-120; {
			minute += rapid.IntRange(0, 180).Draw(t, "free")
			length := rapid.IntRange(1, 110).Draw(t, "length")
			if minute+length > dayMinutes {
				break
			}
			all = append(all, store.Booking{Room: 1, Person: mia, Start: readingAt(monday, minute), End: readingAt(monday, minute+length)})
			minute += length
		}
		d := newDay(fixture(all...), monday)
		seen := map[store.BookingID]bool{}
		p := d.pickAt(0, 0)
		for p.Until < dayMinutes {
			next := d.step(p, down, 0)
			if next.From != p.Until {
				t.Fatalf("a step down from %v goes to %v", p, next)
			}
			back := d.step(next, up, 0)
			if back.Booking != p.Booking || back.Until != p.Until {
				t.Fatalf("up does not come back to %v but to %v", p, back)
			}
			seen[p.Booking], p = true, next
		}
		seen[p.Booking] = true
		for _, b := range d.Blocks {
			if !seen[b.Booking.ID] {
				t.Fatalf("booking %v is never picked", b.Booking)
			}
		}
	})
}

func TestProposalIsTheFreeHour(t *testing.T) {
	d := newDay(fixture(booked(1, mia, "09:00", "10:00"), booked(1, lena, "10:30", "11:00")), monday)
	tests := []struct{ at, from, until int }{
		{7 * 60, 420, 480},
		{8*60 + 30, 510, 540},
		{9 * 60, 600, 630}, // behind the booking that is picked
		{23*60 + 30, 1410, 1440},
	}
	for _, tt := range tests {
		from, until := d.proposal(d.pickAt(0, tt.at))
		require.Equal(t, []int{tt.from, tt.until}, []int{from, until}, clock(tt.at))
	}
}

func TestAgainFindsWhatWasPicked(t *testing.T) {
	d := newDay(fixture(booked(1, mia, "09:00", "10:00")), monday)
	p := d.pickOf(1)
	moved := d.Bookings[0]
	moved.Room, moved.Start, moved.End = 2, "2026-11-23T14:00", "2026-11-23T15:00"
	d = d.with(resolved(moved, d.loc))
	require.Equal(t, store.BookingID(1), d.again(p).Booking)
	require.Equal(t, 1, d.again(p).Column)
	require.Zero(t, newDay(fixture(), monday).again(p).Booking, "it was deleted")
	require.True(t, d.again(nothing).None())
}

func TestDragsSnapToTheQuarterHour(t *testing.T) {
	d := newDay(fixture(booked(1, mia, "09:10", "10:10")), monday)
	tests := []struct {
		name                string
		column, press, to   int
		toColumn            int
		kind                dragKind
		room                store.RoomID
		wantFrom, wantUntil string
	}{
		{"a new one downwards", 1, 14*60 + 5, 15*60 + 20, 1, dragNew, 2, "14:00", "15:30"},
		{"a new one upwards", 1, 14*60 + 5, 13*60 + 20, 1, dragNew, 2, "13:15", "14:15"},
		{"a new one stays in its room", 1, 14 * 60, 14*60 + 30, 0, dragNew, 2, "14:00", "14:30"},
		{"a new one is a quarter at least", 1, 14*60 + 2, 14*60 + 3, 1, dragNew, 2, "14:00", "14:15"},
		{"moved", 0, 9*60 + 30, 11*60 + 33, 0, dragMove, 1, "11:15", "12:15"},
		{"moved to another room", 0, 9*60 + 30, 9*60 + 30, 1, dragMove, 2, "09:15", "10:15"},
		{"not out of the day", 0, 9*60 + 30, 1, 0, dragMove, 1, "00:00", "01:00"},
		{"resized", 0, 10*60 + 8, 11*60 + 1, 0, dragResize, 1, "09:10", "11:00"},
		{"not to nothing", 0, 10*60 + 8, 8 * 60, 0, dragResize, 1, "09:10", "09:25"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := d.newDrag(tt.column, tt.press, edgeMinutes)
			require.Equal(t, tt.kind, g.Kind)
			g.to(tt.toColumn, tt.to)
			b := g.result(d)
			require.Equal(t, tt.room, b.Room)
			require.Equal(t, store.LocalTime(string(monday)+"T"+tt.wantFrom), b.Start)
			require.Equal(t, store.LocalTime(string(monday)+"T"+tt.wantUntil), b.End)
			require.Equal(t, b.Start.Start(d.loc), b.StartAt)
		})
	}
}

func TestDragKeepsWhatGoesOverMidnight(t *testing.T) {
	b := booked(1, mia, "22:00", "23:00")
	b.End = "2026-11-24T02:00"
	d := newDay(fixture(b), monday)
	g := d.newDrag(0, 22*60+30, edgeMinutes)
	g.to(0, 21*60+30)
	require.Equal(t, store.LocalTime("2026-11-23T21:00"), g.result(d).Start)
	require.Equal(t, store.LocalTime("2026-11-24T01:00"), g.result(d).End)
}

func TestNudges(t *testing.T) {
	d := newDay(fixture(booked(1, mia, "09:00", "09:30")), monday)
	b := d.Bookings[0]
	moved, ok := d.nudged(b, snap, 0)
	require.True(t, ok)
	require.Equal(t, "09:15–09:45", span(moved.Start, moved.End))
	moved, ok = d.nudged(b, 0, 1)
	require.True(t, ok)
	require.Equal(t, store.RoomID(2), moved.Room)
	_, ok = d.nudged(b, 0, -1)
	require.False(t, ok)
	shorter, ok := d.stretched(b, -snap)
	require.True(t, ok)
	require.Equal(t, "09:00–09:15", span(shorter.Start, shorter.End))
	_, ok = d.stretched(shorter, -snap)
	require.False(t, ok, "nothing would be left")
}

func TestRules(t *testing.T) {
	tests := []struct {
		r    repetition
		want string
		bad  string
	}{
		{repetition{}, "", ""},
		{repetition{Every: daily, Times: 5}, "FREQ=DAILY;COUNT=5", ""},
		{repetition{Every: weekly, Until: "2026-12-31"}, "FREQ=WEEKLY;UNTIL=20261231T235959", ""},
		{repetition{Every: monthly, Until: monday}, "FREQ=MONTHLY;UNTIL=20261123T235959", ""},
		{repetition{Every: weekly}, "", "Say until when"},
		{repetition{Every: weekly, Until: "2026-11-22"}, "", "before the first"},
	}
	for _, tt := range tests {
		got, err := tt.r.rule(monday)
		require.Equal(t, tt.want, got)
		if tt.bad == "" {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, tt.bad)
		}
	}
}

func TestVisitorsOfADraft(t *testing.T) {
	p := draft{Visitor: "Tom van Okafor", Email: " tom@example.com "}.visitor()
	require.Equal(t, []string{"Tom van", "Okafor", "tom@example.com"}, []string{p.FirstName, p.LastName, p.Email})
	require.Equal(t, store.ConnectPhoneAndTag, p.Connect)
	p = draft{Visitor: "Tom"}.visitor()
	require.Equal(t, "Tom", p.Name())
	require.Equal(t, store.ConnectTagOnly, p.Connect, "without an address KS cannot invite")
}

func TestHints(t *testing.T) {
	f := fixture(booked(1, lena, "12:00", "13:00"))
	c := choices{
		place: place{Space: f.Space, Rooms: f.Rooms, Doors: map[store.RoomID][]string{1: {"Front door", "Studio A"}}},
		People: []store.Person{
			{ID: mia, FirstName: "Mia", Plan: 1, Connect: store.ConnectPhoneAndTag, PausedFrom: "2026-12-01"},
			{ID: lena, FirstName: "Lena", LastName: "Roth", Plan: 1, EndsOn: "2026-12-31"},
		},
	}
	on := func(d store.Date, who store.PersonID, room store.RoomID, from, until string) hints {
		return hintsFor(draft{Person: who, Room: room, Date: d, LastDay: d, From: from, Until: until}, c, f.Bookings)
	}
	h := on(monday, mia, 1, "10:00", "11:55")
	require.Equal(t, "Opens Front door, Studio A: Mon 23 Nov, 09:55–12:00.", h.Doors)
	require.Empty(t, h.Warnings)

	require.Equal(t, []string{"Studio A is taken 12:00–13:00 by Lena Roth."}, on(monday, mia, 1, "12:30", "14:00").Warnings)
	require.Contains(t, on("2026-12-02", mia, 1, "10:00", "11:00").Warnings[0], "paused")
	require.Contains(t, on("2027-01-01", lena, 1, "10:00", "11:00").Warnings[0], "cancelled")
	require.Contains(t, on(monday, lena, 1, "14:00", "15:00").Warnings[0], "not connected")
	require.Contains(t, on(monday, mia, 2, "14:00", "15:00").Warnings[0], "has no doors yet")
	require.Equal(t, []string{"The clock goes back during this booking: it lasts 1 h longer."}, on(fallBack, mia, 1, "01:00", "04:00").Warnings)
	require.Contains(t, on(springNext, mia, 2, "01:00", "04:00").Warnings, "The clock goes forward during this booking: it lasts 1 h less.")
	require.Equal(t, hints{}, on(monday, mia, 1, "11:00", "10:00"), "the times make no sense yet")

	monthEnd := draft{Person: mia, Room: 1, Date: "2026-10-31", LastDay: "2026-10-31", From: "10:00", Until: "11:00", Repeat: repetition{Every: monthly}}
	require.Equal(t, []string{"Months without day 31 are left out."}, hintsFor(monthEnd, c, nil).Warnings)
}

func TestLinesOfABlock(t *testing.T) {
	b := block{
		Name: "Tom Okafor", Visitor: true,
		Booking: store.Booking{Series: 3, Title: "Interview", Start: "2026-11-23T13:00", End: "2026-11-23T14:30"},
		State:   &State{widgets.Warn, store.Sentence{Text: "door offline"}},
	}
	texts := func(n int) (out []string) {
		for _, l := range b.lines(n) {
			out = append(out, l.Text)
		}
		return out
	}
	require.Equal(t, []string{"Visitor: Tom Okafor  13:00–14:30"}, texts(0))
	require.Equal(t, []string{"Visitor: Tom Okafor", "13:00–14:30 · door offline"}, texts(2))
	require.Equal(t, []string{"Visitor: Tom Okafor", "13:00–14:30 · Interview", "door offline"}, texts(3))
	require.Equal(t, []string{"Visitor: Tom Okafor", "13:00–14:30", "Interview", "door offline"}, texts(9))
	require.Equal(t, widgets.Warn, b.lines(9)[3].Kind)
}

func TestSavesKeepTheirOrder(t *testing.T) {
	at := func(id store.BookingID, rev int64, title string) store.Booking {
		return store.Booking{ID: id, Rev: rev, Title: title}
	}
	var s saves
	s.add(save{booking: at(1, 1, "a")})
	s.add(save{booking: at(1, 1, "b")})
	s.add(save{booking: at(1, 1, "c")})
	s.add(save{booking: at(2, 7, "d")})
	require.Len(t, s, 3, "the first is on its way; of what waits only the last counts")
	s.done(at(1, 2, "a"))
	require.Equal(t, at(1, 2, "c"), s[0].booking, "the next save has the new revision")
	require.Equal(t, at(2, 7, "d"), s[1].booking)
}

func TestDoorNames(t *testing.T) {
	m := store.Mirror{
		Doors: []store.KSDoor{{ID: "d1", Name: "Front door"}, {ID: "d2", Name: "Studio A"}},
		Groups: []store.KSGroup{
			{ID: "g1", Name: "Floor 1", Detailed: true, Doors: []string{"d1", "d2"}},
			{ID: "g2", Name: "Floor 2"},
		},
	}
	r := store.Room{
		Doors:  []store.KSRef{{ID: "d1", Name: "Old name"}, {Name: "Side door"}},
		Groups: []store.KSRef{{ID: "g1", Name: "Floor 1"}, {ID: "g2", Name: "Floor 2"}},
	}
	require.Equal(t, []string{"Front door", "Side door", "Studio A", "Floor 2"}, doorNames(r, m))
}

func TestMinutes(t *testing.T) {
	require.Equal(t, -30, minuteOf("2026-11-22T23:30", monday))
	require.Equal(t, 24*60, minuteOf("2026-11-24T00:00", monday))
	require.Equal(t, "24:00", clock(dayMinutes))
	require.Equal(t, 7, clockMinute("nonsense", 7))
	require.Equal(t, dayMinutes, clockMinute("24:00", 0))
	rapid.Check(t, func(t *rapid.T) {
		minute := rapid.IntRange(-3000, 3000).Draw(t, "minute")
		if got := minuteOf(readingAt(monday, minute), monday); got != minute {
			t.Fatalf("%d became %d", minute, got)
		}
		low, high := floorTo(snap, minute), ceilTo(snap, minute)
		if low > minute || high < minute || high-low > snap || low%snap != 0 || high%snap != 0 {
			t.Fatalf("%d lies between %d and %d", minute, low, high)
		}
	})
}
