package passes

import (
	"time"

	"latchkey/store"
)

// Held is what passes mean to somebody at an instant.
type Held struct {
	In   bool // one lets them in
	Left int  // how many they could still use, those of their team among them
}

// HeldAt returns what the passes of a snapshot mean to whoever has some. Those
// that are good only later do not count.
func HeldAt(times []store.PassTime, at time.Time) map[store.PersonID]Held {
	out := make(map[store.PersonID]Held)
	for _, t := range times {
		if t.From.After(at) || !t.To.IsZero() && !at.Before(t.To) {
			continue
		}
		h := out[t.Person]
		h.In = true
		if !t.Used {
			h.Left++
		}
		out[t.Person] = h
	}
	return out
}

// Enters tells whether all is there that the plan of a main member asks of
// somebody on a day, but perhaps a pass. Who has a plan of their own is their
// own main member.
func Enters(p, main store.Person, day store.Date) bool {
	connected := p.Connect != store.ConnectNone && p.Connect != ""
	return p.State(day) == store.StateActive && main.State(day) == store.StateActive && connected && p.BlockedAt.IsZero()
}
