package tags

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/widgets"
)

func TestNoTagsYet(t *testing.T) {
	b := newBench(t)
	b.page.Shown()
	require.Contains(t, b.Texts(), "No tags yet")
	require.Contains(t, b.Texts(), "No tag chosen")
	b.Tap("New tag")
	b.Write("02300001")
	b.Press(fyne.KeyReturn) // takes the number
	b.Press(fyne.KeyReturn) // saves
	b.heard()
	require.Equal(t, "Tag 02300001 added.", b.said)
	require.Equal(t, []string{"02300001"}, b.rows())
	require.Equal(t, "02300001", b.page.sheet.Title, "the new tag is shown")
	b.undo()
	require.Contains(t, b.Texts(), "No tags yet")
}

func TestWhatIsSaidOfATag(t *testing.T) {
	b := newBench(t)
	b.connect("02300001")
	tag := b.tag(store.Tag{Number: "02300001", UID: []byte{4, 0xa1, 0xb2, 0xc3, 4, 5, 0x80}, Tech: store.TechHigh, Printed: "A-17"}, b.mia.ID)
	b.now = noon.Add(24 * time.Hour)
	b.do(func(tx *store.Tx) error { return tx.GiveTag(tag.ID, b.jon.ID) })
	b.do(func(tx *store.Tx) error {
		_, err := tx.AddEntries(b.space.ID, []store.Entry{{ID: "e1", At: noon, Category: store.EntryRejected, DoorName: "Front door", Tag: tag.Number}})
		return err
	})
	b.page.Shown()
	texts := b.Texts()
	for _, want := range []string{
		"With Jonas Weiß since Wed 25 Nov 2026, 12:00, given at the desk.",
		"registered", "04A1B2C3040580", "A-17", "13.56 MHz", "Last refused at a door", "Tue 24 Nov, 12:00 · Front door",
		"Mia Berg", "Tue 24 Nov 2026, 12:01 – Wed 25 Nov 2026, 12:00 · given at the desk · given to somebody else",
		"since Wed 25 Nov 2026, 12:00 · given at the desk",
	} {
		require.Contains(t, texts, want)
	}
	require.Equal(t, []string{"Jonas Weiß", "Mia Berg"}, []string{b.page.sheet.History[0].Name, b.page.sheet.History[1].Name}, "the newest first")
	b.Tap("Show")
	require.Equal(t, "person 2", b.went[len(b.went)-1])
	for _, o := range b.Sight() {
		if link, ok := o.(*widgets.Button); ok && link.Text() == "Show" {
			link.Tapped(nil) // the last is of the first holder
		}
	}
	require.Equal(t, "person 1", b.went[len(b.went)-1])
	b.Press(fyne.KeyReturn)
	require.Contains(t, b.Texts(), "Edit tag", "Enter on a tag that somebody has")
	b.Press(fyne.KeyEscape)
	b.do(func(tx *store.Tx) error { return tx.DeletePerson(b.mia.ID) })
	require.Zero(t, b.page.sheet.History[1].Person, "who is gone is named, but not shown")
}

func TestATagThatTheSiteDoesNotKnow(t *testing.T) {
	b := newBench(t)
	b.connect("02300001")
	b.tag(store.Tag{Number: "02300002"}, 0)
	b.tag(store.Tag{Number: "02300003"}, 0)
	b.page.Shown()
	require.Equal(t, "not registered yet", b.page.sheet.KS)
	steps := stepsWords(time.Time{}, nil)
	require.Contains(t, b.Texts(), steps)
	b.Tap("Look for it now")
	require.Contains(t, b.Texts(), steps+" It looks every few seconds until 12:03.")
	require.Equal(t, []string{"look true"}, b.went)
	require.NotNil(t, b.Win.Canvas().Focused())
	b.now = b.now.Add(time.Minute)
	b.heard()
	require.Contains(t, b.Texts(), steps+" It looks every few seconds until 12:03.", "another change does not end it")
	require.Equal(t, []string{"look true"}, b.went)

	b.siteHas("02300001", "02300002") // held to the lock
	require.Equal(t, "registered", b.page.sheet.KS)
	require.NotContains(t, b.Texts(), steps)
	require.Equal(t, []string{"look true", "look false"}, b.went)

	b.Press(fyne.KeyDown)
	b.Tap("Look for it now")
	b.Press(fyne.KeyUp)
	require.Equal(t, []string{"look true", "look false", "look true", "look false"}, b.went, "not for a tag that is not in sight")
}

func TestNoticesOfATag(t *testing.T) {
	b := newBench(t)
	low := b.tag(store.Tag{UID: []byte{1, 2, 3, 4, 5}, Tech: store.TechLow}, 0)
	bare := b.tag(store.Tag{UID: []byte{4, 2, 3, 4}}, 0)
	b.page.Shown()
	b.page.Select(bare.ID)
	b.Tap("Connect to SALTO KS…")
	require.Equal(t, []string{"settings"}, b.went)
	require.Equal(t, "–", b.page.sheet.KS)

	b.connect()
	b.page.Select(low.ID)
	require.Contains(t, b.Texts(), "This tag talks at 125 kHz. The locks of SALTO KS hear tags of 13.56 MHz only, so it opens no door. Give another.")
	require.Nil(t, b.Button("Look for it now"), "that would not help")
	b.page.Select(bare.ID)
	b.Tap("Type the number…")
	b.Write("02300007")
	b.Press(fyne.KeyReturn)
	b.heard()
	require.Equal(t, "02300007", b.stored(bare.ID).Number)

	b.do(func(tx *store.Tx) error { return tx.GiveTag(bare.ID, b.mia.ID) })
	mia := b.mia
	for connect, want := range map[store.Connect]string{
		store.ConnectPhoneOnly:   "Mia Berg opens doors by phone only, so SALTO KS does not get this tag. Change that in Members.",
		store.ConnectNone:        "Mia Berg is not connected to SALTO KS, so this tag opens no door. Connect them in Members.",
		store.ConnectPhoneAndTag: "",
	} {
		mia.Connect = connect
		b.do(func(tx *store.Tx) error { return tx.SavePerson(&mia) })
		require.Equal(t, want, b.page.sheet.Idle)
		if want != "" {
			require.Contains(t, b.Texts(), want)
		}
	}
	require.Empty(t, idleWords(store.Person{Connect: store.ConnectNone}), "a booking connects a visitor")
}

func TestFilters(t *testing.T) {
	b := newBench(t)
	b.connect("0100", "0200", "0300")
	b.tag(store.Tag{Number: "0100"}, b.jon.ID)
	b.tag(store.Tag{Number: "0200"}, 0)
	lost := b.tag(store.Tag{Number: "0300"}, 0)
	b.do(func(tx *store.Tx) error { return tx.LoseTag(lost.ID) })
	b.tag(store.Tag{Number: "04 00", Printed: "Été"}, 0)
	b.page.Shown()
	l := b.page.list
	require.Contains(t, b.Texts(), "4 tags")
	for _, c := range []struct {
		state, query string
		want         []string
	}{
		{"", "weiß jonas", []string{"0100"}},
		{"", "ete", []string{"04 00"}},
		{"", "0400", []string{"04 00"}},
		{"lost", "", []string{"0300"}},
		{"free", "0", []string{"0200", "04 00"}},
		{notRegistered, "", []string{"04 00"}},
		{everything, "", []string{"0100", "0200", "0300", "04 00"}},
		{"broken", "", []string{}},
	} {
		l.state.SetValue(c.state)
		l.search.SetValue(c.query)
		require.Equal(t, c.want, b.rows(), "%s %s", c.state, c.query)
	}
	require.Contains(t, b.Texts(), "No tag found")
	require.Contains(t, b.Texts(), "0 of 4 tags")
	b.Tap("Show every tag")
	require.Len(t, b.rows(), 4)
	require.Empty(t, l.state.Value())

	l.search.SetValue("0100")
	b.page.Select(lost.ID)
	require.Equal(t, "0300", b.page.sheet.Title, "what is filtered out is shown all the same")
	l.search.SetValue("0100")
	require.Contains(t, b.Texts(), "No tag chosen")
}

func TestSelectBeforeItWasRead(t *testing.T) {
	b := newBench(t)
	b.tag(store.Tag{Number: "0100"}, 0)
	second := b.tag(store.Tag{Number: "0200"}, 0)
	b.page.Select(second.ID)
	b.page.Shown()
	require.Equal(t, "0200", b.page.sheet.Title)
}

func TestChangesOfOthersAppear(t *testing.T) {
	b := newBench(t)
	tag := b.tag(store.Tag{Number: "0100"}, 0)
	b.page.Refresh(store.Change{Kinds: store.KindTag})
	require.Empty(t, b.rows(), "nothing is read before the page was in sight")
	b.page.Shown()
	b.do(func(tx *store.Tx) error { return tx.GiveTag(tag.ID, b.mia.ID) })
	require.Equal(t, "Mia Berg", b.page.list.table.Rows()[0].Holder)
	require.Equal(t, "held", b.page.sheet.State)
	b.mia.LastName = "Berger"
	b.do(func(tx *store.Tx) error { return tx.SavePerson(&b.mia) })
	require.Contains(t, b.Texts(), "With Mia Berger since Tue 24 Nov 2026, 12:01, given at the desk.")
	focused := b.Win.Canvas().Focused()
	b.do(func(tx *store.Tx) error { return tx.SaveTag(&store.Tag{Number: "0200"}) })
	require.Equal(t, []string{"0100", "0200"}, b.rows())
	require.Equal(t, "0100", b.page.sheet.Title)
	require.Equal(t, focused, b.Win.Canvas().Focused(), "the keyboard stays where it is")
	b.do(func(tx *store.Tx) error { return tx.RemoveTag(tag.ID) })
	require.Contains(t, b.Texts(), "No tag chosen")
}

func TestEveryButtonOfATagIsInSight(t *testing.T) {
	b := newBench(t)
	b.mia.FirstName, b.mia.LastName = "Maximiliane-Charlotte", "von Hohenstein-Wittelsbach de la Rochefoucauld"
	b.do(func(tx *store.Tx) error { return tx.SavePerson(&b.mia) })
	b.tag(store.Tag{Number: "0100"}, b.mia.ID)
	b.tag(store.Tag{Number: "0200"}, 0)
	broken := b.tag(store.Tag{Number: "0300 0300 0300 0300 0300 0300 0300 0300 0300 0300"}, 0)
	b.do(func(tx *store.Tx) error { return tx.BreakTag(broken.ID) })
	b.page.Shown()
	for _, width := range []float32{1800, 920} { // after a wide window the narrow one fits again
		b.Win.Resize(fyne.NewSize(width, 600))
		require.InDelta(t, width, b.Win.Content().Size().Width, 20)
		for _, r := range b.page.list.table.Rows() {
			b.page.Select(r.Tag.ID)
			for _, o := range b.Sight() {
				if button, ok := o.(*widgets.Button); ok {
					at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
					require.LessOrEqual(t, at.X+o.Size().Width, width, "%s of %s", button.Text(), r.Title)
					require.GreaterOrEqual(t, o.Size().Width, o.MinSize().Width, "%s of %s", button.Text(), r.Title)
				}
			}
		}
	}
}

func TestThePageForTheShell(t *testing.T) {
	b := newBench(t)
	require.Equal(t, []any{"tags", "Tags", 0}, []any{b.page.Name(), b.page.Title(), b.page.Count()})
	require.NotNil(t, b.page.Icon())
	require.Len(t, b.page.Actions(), 2)
	menu := b.page.Menu()
	require.Equal(t, "Give a tag…", menu[0].Label)
	require.NotNil(t, menu[0].Shortcut)
	menu[1].Action() // before the page was shown
	require.Contains(t, b.Texts(), "New tag")
	b.page.Shown()
	b.Write("0100")
	b.Press(fyne.KeyReturn, fyne.KeyReturn)
	require.NotZero(t, b.numbered("0100").ID, "the keyboard stayed in the dialog")
}

func TestTheListGetsTheKeyboardOnceItIsRead(t *testing.T) {
	b := newBench(t)
	b.tag(store.Tag{Number: "0100"}, 0)
	b.page.loader.Ask() // the answer comes after Shown has returned
	require.Equal(t, b.page.list.table.FocusTarget(), b.Win.Canvas().Focused())
	require.Equal(t, "0100", b.page.sheet.Title)
}

func TestTheMenuIsTheButtons(t *testing.T) {
	b := newBench(t)
	for state, want := range map[store.TagState][]string{
		store.TagFree:   {"Give to…", "Lost…", "Broken", "Edit…", "Remove…"},
		store.TagHeld:   {"Take back", "Give to somebody else…", "Lost…", "Broken", "Edit…", "Remove…"},
		store.TagLost:   {"Found", "Edit…", "Remove…"},
		store.TagBroken: {"Repaired", "Edit…", "Remove…"},
	} {
		var labels []string
		for _, item := range b.page.menu(store.Tag{State: state}) {
			labels = append(labels, item.Label)
		}
		require.Equal(t, want, labels, state)
	}
}

func TestNoButtonLeadsNowhere(t *testing.T) {
	b := newBench(t)
	b.page.deps.ShowPerson, b.page.deps.Connect, b.page.deps.LookForTags = nil, nil, nil
	b.tag(store.Tag{Number: "0100"}, b.mia.ID)
	b.page.Shown()
	require.Contains(t, b.Texts(), "With Mia Berg since Tue 24 Nov 2026, 12:01, given at the desk.")
	require.Nil(t, b.Button("Show"))
	require.Nil(t, b.Button("Connect to SALTO KS…"))
	b.connect()
	require.Contains(t, b.Texts(), stepsWords(time.Time{}, nil))
	require.Nil(t, b.Button("Look for it now"))
}
