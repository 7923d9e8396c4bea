package engine

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"latchkey/store"
	"latchkey/sync/kssim"
)

// act is one thing that happens: what, and the numbers by which it chooses
// among what there is by then, so that it still means something when acts
// before it are left out.
type act struct {
	no int
	do string
	n  [4]int
}

// deed is a kind of act: how often it is drawn, and how it is done.
type deed struct {
	name   string
	weight int
	do     func(s *simulation, n [4]int)
}

// deeds are all kinds of acts.
func deeds() []deed {
	return slices.Concat(deskDeeds, bookingDeeds, handDeeds, troubleDeeds, answerDeeds, visitDeeds)
}

// script is a day: how KS is, and what happens. Only the acts are left out to
// find the shortest one that goes wrong.
type script struct {
	seed     uint64
	start    time.Time
	readings kssim.Readings
	seats    int
	leaving  store.Leaving
	fresh    bool // nothing was ever sent to the site
	acts     []act
}

// scriptOf draws a day. Each has its own taste: some kinds of acts are left out,
// and others come thick and fast, so that rare meetings of two are met.
func scriptOf(seed uint64) script {
	r := rand.New(rand.NewPCG(seed, 2026))
	p := script{
		seed:    seed,
		start:   starts[r.IntN(len(starts))],
		seats:   []int{60, 60, 60, 7}[r.IntN(4)],
		leaving: []store.Leaving{store.LeavingSuspend, store.LeavingDelete}[r.IntN(2)],
		fresh:   r.IntN(8) == 0,
		readings: kssim.Readings{
			PageSize:   []int{0, 2, 3}[r.IntN(3)],
			ClockBack:  []string{"both", "first", "second"}[r.IntN(3)],
			TakenEmail: []string{"1101", "2203", "409"}[r.IntN(3)],
			Late:       kssim.Duration([]time.Duration{0, 0, 0, 40 * time.Second}[r.IntN(4)]),
			LateLists:  r.IntN(2) == 0,
			Members:    []string{"flat", "user", "user_id"}[r.IntN(3)],
		},
	}
	bag := drawBag(r)
	for range 4 {
		p.add(r, []string{"member", "member", "visitor", "co-member", "book"}[r.IntN(5)])
	}
	for range 24 + r.IntN(16) {
		p.add(r, bag[r.IntN(len(bag))])
	}
	return p
}

func (p *script) add(r *rand.Rand, do string) {
	p.acts = append(p.acts, act{no: len(p.acts) + 1, do: do, n: [4]int{r.IntN(1 << 16), r.IntN(1 << 16), r.IntN(1 << 16), r.IntN(1 << 16)}})
}

// drawBag is what the acts of a day are drawn from. What brings a day forward
// is always in it.
func drawBag(r *rand.Rand) []string {
	always := []string{"settle", "pass", "wait", "member", "book"}
	var bag []string
	for _, d := range deeds() {
		taste := []int{0, 0, 1, 2, 5}[r.IntN(5)]
		if slices.Contains(always, d.name) {
			taste = 2
		}
		for range d.weight * taste {
			bag = append(bag, d.name)
		}
	}
	return bag
}

// starts are when days begin: an ordinary Monday, and Fridays before the clock
// in Paris goes back and forward.
var starts = []time.Time{
	time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC),
	time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC),
	time.Date(2026, 10, 23, 15, 30, 0, 0, time.UTC),
	time.Date(2027, 3, 26, 15, 30, 0, 0, time.UTC),
}

// setting says how KS is on this day.
func (p script) setting() string {
	return fmt.Sprintf("It begins at %s; nothing was sent before: %v; %d seats; who leaves is to be: %s; pages of %d; KS late by %s (lists too: %v); an address taken is a %s.",
		p.start.Format(time.RFC3339), p.fresh, p.seats, p.leaving, cmp.Or(p.readings.PageSize, 100), time.Duration(p.readings.Late), p.readings.LateLists, p.readings.TakenEmail)
}
