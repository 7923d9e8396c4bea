package engine

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/kssim"
)

// The sweep of crash points: a morning at the desk, killed at every write to the
// file and at every call of KS, and again while it recovers. How it ends is
// compared with the morning on which nothing happened, door by door.

// morning is what the desk does, edit by edit.
func morning() []act {
	var acts []act
	for _, a := range []act{
		{do: "member", n: [4]int{0, 0, 1, 0}},     // P1, Full time, by phone
		{do: "co-member", n: [4]int{0, 1, 0, 0}},  // P2, under P1, phone and tag
		{do: "visitor", n: [4]int{0, 0, 0, 0}},    // P3
		{do: "tag", n: [4]int{1, 0, 0, 0}},        // to P2
		{do: "book", n: [4]int{2, 3, 1, 0}},       // P3, the studio
		{do: "book after", n: [4]int{0, 1, 1, 1}}, // P2, right after
		{do: "extra", n: [4]int{1, 3, 0, 0}},      // P2, the workshop
		{do: "plan", n: [4]int{0, 3, 0, 0}},       // P1, Both
		{do: "move", n: [4]int{0, 5, 0, 2}},       // P3's booking
		{do: "block", n: [4]int{1, 1, 0, 0}},      // P2, on the same computer
		{do: "unblock", n: [4]int{0, 0, 0, 0}},    // P2
		{do: "end", n: [4]int{0, 0, 0, 0}},        // P1, yesterday
		{do: "unbook", n: [4]int{0, 0, 0, 0}},     // P3's booking
		{do: "back", n: [4]int{0, 0, 0, 0}},       // P1
		{do: "remove", n: [4]int{2, 0, 0, 0}},     // P3
	} {
		a.no = len(acts) + 1
		acts = append(acts, a)
	}
	return acts
}

// minute is less: somebody comes and goes, and a booking is made and moved.
func minute() []act {
	return []act{
		{no: 1, do: "member", n: [4]int{0, 0, 1, 0}},  // P1, Full time, by phone
		{no: 2, do: "visitor", n: [4]int{1, 0, 0, 0}}, // P2
		{no: 3, do: "book", n: [4]int{1, 3, 1, 0}},    // P2, the studio
		{no: 4, do: "move", n: [4]int{0, 5, 0, 4}},
		{no: 5, do: "end", n: [4]int{0, 0, 0, 0}}, // P1, yesterday
	}
}

// lateness is how much later a late KS shows what was done: a pass, and a bit.
const lateness = 8 * time.Second

// ending is how a morning ended.
type ending struct {
	doors  string // who opens what, at the end of the day
	events int    // writes and calls from the first edit on
	again  bool   // the second crash was in the recovery from the first
}

// playMorning plays the morning with a crash at an event of the whole, and another at
// an event after that; 0 is none.
func playMorning(t *testing.T, acts []act, first, second int, late time.Duration) (e ending) {
	t.Helper()
	p := script{start: starts[0], seats: 60, leaving: store.LeavingDelete, acts: acts, readings: kssim.Readings{Late: kssim.Duration(late), LateLists: true}}
	s := newSimulation(t, p)
	defer s.close()
	defer func() {
		if wrong, ok := recover().(*broken); ok {
			t.Fatalf("a crash at event %d and one at %d after that: %s\n%s", first, second, wrong.what, s.story.String())
		}
	}()
	doers := map[string]func(*simulation, [4]int){}
	for _, d := range deeds() {
		doers[d.name] = d.do
	}
	begin := s.fuse.events
	for _, a := range p.acts {
		s.doing = a
		doers[a.do](s, a.n)
		e.again = s.passOrDie(begin, first, second) || e.again
		s.always()
	}
	s.settle()
	s.judge()
	e.events = s.fuse.events - begin
	s.ks.Set(p.start.Add(3 * time.Hour)) // the same in each: the bookings are still ahead
	e.doors = s.doorsNow()
	return e
}

// passOrDie makes passes until one survives, with the crashes that are due. It
// tells whether there were two.
func (s *simulation) passOrDie(begin, first, second int) (twice bool) {
	for died := s.died; ; {
		s.fuse.at = 0
		if first > 0 && s.fuse.events < begin+first {
			s.fuse.at = begin + first
		} else if second > 0 && s.fuse.events < begin+first+second {
			s.fuse.at = begin + first + second
		}
		before := s.died
		s.pass()
		s.advance(5 * time.Second)
		if s.died == before {
			return s.died > died+1
		}
	}
}

// doorsNow is who can open what, now and around all bookings.
func (s *simulation) doorsNow() string {
	out := ""
	for _, id := range sortedIDs(s.desk.people) {
		h := s.desk.people[id]
		for _, u := range s.snapshot().Users {
			if s.ownerOf(u) != h.uid {
				continue
			}
			for _, t := range s.moments(h.uid, true) {
				for _, door := range doorNames {
					out += fmt.Sprint(h.name, " ", door, " ", s.when(t), ": ", s.sim.Can(u.ID, door, t).Open, "\n")
				}
			}
		}
	}
	return out
}

// Whenever the program dies, the day ends at the same doors.
func TestACrashAtAnyEventLeadsToTheSameDoors(t *testing.T) {
	for _, late := range []time.Duration{0, lateness} {
		t.Run(late.String(), func(t *testing.T) {
			t.Parallel()
			want := playMorning(t, morning(), 0, 0, late)
			require.NotEmpty(t, want.doors)
			t.Logf("%d events", want.events)
			for at := 1; at <= want.events; at += stride(67) {
				require.Equal(t, want.doors, playMorning(t, morning(), at, 0, late).doors, "a crash at event %d", at)
			}
		})
	}
}

// So it does when it dies again while it recovers.
func TestACrashInTheRecoveryFromACrashLeadsToTheSameDoors(t *testing.T) {
	for _, late := range []time.Duration{0, lateness} {
		t.Run(late.String(), func(t *testing.T) {
			t.Parallel()
			want, plays := playMorning(t, minute(), 0, 0, late), 0
			require.NotEmpty(t, want.doors)
			for first := 1; first <= want.events; first += stride(37) {
				for second := 1; ; second += stride(17) {
					got := playMorning(t, minute(), first, second, late)
					require.Equal(t, want.doors, got.doors, "a crash at event %d, and one at event %d after it", first, second)
					if plays++; !got.again {
						break
					}
				}
			}
			t.Logf("%d events; %d times with two crashes", want.events, plays)
		})
	}
}
