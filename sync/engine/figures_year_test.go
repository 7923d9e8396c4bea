package engine

import (
	"fmt"
	"testing"
	"time"

	"latchkey/store"
)

// The size of the space whose entries the figures are about, in members and days.
const (
	residents = 500
	aYear     = 365
	aFifth    = aYear / 5
	fiveWeeks = 35
)

const (
	unit       = 100_000 // entries
	twoASecond = 2       // requests, of Latchkey
)

// year takes the figures of a year of entries, beside those of a fifth of it and
// of five weeks.
func year(b *testing.B, _ func() *plot) figures {
	plot := newPlot(b, residents)
	whole, fifth, weeks := plot.live(b, aYear), plot.live(b, aFifth), plot.live(b, fiveWeeks)
	out := collecting(whole, fifth, weeks)
	for _, l := range []*lived{whole, fifth, weeks} {
		l.leaveKS()
		l.bring()
	}
	var rest figures
	for b.Loop() {
		rest = append(replaying(whole, fifth), adding(whole, weeks)...)
	}
	return append(out, rest...)
}

// inUnit is how long 100,000 entries take, where so many took so long.
func inUnit(took time.Duration, entries int) time.Duration {
	return time.Duration(float64(took) * unit / float64(entries))
}

// collecting compares how long entries take to be read and kept, where KS answers
// at once, with the time that their requests take at the rate of Latchkey; and
// the end of a year with its beginning.
func collecting(whole, fifth, weeks *lived) figures {
	took, held := whole.collect()
	_, heldOfFifth := fifth.collect()
	weeks.collect()
	pages := whole.pages.keeping
	keeping := pages.sum()
	late, early := pages[len(pages)*4/5:].median(), pages[:len(pages)/5].median()
	long, paced := inUnit(took, whole.entries), unit/100*time.Second/twoASecond
	return figures{
		{fmt.Sprintf("collecting 100,000 of %d entries, with KS simulated", whole.entries), short(long), "their requests, two a second: " + short(paced), ratio(long, paced), 0.1},
		{"what keeping them has of that", short(inUnit(keeping, whole.entries)), "reading them: " + short(inUnit(took-keeping, whole.entries)), ratio(keeping, took-keeping), 0},
		{"keeping 100 entries at the end of a year", short(late), "at its beginning: " + short(early), ratio(late, early), 1.5},
		{"memory that collecting a year holds", megabytes(held), "a fifth: " + megabytes(heldOfFifth), ratio(held, heldOfFifth), 1.5},
	}
}

// replaying compares how long check-ins take to be worked out from nothing and
// written with how long it takes to read the rows that they come from; and a
// year with a fifth of it.
func replaying(whole, fifth *lived) figures {
	var all, few, rows samples
	held := 0
	for range 3 {
		held = max(held, holding(func() { all = append(all, whole.replay()) }))
		few = append(few, fifth.replay())
		rows.time(whole.readRows)
	}
	long, brief := inUnit(all.median(), whole.entries), inUnit(few.median(), fifth.entries)
	return figures{
		{"replaying 100,000 entries", short(long), "reading their rows: " + short(inUnit(rows.median(), whole.entries)), ratio(all.median(), rows.median()), 2},
		{"replaying five times the entries", short(all.median()), "a fifth: " + short(few.median()), 5 * ratio(long, brief), 5.5},
		{"memory that replaying a year holds", megabytes(held), "its file: " + megabytes(whole.size()), ratio(held, whole.size()), 0.1},
	}
}

// adding compares one more entry in a year with one more in five weeks, each of
// somebody else, so that no day fills up.
func adding(whole, weeks *lived) figures {
	line := func(who string, people []store.PersonID) figure {
		var long, brief samples
		for _, p := range people[:min(200, len(people))] {
			long.time(func() { whole.oneMore(p) })
			brief.time(func() { weeks.oneMore(p) })
		}
		return figure{"one more entry of somebody " + who + ", after a year", short(long.median()), "after five weeks: " + short(brief.median()), ratio(long.median(), brief.median()), 1.5}
	}
	return figures{line("without passes", whole.others), line("with passes", whole.holders)}
}
