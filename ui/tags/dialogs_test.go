package tags

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func TestGiveAFreeTag(t *testing.T) {
	b := newBench(t)
	tag := b.tag(store.Tag{Number: "0100"}, 0)
	b.page.Shown()
	require.Nil(t, b.Button("Show"), "nobody has it")
	require.Contains(t, b.Texts(), "Nobody has had this tag yet.")
	b.Press(fyne.KeyReturn) // on the tag in the list
	b.Write("jonas")
	b.Press(fyne.KeyReturn)
	b.heard()
	require.Equal(t, b.jon.ID, b.stored(tag.ID).Holder, "there was nothing to ask")
	require.Equal(t, "Tag 0100 given to Jonas Weiß.", b.said)
	require.Equal(t, "held", b.page.sheet.State)
	b.undo()
	require.Equal(t, store.TagFree, b.stored(tag.ID).State)
	b.Tap("Give to…")
	b.Press(fyne.KeyEscape)
	require.Equal(t, store.TagFree, b.stored(tag.ID).State)
	require.Equal(t, b.page.list.table.FocusTarget(), b.Win.Canvas().Focused())
}

func TestAHeldTagIsGivenAfterAQuestion(t *testing.T) {
	b := newBench(t)
	tag := b.tag(store.Tag{Number: "0100"}, b.mia.ID)
	b.page.Shown()
	ask := func() {
		b.Tap("Give to somebody else…")
		b.Press(fyne.KeyReturn) // Jonas, the only one who has none
		require.Contains(t, b.Texts(), "Give tag 0100 to Jonas Weiß?")
		require.Contains(t, b.Texts(), "Tag 0100 is with Mia Berg, who has none then.")
	}
	ask()
	b.Press(fyne.KeyEscape)
	require.Equal(t, b.mia.ID, b.stored(tag.ID).Holder)
	ask()
	b.Press(fyne.KeyReturn)
	b.heard()
	require.Equal(t, b.jon.ID, b.stored(tag.ID).Holder)
	b.undo()
	require.Equal(t, b.mia.ID, b.stored(tag.ID).Holder)
}

func TestSomebodyWithAnotherTagIsAskedAbout(t *testing.T) {
	b := newBench(t)
	first := b.tag(store.Tag{Number: "0100"}, b.mia.ID)
	second := b.tag(store.Tag{Number: "0200"}, 0)
	third := b.tag(store.Tag{Number: "0300"}, b.jon.ID)
	b.page.Shown()
	b.page.Select(second.ID)
	b.Tap("Give to…")
	b.Write("mia@")
	b.Press(fyne.KeyReturn)
	require.Contains(t, b.Texts(), "Mia Berg has tag 0100, which becomes free: SALTO KS knows one tag for each person.")
	b.Tap("Give tag")
	require.Equal(t, store.TagFree, b.stored(first.ID).State)
	require.Equal(t, b.mia.ID, b.stored(second.ID).Holder)
	b.undo()
	require.Equal(t, b.mia.ID, b.stored(first.ID).Holder, "both at once")
	require.Zero(t, b.stored(second.ID).Holder)

	b.page.Select(third.ID)
	b.Tap("Give to somebody else…")
	b.Press(fyne.KeyReturn)
	require.Contains(t, b.Texts(), "Tag 0300 is with Jonas Weiß, who has none then. Mia Berg has tag 0100, which becomes free: SALTO KS knows one tag for each person.")
}

func TestWhoIsOfferedATag(t *testing.T) {
	b := newBench(t)
	tag := b.tag(store.Tag{Number: "0100"}, b.mia.ID)
	ella := store.Person{FirstName: "Ella", LastName: "Zimmer", Connect: store.ConnectTagOnly}
	b.do(func(tx *store.Tx) error { return tx.SavePerson(&ella) })
	d := b.page.dialogs
	require.Equal(t, []string{"Jonas Weiß · Ostrea", "Ella Zimmer", "Mia Berg · mia@ostrea.example · has tag 0100"},
		answers(d.takers(t.Context(), offer{tag: store.Tag{Number: "9"}}, "")), "who has none, the newest first")
	require.Equal(t, []string{"Jonas Weiß · Ostrea"}, answers(d.takers(t.Context(), offer{tag: tag, holder: b.mia}, "ostrea")), "not who has it already")
	b.do(func(tx *store.Tx) error { return tx.DeletePerson(ella.ID) })
	require.Empty(t, d.takers(t.Context(), offer{tag: tag, holder: b.mia}, "zimmer"))
}

func TestSomebodyElseHasItByNow(t *testing.T) {
	b := newBench(t)
	tag := b.tag(store.Tag{Number: "0100"}, b.mia.ID)
	b.page.Shown()
	said := func(open func(), answer string) {
		t.Helper()
		open()
		b.do(func(tx *store.Tx) error { return tx.GiveTag(tag.ID, b.jon.ID) })
		if answer != "" {
			b.Tap(answer)
		}
		require.Contains(t, b.Texts(), "“0100” was changed elsewhere meanwhile. Look at how it is now, then make your change again.")
		b.Tap("OK")
		require.Equal(t, b.jon.ID, b.stored(tag.ID).Holder, "nothing was done")
		b.do(func(tx *store.Tx) error { return tx.GiveTag(tag.ID, b.mia.ID) })
	}
	said(func() { b.Tap("Lost…") }, "Mark as lost")
	said(func() { b.Tap("Remove…") }, "Remove tag")
	said(func() { b.Tap("Give to somebody else…"); b.Press(fyne.KeyReturn) }, "Give tag")
	stale := b.stored(tag.ID)
	b.do(func(tx *store.Tx) error { return tx.GiveTag(tag.ID, b.jon.ID) })
	b.page.dialogs.TakeBack(stale)
	require.Contains(t, b.Texts(), "That did not work")
	b.Tap("OK")

	b.page.dialogs.Lose(b.stored(tag.ID))
	b.do(func(tx *store.Tx) error { now := b.stored(tag.ID); now.KSID = "ks-0100"; return tx.SaveTag(&now) })
	b.Tap("Mark as lost")
	require.Equal(t, store.TagLost, b.stored(tag.ID).State, "what SALTO KS says of it meanwhile is in nobody's way")
}

func TestTakeBack(t *testing.T) {
	b := newBench(t)
	tag := b.tag(store.Tag{Number: "0100"}, b.mia.ID)
	b.page.Shown()
	b.Tap("Take back")
	b.heard()
	require.Equal(t, store.TagFree, b.stored(tag.ID).State)
	require.Equal(t, "Tag 0100 taken back from Mia Berg.", b.said)
	require.Contains(t, b.Texts(), "Nobody has it. Mia Berg had it until Tue 24 Nov 2026, 12:01.")
	require.Contains(t, b.Texts(), "Tue 24 Nov 2026, 12:01–12:01 · given at the desk · taken back")
	b.undo()
	require.Equal(t, b.mia.ID, b.stored(tag.ID).Holder)
}

func TestLoseAndFind(t *testing.T) {
	b := newBench(t)
	tag := b.tag(store.Tag{Number: "0100"}, b.mia.ID)
	b.page.Shown()
	b.Tap("Lost…")
	require.Contains(t, b.Texts(), "The doors close for this tag at once, ahead of everything else that waits. Mia Berg keeps the plan and the phone, and needs another tag. If it turns up, choose “Found” in Tags.")
	b.Press(fyne.KeyReturn)
	require.Equal(t, store.TagHeld, b.stored(tag.ID).State, "Enter does not take it away")
	b.Tap("Lost…")
	b.Tap("Mark as lost")
	b.heard()
	require.Equal(t, store.TagLost, b.stored(tag.ID).State)
	require.Equal(t, "Tag 0100 marked as lost.", b.said)
	require.Contains(t, b.Texts(), "Lost: it opens no door. Mia Berg had it until Tue 24 Nov 2026, 12:01.")
	b.undo()
	require.Equal(t, b.mia.ID, b.stored(tag.ID).Holder)

	b.do(func(tx *store.Tx) error { return tx.LoseTag(tag.ID) })
	b.Tap("Found")
	b.heard()
	require.Equal(t, store.TagFree, b.stored(tag.ID).State)
	require.Equal(t, "Tag 0100 is free again.", b.said)
	b.undo()
	require.Equal(t, store.TagLost, b.stored(tag.ID).State)
}

func TestWhatItMeansThatATagIsLost(t *testing.T) {
	tag := store.Tag{Number: "0100"}
	tests := map[string]store.Person{
		"keeps the plan and the phone":                           {ID: 1, Email: "a@b.example", Connect: store.ConnectPhoneAndTag},
		"keeps the plan, but opens no door":                      {ID: 1, Email: "a@b.example", Connect: store.ConnectTagOnly},
		"opens no door until they have another":                  {ID: 1, Connect: store.ConnectPhoneAndTag},
		"It opens no door, and is not given to anybody. If it t": {},
	}
	for want, holder := range tests {
		require.Contains(t, loseWords(tag, holder), want)
	}
}

func TestBrokenAndRepaired(t *testing.T) {
	b := newBench(t)
	tag := b.tag(store.Tag{Number: "0100"}, b.mia.ID)
	b.page.Shown()
	b.Tap("Broken")
	b.heard()
	require.Equal(t, store.TagBroken, b.stored(tag.ID).State)
	require.Equal(t, "Tag 0100 marked as broken.", b.said)
	b.Tap("Repaired")
	b.heard()
	require.Equal(t, store.TagFree, b.stored(tag.ID).State)
	require.Contains(t, b.Texts(), "Tue 24 Nov 2026, 12:01–12:01 · given at the desk · broken")
	b.undo()
	require.Equal(t, store.TagBroken, b.stored(tag.ID).State)
}

func TestEditATag(t *testing.T) {
	b := newBench(t)
	b.connect("0100", "0200")
	tag := b.tag(store.Tag{Number: "0100", KSID: "ks-0100", UID: []byte{4, 1, 2, 3}}, b.mia.ID)
	b.tag(store.Tag{Number: "0300"}, b.jon.ID)
	b.page.Shown()
	edit := func(number string) {
		b.Tap("Edit…")
		for range b.stored(tag.ID).Number {
			b.Press(fyne.KeyDelete)
		}
		b.Write(number)
		b.Press(fyne.KeyReturn)
	}
	edit("0300")
	require.Contains(t, b.Texts(), "There is a tag 0300 already: Jonas Weiß has it. Choose that tag, or correct the number.")
	b.Press(fyne.KeyEscape)
	b.Tap("Discard")
	edit("0200")
	b.heard()
	want := tag
	want.Number, want.KSID, want.Rev = "0200", "ks-0200", tag.Rev+1
	require.Equal(t, want, b.stored(tag.ID), "it is another tag in SALTO KS")
	require.Equal(t, "Tag 0200 changed.", b.said)
	edit("0999")
	require.Empty(t, b.stored(tag.ID).KSID)
	b.undo()
	require.Equal(t, "ks-0200", b.stored(tag.ID).KSID)

	b.Tap("Edit…")
	b.do(func(tx *store.Tx) error { return tx.TakeTag(tag.ID) })
	b.Press(fyne.KeyTab)
	b.Write("A-17")
	b.Press(fyne.KeyReturn)
	require.Contains(t, b.Texts(), "“0200” was changed elsewhere meanwhile. Look at how it is now, then make your change again.")
}

func TestRemoveATag(t *testing.T) {
	b := newBench(t)
	tag := b.tag(store.Tag{Number: "0100"}, b.mia.ID)
	b.page.Shown()
	b.Tap("Remove…")
	const kept = "Latchkey forgets its number, what is printed on it, and how the tag reader sees it. It stays in SALTO KS. The log keeps who had it."
	require.Contains(t, b.Texts(), "Tag 0100 is with Mia Berg, who has none then. "+kept)
	b.Tap("Remove tag")
	b.heard()
	require.Empty(t, b.rows())
	require.Equal(t, "Tag 0100 removed.", b.said)
	b.undo()
	require.Equal(t, b.mia.ID, b.stored(tag.ID).Holder)
	b.do(func(tx *store.Tx) error { return tx.TakeTag(tag.ID) })
	b.page.Select(tag.ID)
	b.Tap("Remove…")
	require.Contains(t, b.Texts(), kept)
}

func TestNewTagOfSALTO(t *testing.T) {
	b := newBench(t)
	b.connect("0100", "0200")
	b.tag(store.Tag{Number: "0100"}, b.mia.ID)
	b.page.Shown()
	b.page.dialogs.New()
	require.Contains(t, b.Texts(), "Choose among those that SALTO KS has and nobody uses, or type another.")
	b.Write("02")
	b.Press(fyne.KeyReturn)
	b.Press(fyne.KeyTab)
	b.Write("A-17")
	b.Press(fyne.KeyReturn)
	b.heard()
	tag := b.numbered("0200")
	require.Equal(t, []string{"ks-0200", "A-17", "free"}, []string{tag.KSID, tag.Printed, string(tag.State)})
	require.Equal(t, "0200", b.page.sheet.Title)

	b.page.dialogs.New()
	require.Contains(t, b.Texts(), "As it is printed on the tag, or as SALTO KS shows it under Tags.", "there is nothing to choose any more")
	b.Write("0100")
	b.Press(fyne.KeyReturn)
	b.Press(fyne.KeyReturn)
	require.Contains(t, b.Texts(), "There is a tag 0100 already: Mia Berg has it. Choose that tag, or correct the number.")
}

func TestGiveAnyTag(t *testing.T) {
	b := newBench(t)
	b.connect("0400", "0100", "") // one whose number the site does not show
	b.tag(store.Tag{Number: "0100"}, b.mia.ID)
	b.tag(store.Tag{Number: "0200", Printed: "A-17"}, 0)
	lost := b.tag(store.Tag{Number: "0300"}, 0)
	b.do(func(tx *store.Tx) error { return tx.LoseTag(lost.ID) })
	d := b.page.dialogs
	require.Equal(t, []string{"0200 · free · A-17", "0400 · new, from SALTO KS", "0100 · with Mia Berg", "0300 · lost"}, answers(d.givable(t.Context(), "")))
	require.Equal(t, []string{"0200 · free · A-17", "New tag a-17"}, answers(d.givable(t.Context(), " a-17")))
	require.Equal(t, []string{"0100 · with Mia Berg"}, answers(d.givable(t.Context(), "0100")))
	more := b.tag(store.Tag{Number: "90100"}, 0)
	require.Equal(t, []string{"0100 · with Mia Berg", "90100 · free"}, answers(d.givable(t.Context(), "0100")), "the very number first")
	b.do(func(tx *store.Tx) error { return tx.RemoveTag(more.ID) })

	give := func(query string) {
		t.Helper()
		b.page.Menu()[0].Action()
		b.Write(query)
		b.Press(fyne.KeyReturn)
	}
	give("0400")
	b.Write("jonas")
	b.Press(fyne.KeyReturn)
	tag := b.numbered("0400")
	require.Equal(t, []any{b.jon.ID, "ks-0400"}, []any{tag.Holder, tag.KSID}, "added and given at once")
	b.undo()
	require.Zero(t, b.numbered("0400").ID, "and taken back at once")

	give("777")
	b.Write("jonas")
	b.Press(fyne.KeyReturn)
	require.Contains(t, b.Texts(), "SALTO KS does not know this tag yet: it opens no door before it is registered at a lock. Tags tells how.")
	b.Press(fyne.KeyReturn)
	require.Equal(t, b.jon.ID, b.numbered("777").Holder)

	give("0300")
	require.Contains(t, b.Texts(), "Tag 0300 is marked as lost")
	b.Press(fyne.KeyReturn)
	require.Equal(t, store.TagFree, b.numbered("0300").State)
	b.do(func(tx *store.Tx) error { return tx.BreakTag(lost.ID) })
	give("0300")
	require.Contains(t, b.Texts(), "Tag 0300 is marked as broken")
	b.Tap("Repaired")
	require.Equal(t, store.TagFree, b.numbered("0300").State)
}

func TestATagOfTheWrongKindIsGivenAfterAQuestion(t *testing.T) {
	b := newBench(t)
	low := b.tag(store.Tag{UID: []byte{1, 2, 3, 4, 5}, Tech: store.TechLow}, 0)
	b.page.Shown()
	b.Tap("Give to…")
	b.Press(fyne.KeyReturn)
	require.Contains(t, b.Texts(), unusableWords())
	b.Press(fyne.KeyEscape)
	require.Zero(t, b.stored(low.ID).Holder)
}
