package tap

import (
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/encoder"
)

func uid(b ...byte) encoder.UID { return b }

var (
	fob   = uid(0x04, 0xA2, 0x3C, 0x5A, 0x9E, 0x61, 0x80)
	card  = uid(0x66, 0xCF, 0x4D, 0xC2)
	other = uid(0x04, 0xA2, 0x3C, 0x11, 0x22, 0x33, 0x44)
)

func TestFind(t *testing.T) {
	tags := []store.Tag{{ID: 1, UID: fob}, {ID: 2, UID: card}, {ID: 3, Number: "02300003"}}
	for name, row := range map[string]struct {
		tag     encoder.Tag
		tags    []store.Tag
		sure    store.TagID
		perhaps []store.TagID
	}{
		"the bytes themselves":                  {encoder.Tag{UID: fob}, tags, 1, nil},
		"another reader turns them round":       {encoder.Tag{UID: uid(0x80, 0x61, 0x9E, 0x5A, 0x3C, 0xA2, 0x04)}, tags, 1, nil},
		"decimal, as some type it":              {encoder.Tag{Text: "1724861890", UID: card, Guess: true}, tags, 2, nil},
		"four bytes of seven":                   {encoder.Tag{UID: uid(0x88, 0x04, 0xA2, 0x3C)}, tags, 0, []store.TagID{1}},
		"four bytes that two have":              {encoder.Tag{UID: uid(0x88, 0x04, 0xA2, 0x3C)}, append(tags, store.Tag{ID: 4, UID: other}), 0, []store.TagID{1, 4}},
		"its number is what the reader types":   {encoder.Tag{Text: "02300003", UID: uid(0x00, 0x23, 0x18, 0x83), Guess: true}, tags, 0, []store.TagID{3}},
		"a number is nothing where a UID is":    {encoder.Tag{Text: "02300004", UID: uid(0, 0, 0, 4), Guess: true}, []store.Tag{{ID: 4, Number: "02300004", UID: fob}}, 0, nil},
		"what nobody has seen":                  {encoder.Tag{UID: other}, tags, 0, nil},
		"a tag without a UID is no other's":     {encoder.Tag{UID: other}, []store.Tag{{ID: 3, Number: "1"}}, 0, nil},
		"two that are the same are no sure one": {encoder.Tag{UID: fob}, append(tags, store.Tag{ID: 5, UID: uid(0x80, 0x61, 0x9E, 0x5A, 0x3C, 0xA2, 0x04)}), 0, []store.TagID{1, 5}},
	} {
		t.Run(name, func(t *testing.T) {
			m := Find(row.tag, row.tags)
			var perhaps []store.TagID
			for _, p := range m.Perhaps {
				perhaps = append(perhaps, p.ID)
			}
			require.Equal(t, row.sure, m.Sure.ID)
			require.Equal(t, row.perhaps, perhaps)
			require.Equal(t, row.sure != 0, m.Known())
		})
	}
}

func TestWhatMayBeAnotherEachTimeIsTappedTwice(t *testing.T) {
	var d Doubt
	fixed, perhaps, next := encoder.Tag{UID: fob, Tech: encoder.HF}, encoder.Tag{UID: uid(0x80, 1, 2, 3), Tech: encoder.HF}, encoder.Tag{UID: uid(0x80, 4, 5, 6), Tech: encoder.HF}
	require.True(t, d.Sure(fixed))
	require.False(t, d.Sure(perhaps))
	require.True(t, d.Sure(perhaps), "the same twice")
	require.False(t, d.Sure(perhaps), "that was of before")
	require.False(t, d.Sure(next))
	require.False(t, d.Sure(perhaps))
	require.True(t, d.Sure(fixed))
	require.False(t, d.Sure(perhaps), "another lay there between")
}

func TestUnusable(t *testing.T) {
	for _, row := range []struct {
		tag  encoder.Tag
		word string
	}{
		{encoder.Tag{UID: fob, Tech: encoder.HF}, ""},
		{encoder.Tag{UID: card, Tech: encoder.HF}, ""},
		{encoder.Tag{UID: uid(0x08, 1, 2, 3), Tech: encoder.HF}, "phones"},
		{encoder.Tag{UID: uid(0x10, 0, 0x63, 0xE9, 0xAE), Tech: encoder.LF}, "125 kHz"},
	} {
		err := Unusable(row.tag)
		if row.word == "" {
			require.NoError(t, err)
			continue
		}
		require.ErrorContains(t, err, row.word)
	}
}

func TestTheNewestTakerHasTheTap(t *testing.T) {
	var got []string
	note := func(name string) func(encoder.Event) {
		return func(encoder.Event) { got = append(got, name) }
	}
	r := Router{Rest: note("rest")}
	r.Tap(encoder.Event{})
	first := r.Take(note("form"))
	r.Tap(encoder.Event{})
	second := r.Take(note("question"))
	r.Tap(encoder.Event{})
	first()
	r.Tap(encoder.Event{})
	second()
	second()
	r.Tap(encoder.Event{})
	require.Equal(t, []string{"rest", "form", "question", "question", "rest"}, got)
	(&Router{}).Tap(encoder.Event{}) // nobody: nothing happens
}
