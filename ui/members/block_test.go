package members

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/widgets"
)

func TestBlockNowAndUnblock(t *testing.T) {
	b := newBench(t, house)
	before := b.choose("Mia Berg")
	b.press("Block now…")
	require.Contains(t, b.texts(), "Block Mia Berg now?")
	b.key(fyne.KeyReturn)
	require.Zero(t, b.person("Mia Berg").BlockedAt, "Enter shuts nobody out before the button is chosen")

	b.press("Block now…")
	b.press("Block now")
	p := b.person("Mia Berg")
	require.True(t, moment.Equal(p.BlockedAt))
	require.Equal(t, "Mia Berg blocked.", b.undone)
	require.Equal(t, store.StateActive, p.State(today), "the membership is as it was")
	require.Zero(t, b.person("Paul Ostrea").BlockedAt, "the co-member is not touched")
	require.Contains(t, b.states(), "Mia Berg: blocked")
	require.Contains(t, b.texts(), "Blocked since 10:36: opens nothing. Without the block: active · 1 co-members.")
	kind, _ := stateWords(b.page.roster, p, today)
	require.Equal(t, widgets.Bad, kind)

	b.press("Unblock")
	require.Contains(t, b.texts(), "Gains: Front door, Storage")
	require.Contains(t, b.texts(), "2 bookings to come open again: Studio A.")
	b.key(fyne.KeyReturn)
	now := b.person("Mia Berg")
	now.Rev = before.Rev
	require.Equal(t, before, now, "everything is as it was")
	require.Equal(t, "Mia Berg is not blocked any more.", b.undone)
	b.undo()
	b.settle()
	require.Contains(t, b.states(), "Mia Berg: blocked")
}

func TestUndoOfABlock(t *testing.T) {
	b := newBench(t, house)
	b.choose("Ada Lindqvist")
	b.press("Block now…")
	b.press("Block now")
	require.NotZero(t, b.person("Ada Lindqvist").BlockedAt)
	b.undo()
	b.settle()
	require.Zero(t, b.person("Ada Lindqvist").BlockedAt)
	require.Contains(t, b.states(), "Ada Lindqvist: active")
}

func TestVisitorsAndCoMembersAreBlockedToo(t *testing.T) {
	b := newBench(t, house)
	for _, name := range []string{"Sam Okafor", "Paul Ostrea"} {
		b.choose(name)
		b.press("Block now…")
		b.press("Block now")
		require.NotZero(t, b.person(name).BlockedAt)
	}
	require.Zero(t, b.person("Mia Berg").BlockedAt, "the main member is not touched")
	b.page.list.state.SetValue(string(stateBlocked))
	require.Equal(t, []string{"Paul Ostrea", "Sam Okafor"}, b.shown())
	b.page.list.state.SetValue(string(store.StateVisitor))
	require.Empty(t, b.shown())
}

// An edit that came from elsewhere since the screen was read does not stand in
// the way of what is urgent.
func TestABlockGoesAheadOfAnEditElsewhere(t *testing.T) {
	b := newBench(t, house)
	p := b.choose("Mia Berg")
	b.page.dialogs.block(p)
	_, err := b.store.Do(t.Context(), store.ActorImport, func(tx *store.Tx) error {
		p := p
		p.Company = "Elsewhere"
		return tx.SavePerson(&p)
	})
	require.NoError(t, err)
	b.press("Block now")
	now := b.person("Mia Berg")
	require.NotZero(t, now.BlockedAt)
	require.Equal(t, "Elsewhere", now.Company)
}

func TestBlockedAtIsKeptByEveryOtherEdit(t *testing.T) {
	b := newBench(t, house)
	b.choose("Mia Berg")
	b.press("Block now…")
	b.press("Block now")
	b.press("Edit")
	require.Contains(t, b.texts(), "No change at the doors. Blocked: no door opens before “Unblock”.")
	fieldOf[*widgets.TextField](b, 0).SetValue("Maria")
	b.press("Save")
	b.press("Pause…")
	b.press("Pause")
	b.press("Reactivate")
	b.press("Reactivate")
	require.True(t, moment.Equal(b.person("Maria Berg").BlockedAt))
}

// The keyboard alone, from any page: find, Enter, the red button, Enter.
func TestBlockSomebodyByKeyboard(t *testing.T) {
	b := newBench(t, house)
	item := b.page.Menu()[1]
	require.Equal(t, fyne.KeyB, item.Shortcut.(*desktop.CustomShortcut).KeyName)
	item.Action()
	c := b.win.Canvas()
	for _, r := range "0230 0042" {
		c.Focused().TypedRune(r)
	}
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	require.Contains(t, b.texts(), "Block Ada Lindqvist now?")
	c.FocusNext()
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.settle()
	require.NotZero(t, b.person("Ada Lindqvist").BlockedAt)

	found := b.page.dialogs.blockable(t.Context(), "lindqvist")
	require.Empty(t, found, "who is blocked is not offered again")
	require.Len(t, b.page.dialogs.blockable(t.Context(), ""), 9)
}

func TestEveryButtonOfAPersonIsInSight(t *testing.T) {
	b := newBench(t, house)
	b.win.Resize(fyne.NewSize(968, 640))
	for _, p := range b.page.roster.People.All() {
		b.page.Select(p.ID)
		for _, o := range all[*widgets.Button](b.page.detail.head) {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
			require.LessOrEqual(t, at.X+o.Size().Width, float32(968-16), "%s of %s", o.Text(), p.Name())
			require.GreaterOrEqual(t, o.Size().Width, o.MinSize().Width, "%s of %s", o.Text(), p.Name())
		}
	}
}
