package reconcile

import (
	"cmp"

	"latchkey/store"
	"latchkey/store/mistake"
)

// Part is which part of a user an UpdateUser step is about.
type Part string

// The parts; the zero Part is the whole.
const (
	OnlyTag   Part = "tag"
	AllButTag Part = "all but the tag"
)

// Profile is what the step makes of a user's state: what it is not about stays.
func (s Step) Profile(have store.UserState) store.UserState {
	want := s.User
	switch s.Part {
	case OnlyTag:
		want = have
		want.TagID = s.User.TagID
	case AllButTag:
		want.TagID = have.TagID
	}
	want.Subscribed, want.Blocked = have.Subscribed, have.Blocked
	return want
}

// lostTags are the tags that the file has as lost, as tagOf names them.
func lostTags(tags []store.Tag) map[string]bool {
	lost := make(map[string]bool)
	for _, t := range tags {
		if t.State != store.TagLost {
			continue
		}
		if t.KSID != "" {
			lost[t.KSID] = true
		}
		if t.Number != "" {
			lost[UnknownTag+t.Number] = true
		}
	}
	return lost
}

// lostTag takes a tag that is lost from the user who has it, or replaces it: at
// once, and whoever gave it and made the user. It opens doors to whoever finds
// it. The step that comes back is for the rest of the user.
func (d *differ) lostTag(step Step, have store.LedgerUser, seen store.KSUser, known shown) (Step, store.LedgerUser) {
	if len(d.lostTags) == 0 {
		return step, have
	}
	if now := d.tagOf(seen); known == there && now != have.State.TagID && (d.lostTags[now] || d.lostTags[have.State.TagID]) {
		have.State.TagID = now // given, or taken away already, by somebody
		d.note(userNote(have))
	}
	if mistake.On(mistake.LostTagWaits) && d.lostTags[have.State.TagID] {
		step.User.TagID = cmp.Or(step.User.TagID, have.State.TagID)
		return step, have
	}
	if !d.lostTags[have.State.TagID] || step.User.TagID == have.State.TagID {
		return step, have
	}
	take := step
	take.Key, take.Op, take.Class, take.Part = key(step, "lost"), UpdateUser, Urgent, OnlyTag
	take.User, take.What = store.UserState{TagID: step.User.TagID}, d.words.lostTag(step.Person, step.User.TagID)
	d.add(take)
	step.Part, step.User.TagID = AllButTag, have.State.TagID
	return step, have
}
