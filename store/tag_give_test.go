package store

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// tag saves a tag and returns it.
func (w *world) tag(t Tag) Tag {
	w.t.Helper()
	w.do(func(tx *Tx) error { return tx.SaveTag(&t) })
	return t
}

// tagNow returns the tag as the file has it, and who held it.
func (w *world) tagNow(id TagID) (Tag, []Holding) {
	w.t.Helper()
	tags, err := w.Tags(w.ctx)
	require.NoError(w.t, err)
	history, err := w.TagHistory(w.ctx, id)
	require.NoError(w.t, err)
	for _, t := range tags {
		if t.ID == id {
			return t, history
		}
	}
	return Tag{}, history
}

func TestTheLifeOfATag(t *testing.T) {
	w := newWorld(t)
	jo := w.person("Jo", nil)
	id := w.tag(Tag{Number: "02300001"}).ID
	for _, step := range []struct {
		do     func(tx *Tx) error
		state  TagState
		holder PersonID
		said   string
		about  PersonID
		ended  Ending // of the holding before
	}{
		{func(tx *Tx) error { return tx.GiveTag(id, w.mia.ID) }, TagHeld, w.mia.ID, "Mia Berg has tag 02300001 now.", w.mia.ID, ""},
		{func(tx *Tx) error { return tx.GiveTag(id, jo.ID) }, TagHeld, jo.ID, "Tag 02300001 went from Mia Berg to Jo Test.", jo.ID, EndGiven},
		{func(tx *Tx) error { return tx.TakeTag(id) }, TagFree, 0, "Jo Test gave tag 02300001 back.", jo.ID, EndReturned},
		{func(tx *Tx) error { return tx.LoseTag(id) }, TagLost, 0, "Tag 02300001 is lost.", 0, ""},
		{func(tx *Tx) error { return tx.FoundTag(id) }, TagFree, 0, "Tag 02300001 was found again.", 0, ""},
		{func(tx *Tx) error { return tx.GiveTag(id, w.mia.ID) }, TagHeld, w.mia.ID, "Mia Berg has tag 02300001 now.", w.mia.ID, ""},
		{func(tx *Tx) error { return tx.LoseTag(id) }, TagLost, 0, "Tag 02300001 of Mia Berg is lost.", w.mia.ID, EndLost},
		{func(tx *Tx) error { return tx.FoundTag(id) }, TagFree, 0, "Tag 02300001 was found again.", 0, ""},
		{func(tx *Tx) error { return tx.GiveTag(id, w.mia.ID) }, TagHeld, w.mia.ID, "Mia Berg has tag 02300001 now.", w.mia.ID, ""},
		{func(tx *Tx) error { return tx.BreakTag(id) }, TagBroken, 0, "Tag 02300001 of Mia Berg is broken.", w.mia.ID, EndBroken},
		{func(tx *Tx) error { return tx.FoundTag(id) }, TagFree, 0, "Tag 02300001 is free again.", 0, ""},
	} {
		w.now = w.now.Add(time.Minute)
		before := w.newest(1)
		_, heldBefore := w.tagNow(id)
		done := w.do(step.do)
		tag, held := w.tagNow(id)
		require.Equal(t, step.state, tag.State, step.said)
		require.Equal(t, step.holder, tag.Holder, step.said)
		require.Equal(t, append([]string{step.said}, before...), w.newest(2), "one sentence")
		lines, err := w.LogLines(w.ctx, LogFilter{Limit: 1})
		require.NoError(t, err)
		require.Equal(t, step.about, lines[0].Person, step.said)
		if step.ended != "" {
			was := held[len(heldBefore)-1]
			require.Equal(t, w.now, was.Until)
			require.Equal(t, step.ended, was.Ended)
		}
		if step.holder != 0 {
			require.Equal(t, Holding{Person: step.holder, From: w.now, By: ActorDesk}, held[len(held)-1])
		}

		undone, err := w.Undo(w.ctx, done.Undo)
		require.NoError(t, err)
		_, held2 := w.tagNow(id)
		require.Equal(t, heldBefore, held2, "who gave it, when and why it ended")
		_, err = w.Undo(w.ctx, undone.Undo)
		require.NoError(t, err)
		_, held2 = w.tagNow(id)
		require.Equal(t, held, held2)
	}
	again, err := w.Meta(w.ctx)
	require.NoError(t, err)
	w.do(func(tx *Tx) error { return tx.FoundTag(id) })
	w.do(func(tx *Tx) error { return tx.TakeTag(id) })
	after, err := w.Meta(w.ctx)
	require.NoError(t, err)
	require.Equal(t, again, after, "free as it is")
}

func TestAPersonHasOneTag(t *testing.T) {
	w := newWorld(t)
	first := w.tag(Tag{Number: "02300001", State: TagHeld, Holder: w.mia.ID})
	second := w.tag(Tag{UID: []byte{0x04, 0xa2, 0x3c}})
	w.now = w.now.Add(time.Minute)
	w.do(func(tx *Tx) error { return tx.GiveTag(second.ID, w.mia.ID) })
	require.Equal(t, []string{"Mia Berg has tag 04A23C now.", "Mia Berg gave tag 02300001 back."}, w.newest(2))
	held, err := w.TagsOf(w.ctx, w.mia.ID)
	require.NoError(t, err)
	require.Len(t, held, 1)
	require.Equal(t, second.ID, held[0].ID)
	was, history := w.tagNow(first.ID)
	require.Equal(t, TagFree, was.State)
	require.Equal(t, EndReturned, history[0].Ended)
}

func TestATagThatCannotBeGivenOrTaken(t *testing.T) {
	w := newWorld(t)
	jo := w.person("Jo", nil)
	w.do(func(tx *Tx) error { return tx.DeletePerson(jo.ID) })
	free, held := w.tag(Tag{Number: "1"}), w.tag(Tag{Number: "2", State: TagHeld, Holder: w.mia.ID})
	lost, broken := w.tag(Tag{Number: "3", State: TagLost}), w.tag(Tag{Number: "4", State: TagBroken})
	gone := w.tag(Tag{Number: "5"})
	w.do(func(tx *Tx) error { return tx.RemoveTag(gone.ID) })
	for _, c := range []struct {
		code Code
		do   func(tx *Tx) error
		says string
	}{
		{CodeMissing, func(tx *Tx) error { return tx.GiveTag(free.ID, jo.ID) }, "Jo Test was removed"},
		{CodeMissing, func(tx *Tx) error { return tx.GiveTag(free.ID, 99) }, ""},
		{CodeConflict, func(tx *Tx) error { return tx.GiveTag(lost.ID, w.mia.ID) }, "3 is marked as lost"},
		{CodeConflict, func(tx *Tx) error { return tx.GiveTag(broken.ID, w.mia.ID) }, "4 is marked as broken"},
		{CodeConflict, func(tx *Tx) error { return tx.TakeTag(lost.ID) }, "Nobody has tag 3"},
		{CodeConflict, func(tx *Tx) error { return tx.TakeTag(broken.ID) }, "Nobody has tag 4"},
		{CodeConflict, func(tx *Tx) error { return tx.FoundTag(held.ID) }, "not lost: Mia Berg has it"},
		{CodeMissing, func(tx *Tx) error { return tx.GiveTag(gone.ID, w.mia.ID) }, noTag},
		{CodeMissing, func(tx *Tx) error { return tx.TakeTag(gone.ID) }, noTag},
		{CodeMissing, func(tx *Tx) error { return tx.LoseTag(gone.ID) }, noTag},
		{CodeMissing, func(tx *Tx) error { return tx.BreakTag(gone.ID) }, noTag},
		{CodeMissing, func(tx *Tx) error { return tx.FoundTag(gone.ID) }, noTag},
		{CodeMissing, func(tx *Tx) error { return tx.RemoveTag(99) }, noTag},
	} {
		require.Contains(t, w.refuse(c.code, c.do).Error(), c.says)
	}
	still, err := w.TagsOf(w.ctx, w.mia.ID)
	require.NoError(t, err)
	require.Len(t, still, 1, "a gift that was refused takes nothing back")
}

func TestATagThatIsRemoved(t *testing.T) {
	w := newWorld(t)
	tag := w.tag(Tag{Number: "02300001", State: TagHeld, Holder: w.mia.ID})
	w.now = w.now.Add(time.Minute)
	done := w.do(func(tx *Tx) error { return tx.RemoveTag(tag.ID) })
	require.Equal(t, []PersonID{w.mia.ID}, done.People)
	require.Equal(t, []string{"Tag 02300001 was removed."}, w.newest(1))
	lines, err := w.LogLines(w.ctx, LogFilter{Person: w.mia.ID, Limit: 1})
	require.NoError(t, err)
	require.Equal(t, "Tag 02300001 was removed.", lines[0].What.String(), "it is in the log of the person, too")
	_, history := w.tagNow(tag.ID)
	require.Equal(t, []Holding{{w.mia.ID, noon, w.now, ActorDesk, EndRemoved}}, history)
	before, err := w.Meta(w.ctx)
	require.NoError(t, err)
	w.do(func(tx *Tx) error { return tx.RemoveTag(tag.ID) })
	after, err := w.Meta(w.ctx)
	require.NoError(t, err)
	require.Equal(t, before, after, "it is removed already")
	again := w.tag(Tag{Number: "02300001"})
	require.NotEqual(t, tag.ID, again.ID, "the number is free for another")
	_, err = w.Undo(w.ctx, done.Undo)
	require.Contains(t, problem(t, err).Error(), "There is a tag 02300001 already")
}

func TestWhoWasRemovedHoldsNoTag(t *testing.T) {
	w := newWorld(t)
	tag := w.tag(Tag{Number: "02300001", State: TagHeld, Holder: w.mia.ID})
	w.now = w.now.Add(time.Minute)
	_, err := w.Do(w.ctx, ActorImport, func(tx *Tx) error { return tx.DeletePerson(w.mia.ID) })
	require.NoError(t, err)
	now, history := w.tagNow(tag.ID)
	require.Equal(t, TagFree, now.State)
	require.Equal(t, []Holding{{w.mia.ID, noon, w.now, ActorDesk, EndRemoved}}, history)
}

func TestTheTitleOfATag(t *testing.T) {
	for want, tag := range map[string]Tag{
		"02300001":       {Number: "02300001", Printed: "A-17", UID: []byte{4}},
		"A-17":           {Printed: "A-17", UID: []byte{4}},
		"04A23C5A9E6180": {UID: []byte{0x04, 0xa2, 0x3c, 0x5a, 0x9e, 0x61, 0x80}},
	} {
		require.Equal(t, want, tag.Title())
	}
}
