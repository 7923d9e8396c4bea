package members

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/encoder"
	"latchkey/ui/widgets"
)

var fob = encoder.UID{0x04, 0xA2, 0x3C, 0x5A, 0x9E, 0x61, 0x80}

func (b *bench) tap(u ...byte) {
	b.taps.Tap(encoder.Event{Tag: encoder.Tag{UID: u, Tech: encoder.HF}})
	b.settle()
}

// pairs notes how the reader sees a tag of the house.
func (b *bench) pairs(number string, u encoder.UID) {
	b.t.Helper()
	_, err := b.store.Do(b.t.Context(), store.ActorDesk, func(tx *store.Tx) error {
		_, err := tx.PairTag(u, store.TechHigh, number, "")
		return err
	})
	require.NoError(b.t, err)
	b.settle()
}

// New member, tap, done.
func TestAMemberIsAddedWithATap(t *testing.T) {
	b := newBench(t, house)
	b.pairs("0230 0090", fob)
	b.page.dialogs.add(0)
	fieldOf[*widgets.TextField](b, 0).SetValue("Chloé")
	b.tap(fob...)
	b.key(fyne.KeyReturn)
	require.False(t, b.dialogOpen())
	require.Equal(t, "0230 0090", b.tagOf(b.person("Chloé").ID))
	require.Contains(t, b.texts(), "0230 0090")
}

// A tag that the file does not have goes with the member too; its number comes later.
func TestAMemberIsAddedWithANewTag(t *testing.T) {
	b := newBench(t, house)
	b.choose("Ben Carter")
	b.press("Edit")
	b.tap(fob...)
	require.Equal(t, "New tag 04A23C5A9E6180", fieldText(b, 1))
	b.press("Save")
	require.Equal(t, []string{"04A23C5A9E6180"}, b.paired, "its number is asked for")
	var of []store.Tag
	for _, tag := range b.tags() {
		if tag.Holder == b.person("Ben Carter").ID {
			of = append(of, tag)
		}
	}
	require.Len(t, of, 1)
	require.Equal(t, []byte(fob), of[0].UID)
	require.Equal(t, store.TechHigh, of[0].Tech)
	require.Empty(t, of[0].Number)
	b.undo()
	b.settle()
	require.NotEmpty(t, b.tagOf(b.person("Ben Carter").ID), "the tag before is back")
}

func fieldText(b *bench, n int) string {
	text, _ := fieldOf[*widgets.ComboField](b, n).Created()
	return text
}

func TestATapThatCannotBeGivenSaysWhy(t *testing.T) {
	b := newBench(t, house)
	b.pairs("0230 0042", fob)
	b.page.dialogs.add(0)
	for _, row := range []struct {
		event encoder.Event
		why   string
	}{
		{encoder.Event{Tag: encoder.Tag{UID: fob, Tech: encoder.HF}}, "Ada Lindqvist holds tag 0230 0042. Take it back from them first."},
		{encoder.Event{Several: true}, "More than one tag is on the reader. Tap them one at a time."},
		{encoder.Event{Err: encoder.ErrGarbled}, encoder.ErrGarbled.Error()},
		{encoder.Event{Tag: encoder.Tag{UID: encoder.UID{0x08, 1, 2, 3}, Tech: encoder.HF}}, "This tag shows another number each time, as phones and payment cards do. Tap the fob by itself."},
		{encoder.Event{Tag: encoder.Tag{UID: encoder.UID{0x10, 0, 0x63, 0xE9, 0xAE}, Tech: encoder.LF}}, "This is a 125 kHz tag: SALTO KS reads 13.56 MHz tags only. Take another."},
		{encoder.Event{Tag: encoder.Tag{UID: encoder.UID{0x80, 1, 2, 3}, Tech: encoder.HF}}, "Some tags show another number each time, and this may be one. Take it away, and tap it again."},
		{encoder.Event{Tag: encoder.Tag{UID: encoder.UID{0x88, 0x04, 0xA2, 0x3C}, Tech: encoder.HF}}, "The reader shows only a part of this tag’s number. Choose its number from the list."},
	} {
		b.taps.Tap(row.event)
		require.Contains(t, b.texts(), row.why)
		require.Empty(t, fieldOf[*widgets.ComboField](b, 1).Value())
	}
	b.tap(0x80, 1, 2, 3)
	b.tap(0x80, 1, 2, 3)
	require.Equal(t, "New tag 80010203", fieldText(b, 1))
}

// After the form has closed a tap is everybody's again.
func TestAClosedFormTakesNoTaps(t *testing.T) {
	b := newBench(t, house)
	rest := 0
	b.taps.Rest = func(encoder.Event) { rest++ }
	b.page.dialogs.add(0)
	b.tap(fob...)
	require.Zero(t, rest)
	fieldOf[*widgets.ComboField](b, 1).SetValue("")
	b.key(fyne.KeyEscape)
	b.tap(fob...)
	require.Equal(t, 1, rest)
}
