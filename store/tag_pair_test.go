package store

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func (w *world) pair(uid []byte, tech TagTech, number, ksID string) Tag {
	w.t.Helper()
	var t Tag
	w.do(func(tx *Tx) (err error) { t, err = tx.PairTag(uid, tech, number, ksID); return err })
	return t
}

func TestPairingATag(t *testing.T) {
	w := newWorld(t)
	uid := []byte{0x04, 0xa1}
	made := w.pair(uid, TechHigh, " 02300001 ", "tag-1")
	require.Equal(t, Tag{ID: made.ID, Key: made.Key, Rev: 1, Number: "02300001", KSID: "tag-1", UID: uid, Tech: TechHigh, State: TagFree}, made)
	require.Equal(t, []string{"Tag 02300001 was paired: the reader sees it as 04A1."}, w.newest(1))
	before, err := w.Meta(w.ctx)
	require.NoError(t, err)
	require.Equal(t, made, w.pair(uid, "", "02300001", ""), "what is not said stays")
	after, err := w.Meta(w.ctx)
	require.NoError(t, err)
	require.Equal(t, before, after, "nothing new")

	known := w.tag(Tag{Number: "02300002", Printed: "A-17", State: TagHeld, Holder: w.mia.ID})
	paired := w.pair([]byte{4, 2}, TechLow, "02300002", "tag-2")
	require.Equal(t, known.ID, paired.ID, "the tag that has the number")
	require.Equal(t, w.mia.ID, paired.Holder)
	require.Equal(t, "A-17", paired.Printed)
	lines, err := w.LogLines(w.ctx, LogFilter{Person: w.mia.ID, Limit: 1})
	require.NoError(t, err)
	require.Equal(t, "Tag 02300002 was paired: the reader sees it as 0402.", lines[0].What.String())

	seen := w.pair([]byte{4, 3}, TechHigh, "", "")
	require.Equal(t, []string{"Tag 0403 was added."}, w.newest(1))
	require.Equal(t, Tag{ID: seen.ID, Key: seen.Key, Rev: 1, UID: []byte{4, 3}, Tech: TechHigh, State: TagFree}, seen)
}

func TestPairingAddsTheNumberToWhatTheReaderKnows(t *testing.T) {
	w := newWorld(t)
	seen := w.tag(Tag{UID: []byte{4, 1}, State: TagHeld, Holder: w.mia.ID})
	paired := w.pair([]byte{4, 1}, TechHigh, "02300001", "tag-1")
	require.Equal(t, seen.ID, paired.ID)
	require.Equal(t, w.mia.ID, paired.Holder)
	require.Equal(t, "02300001", paired.Number)
}

func TestATagThatWasInTheFileTwiceIsOneAfterPairing(t *testing.T) {
	w := newWorld(t)
	numbered := w.tag(Tag{Number: "02300001", State: TagHeld, Holder: w.mia.ID})
	w.tag(Tag{UID: []byte{4, 1}, Printed: "A-17", Tech: TechLow})
	paired := w.pair([]byte{4, 1}, "", "02300001", "")
	require.Equal(t, numbered.ID, paired.ID)
	require.Equal(t, "A-17", paired.Printed)
	require.Equal(t, TechLow, paired.Tech)
	require.Equal(t, w.mia.ID, paired.Holder)
	tags, err := w.Tags(w.ctx)
	require.NoError(t, err)
	require.Len(t, tags, 1)
}

// Somebody was given a fob by a tap; its number, which the file has as well, is
// known later.
func TestATagThatWasGivenByATapGetsItsNumber(t *testing.T) {
	w := newWorld(t)
	given := w.tag(Tag{UID: []byte{4, 4}, Tech: TechHigh, State: TagHeld, Holder: w.mia.ID})
	w.tag(Tag{Number: "3", KSID: "tag-3", Printed: "MN 03"})
	var paired Tag
	w.do(func(tx *Tx) (err error) {
		paired, err = tx.PairTag([]byte{4, 4}, "", "3", "tag-3")
		return err
	})
	require.Equal(t, given.ID, paired.ID)
	require.Equal(t, Tag{ID: given.ID, Key: given.Key, Rev: paired.Rev, Number: "3", KSID: "tag-3", UID: []byte{4, 4}, Tech: TechHigh, Printed: "MN 03", State: TagHeld, Holder: w.mia.ID}, paired)
	all, err := w.Tags(t.Context())
	require.NoError(t, err)
	require.Len(t, all, 1)
}

func TestWhatIsAnothersIsNotPaired(t *testing.T) {
	w := newWorld(t)
	jo := w.person("Jo", nil)
	w.tag(Tag{Number: "1", KSID: "tag-1", UID: []byte{4, 1}, State: TagHeld, Holder: w.mia.ID})
	w.tag(Tag{Number: "2", UID: []byte{4, 2}})
	w.tag(Tag{Number: "3"})
	w.tag(Tag{UID: []byte{4, 4}, State: TagHeld, Holder: jo.ID})
	for _, c := range []struct {
		name         string
		uid          []byte
		number, ksID string
		code         Code
		says         []string
	}{
		{"nothing on the reader", nil, "1", "", CodeInvalid, []string{"Hold one to it"}},
		{"the UID is another tag’s", []byte{4, 1}, "3", "", CodeConflict, []string{"The tag on the reader is tag 1 already, and Mia Berg has it"}},
		{"the UID is a free tag’s", []byte{4, 2}, "3", "", CodeConflict, []string{"The tag on the reader is tag 2 already. Choose"}},
		{"the UID is that of a tag without a number that somebody has", []byte{4, 4}, "1", "", CodeConflict, []string{"tag 0404 already, and Jo Test has it"}},
		{"the number is another tag’s", []byte{4, 9}, "1", "", CodeConflict, []string{"Tag 1 is another one, and Mia Berg has it", "0401"}},
		{"the number is a free tag’s", []byte{4, 9}, "2", "", CodeConflict, []string{"Tag 2 is another one: the reader sees it as 0402"}},
		{"the UID has another number", []byte{4, 2}, "9", "", CodeConflict, []string{"The tag on the reader is tag 2 already"}},
		{"the id in KS is another tag’s", []byte{4, 9}, "3", "tag-1", CodeConflict, []string{"In SALTO KS that is tag 1, and Mia Berg has it"}},
		{"the id in KS has another number", []byte{4, 1}, "9", "tag-1", CodeConflict, []string{"The tag on the reader is tag 1 already"}},
		{"no such frequency", []byte{4, 9}, "9", "", CodeInvalid, []string{"433 MHz"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.t = t
			p := w.refuse(c.code, func(tx *Tx) error {
				tech := TechHigh
				if c.code == CodeInvalid {
					tech = "433 MHz"
				}
				_, err := tx.PairTag(c.uid, tech, c.number, c.ksID)
				return err
			})
			for _, says := range c.says {
				require.Contains(t, p.Error(), says)
			}
		})
	}
}
