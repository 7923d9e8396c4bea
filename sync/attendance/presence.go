package attendance

import (
	"cmp"
	"slices"
	"time"

	"latchkey/store"
)

// presence is one piece of evidence that somebody was there.
type presence struct {
	id     string // of the entry in KS, or of the desk's correction
	space  store.SpaceID
	person store.PersonID
	at     time.Time
	until  bool // they stayed until then, as the desk says: it is no entry
}

// AccessByHandle is KS's word for a door that was opened from inside.
const accessByHandle = "inside_handle"

// Arrives tells whether an entry shows that somebody of this file came in: their
// tag or phone opened a door that counts as arriving, or switched its office
// mode. Asking to get out does not, nor does the handle inside. (Rule and words:
// ks-connect-api.md 5.5.)
func Arrives(e store.Entry, s store.Space) bool {
	if e.Person == 0 || e.Leaving || e.Way == accessByHandle {
		return false
	}
	if e.Category != store.EntryOpened && (e.Category != store.EntryEasyOffice || e.Way != "tag") {
		return false
	}
	doors := s.ArrivalDoors()
	return len(doors) == 0 || slices.Contains(doors, e.Door)
}

// presences are the evidence that counts, each once, in the order of time.
func presences(a store.Attended) []presence {
	spaces := make(map[store.SpaceID]store.Space, len(a.Spaces))
	for _, s := range a.Spaces {
		spaces[s.ID] = s
	}
	not := make(map[string]bool)
	var all []presence
	for _, c := range a.Corrections {
		switch c.Kind {
		case store.NotThem:
			not[c.Entry] = true
		case store.CheckedIn, store.CheckedOut:
			all = append(all, presence{c.Key, c.Space, c.Person, c.At, c.Kind == store.CheckedOut})
		}
	}
	for _, e := range a.Entries {
		counts := e.State == store.EntryCounts || e.State == store.EntryCounted
		if s, known := spaces[e.Space]; known && counts && !not[e.ID] && Arrives(e, s) {
			all = append(all, presence{e.ID, e.Space, e.Person, e.At, false})
		}
	}
	slices.SortFunc(all, func(a, b presence) int {
		return cmp.Or(a.at.Compare(b.at), compareBool(a.until, b.until), cmp.Compare(a.person, b.person), cmp.Compare(a.space, b.space), cmp.Compare(a.id, b.id))
	})
	return slices.CompactFunc(all, func(a, b presence) bool {
		return a.id == b.id && a.person == b.person && a.until == b.until && a.at.Equal(b.at)
	})
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
