package health

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"latchkey/store"
)

const (
	usuallyKept = 90 * day // by KS, where it does not say (MEAS)

	day  = 24 * time.Hour
	soon = 7 * day // how far ahead the desk is told that this computer is needed
)

// Judge says what is wrong now, each thing once. It is to be asked again with
// every new fact, and whenever Watch.Next falls due.
func Judge(f Facts) []Finding {
	if f.Space.SiteID == "" {
		return nil
	}
	j := judge{Facts: f}
	j.trouble()
	j.clocks()
	j.look()
	j.hubs()
	j.doors()
	j.seats()
	j.stillIn()
	j.desk()
	j.endings()
	j.names(Unseated, "Name", j.Unseated)
	j.names(Unconnected, "Names", j.Unconnected)
	j.names(Keyless, "Names", j.Keyless)
	return j.found
}

type judge struct {
	Facts
	found []Finding
}

// add finds something whose text is that of the list, with args as the names
// and values of its marks.
func (j *judge) add(code Code, args ...string) *Finding {
	text := byCode[code].Text
	for i := 0; i+1 < len(args); i += 2 {
		if text.Args == nil {
			text.Args = make(map[string]string, len(args)/2)
		}
		text.Args[args[i]] = args[i+1]
	}
	j.found = append(j.found, Finding{Code: code, Text: text})
	return &j.found[len(j.found)-1]
}

func (j *judge) trouble() {
	if code := j.Trouble.Code; code != "" {
		found := j.add(code)
		if j.Trouble.Text.Text != "" {
			found.Text = j.Trouble.Text
		}
	}
	if j.Trouble.Code == Offline && j.old(j.AnsweredAt) {
		j.add(OfflineLong, "At", j.local(j.AnsweredAt))
	}
	site := j.Mirror.Site
	if !site.LookedAt.IsZero() && !site.SubscriptionValid && j.Trouble.Code != SubscriptionEnded {
		j.add(SubscriptionEnded)
	}
}

// clocks compares this computer's clock with that of KS, and the zones.
func (j *judge) clocks() {
	switch off := j.Skew.Abs(); {
	case off > ClockHolds:
		j.add(ClockFarOff)
	case off > ClockWarns:
		j.add(ClockOff)
	}
	name := j.Mirror.Site.Zone
	if name == "" || name == j.Space.Zone {
		return
	}
	site, err := time.LoadLocation(name)
	if err != nil || !sameClock(j.Space.Location(), site, j.Now) {
		j.add(ZoneDiffers, "Zone", j.Space.Zone, "Other", name)
	}
}

// sameClock tells whether two zones show the same time on every day of the
// year to come: many share their clocks, like Paris and Berlin.
func sameClock(a, b *time.Location, from time.Time) bool {
	for n := range 366 {
		t := from.Add(time.Duration(n) * day)
		_, inA := t.In(a).Zone()
		_, inB := t.In(b).Zone()
		if inA != inB {
			return false
		}
	}
	return true
}

func (j *judge) look() {
	if j.old(j.LookedAt) {
		j.add(NotLooked, "At", j.local(j.LookedAt))
	}
	keeps := cmp.Or(j.EntriesKept, usuallyKept)
	if at := j.EntriesReadAt; !at.IsZero() && j.Now.Sub(at) > keeps*2/3 {
		j.add(EntriesOld, "At", j.local(at), "Count", strconv.Itoa(int(keeps/day)))
	}
	if j.EntriesRefused {
		j.add(NoEntries)
	}
}

// old tells whether something known lies more than a day back.
func (j *judge) old(t time.Time) bool { return !t.IsZero() && j.Now.Sub(t) > day }

func (j *judge) local(t time.Time) string { return string(store.LocalOf(t, j.Space.Location())) }

// hubs finds hubs that are offline, with the doors behind them.
func (j *judge) hubs() {
	behind := make(map[string][]string)
	for _, d := range j.Mirror.Doors {
		if !d.Gone && d.IQ != "" && !d.IQOnline {
			behind[d.IQ] = append(behind[d.IQ], d.Name)
		}
	}
	for _, hub := range slices.Sorted(maps.Keys(behind)) {
		j.add(HubOffline, "IQ", hub, "Doors", few(behind[hub])).About = hub
	}
}

// doors finds doors that are offline though their hub is not: a hub that is
// offline explains its own doors, and no others.
func (j *judge) doors() {
	for _, d := range j.Mirror.Doors {
		if !d.Gone && !d.Online && (d.IQ == "" || d.IQOnline) {
			j.add(DoorOffline, "Door", d.Name).About = d.ID
		}
	}
}

// seats warns from four fifths on, because seats have to be bought ahead.
func (j *judge) seats() {
	used, bought := j.Mirror.Site.SeatsUsed, j.Mirror.Site.SeatsBought
	args := []string{"Used", strconv.Itoa(used), "Bought", strconv.Itoa(bought)}
	switch {
	case used == 0: // or KS did not say
	case used >= bought:
		j.add(SeatsGone, args...)
	case used*5 >= bought*4:
		j.add(SeatsLow, args...)
	}
	var names []string
	for _, u := range Idle(j.Seen, j.Mirror) {
		names = append(names, cmp.Or(u.Name(), u.Email, u.TagNumber, u.ID))
	}
	j.names(IdleUsers, "Names", names)
}

// stillIn names those who have been due out for long. Before anybody has, it
// names whoever is due, so that Watch knows when to speak.
func (j *judge) stillIn() {
	var all, late []string
	var since time.Time
	for _, p := range j.Out {
		all = append(all, p.Name)
		if j.Now.Sub(p.Since) >= byCode[StillIn].Delay {
			late = append(late, p.Name)
		}
		if since.IsZero() || p.Since.Before(since) {
			since = p.Since
		}
	}
	switch {
	case len(late) > 0:
		j.names(StillIn, "Names", late).Since = since
	case len(all) > 0:
		j.names(StillIn, "Names", all).Since = since
	}
}

// desk finds what waits for the desk.
func (j *judge) desk() {
	var parked, changed tally
	for _, w := range j.Work {
		if w.Phase == store.PhaseParked {
			parked.count(w.Since)
		}
	}
	for _, d := range j.Drifts {
		if d.Asks() {
			changed.count(d.FoundAt)
		}
	}
	j.tally(Parked, parked)
	j.tally(Changed, changed)
	if q := j.Question; q != nil {
		j.add(Question, "Lose", strconv.Itoa(q.Lose), "Gain", strconv.Itoa(q.Gain)).Since = q.AskedAt
	}
	faults := make(map[string]bool, len(j.Faults))
	for _, s := range j.Faults {
		if about := s.String(); !faults[about] {
			faults[about] = true
			j.found = append(j.found, Finding{Code: MappingFault, About: about, Text: s})
		}
	}
}

// tally counts things, and keeps when the first of them began.
type tally struct {
	n     int
	since time.Time
}

func (t *tally) count(since time.Time) {
	if t.n == 0 || since.Before(t.since) {
		t.since = since
	}
	t.n++
}

func (j *judge) tally(code Code, t tally) {
	if t.n > 0 {
		j.add(code, "Count", strconv.Itoa(t.n)).Since = t.since
	}
}

// endings tells when this computer is needed, with all whose access ends at
// that moment.
func (j *judge) endings() {
	at := make(map[string][]string)
	for _, e := range j.Endings {
		if left := e.At.Sub(j.Now); left > 0 && left <= soon {
			at[j.local(e.At)] = append(at[j.local(e.At)], e.Name)
		}
	}
	for _, moment := range slices.Sorted(maps.Keys(at)) {
		j.add(NeedsComputer, "At", moment, "Names", few(at[moment])).About = moment
	}
}

// names finds something about some people, if there are any.
func (j *judge) names(code Code, mark string, names []string) *Finding {
	if len(names) == 0 {
		return nil
	}
	return j.add(code, mark, few(names))
}

// fewNames is how many names a sentence has room for.
const fewNames = 5

// few returns the first names of the alphabet, and how many more there are.
func few(names []string) string {
	names = slices.Sorted(slices.Values(names))
	if len(names) <= fewNames {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:fewNames], ", ") + " (+" + strconv.Itoa(len(names)-fewNames) + ")"
}
