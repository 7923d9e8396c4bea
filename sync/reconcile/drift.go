package reconcile

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"latchkey/store"
)

// The kinds of drift.
const (
	UserGone     = "user gone"
	UserBlocked  = "user blocked"
	SeatTaken    = "seat taken"    // suspended by somebody
	SeatGiven    = "seat given"    // to somebody who has no right any more
	NameChanged  = "name changed"  //
	EmailChanged = "email changed" //
	TagChanged   = "tag changed"   //
	MemberOut    = "member out"    // of a standing group, where we had put them
	MemberByHand = "by hand"       // in a standing group, without a right and not by us
	GroupGone    = "group gone"    // a managed one
	PersonOut    = "person out"    // of a managed group
	DoorOut      = "door out"
	HoursShorter = "hours shorter"
	Stranger     = "stranger" // somebody in a managed group whom we did not put there
	DoorIn       = "door in"
	HoursLonger  = "hours longer"
	SamePerson   = "same person" // a user who may be the same person: the desk is asked
)

// Drift is a difference that somebody made in KS, with what it takes to have
// it as Latchkey wants it: notes that make the ledger say what KS shows, so
// that the difference becomes a step of our own. What is wider is put back by
// itself and has none.
type Drift struct {
	store.Drift
	Object  Object
	Restore []Note
}

// differs adds a difference. Seen is whatever KS shows, and wanted what the
// target says: with either changed, the desk is asked again.
func (d *differ) differs(object Object, suffix, kind string, way store.Way, person store.PersonID, what store.Sentence, seen, wanted any, restore ...Note) {
	k := string(object)
	if suffix != "" {
		k += "/" + suffix
	}
	x := Drift{
		Drift:   store.Drift{Key: k, Kind: kind, Way: way, Person: person, What: what, Seen: fingerprint(seen, wanted)},
		Object:  object,
		Restore: restore,
	}
	if old, known := d.answers[k]; known && old.Seen == x.Seen {
		x.FoundAt, x.Answer, x.AnsweredAt = old.FoundAt, old.Answer, old.AnsweredAt
	}
	d.drifts = append(d.drifts, x)
}

func fingerprint(what ...any) string {
	b, err := json.Marshal(what)
	if err != nil {
		panic(err) // only strings, numbers, bools and lists of them
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// Strangers are the users of the site who are nobody in the file: they are left
// alone. By name.
func Strangers(l store.Ledger, seen store.Seen) []store.KSUser {
	owners := ownersOf(l)
	var out []store.KSUser
	for id, u := range seen.Users {
		if _, bound := owners[id]; !bound && !u.Gone {
			out = append(out, u)
		}
	}
	byName(out)
	return out
}
