package plans

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func TestAddAPlan(t *testing.T) {
	b := newBench(t)
	b.page.Shown()
	require.Contains(t, b.Texts(), "No plans yet")
	b.Tap("New plan")
	b.Press(fyne.KeyReturn)
	require.Contains(t, b.Texts(), "The name is empty. Type one.")
	b.Write("Full time")
	b.Press(fyne.KeyReturn)
	b.heard()
	require.Equal(t, []string{"Full time"}, b.rows())
	require.Equal(t, "Full time", b.page.sheet.Plan.Name, "the new plan is shown")
	require.Contains(t, b.Texts(), "Connect to SALTO KS…", "the space is not connected")
	b.Tap("Connect to SALTO KS…")
	require.Equal(t, []string{"settings"}, b.went)

	b.undo()
	b.heard()
	require.Empty(t, b.rows())
	require.Contains(t, b.Texts(), "No plans yet")
}

func TestAddAPlanWithItsGroup(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.page.Menu()[0].Action() // before the page was shown
	b.Write("Desk")
	b.Press(fyne.KeyTab)
	b.Write("full")
	b.Press(fyne.KeyReturn)
	b.Tap("Save")
	b.heard()
	require.Equal(t, []store.Mapping{{Space: b.space.ID, Group: store.KSRef{ID: "full", Name: "Full time"}}}, b.page.sheet.Plan.Mappings)
	require.Equal(t, "2 doors", b.page.sheet.State)
}

func TestEditAndArchive(t *testing.T) {
	b := newBench(t)
	b.connect()
	p := b.plan("Basic", store.KSRef{ID: "basic", Name: "Basic"})
	b.plan("Zebra")
	b.page.Shown()
	b.Tap("Edit")
	b.Write("X ")
	b.Press(fyne.KeyReturn)
	require.Equal(t, "X Basic", b.stored(p.ID).Name)
	require.Equal(t, "Plan changed.", b.said)
	b.heard()
	require.Equal(t, []string{"X Basic", "Zebra"}, b.rows())

	b.Tap("Archive")
	b.heard()
	require.True(t, b.stored(p.ID).Archived)
	require.Equal(t, []string{"Zebra", "X Basic"}, b.rows(), "archived plans come last")
	require.Equal(t, "X Basic", b.page.sheet.Plan.Name, "the selection stays")
	b.Tap("Offer again")
	b.heard()
	require.False(t, b.stored(p.ID).Archived)
	b.undo()
	require.True(t, b.stored(p.ID).Archived)
}

func TestOfferIsTakenOnlyWhenAsked(t *testing.T) {
	b := newBench(t)
	b.connect()
	p := b.plan("Studio")
	mia := b.member("Mia", p.ID)
	b.page.Shown()
	require.Equal(t, "group found", b.page.sheet.State)
	require.Empty(t, b.stored(p.ID).Mappings, "never silently")
	b.Tap("Use this group")
	require.Contains(t, b.Texts(), "1 people open doors with the plan “Studio”. They gain: Front door, Studio A.")
	b.Press(fyne.KeyEscape)
	require.Empty(t, b.stored(p.ID).Mappings)
	b.Tap("Use this group")
	b.Press(fyne.KeyReturn)
	require.Len(t, b.stored(p.ID).Mappings, 1)
	b.heard()
	require.Equal(t, "2 doors", b.page.sheet.State)
	b.Tap("Show")
	require.Equal(t, []string{"person"}, b.went)
	require.Equal(t, mia.ID, b.page.sheet.Holders[0].Person)
	b.undo()
	require.Empty(t, b.stored(p.ID).Mappings)
}

func TestAddAndRemoveAGroup(t *testing.T) {
	b := newBench(t)
	b.connect()
	p := b.plan("Desk", store.KSRef{ID: "full", Name: "Full time"})
	b.page.Shown()
	b.Tap("Add a group…")
	b.Write("basic")
	b.Press(fyne.KeyReturn)
	b.heard()
	require.Len(t, b.page.sheet.Lines, 2, "nobody has the plan: there is nothing to ask")

	b.member("Mia", p.ID)
	b.Tap("Remove") // the first: Full time
	require.Contains(t, b.Texts(), "1 people open doors with the plan “Desk”. They lose, unless something else gives it to them: Storage. At other hours than now: Front door.")
	b.Press(fyne.KeyReturn)
	require.Len(t, b.stored(p.ID).Mappings, 2, "Enter does not take anything away")
	b.Tap("Remove")
	b.Tap("Take out")
	b.heard()
	require.Equal(t, "basic", b.stored(p.ID).Mappings[0].Group.ID)
	require.Contains(t, b.Texts(), "Mon–Fri 08:00 – 18:00")
}

func TestFaultsAreShown(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.plan("Night", store.KSRef{ID: "closed", Name: "Closed"})
	b.page.Shown()
	require.Equal(t, "needs attention", b.page.table.Rows()[0].State)
	require.Contains(t, b.Texts(), "The group “Closed” of the plan “Night” has no time schedule, and so opens nothing. Give it one in SALTO KS.")
	require.Contains(t, b.Texts(), "no schedule")
}

func TestBeforeTheSpaceIsConnected(t *testing.T) {
	b := newBench(t)
	p := b.plan("Desk", store.KSRef{Name: "Full time"})
	b.page.Shown()
	require.Empty(t, b.page.sheet.Faults, "nobody has looked yet")
	require.Equal(t, "not connected", b.page.sheet.State)
	require.NotContains(t, b.Texts(), "Add a group…")
	b.Tap("Remove")
	require.Empty(t, b.stored(p.ID).Mappings, "what was imported can be taken out")
}

func TestManyMembersAreCounted(t *testing.T) {
	b := newBench(t)
	p := b.plan("Desk")
	b.do(func(tx *store.Tx) error {
		for i := range maxNames + 7 {
			if err := tx.SavePerson(&store.Person{FirstName: fmt.Sprintf("P%02d", i), Plan: p.ID, Connect: store.ConnectNone}); err != nil {
				return err
			}
		}
		return nil
	})
	b.page.Shown()
	require.Equal(t, maxNames+7, b.page.sheet.Count)
	require.Len(t, b.page.sheet.Holders, maxNames)
	require.Contains(t, b.Texts(), "and 7 more")
}

func TestKeyboardStaysWhereItIs(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.plan("Desk")
	b.page.Shown()
	edit := b.Button("Edit")
	require.NotNil(t, edit)
	b.Win.Canvas().Focus(edit)
	b.member("Mia", 0) // a visitor: nothing here changes
	require.Same(t, edit, b.Win.Canvas().Focused())
	require.Same(t, edit, b.Button("Edit"))
}

func TestLimitAPlanToPasses(t *testing.T) {
	b := newBench(t)
	b.connect()
	p := b.plan("Desk", store.KSRef{ID: "full", Name: "Full time"})
	mia, ann := b.member("Mia", p.ID), b.member("Ann", p.ID)
	b.do(func(tx *store.Tx) error {
		day := store.PassType{Name: "Day", Minutes: 600, Currency: "EUR"}
		if err := tx.SavePassType(&day); err != nil {
			return err
		}
		return tx.SavePass(&store.Pass{Person: ann.ID, Type: day.ID, GrantedAt: noon, ExpiresOn: "2026-11-30"})
	})
	b.page.Shown()
	b.Tap("Edit")
	const warning = "1 people who open doors with this plan now have no valid pass. They lose its doors, unless something else gives them: Mia Berg."
	require.NotContains(t, b.Texts(), warning)
	b.Press(fyne.KeyTab, fyne.KeyTab) // over the passes of each month
	b.Write(" ")
	require.Contains(t, b.Texts(), warning)
	b.Write(" ")
	require.NotContains(t, b.Texts(), warning)
	b.Write(" ")
	b.Tap("Save")
	require.True(t, b.stored(p.ID).PassLimited)
	b.heard()
	require.Contains(t, b.Texts(), "Only with a valid pass: whoever has none opens no door with this plan. 1 people have none now.")
	require.Contains(t, b.Texts(), "no valid pass")
	require.Equal(t, 1, b.page.sheet.Openers)

	b.Tap("Edit")
	b.Press(fyne.KeyTab, fyne.KeyTab) // over the passes of each month
	b.Write(" ")
	require.Contains(t, b.Texts(), "1 people without a valid pass get the doors of this plan: Mia Berg.")
	b.Write(" ")
	b.Tap("Save")

	b.do(func(tx *store.Tx) error {
		return tx.SavePass(&store.Pass{Person: mia.ID, Type: 1, GrantedAt: noon})
	})
	require.NotContains(t, b.Texts(), "no valid pass", "a pass that is given shows at once")
	b.undo()
	require.False(t, b.stored(p.ID).PassLimited)
}
