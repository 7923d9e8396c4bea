package members

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/tally"
	"latchkey/ui/widgets"
)

// The tabs of the detail.
const (
	tabBookings = iota + 1
	tabPasses
	tabAttendance
	tabCoMembers
	tabHistory
)

// ticketHouse is the house with kinds of passes, and a plan that asks for one.
func ticketHouse(tx *store.Tx, space store.SpaceID) error {
	if err := house(tx, space); err != nil {
		return err
	}
	for _, k := range []store.PassType{
		{Name: "Hour", Minutes: 60, Price: 300, Currency: "EUR"}, {Name: "Day", Minutes: 600, Price: 1500, Currency: "EUR"},
		{Name: "Old", Minutes: 30, Currency: "EUR", Archived: true},
	} {
		if err := tx.SavePassType(&k); err != nil {
			return err
		}
	}
	full, err := tx.Plan(1)
	if err != nil {
		return err
	}
	full.PassLimited = true
	return tx.SavePlan(&full)
}

// The kinds of ticketHouse.
const (
	hour store.PassTypeID = 1
	day  store.PassTypeID = 2
)

// do changes the file, has the check-ins worked out, and tells the page.
func (b *bench) do(f func(tx *store.Tx) error) {
	b.t.Helper()
	_, err := b.store.Do(b.t.Context(), store.ActorDesk, f)
	require.NoError(b.t, err)
	b.bring()
}

func (b *bench) bring() {
	b.t.Helper()
	require.NoError(b.t, tally.Bring(b.t.Context(), b.store))
	b.settle()
}

// came says that somebody was at a door at a time of day of the space.
func (b *bench) came(id store.PersonID, at store.LocalTime) {
	b.t.Helper()
	b.do(func(tx *store.Tx) error {
		return tx.Correct(&store.Correction{Space: b.space, Person: id, Kind: store.CheckedIn, At: at.Start(b.page.roster.zone)})
	})
}

func (b *bench) give(id store.PersonID, kind store.PassTypeID, n int, from store.Date, until store.Date) {
	b.t.Helper()
	b.do(func(tx *store.Tx) error {
		_, err := tx.GivePasses(store.Pass{Person: id, Type: kind, GrantedAt: from.Start(b.page.roster.zone), ExpiresOn: until, Source: store.Bought}, n)
		return err
	})
}

func (b *bench) all() string { return strings.Join(b.texts(), "|") }

func (b *bench) uses(id store.PersonID) []store.PassUse {
	b.t.Helper()
	list, err := b.store.PassesOf(b.t.Context(), id)
	require.NoError(b.t, err)
	return list
}

func TestGivePassesAndTakeThemBack(t *testing.T) {
	b := newBench(t, ticketHouse)
	mia := b.choose("Mia Berg")
	require.Contains(t, b.states(), "Mia Berg: no valid pass")
	b.page.detail.strip.Choose(tabPasses)
	require.Contains(t, b.texts(), "No passes yet, and the plan opens its doors only with a valid one. Give some: the doors open again at once.")
	b.press("Give passes…")
	require.Contains(t, b.texts(), "Shared with Paul Ostrea.")
	require.Contains(t, b.texts(), "To pay: 3.00\u00a0EUR.")
	fieldOf[*widgets.SelectField](b, 0).SetValue(kindID(day))
	fieldOf[*widgets.NumberField](b, 0).SetValue(10)
	require.Contains(t, b.texts(), "To pay: 10 × 15.00\u00a0EUR = 150.00\u00a0EUR.")
	fieldOf[*widgets.SelectField](b, 1).SetValue(string(store.Given))
	require.Contains(t, b.texts(), "Nothing to pay. Bought, they would cost 150.00\u00a0EUR.")
	fieldOf[*widgets.SelectField](b, 1).SetValue(string(store.Bought))
	fieldOf[*widgets.DateField](b, 1).SetValue("2026-11-22")
	b.key(fyne.KeyReturn)
	require.Contains(t, b.texts(), "The last day is before the first. Choose a later one, or leave it empty.")
	fieldOf[*widgets.DateField](b, 1).SetValue("2026-11-30")
	b.key(fyne.KeyReturn)
	require.False(t, b.dialogOpen())
	require.Equal(t, "10 passes given to Mia Berg: Day.", b.undone)
	list := b.uses(mia.ID)
	require.Len(t, list, 10)
	require.Equal(t, []any{day, store.Bought, store.Date("2026-11-30"), moment}, []any{list[0].Type, list[0].Source, list[0].ExpiresOn, list[0].GrantedAt.UTC()})
	require.Contains(t, b.texts(), "10 of 10 passes left: 10 Day. The next expires on Mon 30 Nov 2026.")
	require.Contains(t, b.texts(), "10 × Day")
	require.Contains(t, b.texts(), "Mia Berg · bought Mon 23 Nov · 150.00\u00a0EUR · until Mon 30 Nov 2026")
	require.Contains(t, b.states(), "Mia Berg: active · 1 co-members")
	require.Contains(t, b.states(), "Paul Ostrea: active", "they are shared")

	b.press("Take back…")
	fieldOf[*widgets.NumberField](b, 0).SetValue(9)
	b.key(fyne.KeyReturn)
	require.Contains(t, b.texts(), "Say why the pass is taken back: it is kept with it.")
	fieldOf[*widgets.TextField](b, 0).SetValue("paid for one only")
	b.key(fyne.KeyReturn)
	require.Equal(t, "9 passes of Mia Berg taken back: Day.", b.undone)
	require.Contains(t, b.texts(), "9 taken back on Mon 23 Nov: paid for one only")
	require.Contains(t, b.states(), "Mia Berg: 1 pass left")
	b.press("Take back…")
	fieldOf[*widgets.TextField](b, 0).SetValue("never paid")
	b.key(fyne.KeyReturn)
	require.Contains(t, b.texts(), "None of 10 passes left. The plan opens no door before one is given.")
	b.undo()
	b.settle()
	require.Contains(t, b.states(), "Mia Berg: 1 pass left")
	require.Contains(t, b.texts(), "1 of 10 passes left: 1 Day. The next expires on Mon 30 Nov 2026.")
}

func TestPassesByKeyboardOnly(t *testing.T) {
	b := newBench(t, ticketHouse)
	ada := b.choose("Ada Lindqvist")
	c := b.win.Canvas()
	c.Focus(b.page.detail.strip)
	for range tabPasses {
		c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	for range 20 {
		c.FocusNext()
		if o, ok := c.Focused().(*widgets.Button); ok && o.Text() == "Give passes…" {
			break
		}
	}
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	require.True(t, b.dialogOpen())
	c.Focused().TypedRune('D') // the first field has the keyboard: Day
	b.key(fyne.KeyReturn)
	require.Len(t, b.uses(ada.ID), 1)
	require.Equal(t, day, b.uses(ada.ID)[0].Type)
	require.Contains(t, b.states(), "Ada Lindqvist: 1 pass left")

	b.press("Give passes…")
	require.Equal(t, kindID(day), fieldOf[*widgets.SelectField](b, 0).Value(), "the kind that was given last")
}

func TestWhatBecameOfPasses(t *testing.T) {
	b := newBench(t, ticketHouse)
	mia, paul := b.person("Mia Berg"), b.person("Paul Ostrea")
	b.give(mia.ID, hour, 2, "2026-11-01", "2026-11-19")
	b.give(mia.ID, day, 3, "2026-11-02", "")
	b.came(paul.ID, "2026-11-18T09:00")
	b.came(mia.ID, "2026-11-19T09:00")
	b.came(mia.ID, "2026-11-19T12:00") // longer than the hour
	b.choose("Mia Berg")
	b.page.detail.strip.Choose(tabPasses)
	said := b.all()
	require.Contains(t, said, "2 of 5 passes left: 2 Day.")
	require.Contains(t, said, "So far: 3 used, 1 given back, 1 expired.")
	require.Contains(t, said, "Mia Berg, Thu 19 Nov, 09:00–19:00")
	require.NotContains(t, said, "Paul Ostrea, Wed 18 Nov", "what is used up is folded")
	b.press("What became of them")
	said = b.all()
	require.Contains(t, said, "Paul Ostrea, Wed 18 Nov, 09:00–10:00")
	require.Contains(t, said, "Mia Berg, Thu 19 Nov: given back, the pass “Day” was used instead")
	require.Contains(t, said, "1 expired on Thu 19 Nov")

	b.choose("Paul Ostrea")
	require.Contains(t, b.all(), "Shared with Mia Berg.")
	b.do(func(tx *store.Tx) error { return tx.SetPassesApart(true) })
	require.NotContains(t, b.all(), "Shared with Mia Berg.")
}

func TestTheLastPass(t *testing.T) {
	b := newBench(t, ticketHouse)
	ada := b.person("Ada Lindqvist")
	b.give(ada.ID, day, 1, "2026-11-20", "")
	require.Contains(t, b.states(), "Ada Lindqvist: 1 pass left")
	b.came(ada.ID, "2026-11-23T09:00")
	require.Contains(t, b.states(), "Ada Lindqvist: last pass in use")
	b.choose("Ada Lindqvist")
	b.page.detail.strip.Choose(tabPasses)
	require.Contains(t, b.texts(), "None of 1 passes left. The last one is in use.")
	b.page.list.state.SetValue(string(stateLastPass))
	require.Equal(t, []string{"Ada Lindqvist"}, b.shown())
	b.page.list.state.SetValue(string(stateNoPass))
	require.Equal(t, []string{"Mia Berg", "Paul Ostrea"}, b.shown(), "nobody whose plan asks for none, and nobody paused or cancelled")
	b.page.list.state.SetValue(everything)
	b.page.list.table.SetSort(widgets.SortState{Column: 5})
	require.Equal(t, []string{"Ada Lindqvist", "Mia Berg", "Paul Ostrea"}, b.shown()[:3], "the fewest first, and whom it does not concern last")
}

func TestLongNamesOfPassesFit(t *testing.T) {
	b := newBench(t, ticketHouse)
	b.win.Resize(fyne.NewSize(928, 640))
	long := store.PassType{Name: strings.Repeat("Ganztageskarte für Gäste ", 6), Minutes: 600, Price: 1234567890, Currency: "EUR"}
	b.do(func(tx *store.Tx) error { return tx.SavePassType(&long) })
	mia := b.choose("Mia Berg")
	b.give(mia.ID, long.ID, 2, "2026-11-20", "2026-11-30")
	before := b.page.Content().MinSize().Width
	b.page.detail.strip.Choose(tabPasses)
	require.Equal(t, before, b.page.Content().MinSize().Width)
	for _, open := range []string{"Take back…", "Give passes…"} {
		b.press(open)
		require.LessOrEqual(t, b.win.Canvas().Overlays().Top().MinSize().Width, float32(928), open)
		b.key(fyne.KeyEscape)
	}
	b.came(mia.ID, "2026-11-23T09:00")
	b.page.detail.strip.Choose(tabAttendance)
	require.Equal(t, before, b.page.Content().MinSize().Width)
}

func TestNoKindsOfPassesYet(t *testing.T) {
	b := newBench(t, house)
	went := 0
	b.page.detail.tabs[tabPasses].(*passesTab).deps.GoKinds = func() { went++ }
	b.choose("Mia Berg")
	b.page.detail.strip.Choose(tabPasses)
	const where = "There are no kinds of passes yet. Say in Plans, under “Kinds of passes”, how long one lasts and what it costs."
	require.Contains(t, b.texts(), where)
	b.press("Kinds of passes…")
	require.Equal(t, 1, went)
	for _, a := range b.page.dialogs.actions(b.person("Mia Berg")) {
		if a.label == "Give passes…" {
			a.do()
		}
	}
	require.True(t, b.dialogOpen())
	require.Contains(t, b.texts(), where)
}

func TestTheTabsFitANarrowWindow(t *testing.T) {
	b := newBench(t, ticketHouse)
	b.choose("Mia Berg")
	b.win.Resize(fyne.NewSize(928, 640))
	for _, title := range []string{"Access", "Bookings", "Passes", "Attendance", "Co-members", "History"} {
		for _, o := range all[*widgets.Text](b.page.detail.strip) {
			if o.Text() == title {
				require.GreaterOrEqual(t, o.Size().Width, fyne.MeasureText(title, 14, fyne.TextStyle{Bold: true}).Width, title)
			}
		}
	}
	require.LessOrEqual(t, test.WidgetRenderer(b.page.detail.strip).MinSize().Height, float32(90))
}

func TestCheckInAndOutAtTheDesk(t *testing.T) {
	b := newBench(t, ticketHouse)
	ada := b.choose("Ada Lindqvist")
	b.give(ada.ID, day, 2, "2026-11-20", "")
	b.page.detail.strip.Choose(tabAttendance)
	require.Contains(t, b.all(), "Not seen yet.")
	b.press("Check in now")
	b.bring()
	require.Equal(t, "Ada Lindqvist checked in.", b.undone)
	said := b.all()
	require.Contains(t, said, "1 days this month, 0 last month. Last seen 10:36. The pass lets in until 20:36.")
	require.Contains(t, said, "seen once, 10:36 · pass “Day” until 20:36")
	require.Contains(t, said, "by hand")
	require.Contains(t, said, "Checked in by hand at 10:36")

	b.press("Left at…")
	require.Equal(t, "10:36", fieldOf[*widgets.TimeField](b, 0).Value())
	fieldOf[*widgets.TimeField](b, 0).SetValue("23:00")
	b.key(fyne.KeyReturn)
	require.Contains(t, b.texts(), "This time is still to come. Choose one that is over.")
	fieldOf[*widgets.TimeField](b, 0).SetValue("10:36")
	b.key(fyne.KeyReturn)
	b.bring()
	require.Contains(t, b.all(), "first 10:36, left 10:36 · pass “Day” until 20:36")

	b.undo()
	b.bring()
	require.Contains(t, b.all(), "seen once, 10:36")
	b.press("Take back")
	b.bring()
	require.Contains(t, b.all(), "Not seen yet.")
	require.Equal(t, "Correction of Ada Lindqvist taken back.", b.undone)
	require.Zero(t, b.uses(ada.ID)[0].By, "the pass is free again")
}

func TestAttendanceByMonth(t *testing.T) {
	b := newBench(t, ticketHouse)
	ben := b.choose("Ben Carter")
	for _, at := range []store.LocalTime{"2026-07-01T09:00", "2026-08-03T09:00", "2026-09-03T09:00", "2026-10-05T09:00", "2026-10-06T09:00", "2026-11-20T09:12", "2026-11-20T14:03"} {
		b.came(ben.ID, at)
	}
	b.page.detail.strip.Choose(tabAttendance)
	said := b.all()
	require.Contains(t, said, "1 days this month, 2 last month. Last seen Fri 20 Nov, 14:03.")
	require.Contains(t, said, "Nov 2026")
	require.Contains(t, said, "first 09:12, last 14:03")
	require.NotContains(t, said, "left", "nobody knows when they left")
	require.NotContains(t, said, "Aug 2026")
	b.press("Show earlier months")
	require.Contains(t, b.all(), "Jul 2026")
	b.came(ben.ID, "2026-11-23T09:00")
	require.True(t, b.page.detail.tabs[tabAttendance].(*attendanceTab).out.Visible())
	b.do(func(tx *store.Tx) error {
		list, err := b.store.CorrectionsOf(t.Context(), ben.ID)
		require.NoError(t, err)
		return tx.Uncorrect(list[len(list)-1].ID)
	})
	out := b.page.detail.tabs[tabAttendance].(*attendanceTab).out
	require.False(t, out.Visible(), "they were not here today")
}

func TestWhatTheDeskSaidStandsWithItsStay(t *testing.T) {
	at := func(clock string) time.Time { return store.LocalTime("2026-11-20T" + clock).Start(time.UTC) }
	r := record{
		spaces: []store.Space{{ID: 1, Name: "Nord", Zone: "UTC"}, {ID: 2, Name: "Sud", Zone: "UTC"}},
		stays: []store.CheckIn{
			{Space: 2, Day: "2026-11-20", First: at("22:00"), Last: at("22:00").Add(3 * time.Hour), Pass: 7, Until: at("22:00").Add(4 * time.Hour)},
			{Space: 1, Day: "2026-11-20", First: at("09:00"), Last: at("10:00")},
		},
		corrections: []store.Correction{
			{ID: 1, Space: 1, Kind: store.CheckedIn, At: at("09:00")}, {ID: 2, Space: 2, Kind: store.CheckedOut, At: at("22:00").Add(3 * time.Hour)},
			{ID: 3, Space: 1, Kind: store.NotThem, At: at("08:00").AddDate(0, 0, -30), Note: "lent tag"},
		},
	}
	lines := r.lines()
	require.Len(t, lines, 3)
	require.Equal(t, store.CorrectionID(2), lines[0].corrections[0].ID, "after midnight too")
	require.Equal(t, store.CorrectionID(1), lines[1].corrections[0].ID)
	require.Equal(t, "first 22:00, last Sat 21 Nov, 01:00 · pass until Sat 21 Nov, 02:00 · Sud", r.stayWords(lines[0]))
	require.Empty(t, r.stayWords(lines[2]))
	require.Equal(t, "The entry of 08:00 was not them, as the desk says · lent tag", r.correctionWords(lines[2].corrections[0]))
	months := r.months()
	require.Len(t, months, 2)
	require.Len(t, months[0].seen, 1)
	require.Empty(t, months[1].seen, "an entry that was not theirs is no day of theirs")
}
