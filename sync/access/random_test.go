package access

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"latchkey/store"
)

// Small spaces drawn at random: a handful of people with every kind of right,
// around a day on which the clock of Paris may be put on or back.

var randomDays = []store.Date{"2026-11-23", "2026-10-25", "2027-03-28"}

func drawSpace(t *rapid.T, loc *time.Location) (store.Snapshot, store.Date) {
	day := rapid.SampledFrom(randomDays).Draw(t, "day")
	snap := space()
	snap.Mirror.Groups[0].Gone = rapid.IntRange(0, 9).Draw(t, "full gone") == 0
	snap.Mirror.Doors[2].Gone = rapid.IntRange(0, 9).Draw(t, "storage gone") == 0
	if rapid.Bool().Draw(t, "two groups") {
		snap.Plans[0].Mappings = append(snap.Plans[0].Mappings, store.Mapping{Space: 1, Group: store.KSRef{ID: "basic"}})
	}
	if rapid.Bool().Draw(t, "hall by group") {
		snap.Rooms[1].Doors, snap.Rooms[1].Groups = nil, []store.KSRef{{ID: "basic"}}
	}
	for i := range rapid.IntRange(1, 5).Draw(t, "people") {
		p := drawPerson(t, store.PersonID(i+1), day)
		snap.People = append(snap.People, p)
		if rapid.Bool().Draw(t, "tag") {
			snap.Tags = append(snap.Tags, store.Tag{ID: store.TagID(i), Number: "1", KSID: "tag", State: store.TagHeld, Holder: p.ID})
		}
	}
	for i := range rapid.IntRange(0, 5).Draw(t, "bookings") {
		snap.Bookings = appendFree(snap.Bookings, drawBooking(t, store.BookingID(i+1), len(snap.People), day, loc))
	}
	for range rapid.IntRange(0, 4).Draw(t, "passes") {
		from := drawReading(t, day, "pass from")
		p := pass(store.PersonID(rapid.IntRange(1, 5).Draw(t, "holder")), from, "", loc)
		if rapid.Bool().Draw(t, "ends") {
			p.To = p.From.Add(time.Duration(rapid.IntRange(1, 24).Draw(t, "pass hours")) * time.Hour)
		}
		snap.Passes = append(snap.Passes, p)
	}
	return snap, day
}

func drawPerson(t *rapid.T, id store.PersonID, day store.Date) store.Person {
	near := func(label string) store.Date {
		if rapid.IntRange(0, 2).Draw(t, label+"?") > 0 {
			return ""
		}
		return day.AddDays(rapid.IntRange(-2, 2).Draw(t, label))
	}
	p := store.Person{ID: id, FirstName: "P", Email: rapid.SampledFrom([]string{"", "p@example.org", "p@example.org"}).Draw(t, "email")}
	p.Connect = rapid.SampledFrom([]store.Connect{
		store.ConnectNone, store.ConnectPhoneAndTag, store.ConnectPhoneAndTag, store.ConnectTagOnly, store.ConnectPhoneOnly,
	}).Draw(t, "connect")
	switch rapid.IntRange(0, 3).Draw(t, "kind") {
	case 0: // a visitor
	case 1:
		p.Main = store.PersonID(rapid.IntRange(1, 5).Draw(t, "main")) // perhaps nobody, or one without a plan
	default:
		p.Plan = store.PlanID(rapid.IntRange(1, 3).Draw(t, "plan"))
		if p.NextPlanOn = near("next plan on"); p.NextPlanOn != "" {
			p.NextPlan = store.PlanID(rapid.IntRange(0, 3).Draw(t, "next plan"))
		}
	}
	p.StartsOn, p.EndsOn, p.PausedFrom = near("starts"), near("ends"), near("paused")
	if p.EndsOn != "" && p.EndsOn < p.StartsOn {
		p.EndsOn = p.StartsOn.AddDays(-1)
	}
	if p.PausedFrom != "" {
		p.PausedFrom = max(p.PausedFrom, p.StartsOn) // as the store wants it
	}
	if p.PausedFrom != "" && rapid.Bool().Draw(t, "pause ends") {
		p.PausedUntil = p.PausedFrom.AddDays(rapid.IntRange(0, 2).Draw(t, "days of pause"))
	}
	if rapid.IntRange(0, 5).Draw(t, "blocked") == 0 {
		p.BlockedAt = time.Unix(1, 0)
	}
	for _, d := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"front", "studio", "storage"}), 0, 2, rapid.ID).Draw(t, "extra doors") {
		p.ExtraDoors = append(p.ExtraDoors, store.ExtraDoor{Space: store.SpaceID(rapid.IntRange(1, 2).Draw(t, "space")), Door: store.KSRef{ID: d}})
	}
	return p
}

// drawReading draws a half hour of the day or of those around it.
func drawReading(t *rapid.T, day store.Date, label string) store.LocalTime {
	minutes := rapid.IntRange(-48, 96).Draw(t, label) * 30
	at, err := time.Parse("2006-01-02", string(day))
	require.NoError(t, err)
	return store.LocalTime(at.Add(time.Duration(minutes) * time.Minute).Format("2006-01-02T15:04"))
}

func drawBooking(t *rapid.T, id store.BookingID, people int, day store.Date, loc *time.Location) store.Booking {
	from := drawReading(t, day, "from")
	wall, err := time.Parse("2006-01-02T15:04", string(from))
	require.NoError(t, err)
	until := store.LocalTime(wall.Add(time.Duration(rapid.IntRange(1, 30).Draw(t, "half hours")) * 30 * time.Minute).Format("2006-01-02T15:04"))
	b := booked(id, store.PersonID(rapid.IntRange(1, people).Draw(t, "who")), from, until, loc)
	return inRoom(b, store.RoomID(rapid.IntRange(1, 2).Draw(t, "room")))
}

// appendFree adds a booking unless it is in the way of another, or no time.
func appendFree(bs []store.Booking, b store.Booking) []store.Booking {
	clash := func(o store.Booking) bool {
		return o.Room == b.Room && o.StartAt.Before(b.EndAt) && b.StartAt.Before(o.EndAt)
	}
	if !b.StartAt.Before(b.EndAt) || slices.ContainsFunc(bs, clash) {
		return bs
	}
	return append(bs, b)
}

// TestCompileAndExplainAgree: what the desk is told and what KS is given are
// one. Until Next the target stays as it is.
func TestCompileAndExplainAgree(t *testing.T) {
	loc := paris(t)
	rapid.Check(t, func(t *rapid.T) {
		snap, day := drawSpace(t, loc)
		now := drawReading(t, day, "now").Start(loc)
		_, target := Compile(snap, now)
		at := now
		if !target.Next.IsZero() {
			at = now.Add(time.Duration(rapid.Float64Range(0, 0.999).Draw(t, "part") * float64(target.Next.Sub(now)))).Truncate(time.Second)
		}
		for _, p := range snap.People {
			for _, d := range snap.Mirror.Doors {
				answer := Explain(snap, Known{}, p.ID, d.ID, at)
				require.Equal(t, openByTarget(snap, target, p.ID, d.ID, at), answer.Open, "person %d at %s, %s: %v", p.ID, d.ID, at.In(loc), answer.Why)
			}
		}
	})
}

// openByTarget is what a lock makes of a target.
func openByTarget(snap store.Snapshot, target Target, p store.PersonID, door string, at time.Time) bool {
	u, user := target.Users.Get(p)
	if lock, _ := snap.Mirror.Door(door); !user || lock.Gone || u.Email == "" && u.TagID == "" {
		return false
	}
	for k := range target.Memberships.All() {
		g, _ := snap.Mirror.Group(k.Group)
		if k.Person == p && slices.Contains(g.Doors, door) && OpenAt(g.Schedules, at, snap.Space.Location()) {
			return true
		}
	}
	for _, g := range target.Groups {
		if slices.Contains(g.State.People, p) && slices.Contains(g.State.Doors, door) && g.Window.Contains(at) {
			return true
		}
	}
	return false
}

// TestExplainFollowsTheRulesInWords holds the answers against the rules as the
// desk would read them out, day by day and without a window.
func TestExplainFollowsTheRulesInWords(t *testing.T) {
	loc := paris(t)
	rapid.Check(t, func(t *rapid.T) {
		snap, day := drawSpace(t, loc)
		for range 5 {
			at := drawReading(t, day, "at").Start(loc).Add(time.Duration(rapid.IntRange(-6, 6).Draw(t, "minutes")) * time.Minute)
			for _, p := range snap.People {
				for _, d := range snap.Mirror.Doors {
					want := byTheBook{snap, p, d.ID, at}.open()
					require.Equal(t, want, Explain(snap, Known{}, p.ID, d.ID, at).Open, "person %+v at %s, %s", p, d.ID, at.In(loc))
				}
			}
		}
	})
}

// byTheBook is one question to the rules in words.
type byTheBook struct {
	snap store.Snapshot
	p    store.Person
	door string
	at   time.Time
}

func (q byTheBook) day() store.Date { return store.DateOf(q.at, q.snap.Space.Location()) }

func (q byTheBook) open() bool {
	p := q.p
	phone := p.Email != "" && p.Connect != store.ConnectTagOnly
	tag := p.Connect != store.ConnectPhoneOnly && slices.ContainsFunc(q.snap.Tags, func(t store.Tag) bool { return t.Holder == p.ID })
	member := p.Plan != 0 || p.Main != 0
	if door, _ := q.snap.Mirror.Door(q.door); door.Gone || !p.BlockedAt.IsZero() || !phone && !tag || member && p.Connect == store.ConnectNone {
		return false
	}
	return q.plan() || q.extra() || slices.ContainsFunc(q.snap.Bookings, q.booking)
}

// payer is whose plan counts, and whether everybody concerned is active.
func (q byTheBook) payer() (store.Person, bool) {
	payer := q.p
	if q.p.Main != 0 {
		at := slices.IndexFunc(q.snap.People, func(o store.Person) bool { return o.ID == q.p.Main })
		if at < 0 {
			return payer, false
		}
		payer = q.snap.People[at]
	}
	return payer, payer.Plan != 0 && q.p.State(q.day()) == store.StateActive && payer.State(q.day()) == store.StateActive
}

func (q byTheBook) plan() bool {
	payer, active := q.payer()
	at := slices.IndexFunc(q.snap.Plans, func(o store.Plan) bool { return o.ID == payer.PlanOn(q.day()) })
	if !active || at < 0 {
		return false
	}
	plan := q.snap.Plans[at]
	ticket := slices.ContainsFunc(q.snap.Passes, func(x store.PassTime) bool {
		return x.Person == q.p.ID && !q.at.Before(x.From) && (x.To.IsZero() || q.at.Before(x.To))
	})
	return (ticket || !plan.PassLimited) && slices.ContainsFunc(plan.Mappings, func(m store.Mapping) bool {
		g, known := q.snap.Mirror.Group(m.Group.ID)
		return m.Space == q.snap.Space.ID && known && !g.Gone && slices.Contains(g.Doors, q.door) &&
			OpenAt(g.Schedules, q.at, q.snap.Space.Location())
	})
}

func (q byTheBook) extra() bool {
	_, active := q.payer()
	return active && slices.ContainsFunc(q.p.ExtraDoors, func(x store.ExtraDoor) bool {
		return x.Space == q.snap.Space.ID && x.Door.ID == q.door
	})
}

func (q byTheBook) booking(b store.Booking) bool {
	state := q.p.State(q.day())
	if b.Person != q.p.ID || !slices.Contains(q.roomDoors(b.Room), q.door) || state == store.StateCancelled || state == store.StatePaused {
		return false
	}
	foreign := func(is func(o store.Booking) bool) bool {
		return slices.ContainsFunc(q.snap.Bookings, func(o store.Booking) bool { return o.Room == b.Room && o.Person != b.Person && is(o) })
	}
	const buffer = 5 * time.Minute
	switch {
	case q.at.Before(b.StartAt.Add(-buffer)) || !q.at.Before(b.EndAt.Add(buffer)):
		return false
	case q.at.Before(b.StartAt):
		return !foreign(func(o store.Booking) bool { return o.StartAt.Before(b.StartAt) && o.EndAt.After(q.at) })
	case !q.at.Before(b.EndAt):
		return !foreign(func(o store.Booking) bool { return !o.StartAt.Before(b.EndAt) && !o.StartAt.After(q.at) })
	}
	return true
}

func (q byTheBook) roomDoors(id store.RoomID) []string {
	var doors []string
	for _, m := range q.snap.Rooms {
		if m.ID != id {
			continue
		}
		for _, d := range m.Doors {
			doors = append(doors, d.ID)
		}
		for _, g := range m.Groups {
			group, _ := q.snap.Mirror.Group(g.ID)
			doors = append(doors, group.Doors...)
		}
	}
	return doors
}

func TestTheOrderOfTheRowsDoesNotMatter(t *testing.T) {
	loc := paris(t)
	rapid.Check(t, func(t *rapid.T) {
		snap, day := drawSpace(t, loc)
		now := drawReading(t, day, "now").Start(loc)
		ending, target := Compile(snap, now)
		other := snap
		other.Plans = rapid.Permutation(snap.Plans).Draw(t, "plans")
		other.People = rapid.Permutation(snap.People).Draw(t, "people")
		other.Rooms = rapid.Permutation(snap.Rooms).Draw(t, "rooms")
		other.Bookings = rapid.Permutation(snap.Bookings).Draw(t, "bookings")
		other.Tags = rapid.Permutation(snap.Tags).Draw(t, "tags")
		other.Passes = rapid.Permutation(snap.Passes).Draw(t, "passes")
		other.Mirror.Doors = rapid.Permutation(snap.Mirror.Doors).Draw(t, "doors")
		other.Mirror.Groups = rapid.Permutation(snap.Mirror.Groups).Draw(t, "groups")
		again, same := Compile(other, now)
		require.Equal(t, target, same)
		require.Equal(t, inOrder(ending), inOrder(again))
	})
}

func inOrder(grants []Grant) []Grant {
	slices.SortFunc(grants, func(a, b Grant) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), strings.Compare(a.Door, b.Door), strings.Compare(a.Group, b.Group),
			cmp.Compare(a.Reason.Kind, b.Reason.Kind), cmp.Compare(a.Reason.Plan, b.Reason.Plan),
			cmp.Compare(a.Reason.Booking, b.Reason.Booking), a.Window.From.Compare(b.Window.From))
	})
	return grants
}

// The loop sleeps until Next: nothing changes in KS before it.
func TestTheTargetStaysUntilNext(t *testing.T) {
	loc := paris(t)
	rapid.Check(t, func(t *rapid.T) {
		snap, day := drawSpace(t, loc)
		now := drawReading(t, day, "now").Start(loc)
		_, target := Compile(snap, now)
		later := now.Add(72 * time.Hour)
		if !target.Next.IsZero() {
			require.True(t, target.Next.After(now))
			later = target.Next.Add(-time.Second)
		}
		_, then := Compile(snap, later)
		require.Equal(t, target.Users, then.Users)
		require.Equal(t, target.Memberships, then.Memberships)
		require.Equal(t, target.Groups, then.Groups)
		require.Equal(t, target.Blocked, then.Blocked)
	})
}
