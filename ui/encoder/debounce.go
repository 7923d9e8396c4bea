package encoder

import "time"

// awayAfter is how long a tag has to be out of sight before it counts as taken
// away: RDM6300 repeats every 65 ms, and polled readers miss a look now and
// then.
const awayAfter = 600 * time.Millisecond

// mostPresent is how many tags are remembered; a field holds two or three.
const mostPresent = 16

// Event is what somebody did with tags.
type Event struct {
	// Tag is the one that was tapped.
	Tag Tag
	// Several tells that more than one tag is on the reader, of which none
	// counts until it was taken away.
	Several bool
	// Err tells that the reader is there, but what it says can't be read.
	Err error
}

// Debounce makes taps of looks at the field: a tag that stays gives one, and
// another when it comes again. The zero value is ready.
type Debounce struct {
	present []present
	several bool // said, and not yet over
}

// present is a tag in the field.
type present struct {
	tag  Tag
	seen time.Time
}

// See takes what one look found, and the time of it. A reader that pushes calls
// it with nothing when it was silent.
func (d *Debounce) See(tags []Tag, now time.Time) []Event {
	d.forget(now)
	tags = distinct(tags)
	var fresh []Tag
	for _, tag := range tags {
		if !d.touch(tag, now) {
			fresh = append(fresh, tag)
		}
	}
	switch {
	case len(tags) > 1:
		if d.several {
			return nil
		}
		d.several = true
		return []Event{{Several: true}}
	case len(fresh) == 1 && !d.several:
		return []Event{{Tag: fresh[0]}}
	}
	return nil
}

// forget drops what was out of sight for long enough, or comes from a time that
// is not yet.
func (d *Debounce) forget(now time.Time) {
	kept := d.present[:0]
	for _, p := range d.present {
		if age := now.Sub(p.seen); age >= 0 && age < awayAfter {
			kept = append(kept, p)
		}
	}
	d.present = kept
	if len(kept) < 2 {
		d.several = false
	}
}

// touch notes that a tag is there, and says whether it was.
func (d *Debounce) touch(tag Tag, now time.Time) bool {
	for i := range d.present {
		if same(d.present[i].tag, tag) {
			d.present[i].seen = now
			return true
		}
	}
	if len(d.present) == mostPresent {
		d.present = append(d.present[:0], d.present[1:]...)
	}
	d.present = append(d.present, present{tag, now})
	return false
}

// same: one reader gives a tag the same bytes each time.
func same(a, b Tag) bool { return string(a.UID) == string(b.UID) && a.Guess == b.Guess }

func distinct(tags []Tag) []Tag {
	var out []Tag
next:
	for _, t := range tags {
		for _, o := range out {
			if same(o, t) {
				continue next
			}
		}
		out = append(out, t)
	}
	return out
}
