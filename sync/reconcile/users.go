package reconcile

import (
	"slices"
	"strings"

	"latchkey/store"
	"latchkey/store/mistake"
)

func (d *differ) users() {
	d.adopt()
	for id, want := range d.Target.Users.All() {
		d.wanted(id, want)
	}
	for _, id := range store.Missing(d.Ledger.Users, d.Target.Users) {
		d.unwanted(id, d.Ledger.Users.Of(id))
	}
	d.platforms = platformsOf(d.Ledger)
}

// platformsOf returns the platform ids alone of those who have a user: who is in
// which group is asked of thousands again and again.
func platformsOf(l store.Ledger) *store.ByPerson[string] {
	ids := make([]store.One[string], 0, l.Users.Len())
	for id, u := range l.Users.All() {
		ids = append(ids, store.One[string]{Person: id, Has: u.PlatformID})
	}
	return store.NewByPerson(ids)
}

// wanted compares the user of somebody who has a right.
func (d *differ) wanted(id store.PersonID, want store.UserState) {
	have, _ := d.Ledger.Users.Seek(id, &d.at)
	o := UserObject(id)
	step := Step{Object: o, Class: Grant, Person: id, User: want}
	if have.SiteUserID == "" {
		if d.lost[id] || d.asksWhoThatIs(id) {
			d.lost[id] = true
			return
		}
		step.Key, step.Op, step.New, step.What = key(step, ""), CreateUser, true, d.words.user(id, want)
		d.add(step)
		return
	}
	seen, known := d.user(have)
	d.sure(o, known)
	if known == missing {
		d.lost[id] = true
		d.differs(o, "", UserGone, store.Narrower, id, d.words.drift("{{.Name}} was removed in SALTO KS by somebody.", id), "", want, forget(d.Ledger, id)...)
		return
	}
	if known == there && have.HasProfile != seen.HasProfile {
		have.HasProfile = seen.HasProfile
		d.note(userNote(have))
	}
	rest, have := d.lostTag(step, have, seen, known)
	d.profile(rest, have, seen, known)
	have, _ = d.Ledger.Users.Seek(id, &d.at)
	d.seat(step, have, seen, known)
	have, _ = d.Ledger.Users.Seek(id, &d.at)
	d.blocked(step, have, seen, known)
}

func (d *differ) sure(o Object, known shown) {
	if known == unknown {
		d.unsure[o] = true
	}
}

// profile compares name, address and tag.
func (d *differ) profile(step Step, have store.LedgerUser, seen store.KSUser, known shown) {
	if profileDiffers(step.User, have) {
		step.Key, step.Op, step.What = key(step, "profile"), UpdateUser, d.words.profile(step.Person, have.State, step.User)
		if have.State.TagID != "" && step.User.TagID != have.State.TagID {
			step.Class = Revoke // a tag that was taken back opens nothing any more
		}
		d.add(step)
		return
	}
	if known == there {
		d.profileDrift(step, have, seen)
	}
}

// profileDiffers compares what the site may change. The name of somebody who
// finished their profile in the app is their own.
func profileDiffers(want store.UserState, have store.LedgerUser) bool {
	if want.TagID != have.State.TagID {
		return true
	}
	if have.HasProfile {
		return false
	}
	return want.FirstName != have.State.FirstName || want.LastName != have.State.LastName || !strings.EqualFold(want.Email, have.State.Email)
}

// profileDrift finds what somebody else changed. What an adopted user had
// before is not Latchkey's.
func (d *differ) profileDrift(step Step, have store.LedgerUser, seen store.KSUser) {
	id, o := step.Person, step.Object
	as := func(change func(*store.UserState)) Note {
		u := have
		change(&u.State)
		return userNote(u)
	}
	own := have.HasProfile || have.Adopted
	if !own && (seen.FirstName != have.State.FirstName || seen.LastName != have.State.LastName) {
		d.differs(o, "name", NameChanged, store.Other, id, d.words.drift("{{.Name}} is called {{.Seen}} in SALTO KS now.", id, "Seen", seen.Name()),
			[]string{seen.FirstName, seen.LastName}, step.User,
			as(func(s *store.UserState) { s.FirstName, s.LastName = seen.FirstName, seen.LastName }))
	}
	if !own && !strings.EqualFold(seen.Email, have.State.Email) {
		what := d.words.drift("The e-mail address of {{.Name}} is {{.Seen}} in SALTO KS now.", id, "Seen", seen.Email)
		if seen.Email == "" {
			what = d.words.drift("The e-mail address of {{.Name}} was taken away in SALTO KS.", id)
		}
		d.differs(o, "email", EmailChanged, store.Other, id, what, seen.Email, step.User, as(func(s *store.UserState) { s.Email = seen.Email }))
	}
	tag := d.tagOf(seen)
	if tag == have.State.TagID || have.Adopted && have.State.TagID == "" {
		return
	}
	what, way := d.words.drift("{{.Name}} has another tag in SALTO KS now: {{.Seen}}.", id, "Seen", seen.TagNumber), store.Other
	if tag == "" {
		what, way = d.words.drift("The tag of {{.Name}} was taken away in SALTO KS.", id), store.Narrower
	}
	d.differs(o, "tag", TagChanged, way, id, what, seen.TagNumber, step.User, as(func(s *store.UserState) { s.TagID = tag }))
}

// tagOf returns the KS id of a user's tag; for a tag that the file does not
// know something that is no id.
func (d *differ) tagOf(u store.KSUser) string {
	switch id, known := d.tags[u.TagNumber]; {
	case u.TagNumber == "":
		return ""
	case known:
		return id
	}
	return UnknownTag + u.TagNumber
}

// UnknownTag begins what stands for the KS id of a tag of which only the number
// is known.
const UnknownTag = "number "

// seat compares whether the user may open anything at all.
func (d *differ) seat(step Step, have store.LedgerUser, seen store.KSUser, known shown) {
	state := known
	if known == there {
		state = shownAs(seen.Subscribed)
	}
	switch threeWay(true, have.State.Subscribed, state) {
	case give:
		step.Key, step.Op, step.What = key(step, "seat"), Subscribe, d.words.seat(step.Person)
		d.add(step)
	case found:
		have.State.Subscribed, have.NoSeat = true, false
		d.note(userNote(have))
	case narrowed:
		without := have
		without.State.Subscribed = false
		d.hold(userNote(without), step.Object, "seat", SeatTaken, step.Person,
			d.words.drift("{{.Name}} was suspended in SALTO KS by somebody, and opens nothing.", step.Person), "", step.User)
	}
}

// blocked finds whether somebody blocked the user. Latchkey never blocks one
// itself: it takes the seat.
func (d *differ) blocked(step Step, have store.LedgerUser, seen store.KSUser, known shown) {
	if known != there {
		return
	}
	switch {
	case !seen.Blocked && !have.State.Blocked:
	case seen.Blocked && have.State.Blocked: // the desk wants it undone
		step.Key, step.Op, step.What = key(step, "block"), Unblock, d.words.unblocked(step.Person)
		d.add(step)
	case seen.Blocked:
		d.hold(userNote(asBlocked(have, true)), step.Object, "block", UserBlocked, step.Person,
			d.words.drift("{{.Name}} was blocked in SALTO KS by somebody, and opens nothing.", step.Person), "", step.User)
	default:
		d.note(userNote(asBlocked(have, false)))
	}
}

func asBlocked(u store.LedgerUser, blocked bool) store.LedgerUser {
	u.State.Blocked = blocked
	return u
}

// userNote corrects what the ledger says of a user.
func userNote(u store.LedgerUser) Note { return Note{User: &u} }

// hold keeps what somebody made narrower as it is, until the desk answers.
func (d *differ) hold(restore Note, o Object, suffix, kind string, id store.PersonID, what store.Sentence, seen, wanted any) {
	if mistake.On(mistake.AutoRegrant) {
		d.note(restore)
		return
	}
	d.differs(o, suffix, kind, store.Narrower, id, what, seen, wanted, restore)
}

// unwanted frees the seat of a person who opens nothing any more, or deletes
// the user, as the space wants it. Somebody who comes back is never deleted,
// and a user whom Latchkey did not make, or who may do more in KS than open
// doors, is left as it is.
func (d *differ) unwanted(id store.PersonID, have store.LedgerUser) {
	o := UserObject(id)
	seen, known := d.user(have)
	d.sure(o, known)
	if known == missing {
		for _, n := range forget(d.Ledger, id) {
			d.note(n)
		}
		return
	}
	left := Step{Object: o, Due: d.Now, Person: id, User: have.State}
	left.User.TagID = ""
	_, have = d.lostTag(left, have, seen, known)
	if (have.Adopted || seen.Staff) && !d.Target.Blocked[id] {
		return
	}
	if have.State.Blocked { // that the desk wanted it undone is over with the right
		have.State.Blocked = false
		d.note(userNote(have))
	}
	step := Step{Object: o, Class: Tidy, Due: d.Now, Person: id, User: have.State}
	leave := func(suffix string, op Op, what store.Sentence) {
		step.Key, step.Op, step.What = key(step, suffix), op, what
		if have.Lost || d.standsByHand(id, have.PlatformID) {
			step.Class = Revoke // what somebody gave, or may have given, goes with it
		}
		d.add(step)
	}
	state := known
	if known == there {
		state = shownAs(seen.Subscribed)
	}
	switch fate := threeWay(false, have.State.Subscribed, state); {
	case d.Snap.Space.Leaving == store.LeavingDelete && !d.Target.Keep[id] && !have.Adopted:
		leave("delete", DeleteUser, d.words.deleted(id))
	case fate == take:
		leave("suspend", Suspend, d.words.suspended(id))
	case fate == over:
		have.State.Subscribed = false
		d.note(userNote(have))
	case fate == widened:
		with := have
		with.State.Subscribed = true
		d.differs(o, "seat", SeatGiven, store.Other, id,
			d.words.drift("{{.Name}} has no right any more, and was given a seat again in SALTO KS by somebody.", id), "", "", userNote(with))
	}
}

// standsByHand tells whether somebody has put a person into a standing group.
func (d *differ) standsByHand(id store.PersonID, platformID string) bool {
	for group, g := range d.Seen.Groups {
		put, have := d.Ledger.Memberships.Get(store.MembershipKey{Group: group, Person: id})
		_, in := slices.BinarySearch(g.People, platformID)
		if in && (!have || put.ByHand) && !d.managed(g) {
			return true
		}
	}
	return false
}
