package plans

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/widgets"
)

// kind saves a kind of pass.
func (b *bench) kind(name string, minutes int, price int64) store.PassType {
	b.t.Helper()
	k := store.PassType{Name: name, Minutes: minutes, Price: price, Currency: "EUR"}
	b.do(func(tx *store.Tx) error { return tx.SavePassType(&k) })
	return k
}

// kinds are the kinds in the list.
func (b *bench) kinds() []string {
	out := []string{}
	for _, r := range b.page.kinds.table.Rows() {
		out = append(out, r.Name)
	}
	return out
}

func (b *bench) storedKinds() []store.PassType {
	b.t.Helper()
	list, err := b.store.PassTypes(b.t.Context())
	require.NoError(b.t, err)
	return list
}

// focusStrip puts the keyboard on the words above the lists.
func (b *bench) focusStrip() {
	b.t.Helper()
	for _, o := range b.Sight() {
		if s, ok := o.(*widgets.TabStrip); ok {
			b.Win.Canvas().Focus(s)
			return
		}
	}
	b.t.Fatal("no strip in sight")
}

func TestAddAKindOfPassByKeyboard(t *testing.T) {
	b := newBench(t)
	b.page.Shown()
	b.focusStrip()
	b.Press(fyne.KeyRight)
	require.Contains(t, b.Texts(), "No kinds of passes yet")
	require.NotContains(t, b.Texts(), "No plans yet")
	require.True(t, b.page.addKind.Visible())
	require.False(t, b.page.add.Visible())
	b.Tap("New kind of pass")
	b.Write("Day")
	b.Press(fyne.KeyTab, fyne.KeyTab)
	b.Write("15,5")
	b.Press(fyne.KeyReturn)
	require.Equal(t, "Kind of pass added.", b.said)
	list := b.storedKinds()
	require.Len(t, list, 1)
	require.Equal(t, store.PassType{ID: list[0].ID, Key: list[0].Key, Rev: list[0].Rev, Name: "Day", Minutes: 600, Price: 1550, Currency: "EUR"}, list[0])
	b.heard()
	require.Equal(t, "Day", b.page.kinds.shown.Name, "the new kind is shown")
	require.Contains(t, b.Texts(), "10 hours")
	require.Contains(t, b.Texts(), "15.50\u00a0EUR")

	b.undo()
	b.heard()
	require.Empty(t, b.kinds())
	require.Contains(t, b.Texts(), "No kinds of passes yet")
}

func TestAKindOfAnyLength(t *testing.T) {
	b := newBench(t)
	b.page.Menu()[1].Action() // before the page was shown
	require.NotContains(t, b.Texts(), "90 minutes are an hour and a half.")
	b.Write("Lesson")
	b.Press(fyne.KeyTab)
	b.Write("a") // Another length
	b.Write("n")
	require.Contains(t, b.Texts(), "90 minutes are an hour and a half.")
	b.Press(fyne.KeyTab)
	b.Write("0")
	b.Press(fyne.KeyTab)
	b.Write("1")
	b.Press(fyne.KeyReturn)
	require.Contains(t, b.Texts(), "Enter a number from 1 to 44640.")
	b.Press(fyne.KeyBackspace, fyne.KeyEnd)
	b.Press(fyne.KeyBackspace)
	b.Write("90")
	b.Press(fyne.KeyReturn)
	require.Equal(t, 90, b.storedKinds()[0].Minutes)
	b.heard()
	require.Contains(t, b.Texts(), "1 h 30 min")
	b.Tap("Edit")
	require.Contains(t, b.Texts(), "90 minutes are an hour and a half.", "it is none of the usual lengths")
}

func TestArchiveAndRemoveAKind(t *testing.T) {
	b := newBench(t)
	hour := b.kind("Hour", 60, 300)
	day := b.kind("Day", 600, 1500)
	mia := b.member("Mia", 0)
	b.do(func(tx *store.Tx) error { return tx.SavePass(&store.Pass{Person: mia.ID, Type: hour.ID}) })
	b.page.Shown()
	b.page.strip.Choose(showsKinds)
	require.Equal(t, []string{"Hour", "Day"}, b.kinds())

	b.Tap("Remove…")
	b.Tap("Remove")
	require.Contains(t, b.Texts(), "There are passes of the kind Hour, or a plan gives them. Archive the kind instead: then nobody gets new ones.")
	b.Tap("OK")
	b.Tap("Archive")
	b.heard()
	require.Equal(t, []string{"Day", "Hour"}, b.kinds(), "archived kinds come last")
	require.Contains(t, b.Texts(), "This kind is archived: nobody gets new passes of it. Those that were given stay good.")
	b.Tap("Offer again")
	b.heard()
	require.Equal(t, []string{"Hour", "Day"}, b.kinds())

	b.page.kinds.table.Focus()
	b.Press(fyne.KeyDown)
	require.Equal(t, day.ID, b.page.kinds.shown.ID)
	b.Tap("Remove…")
	b.Tap("Remove")
	b.heard()
	require.Equal(t, []string{"Hour"}, b.kinds())
	b.undo()
	b.heard()
	require.Equal(t, []string{"Hour", "Day"}, b.kinds())
}

func TestAPlanThatGivesPassesEachMonth(t *testing.T) {
	b := newBench(t)
	b.connect()
	hour, day := b.kind("Hour", 60, 300), b.kind("Day", 600, 1500)
	old := b.kind("Old", 30, 100)
	old.Archived = true
	b.do(func(tx *store.Tx) error { return tx.SavePassType(&old) })
	p := b.plan("Desk", store.KSRef{ID: "full", Name: "Full time"})
	b.member("Mia", p.ID)
	b.page.Shown()
	b.Tap("Edit")
	require.NotContains(t, strings.Join(b.Texts(), "|"), "Old ·", "nobody gets an archived kind")
	b.Press(fyne.KeyTab, fyne.KeyTab, fyne.KeyTab)
	b.Write(" ")
	const warning = "1 people who open doors with this plan now have no valid pass. They lose its doors, unless something else gives them: Mia Berg."
	require.Contains(t, b.Texts(), warning)
	for _, n := range []string{"4", "2"} {
		b.Win.Canvas().FocusPrevious()
		b.Write(n)
	}
	require.Contains(t, b.Texts(), warning+" The plan gives them the passes of this month at once.")
	b.Tap("Save")
	require.Equal(t, []store.Allowance{{Type: hour.ID, Count: 2}, {Type: day.ID, Count: 4}}, b.stored(p.ID).Allowances)
	b.heard()
	require.Contains(t, b.Texts(), "Passes that come with it")
	require.Contains(t, b.Texts(), "4 each month")

	b.page.strip.Choose(showsKinds)
	require.Contains(t, b.Texts(), "Desk: 2 each month")
	b.page.strip.Choose(showsPlans)
	b.Tap("Edit")
	b.Press(fyne.KeyTab)
	b.Press(fyne.KeyEnd, fyne.KeyBackspace)
	b.Tap("Save")
	require.Equal(t, []store.Allowance{{Type: day.ID, Count: 4}}, b.stored(p.ID).Allowances)
	b.undo()
	require.Len(t, b.stored(p.ID).Allowances, 2)
}

func TestLongNamesOfKindsFit(t *testing.T) {
	b := newBench(t)
	long := strings.Repeat("Ganztageskarte für Gäste ", 8)
	b.kind(long[:180], 600, 123456789)
	b.plan("Desk")
	b.page.Shown()
	b.Tap("Edit")
	require.LessOrEqual(t, b.Win.Canvas().Overlays().Top().MinSize().Width, float32(960))
	b.Press(fyne.KeyEscape)
	b.page.strip.Choose(showsKinds)
	b.Win.Resize(fyne.NewSize(800, 560))
	require.LessOrEqual(t, test.WidgetRenderer(b.page.kinds.table).MinSize().Width, float32(400))
	require.LessOrEqual(t, b.page.Content().MinSize().Width, float32(900))
}
