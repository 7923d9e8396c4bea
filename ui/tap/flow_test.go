package tap

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/encoder"
	"latchkey/ui/listdetail/hand"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// TestMain gives the tests an app with the theme of the desk.
func TestMain(m *testing.M) {
	test.NewApp().Settings().SetTheme(theme.New(theme.Light))
	os.Exit(m.Run())
}

var noon = time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)

// bench is the flow over a real file, with everything run at once.
type bench struct {
	hand.Hand
	store   *store.Store
	now     time.Time
	space   store.Space
	mia     store.Person
	flow    *Flow
	done    []string // what buttons led to
	notices []string
	said    string
	undo    func()
}

func newBench(t testing.TB) *bench {
	t.Helper()
	b := &bench{now: noon, space: store.Space{Name: "Maison Nord", Zone: "Europe/Paris", SiteID: "site", SiteName: "Nord", Account: store.Account{API: "https://api"}}}
	s, err := store.Open(context.Background(), store.Options{Path: filepath.Join(t.TempDir(), "space.db"), Now: func() time.Time { return b.now }})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	b.store = s
	b.Hand = hand.Hand{T: t, Win: fyne.CurrentApp().NewWindow("")}
	t.Cleanup(b.Win.Close)
	b.Win.SetContent(container.NewWithoutLayout())
	b.Win.Resize(fyne.NewSize(1024, 700))
	b.flow = New(Deps{
		Desk: &desk.Desk{
			Store: s, Win: b.Win, Dispatch: widgets.Sync{}, Space: func() store.SpaceID { return b.space.ID },
			Undone: func(text string, undo func()) { b.said, b.undo = text, undo },
		},
		Tags: b, Notice: func(text string) { b.notices = append(b.notices, text) },
		ShowPerson:  func(id store.PersonID) { b.note("person", int64(id)) },
		ShowTag:     func(id store.TagID) { b.note("tag", int64(id)) },
		LookForTags: func(on bool) { b.done = append(b.done, fmt.Sprint("look ", on)) },
	})
	plan := store.Plan{Name: "Full time"}
	b.do(func(tx *store.Tx) error { return tx.SaveSpace(&b.space) })
	b.do(func(tx *store.Tx) error { return tx.SavePlan(&plan) })
	b.mia = store.Person{FirstName: "Mia", LastName: "Berg", Plan: plan.ID, Connect: store.ConnectTagOnly}
	b.do(func(tx *store.Tx) error { return tx.SavePerson(&b.mia) })
	return b
}

func (b *bench) note(what string, id int64) { b.done = append(b.done, fmt.Sprint(what, " ", id)) }

// bench is the Actions.
func (b *bench) Give(t store.Tag)     { b.note("give", int64(t.ID)) }
func (b *bench) TakeBack(t store.Tag) { b.note("take", int64(t.ID)) }
func (b *bench) Lose(t store.Tag)     { b.note("lose", int64(t.ID)) }
func (b *bench) Found(t store.Tag)    { b.note("found", int64(t.ID)) }

func (b *bench) do(f func(tx *store.Tx) error) {
	b.T.Helper()
	_, err := b.store.Do(context.Background(), store.ActorDesk, f)
	require.NoError(b.T, err)
	b.flow.Refresh(store.Change{Kinds: store.KindTag | store.KindMirror | store.KindEntry})
}

// paired adds a tag that the reader knows.
func (b *bench) paired(number string, u encoder.UID) store.Tag {
	b.T.Helper()
	var t store.Tag
	b.do(func(tx *store.Tx) error {
		var err error
		t, err = tx.PairTag(u, store.TechHigh, number, "ks-"+number)
		return err
	})
	return t
}

func (b *bench) tap(u encoder.UID) {
	b.flow.Tapped(encoder.Event{Tag: encoder.Tag{UID: u, Tech: encoder.HF}})
}

func (b *bench) open() bool { return b.Win.Canvas().Overlays().Top() != nil }

// sees tells that all words are in sight.
func (b *bench) sees(texts ...string) {
	b.T.Helper()
	all := strings.Join(b.Texts(), "\n")
	for _, t := range texts {
		require.Contains(b.T, all, t)
	}
}

func TestAHeldTagBringsUpItsHolder(t *testing.T) {
	b := newBench(t)
	tag := b.paired("02300001", fob)
	b.do(func(tx *store.Tx) error { return tx.GiveTag(tag.ID, b.mia.ID) })
	b.tap(fob)
	b.sees("Mia Berg", "Full time", "02300001")
	b.Press(fyne.KeyReturn)
	require.Equal(t, []string{fmt.Sprint("person ", b.mia.ID)}, b.done)
	require.False(t, b.open())

	b.tap(fob)
	b.Tap("Take back")
	b.tap(fob)
	b.Tap("Lost…")
	require.Equal(t, []string{fmt.Sprint("take ", tag.ID), fmt.Sprint("lose ", tag.ID)}, b.done[1:])
	b.tap(fob)
	b.Press(fyne.KeyEscape)
	require.False(t, b.open())
}

func TestAFreeTagIsOfferedAndALostOneIsFound(t *testing.T) {
	b := newBench(t)
	tag := b.paired("02300001", fob)
	b.tap(fob)
	b.sees("nobody has it")
	b.Press(fyne.KeyReturn)
	b.do(func(tx *store.Tx) error { return tx.GiveTag(tag.ID, b.mia.ID) })
	b.do(func(tx *store.Tx) error { return tx.LoseTag(tag.ID) })
	b.tap(fob)
	b.sees("marked as lost: Mia Berg had it until")
	b.Tap("It was found")
	b.do(func(tx *store.Tx) error { return tx.FoundTag(tag.ID) })
	b.do(func(tx *store.Tx) error { return tx.BreakTag(tag.ID) })
	b.tap(fob)
	b.Tap("Open in Tags")
	require.Equal(t, []string{fmt.Sprint("give ", tag.ID), fmt.Sprint("found ", tag.ID), fmt.Sprint("tag ", tag.ID)}, b.done)
}

func TestTheNextTapTakesThePlaceOfTheLast(t *testing.T) {
	b := newBench(t)
	b.paired("02300001", fob)
	b.paired("02300002", card)
	b.tap(fob)
	b.tap(card)
	b.sees("02300002")
	require.Len(t, b.Win.Canvas().Overlays().List(), 1)
	b.Press(fyne.KeyEscape)
	require.False(t, b.open())
}

func TestATapDoesNotDisturbAnotherDialog(t *testing.T) {
	b := newBench(t)
	b.paired("02300001", fob)
	shut := widgets.ShowContent(b.Win, "Something", widgets.MutedParagraph("else"))
	b.tap(fob)
	require.Equal(t, []string{"Tag 02300001 is free: nobody has it."}, b.notices)
	require.Len(t, b.Win.Canvas().Overlays().List(), 1)
	shut()
}

func TestTroubleAtTheReaderIsSaid(t *testing.T) {
	b := newBench(t)
	b.flow.Tapped(encoder.Event{Several: true})
	b.flow.Tapped(encoder.Event{Err: encoder.ErrGarbled})
	require.Equal(t, []string{"More than one tag is on the reader. Tap them one at a time.", encoder.ErrGarbled.Error()}, b.notices)
}

func TestAPartOfANumberIsAsked(t *testing.T) {
	b := newBench(t)
	tag := b.paired("02300001", fob)
	b.do(func(tx *store.Tx) error { return tx.GiveTag(tag.ID, b.mia.ID) })
	b.tap(uid(0x88, 0x04, 0xA2, 0x3C))
	b.sees("Which tag is this?", "Mia Berg")
	b.Tap("It is this one")
	b.sees("Has tag 02300001")
	b.tap(uid(0x88, 0x04, 0xA2, 0x3C))
	b.Tap("None of these")
	b.sees("Which number has this tag?")
}

func TestWhatCannotBeUsedIsRefused(t *testing.T) {
	b := newBench(t)
	b.tap(uid(0x08, 1, 2, 3))
	b.sees("This tag cannot be used", "another number each time")
	b.flow.Tapped(encoder.Event{Tag: encoder.Tag{UID: uid(0x10, 0, 0x63, 0xE9, 0xAE), Tech: encoder.LF}})
	b.sees("125 kHz")
	b.tap(uid(0x80, 1, 2, 3))
	b.sees("Tap it once more")
	b.tap(uid(0x80, 1, 2, 3))
	b.sees("Which number has this tag?")
}

// An unknown tag is paired with a number of the list, and is there to be given.
func TestAnUnknownTagIsPaired(t *testing.T) {
	b := newBench(t)
	b.do(func(tx *store.Tx) error {
		return tx.SaveSiteTags(b.space.ID, []store.SiteTag{{ID: "ks-1", Number: "02300001"}})
	})
	b.now = b.now.Add(time.Hour)
	b.tap(fob)
	b.sees("Which number has this tag?", "04A23C5A9E6180", "Not in the list?")
	require.Equal(t, []string{"look true"}, b.done)
	b.Tap("Pair")
	b.sees("Choose the number that SALTO KS shows for this tag")
	b.flow.pairing.number.SetValue("02300001")
	b.Tap("Pair")
	b.sees("Tag 02300001 is free: nobody has it.", "Give to…")
	require.Equal(t, []string{"look true", "look false"}, b.done)
	require.Equal(t, "Tag 02300001 paired.", b.said)
	tags, err := b.store.Tags(t.Context())
	require.NoError(t, err)
	require.Len(t, tags, 1)
	require.Equal(t, "ks-1", tags[0].KSID)
	require.Equal(t, []byte(fob), tags[0].UID)
	require.Equal(t, store.TechHigh, tags[0].Tech)

	b.undo()
	tags, err = b.store.Tags(t.Context())
	require.NoError(t, err)
	require.Empty(t, tags)
}

// While the form waits, the tag that is registered at a lock chooses itself.
func TestATagThatAppearsInKSIsChosen(t *testing.T) {
	b := newBench(t)
	b.tap(fob)
	b.sees("Not in the list?")
	b.now = b.now.Add(time.Minute)
	b.do(func(tx *store.Tx) error {
		return tx.SaveSiteTags(b.space.ID, []store.SiteTag{{ID: "ks-7", Number: "02300007"}})
	})
	b.sees("SALTO KS has just seen tag 02300007")
	b.Tap("Pair")
	b.sees("Tag 02300007 is free: nobody has it.")
}

// Of the tags that were read for the first time just now nobody can tell which it is.
func TestOfSeveralNewTagsNoneIsChosen(t *testing.T) {
	b := newBench(t)
	b.do(func(tx *store.Tx) error {
		return tx.SaveSiteTags(b.space.ID, []store.SiteTag{{ID: "ks-7", Number: "02300007"}, {ID: "ks-8", Number: "02300008"}})
	})
	b.tap(fob)
	b.sees("Not in the list?")
	require.Empty(t, b.flow.pairing.number.Value())
	b.Press(fyne.KeyEscape)
	require.False(t, b.open(), "nothing was typed: nothing is asked")
}

// The same fob held to any lock leaves an entry with its number.
func TestATagThatWasJustAtALockIsOffered(t *testing.T) {
	b := newBench(t)
	b.tap(fob)
	b.do(func(tx *store.Tx) error {
		_, err := tx.AddEntries(b.space.ID, []store.Entry{{ID: "e1", At: b.now.Add(20 * time.Second), Category: store.EntryRejected, Way: "tag", Tag: "02300009", Door: "front", DoorName: "Front door"}})
		return err
	})
	b.sees("SALTO KS has just seen tag 02300009")
	require.Equal(t, "02300009", b.flow.pairing.number.Value())
}

// What the desk has chosen is not chosen anew.
func TestTheDesksChoiceStays(t *testing.T) {
	b := newBench(t)
	b.tap(fob)
	b.flow.pairing.number.SetCreated("02300003")
	b.do(func(tx *store.Tx) error {
		return tx.SaveSiteTags(b.space.ID, []store.SiteTag{{ID: "ks-7", Number: "02300007"}})
	})
	b.Tap("Pair")
	b.sees("Tag 02300003 is free: nobody has it.", "SALTO KS does not know it yet")
}

// A number that is another tag's is refused under its row, and nothing is lost.
func TestATakenNumberIsRefused(t *testing.T) {
	b := newBench(t)
	tag := b.paired("02300001", card)
	b.do(func(tx *store.Tx) error { return tx.GiveTag(tag.ID, b.mia.ID) })
	b.tap(fob)
	b.flow.pairing.number.SetCreated("02300001")
	b.Tap("Pair")
	b.sees("Mia Berg has it")
	b.Press(fyne.KeyEscape)
}

// A tag whose number was typed is known to the reader from then on.
func TestATagOfTheFileIsPairedWithWhatTheReaderSees(t *testing.T) {
	b := newBench(t)
	b.do(func(tx *store.Tx) error {
		return tx.SaveTag(&store.Tag{Number: "02300005", State: store.TagHeld, Holder: b.mia.ID})
	})
	b.tap(fob)
	b.flow.pairing.number.SetValue("02300005")
	b.Tap("Pair")
	b.sees("Mia Berg", "Has tag 02300005")
}

// A box of fobs is paired with a tap each; what goes wrong costs none.
func TestABoxOfFobsIsPaired(t *testing.T) {
	b := newBench(t)
	b.do(func(tx *store.Tx) error {
		if err := tx.SaveTag(&store.Tag{Number: "02300005", State: store.TagHeld, Holder: b.mia.ID}); err != nil {
			return err
		}
		return tx.SaveSiteTags(b.space.ID, []store.SiteTag{{ID: "ks-7", Number: "02300007"}, {ID: "ks-3", Number: "02300003"}})
	})
	var taps Router
	tap := func(e encoder.Event) { taps.Tap(e) }
	on := func(u encoder.UID) encoder.Event { return encoder.Event{Tag: encoder.Tag{UID: u, Tech: encoder.HF}} }
	b.flow.PairBox(&taps)
	b.sees("02300003", "0 of 3 fobs seen.")
	tap(on(fob))
	b.sees("02300005", "Mia Berg", "1 of 3 fobs seen.")
	tap(on(fob))
	b.sees("This is tag 02300003, which the reader knows already. Tap another.", "02300005")
	tap(on(uid(0x08, 1, 2, 3)))
	b.sees("as phones and payment cards do")
	tap(encoder.Event{Several: true})
	b.sees("one at a time")
	tap(on(other))
	b.sees("02300007")
	b.Tap("Undo the last")
	b.sees("02300005", "is not paired any more")
	b.Tap("Skip")
	tap(on(card))
	b.sees("All done", "3 of 3 fobs seen.")
	require.Nil(t, b.undo, "each step is undone here")
	b.Press(fyne.KeyEscape)
	tags, err := b.store.Tags(t.Context())
	require.NoError(t, err)
	seen := map[string]string{}
	for _, tag := range tags {
		seen[tag.Number] = encoder.UID(tag.UID).String() + " " + tag.KSID
	}
	require.Equal(t, map[string]string{"02300003": fob.String() + " ks-3", "02300005": " ", "02300007": card.String() + " ks-7"}, seen)
	rest := 0
	taps.Rest = func(encoder.Event) { rest++ }
	tap(on(fob))
	require.Equal(t, 1, rest, "the box is closed")
}

func TestABoxWithoutNumbersSaysHowTheyCome(t *testing.T) {
	b := newBench(t)
	b.flow.PairBox(&Router{})
	b.sees("No fob to pair", "Register new fobs at a lock first")
}

// Who was given a tag by a tap has it before its number is known.
func TestATagWithoutANumberIsAskedForIt(t *testing.T) {
	b := newBench(t)
	b.do(func(tx *store.Tx) error {
		return tx.SaveTag(&store.Tag{UID: fob, State: store.TagHeld, Holder: b.mia.ID})
	})
	b.do(func(tx *store.Tx) error {
		return tx.SaveSiteTags(b.space.ID, []store.SiteTag{{ID: "ks-7", Number: "02300007"}})
	})
	b.tap(fob)
	b.sees("Mia Berg")
	b.Tap("Its number…")
	b.flow.pairing.number.SetValue("02300007")
	b.Tap("Pair")
	b.sees("Mia Berg", "Has tag 02300007")
	require.Nil(t, b.Button("Its number…"))
}

func TestAReaderThatTypesIsTold(t *testing.T) {
	var got []encoder.Event
	now, later := noon, func() {}
	typist := Typist(&Router{Rest: func(e encoder.Event) { got = append(got, e) }}, func() time.Time { return now }, func(_ time.Duration, f func()) func() {
		later = f
		return func() { later = func() {} }
	})
	var field strings.Builder
	put := func(text string) { field.WriteString(text) }
	write := func(text string, gap time.Duration) {
		for _, r := range text {
			now = now.Add(gap)
			typist(r, put)
			if gap > 100*time.Millisecond {
				later()
			}
		}
	}
	write("04A23C5A9E6180\n", 5*time.Millisecond)
	require.Empty(t, field.String(), "the number of a tag never shows in the field")
	require.Len(t, got, 1)
	require.Equal(t, "04A23C5A9E6180", got[0].Tag.UID.String())

	write("02300001\n", 150*time.Millisecond)
	require.Equal(t, "02300001\n", field.String())
	require.Len(t, got, 1)

	field.Reset()
	write("04A", 5*time.Millisecond)
	later() // the window was busy: it was taken for typing
	now = now.Add(100 * time.Millisecond)
	write("23C5A9E6180\n", time.Millisecond)
	require.Equal(t, "04A\b\b\b", field.String(), "what was typed into the field goes again")
	require.Len(t, got, 2)
	require.Equal(t, "04A23C5A9E6180", got[1].Tag.UID.String())

	field.Reset()
	write("02", 5*time.Millisecond)
	typist(0, put) // backspace
	require.Equal(t, "02", field.String())
}
