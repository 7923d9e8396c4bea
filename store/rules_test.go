package store

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// ruleCase is a change to something valid, and the field that the sentence is
// about; "" where the change is allowed.
type ruleCase[T any] struct {
	name   string
	change func(*T)
	field  string
}

func runRules[T any](t *testing.T, valid T, check func(T) error, cases []ruleCase[T]) {
	t.Helper()
	require.NoError(t, check(valid))
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v := valid
			c.change(&v)
			err := check(v)
			if c.field == "" {
				require.NoError(t, err)
				return
			}
			p := problem(t, err)
			require.Equal(t, c.field, p.Field, p.Error())
			require.Equal(t, CodeInvalid, p.Code)
		})
	}
}

func TestCheckSpace(t *testing.T) {
	valid := Space{Name: "Nord", Zone: "Europe/Paris", HorizonDays: 14, Leaving: LeavingSuspend, OpenFrom: "08:00", OpenUntil: "24:00"}
	runRules(t, valid, CheckSpace, []ruleCase[Space]{
		{"no name", func(s *Space) { s.Name = "  " }, "name"},
		{"no zone", func(s *Space) { s.Zone = "" }, "zone"},
		{"zone of this computer", func(s *Space) { s.Zone = "Local" }, "zone"},
		{"unknown zone", func(s *Space) { s.Zone = "Europe/Atlantis" }, "zone"},
		{"zone outside the database", func(s *Space) { s.Zone = "../../etc/passwd" }, "zone"},
		{"buffer below", func(s *Space) { s.Before = -1 }, "before"},
		{"buffer above", func(s *Space) { s.After = 121 }, "after"},
		{"longest buffers", func(s *Space) { s.Before, s.After = 120, 120 }, ""},
		{"no horizon", func(s *Space) { s.HorizonDays = 0 }, "horizon"},
		{"far horizon", func(s *Space) { s.HorizonDays = 61 }, "horizon"},
		{"no policy", func(s *Space) { s.Leaving = "forget" }, "leaving"},
		{"no time", func(s *Space) { s.OpenFrom = "8" }, "open_from"},
		{"late", func(s *Space) { s.OpenUntil = "24:01" }, "open_until"},
		{"hours the wrong way", func(s *Space) { s.OpenFrom, s.OpenUntil = "20:00", "08:00" }, "open_until"},
	})
}

func TestCheckPerson(t *testing.T) {
	valid := Person{ID: 3, FirstName: "Zoé", Email: "zoe@example.com", Plan: 1, Connect: ConnectNone,
		StartsOn: "2026-01-01", EndsOn: "2026-12-31", PausedFrom: "2026-07-01", PausedUntil: "2026-08-31"}
	door := ExtraDoor{1, KSRef{ID: "d", Name: "Storage"}}
	runRules(t, valid, CheckPerson, []ruleCase[Person]{
		{"no name", func(p *Person) { p.FirstName = " " }, "first_name"},
		{"only a last name", func(p *Person) { p.FirstName, p.LastName = "", "Martin" }, ""},
		{"long name", func(p *Person) { p.LastName = strings.Repeat("x", 300) }, "first_name"},
		{"two lines", func(p *Person) { p.Company = "a\nb" }, "company"},
		{"not UTF-8", func(p *Person) { p.Phone = "\xff" }, "phone"},
		{"no e-mail", func(p *Person) { p.Email = "" }, ""},
		{"half an e-mail", func(p *Person) { p.Email = "zoe@" }, "email"},
		{"e-mail with a name", func(p *Person) { p.Email = "Zoé <zoe@example.com>" }, "email"},
		{"two e-mails", func(p *Person) { p.Email = "a@example.com, b@example.com" }, "email"},
		{"no day", func(p *Person) { p.StartsOn = "2026-02-30" }, "starts_on"},
		{"other order of a day", func(p *Person) { p.EndsOn = "31.12.2026" }, "ends_on"},
		{"ends before it starts", func(p *Person) { p.EndsOn, p.PausedFrom, p.PausedUntil = "2025-12-30", "", "" }, "ends_on"},
		{"never was", func(p *Person) {
			p.StartsOn, p.EndsOn, p.PausedFrom, p.PausedUntil = "2026-03-01", "2026-02-28", "", ""
		}, ""},
		{"ends two days before it starts", func(p *Person) {
			p.StartsOn, p.EndsOn, p.PausedFrom, p.PausedUntil = "2026-03-01", "2026-02-27", "", ""
		}, "ends_on"},
		{"one day", func(p *Person) { p.EndsOn, p.PausedFrom, p.PausedUntil = p.StartsOn, "", "" }, ""},
		{"pause ends before", func(p *Person) { p.PausedUntil = "2026-06-30" }, "paused_until"},
		{"pause of one day", func(p *Person) { p.PausedUntil = p.PausedFrom }, ""},
		{"open pause", func(p *Person) { p.PausedUntil = "" }, ""},
		{"pause without beginning", func(p *Person) { p.PausedFrom = "" }, "paused_from"},
		{"pause before the start", func(p *Person) { p.PausedFrom = "2025-12-01" }, "paused_from"},
		{"pause after the end", func(p *Person) { p.PausedFrom, p.PausedUntil = "2027-01-01", "" }, "paused_from"},
		{"under themselves", func(p *Person) { p.Plan, p.Main = 0, 3 }, "main"},
		{"co-member with a plan", func(p *Person) { p.Main = 4 }, "plan"},
		{"co-member", func(p *Person) { p.Plan, p.Main = 0, 4 }, ""},
		{"change without a day", func(p *Person) { p.NextPlan = 2 }, "next_plan_on"},
		{"change without a plan", func(p *Person) { p.NextPlanOn = "2026-05-01" }, "next_plan_on"},
		{"change", func(p *Person) { p.NextPlan, p.NextPlanOn = 2, "2026-05-01" }, ""},
		{"change from nothing", func(p *Person) { p.Plan, p.NextPlan, p.NextPlanOn = 0, 2, "2026-05-01" }, "next_plan"},
		{"change on the first day", func(p *Person) { p.NextPlan, p.NextPlanOn = 2, p.StartsOn }, "next_plan_on"},
		{"change after the end", func(p *Person) { p.NextPlan, p.NextPlanOn = 2, "2027-01-01" }, "next_plan_on"},
		{"no way to connect", func(p *Person) { p.Connect = "pigeon" }, "connect"},
		{"a door twice", func(p *Person) { p.ExtraDoors = []ExtraDoor{door, {1, KSRef{ID: "d", Name: "Renamed"}}} }, "extra_doors"},
		{"a door in each of two spaces", func(p *Person) { p.ExtraDoors = []ExtraDoor{door, {2, door.Door}} }, ""},
		{"a door without name", func(p *Person) { p.ExtraDoors = []ExtraDoor{{1, KSRef{}}} }, "extra_doors"},
	})
}

func TestCheckRoomPlanTagAndPasses(t *testing.T) {
	n := func(i int) *int { return &i }
	runRules(t, Room{Name: "Studio"}, CheckRoom, []ruleCase[Room]{
		{"no name", func(r *Room) { r.Name = "" }, "name"},
		{"buffer", func(r *Room) { r.Before = n(121) }, "before"},
		{"no buffer", func(r *Room) { r.Before, r.After = n(0), n(0) }, ""},
		{"half the hours", func(r *Room) { r.OpenFrom = "08:00" }, "open_from"},
		{"hours", func(r *Room) { r.OpenFrom, r.OpenUntil = "08:00", "24:00" }, ""},
		{"no hours at all", func(r *Room) { r.OpenFrom, r.OpenUntil = "08:00", "08:00" }, "open_until"},
		{"a door twice", func(r *Room) { r.Doors = []KSRef{{Name: "A"}, {Name: "A"}} }, "doors"},
		{"a group without name", func(r *Room) { r.Groups = []KSRef{{}} }, "groups"},
	})
	runRules(t, Plan{Name: "Basic"}, CheckPlan, []ruleCase[Plan]{
		{"no name", func(p *Plan) { p.Name = "" }, "name"},
		{"a group twice", func(p *Plan) { p.Mappings = []Mapping{{1, KSRef{ID: "g"}}, {1, KSRef{ID: "g"}}} }, "mappings"},
	})
	runRules(t, Tag{Number: "1", State: TagFree}, CheckTag, []ruleCase[Tag]{
		{"nothing known", func(tg *Tag) { tg.Number = "" }, "number"},
		{"UID only", func(tg *Tag) { tg.Number, tg.UID = "", []byte{1} }, ""},
		{"tech", func(tg *Tag) { tg.Tech = TechLow }, ""},
		{"no such tech", func(tg *Tag) { tg.Tech = "13,56 MHz" }, "tech"},
		{"held by nobody", func(tg *Tag) { tg.State = TagHeld }, "holder"},
		{"held", func(tg *Tag) { tg.State, tg.Holder = TagHeld, 1 }, ""},
		{"lost but held", func(tg *Tag) { tg.State, tg.Holder = TagLost, 1 }, "state"},
		{"no state", func(tg *Tag) { tg.State = "eaten" }, "state"},
	})
	runRules(t, PassType{Name: "Day", Minutes: 60, Currency: "EUR"}, CheckPassType, []ruleCase[PassType]{
		{"no name", func(p *PassType) { p.Name = "" }, "name"},
		{"no time", func(p *PassType) { p.Minutes = 0 }, "minutes"},
		{"below zero", func(p *PassType) { p.Price = -1 }, "price"},
		{"no currency", func(p *PassType) { p.Currency = "eur" }, "currency"},
	})
	runRules(t, Pass{Person: 1, Type: 1}, CheckPass, []ruleCase[Pass]{
		{"nobody's", func(p *Pass) { p.Person = 0 }, "person"},
		{"no type", func(p *Pass) { p.Type = 0 }, "type"},
		{"no day", func(p *Pass) { p.ExpiresOn = "soon" }, "expires_on"},
	})
}

func TestCheckBooking(t *testing.T) {
	valid := Booking{Room: 1, Person: 1, Start: "2026-10-20T09:00", End: "2026-10-20T10:00"}
	runRules(t, valid, CheckBooking, []ruleCase[Booking]{
		{"no room", func(b *Booking) { b.Room = 0 }, "room"},
		{"nobody", func(b *Booking) { b.Person = 0 }, "person"},
		{"ends before", func(b *Booking) { b.End = "2026-10-20T08:00" }, "end"},
		{"takes no time", func(b *Booking) { b.End = b.Start }, "end"},
		{"no time", func(b *Booking) { b.Start = "2026-10-20" }, "start"},
		{"no clock", func(b *Booking) { b.End = "2026-10-20T25:00" }, "end"},
		{"over midnight", func(b *Booking) { b.End = "2026-10-21T02:00" }, ""},
		{"two weeks", func(b *Booking) { b.End = "2026-11-03T09:00" }, ""},
		{"longer", func(b *Booking) { b.End = "2026-11-03T09:01" }, "end"},
	})
}

func TestCheckSeries(t *testing.T) {
	valid := Series{Room: 1, Person: 1, Start: "2026-10-19T09:00", End: "2026-10-19T10:00", Rule: "FREQ=WEEKLY;COUNT=3"}
	rule := func(s string) func(*Series) { return func(r *Series) { r.Rule = s } }
	runRules(t, valid, CheckSeries, []ruleCase[Series]{
		{"until", rule("FREQ=DAILY;UNTIL=20261101"), ""},
		{"days of the week", rule("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4;WKST=MO"), ""},
		{"third Monday", rule("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=3;COUNT=4"), ""},
		{"empty", rule(""), "rule"},
		{"garbage", rule("whenever"), "rule"},
		{"yearly", rule("FREQ=YEARLY;COUNT=2"), "rule"},
		{"hourly", rule("FREQ=HOURLY;COUNT=2"), "rule"},
		{"several a day", rule("FREQ=DAILY;BYHOUR=9,10;COUNT=2"), "rule"},
		{"no end", rule("FREQ=DAILY"), "rule"},
		{"two ends", rule("FREQ=DAILY;COUNT=2;UNTIL=20261101"), "rule"},
		{"no times", rule("FREQ=DAILY;COUNT=0"), "rule"},
		{"twice the same part", rule("FREQ=DAILY;COUNT=2;COUNT=3"), "rule"},
		{"too far", rule("FREQ=WEEKLY;COUNT=100"), "rule"},
		{"ends before it starts", rule("FREQ=DAILY;UNTIL=20261001"), "rule"},
		{"first day does not fit", rule("FREQ=WEEKLY;BYDAY=TU;COUNT=2"), "rule"},
		{"meets itself", func(s *Series) { s.Rule, s.End = "FREQ=DAILY;COUNT=2", "2026-10-20T09:30" }, "rule"},
		{"follows itself", func(s *Series) { s.Rule, s.End = "FREQ=DAILY;COUNT=2", "2026-10-20T09:00" }, ""},
	})
}

func TestOccurrencesKeepTheWallClock(t *testing.T) {
	s := Series{Start: "2026-10-24T09:00", End: "2026-10-24T10:00", Rule: "FREQ=DAILY;UNTIL=20261026"}
	starts, err := Occurrences(s)
	require.NoError(t, err)
	require.Equal(t, []LocalTime{"2026-10-24T09:00", "2026-10-25T09:00", "2026-10-26T09:00"}, starts)
	s.Rule = ruleUntil("FREQ=DAILY;COUNT=9;WKST=MO", "2026-10-25T09:00")
	starts, err = Occurrences(s)
	require.NoError(t, err)
	require.Equal(t, []LocalTime{"2026-10-24T09:00", "2026-10-25T09:00"}, starts)
}
