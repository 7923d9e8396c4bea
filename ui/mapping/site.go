package mapping

import (
	"cmp"
	"slices"
	"strings"

	"latchkey/store"
	"latchkey/ui/words"
)

// GroupWords says when a group opens its doors: one sentence for each of its
// schedules, and that is “always” for one that never closes.
type GroupWords func(store.KSGroup) []store.Sentence

// Site is a space and what the last look at its site found.
type Site struct {
	Space  store.Space
	Mirror store.Mirror
}

// Stage is how far a space has come with its site.
type Stage int

// The stages.
const (
	NoSite    Stage = iota // the space has no site yet
	NotLooked              // it has one, but nothing was read from it yet
	Ready
)

// Stage returns how far the space has come.
func (s Site) Stage() Stage {
	switch {
	case s.Space.SiteID == "":
		return NoSite
	case s.Mirror.Site.LookedAt.IsZero():
		return NotLooked
	}
	return Ready
}

// Kind is what a reference points at.
type Kind int

// The kinds.
const (
	Door Kind = iota
	Group
)

// State is what is known of a reference.
type State int

// The states.
const (
	Known   State = iota
	Waiting       // the site has not been read yet
	Named         // only a name is known, which no object of the site bears, or more than one
	Unread        // a group whose doors and hours have not been read yet
	Gone          // it was in SALTO KS once
)

// Line is one door or group that a plan or a room is tied to, as it is now.
type Line struct {
	Kind   Kind
	Ref    store.KSRef
	Name   string // what SALTO KS calls it now, else what it was called when last seen
	State  State
	Doors  []string // names of the doors that it stands for, sorted; known ones only
	Hours  []string // of a group: when it opens them; “always” stands alone
	Always bool     // of a group: one of its schedules never closes
	// Shut is a group that opens nothing for the people in it, because it has
	// no schedule.
	Shut bool
	// Offline is the hub of a door that was not online at the last look; it may
	// be empty.
	Offline string
}

// Doors returns the lines of references to doors.
func (s Site) Doors(refs []store.KSRef) []Line {
	out := make([]Line, len(refs))
	for i, ref := range refs {
		out[i] = s.door(ref)
	}
	return out
}

func (s Site) door(ref store.KSRef) Line {
	l := s.unknown(Door, ref)
	d, ok := s.Mirror.Door(ref.ID)
	l.Name = cmp.Or(d.Name, l.Name)
	switch {
	case l.State != Known:
	case !ok || d.Gone:
		l.State = Gone
	default:
		l.Doors = []string{d.Name}
		if d.IQ != "" && !d.IQOnline {
			l.Offline = d.IQ
		}
	}
	return l
}

// unknown returns a line as far as the reference itself tells.
func (s Site) unknown(k Kind, ref store.KSRef) Line {
	l := Line{Kind: k, Ref: ref, Name: cmp.Or(ref.Name, ref.ID)}
	switch {
	case s.Stage() != Ready:
		l.State = Waiting
	case ref.ID == "":
		l.State = Named
	}
	return l
}

// Groups returns the lines of references to groups. Without hours the groups
// count for their doors only, as they do for a room.
func (s Site) Groups(refs []store.KSRef, hours GroupWords) []Line {
	out := make([]Line, len(refs))
	for i, ref := range refs {
		out[i] = s.group(ref, hours)
	}
	return out
}

func (s Site) group(ref store.KSRef, hours GroupWords) Line {
	l := s.unknown(Group, ref)
	g, ok := s.Mirror.Group(ref.ID)
	l.Name = cmp.Or(g.Name, l.Name)
	switch {
	case l.State != Known:
		return l
	case !ok || g.Gone:
		l.State = Gone
		return l
	case !g.Detailed:
		l.State = Unread
		return l
	}
	l.Doors = s.doorNames(g)
	if hours != nil {
		l.Hours, l.Always = hoursOf(hours(g))
		l.Shut = len(g.Schedules) == 0
	}
	return l
}

// always is what GroupWords says of a schedule that never closes.
const always = "always"

// hoursOf returns the hours in the words of the desk. One schedule that never
// closes makes the others meaningless.
func hoursOf(said []store.Sentence) (hours []string, isAlways bool) {
	for _, w := range said {
		if w.Text == always {
			return []string{words.Sentence(w)}, true
		}
		hours = append(hours, words.Sentence(w))
	}
	return hours, false
}

// doorNames returns the names of a group's doors, in their order.
func (s Site) doorNames(g store.KSGroup) []string {
	var names []string
	for _, id := range g.Doors {
		if d, ok := s.Mirror.Door(id); ok && !d.Gone {
			names = append(names, d.Name)
		}
	}
	slices.SortFunc(names, compareNames)
	return names
}

// Opening is one door and the hours at which it opens; no hours mean whenever
// it is booked.
type Opening struct {
	Door   string
	Hours  []string
	always bool
}

// Openings returns what lines open together, by the name of the door. What two
// of them open at the same hours is said once.
func Openings(lines []Line) []Opening {
	var out []Opening
	for _, l := range lines {
		for _, door := range l.opens() {
			i := indexOf(out, door)
			if i < 0 {
				out, i = append(out, Opening{Door: door}), len(out)
			}
			out[i].add(l)
		}
	}
	slices.SortFunc(out, func(a, b Opening) int { return compareNames(a.Door, b.Door) })
	return out
}

// add adds the hours of one more line that opens the door.
func (o *Opening) add(l Line) {
	switch {
	case o.always:
	case l.Always:
		o.Hours, o.always = l.Hours, true
	default:
		for _, h := range l.Hours {
			if !slices.Contains(o.Hours, h) {
				o.Hours = append(o.Hours, h)
			}
		}
	}
}

// Difference is what a change of lines changes at the doors, by name.
type Difference struct {
	Gained, Lost []string
	OtherHours   []string // doors that are opened before and after, but not at the same hours
}

// Compare returns what changes at the doors when lines become others.
func Compare(before, after []Line) Difference {
	was, is := Openings(before), Openings(after)
	var d Difference
	for _, o := range is {
		switch i := indexOf(was, o.Door); {
		case i < 0:
			d.Gained = append(d.Gained, o.Door)
		case !slices.Equal(was[i].Hours, o.Hours):
			d.OtherHours = append(d.OtherHours, o.Door)
		}
	}
	for _, o := range was {
		if indexOf(is, o.Door) < 0 {
			d.Lost = append(d.Lost, o.Door)
		}
	}
	return d
}

func indexOf(list []Opening, door string) int {
	return slices.IndexFunc(list, func(o Opening) bool { return o.Door == door })
}

func (l Line) opens() []string {
	if l.Shut {
		return nil
	}
	return l.Doors
}

// Without returns the lines that do not refer to the same thing as l.
func Without(lines []Line, l Line) []Line {
	return slices.DeleteFunc(slices.Clone(lines), func(o Line) bool { return o.Kind == l.Kind && o.Ref == l.Ref })
}

// Names returns the names of lines, joined.
func Names(lines []Line) string {
	names := make([]string, len(lines))
	for i, l := range lines {
		names[i] = l.Name
	}
	return strings.Join(names, ", ")
}

func compareNames(a, b string) int {
	return cmp.Or(strings.Compare(strings.ToLower(a), strings.ToLower(b)), strings.Compare(a, b))
}
