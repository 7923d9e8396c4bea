package members

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui"
	"latchkey/ui/widgets"
)

var _ ui.Page = (*Page)(nil)

func TestAddMember(t *testing.T) {
	b := newBench(t, house)
	b.page.Menu()[0].Action()
	fieldOf[*widgets.TextField](b, 0).SetValue("Chloé")
	fieldOf[*widgets.TextField](b, 1).SetValue("Martin")
	fieldOf[*widgets.TextField](b, 2).SetValue("chloe@x.example")
	b.pick(0, "Basic")
	require.Contains(t, b.texts(), "Gains: Front door")
	require.Contains(t, b.texts(), "Not connected to SALTO KS: no door opens before that.")
	fieldOf[*widgets.SelectField](b, 1).SetValue(string(store.ConnectPhoneAndTag))
	require.NotContains(t, b.texts(), "Not connected to SALTO KS: no door opens before that.")
	fieldOf[*widgets.CheckGroup](b, 0).SetValue([]string{"d4"})
	require.Contains(t, b.texts(), "Gains: Front door, Workshop")
	b.typed(1, "0230 0777")
	b.key(fyne.KeyReturn)

	require.False(t, b.dialogOpen())
	require.Equal(t, "Chloé Martin added.", b.undone)
	p := b.person("chloe martin")
	require.Equal(t, store.ConnectPhoneAndTag, p.Connect)
	require.Equal(t, today, p.StartsOn)
	require.Equal(t, []store.ExtraDoor{{Space: b.space, Door: store.KSRef{ID: "d4", Name: "Workshop"}}}, p.ExtraDoors)
	require.Equal(t, "0230 0777", b.tagOf(p.ID))
	chosen, ok := b.page.list.table.Selected()
	require.True(t, ok, "the new member is in sight")
	require.Equal(t, "Chloé Martin", chosen.person().Name())
	require.Contains(t, b.texts(), "chloe@x.example")

	b.undo()
	b.settle()
	require.NotContains(t, b.shown(), "Chloé Martin")
	require.Contains(t, b.texts(), "Nobody chosen")
}

func TestWhatCannotBeSavedStaysWithItsReason(t *testing.T) {
	b := newBench(t, house)
	b.page.dialogs.add(0)
	require.NotEmpty(t, fieldOf[*widgets.ComboField](b, 0).Value(), "the plan of the one who was added last")
	b.typed(0, "")
	b.key(fyne.KeyReturn)
	require.Contains(t, b.texts(), "Choose the plan that the member pays for.")
	b.pick(0, "Basic")
	b.key(fyne.KeyReturn)
	require.Contains(t, b.texts(), "The name is empty. Type one.")
	fieldOf[*widgets.TextField](b, 0).SetValue("Chloé")
	fieldOf[*widgets.TextField](b, 2).SetValue("mia@ostrea.example")
	b.key(fyne.KeyReturn)
	require.True(t, b.dialogOpen())
	require.Equal(t, "Chloé", fieldOf[*widgets.TextField](b, 0).Value())
	require.Contains(t, b.texts(), "Mia Berg has the e-mail address mia@ostrea.example already. Choose that person, or type another address.")
	fieldOf[*widgets.TextField](b, 2).SetValue("")
	for number, why := range map[string]string{
		"0230 0042": "Ada Lindqvist holds tag 0230 0042. Take it back from them first.",
		"0230 0099": "Tag 0230 0099 is marked as lost. Give another.",
	} {
		b.typed(1, number)
		b.key(fyne.KeyReturn)
		require.Contains(t, b.texts(), why)
	}
	require.Equal(t, 10, b.page.roster.People.Len(), "nothing was saved")
}

func TestEditMember(t *testing.T) {
	b := newBench(t, house)
	mia := b.choose("Mia Berg")
	b.page.list.table.OnActivate(b.page.list.table.Rows()[5])
	require.Contains(t, b.texts(), "Edit Mia Berg")
	require.Contains(t, b.texts(), "No change at the doors.")
	fieldOf[*widgets.TextField](b, 1).SetValue("Bergmann")
	b.pick(0, "Post box")
	require.Contains(t, b.texts(), "Loses: Front door, Storage")
	b.pick(1, "0230 0090")
	b.press("Save")

	p := b.person("Mia Bergmann")
	require.Equal(t, mia.ID, p.ID)
	require.Equal(t, "+33 6 12 34 56 78", p.Phone, "what was not touched stays")
	require.Equal(t, "0230 0090", b.tagOf(p.ID))
	require.Empty(t, b.holderOf("0230 0001"), "the tag before is free")
	b.undo()
	b.settle()
	require.Equal(t, "0230 0001", b.tagOf(b.person("Mia Berg").ID), "one step back brings both back")
}

func TestTakeTagBack(t *testing.T) {
	b := newBench(t, house)
	p := b.choose("Ben Carter")
	b.press("Edit")
	b.typed(1, "")
	b.press("Save")
	require.Empty(t, b.tagOf(p.ID))
}

func TestMakeMemberOfVisitorAndBack(t *testing.T) {
	b := newBench(t, house)
	b.choose("Sam Okafor")
	b.press("Edit")
	kind := fieldOf[*widgets.SelectField](b, 0)
	require.Equal(t, kindVisitor, kind.Value())
	kind.SetValue(kindCoMember)
	b.pick(0, "Mia Berg")
	b.press("Save")
	require.Equal(t, b.person("Mia Berg").ID, b.person("Sam Okafor").Main)

	b.press("Edit")
	fieldOf[*widgets.SelectField](b, 0).SetValue(kindVisitor)
	b.press("Save")
	require.True(t, isVisitor(b.person("Sam Okafor")))
}

func TestCancelTakesTheDoorsNow(t *testing.T) {
	b := newBench(t, house)
	b.choose("Mia Berg")
	b.press("Cancel…")
	require.Contains(t, b.texts(), "Loses: Front door, Storage")
	require.Contains(t, b.texts(), "2 bookings to come will no longer open: Studio A. 1 co-members lose the doors of the plan too.")
	b.key(fyne.KeyReturn) // the first choice is to take the doors now

	p := b.person("Mia Berg")
	require.Equal(t, today.AddDays(-1), p.EndsOn)
	require.Equal(t, store.StateCancelled, p.State(today))
	require.Contains(t, b.texts(), "cancelled")
	require.Equal(t, "Membership of Mia Berg cancelled.", b.undone)
	require.Contains(t, b.states(), "Paul Ostrea: main member cancelled")

	b.press("Reactivate")
	require.Contains(t, b.texts(), "Gains: Front door, Storage")
	require.Contains(t, b.texts(), "2 bookings to come open again: Studio A.")
	b.key(fyne.KeyReturn)
	require.Equal(t, store.StateActive, b.person("Mia Berg").State(today))
}

func TestCancelAtTheEndOfADay(t *testing.T) {
	for _, c := range []struct {
		how, date string
		want      store.Date
	}{{endToday, "", today}, {endOn, "2026-12-31", "2026-12-31"}} {
		b := newBench(t, house)
		b.choose("Ada Lindqvist")
		b.press("Cancel…")
		how := fieldOf[*options](b, 0)
		for how.Value() != c.how {
			how.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		}
		require.Len(t, all[*widgets.DateField](b.top()), len(c.date)/10, "the date is asked for only where it counts")
		if c.date != "" {
			fieldOf[*widgets.DateField](b, 0).SetValue(c.date)
			require.Contains(t, b.texts(), "From Fri 1 Jan 2027 on.")
		}
		how.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		b.settle()
		p := b.person("Ada Lindqvist")
		require.Equal(t, c.want, p.EndsOn)
		require.Equal(t, store.StateActive, p.State(today))
	}
}

func TestWhoBeganTodayCanBeCancelledNow(t *testing.T) {
	b := newBench(t, func(tx *store.Tx, space store.SpaceID) error {
		plan := store.Plan{Name: "Full time"}
		if err := tx.SavePlan(&plan); err != nil {
			return err
		}
		return tx.SavePerson(&store.Person{FirstName: "New", LastName: "Comer", Plan: plan.ID, StartsOn: today})
	})
	b.choose("New Comer")
	b.press("Cancel…")
	b.key(fyne.KeyReturn)
	require.False(t, b.dialogOpen())
	require.Equal(t, store.StateCancelled, b.person("New Comer").State(today))
}

func TestPauseAndChangeOfPlanAhead(t *testing.T) {
	b := newBench(t, house)
	p := b.choose("Mia Berg")
	b.press("Pause…")
	require.Contains(t, b.texts(), "Loses: Front door, Storage")
	require.Contains(t, b.texts(), "2 bookings to come will no longer open: Studio A. 1 co-members lose the doors of the plan too.")
	fieldOf[*widgets.DateField](b, 1).SetValue("2026-11-23")
	require.Contains(t, b.texts(), "1 bookings to come will no longer open: Studio A. 1 co-members lose the doors of the plan too.")
	fieldOf[*widgets.DateField](b, 0).SetValue("2026-12-24")
	fieldOf[*widgets.DateField](b, 1).SetValue("2026-12-20")
	b.press("Pause")
	require.True(t, b.dialogOpen(), "ends before it begins")
	fieldOf[*widgets.DateField](b, 1).SetValue("2027-01-02")
	b.press("Pause")
	require.Contains(t, b.texts(), "Pause from Thu 24 Dec 2026 to Sat 2 Jan 2027.")

	b.page.dialogs.changePlan(b.person("Mia Berg"))
	b.pick(0, "Basic")
	fieldOf[*widgets.DateField](b, 0).SetValue("2026-12-01")
	require.Contains(t, b.texts(), "Loses: Storage")
	require.Contains(t, b.texts(), "From Tue 1 Dec 2026 on. The same for 1 co-members.")
	b.press("Change plan")
	now := b.person("Mia Berg")
	require.Equal(t, p.Plan, now.Plan)
	require.Equal(t, store.Date("2026-12-01"), now.NextPlanOn)
	require.Contains(t, b.texts(), "Plan “Basic” from Tue 1 Dec 2026.")
}

func TestDelete(t *testing.T) {
	b := newBench(t, house)
	b.choose("Ada Lindqvist")
	b.page.dialogs.remove(b.person("Ada Lindqvist"))
	b.press("Delete")
	require.NotContains(t, b.shown(), "Ada Lindqvist")
	require.Empty(t, b.holderOf("0230 0042"))
	b.undo()
	b.settle()
	require.Contains(t, b.shown(), "Ada Lindqvist")
	require.NotZero(t, b.holderOf("0230 0042"))

	b.page.dialogs.remove(b.person("Mia Berg"))
	b.press("Delete")
	require.Contains(t, b.texts(), "Mia Berg has co-members: Paul Ostrea. Remove them first, or put them under another main member.")
	b.press("OK")
	require.Contains(t, b.shown(), "Mia Berg")
}

func TestConnectAll(t *testing.T) {
	b := newBench(t, house)
	require.True(t, b.page.connect.Visible())
	test.Tap(b.page.connect)
	require.Contains(t, b.texts(), "Connect 2 members to SALTO KS?")
	b.key(fyne.KeyReturn)
	require.Equal(t, store.ConnectPhoneAndTag, b.person("Elif Yılmaz").Connect)
	require.Equal(t, store.ConnectTagOnly, b.person("Jonas Weiß").Connect, "no address, no invitation")
	require.Equal(t, store.ConnectNone, b.person("Sam Okafor").Connect, "a visitor is connected by a booking")
	require.False(t, b.page.connect.Visible())
}

func TestSearchAndFilters(t *testing.T) {
	b := newBench(t, house)
	l := b.page.list
	require.Equal(t, []string{"Ada Lindqvist", "Ben Carter", "David Roussel", "Elif Yılmaz", "Jonas Weiß",
		"Mia Berg", "Nuno Alves", "Paul Ostrea", "Rosa Conti", "Sam Okafor"}, b.shown())
	l.search.SetValue("ostrea")
	require.Equal(t, []string{"Mia Berg", "Paul Ostrea"}, b.shown(), "by address and company")
	l.search.SetValue("0230 0042")
	require.Equal(t, []string{"Ada Lindqvist"}, b.shown())
	require.Contains(t, b.texts(), "1 of 10 people")
	l.search.SetValue("nobody at all")
	require.Empty(t, b.shown())
	b.press("Show everybody")
	require.Len(t, b.shown(), 10)
	l.state.SetValue(string(store.StatePaused))
	require.Equal(t, []string{"David Roussel"}, b.shown())
	l.plan.SetValue(planID(b.person("Ben Carter").Plan))
	require.Empty(t, b.shown())
	l.state.SetValue(everything)
	require.Equal(t, []string{"Ben Carter", "Elif Yılmaz", "Jonas Weiß", "Nuno Alves"}, b.shown())
	b.choose("Sam Okafor")
	require.Len(t, b.shown(), 10, "who is looked for is shown, whatever the filters say")
}

func TestFoldingKeepsOrderAndSelection(t *testing.T) {
	b := newBench(t, house)
	b.choose("Ben Carter")
	asked := len(b.asked)
	b.page.list.table.SetSort(widgets.SortState{Column: 1})
	b.page.list.table.OnSort(widgets.SortState{Column: 1, Descending: true})
	b.win.Resize(fyne.NewSize(968, 640))
	require.Len(t, b.page.list.columns, 4)
	require.Equal(t, widgets.SortState{Column: 1, Descending: true}, b.page.list.table.Sort())
	w, ok := b.page.list.table.Selected()
	require.True(t, ok)
	require.Equal(t, "Ben Carter", w.name())
	require.Len(t, b.asked, asked, "the detail is not read again")
}

func TestAccessNowAndAtAnotherTime(t *testing.T) {
	b := newBench(t, house)
	b.choose("Mia Berg")
	require.Contains(t, b.texts(), "Right now, 10:36")
	require.Contains(t, b.texts(), "Yes, always")
	require.Contains(t, b.texts(), "Confirmed in SALTO KS: 08:56.")
	b.press("another time…")
	fieldOf[*widgets.DateField](b, 0).SetValue("2026-12-24")
	fieldOf[*widgets.TimeField](b, 0).SetValue("21:30")
	b.press("Show")
	require.Equal(t, time.Date(2026, 12, 24, 20, 30, 0, 0, time.UTC), b.asked[len(b.asked)-1].UTC())
	require.Contains(t, b.texts(), "Thu 24 Dec, 21:30")
	b.press("back to now")
	require.Equal(t, moment, b.asked[len(b.asked)-1])
}

func TestTheOtherTabs(t *testing.T) {
	b := newBench(t, house)
	var opened []store.BookingID
	b.page.detail.tabs[tabBookings].(*bookingsTab).deps.OpenBooking = func(id store.BookingID) { opened = append(opened, id) }
	b.choose("Mia Berg")
	b.page.detail.strip.Choose(tabBookings)
	require.Contains(t, b.texts(), "Studio A · Rehearsal")
	require.Contains(t, b.texts(), "Mon 23 Nov, 14:00–16:00")
	b.press("Open")
	require.Len(t, opened, 1)

	b.page.detail.strip.Choose(tabAttendance)
	b.page.detail.strip.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	require.Contains(t, b.texts(), "Paul Ostrea")
	b.press("Open")
	require.Contains(t, b.texts(), "Co-member of Mia Berg")

	b.page.detail.strip.Choose(tabHistory)
	require.Contains(t, b.texts(), "Paul Ostrea was added as a co-member of Mia Berg.")
}

func TestAddCoMember(t *testing.T) {
	b := newBench(t, house)
	mia := b.choose("Mia Berg")
	b.page.detail.strip.Choose(tabCoMembers)
	b.press("Add a co-member…")
	fieldOf[*widgets.TextField](b, 0).SetValue("Quin")
	b.press("Add member")
	require.Equal(t, mia.ID, b.person("Quin").Main)
}

func TestChangesElsewhereAreShown(t *testing.T) {
	b := newBench(t, house)
	b.choose("Mia Berg")
	_, err := b.store.Do(t.Context(), store.ActorImport, func(tx *store.Tx) error {
		p := b.person("Mia Berg")
		p.Company = "Elsewhere"
		return tx.SavePerson(&p)
	})
	require.NoError(t, err)
	b.settle()
	require.Contains(t, b.texts(), "mia@ostrea.example · +33 6 12 34 56 78 · Elsewhere")
	require.Equal(t, "Mia Berg", b.page.detail.person.Name())
}

func TestAnEmptyFileOffersTheFirstMember(t *testing.T) {
	b := newBench(t, func(*store.Tx, store.SpaceID) error { return nil })
	require.Contains(t, b.texts(), "No members yet")
	b.press("New member")
	require.True(t, b.dialogOpen())
}

func BenchmarkShow10000(b *testing.B) {
	people := someone()
	for i := range 10_000 {
		people = append(people, store.Person{ID: store.PersonID(100 + i),
			FirstName: fmt.Sprintf("First%d", i*7919%10_000), LastName: "Last", Plan: 1})
	}
	b.Run("rows", func(b *testing.B) {
		for b.Loop() {
			rowsOf(sampleOf(people))
		}
	})
	rows := rowsOf(sampleOf(people))
	b.Run("sort", func(b *testing.B) {
		for b.Loop() {
			r := sampleOf(people)
			for s := sortName + 1; s < sortings; s++ {
				r.order(s)
			}
		}
	})
	b.Run("filter", func(b *testing.B) {
		for b.Loop() {
			filter{State: store.StateActive}.apply(rows)
		}
	})
}

func TestTabGoesFromSearchThroughTheTableToThePerson(t *testing.T) {
	b := newBench(t, house)
	b.choose("Mia Berg")
	canvas := b.win.Canvas()
	canvas.Focus(b.page.list.state.FocusTarget())
	canvas.FocusNext()
	require.Equal(t, b.page.list.table.FocusTarget(), canvas.Focused())
	canvas.FocusNext()
	first, ok := canvas.Focused().(*widgets.Button)
	require.True(t, ok)
	require.Equal(t, "Edit", first.Text())
}
