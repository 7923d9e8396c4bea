package store

import (
	"net/mail"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// The longest that a line and a note may be, in characters.
const (
	maxLine = 200
	maxNote = 10_000
)

// maxBuffer bounds buffers, in minutes.
const maxBuffer = 120

// firstProblem returns the first of some checks that failed.
func firstProblem(checks ...*Problem) error {
	for _, p := range checks {
		if p != nil {
			return p
		}
	}
	return nil
}

func checkName(field, name string) *Problem {
	if strings.TrimSpace(name) == "" {
		return invalid(field, "The name is empty. Type one.")
	}
	return checkLine(field, name)
}

func checkLine(field, s string) *Problem {
	switch {
	case !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return invalid(field, "“{{.Value}}” contains characters that cannot be printed. Type it again.", "Value", strings.ToValidUTF8(s, "?"))
	case utf8.RuneCountInString(s) > maxLine:
		return invalid(field, "This is longer than {{.Max}} characters. Shorten it.", "Max", maxLine)
	}
	return nil
}

func checkNote(field, s string) *Problem {
	if utf8.RuneCountInString(s) > maxNote {
		return invalid(field, "This is longer than {{.Max}} characters. Shorten it.", "Max", maxNote)
	}
	return nil
}

// checkEmail accepts one plain address, as it is written after "mailto:".
func checkEmail(email string) *Problem {
	if email == "" {
		return nil
	}
	a, err := mail.ParseAddress(email)
	if err != nil || a.Name != "" || a.Address != email || len(email) > 254 || strings.ContainsAny(email, "\"<>, \t") {
		return invalid("email", "“{{.Email}}” is not an e-mail address. Write one address, like mia@example.com.", "Email", email)
	}
	return nil
}

func checkDate(field string, d Date) *Problem {
	if d == "" {
		return nil
	}
	if _, err := ParseDate(string(d)); err != nil {
		return invalid(field, "“{{.Date}}” is not a date. Write it as year-month-day, like 2026-11-30.", "Date", string(d))
	}
	return nil
}

func checkClock(field, clock string) *Problem {
	_, err := time.Parse("15:04", clock)
	if (err != nil || len(clock) != len("15:04")) && clock != "24:00" {
		return invalid(field, "“{{.Time}}” is not a time of day. Write hours and minutes, like 08:30.", "Time", clock)
	}
	return nil
}

// checkHours checks hours of a day of which both are given.
func checkHours(from, until string) *Problem {
	if p := checkClock("open_from", from); p != nil {
		return p
	}
	if p := checkClock("open_until", until); p != nil {
		return p
	}
	if from >= until {
		return invalid("open_until", "The hours end at {{.Until}}, before they begin at {{.From}}. Correct one of them.", "Until", until, "From", from)
	}
	return nil
}

func checkBuffer(field string, minutes int) *Problem {
	if minutes < 0 || minutes > maxBuffer {
		return invalid(field, "The doors cannot open {{.Minutes}} minutes early or late. Choose 0 to {{.Max}} minutes.", "Minutes", minutes, "Max", maxBuffer)
	}
	return nil
}

// CheckSpace checks what can be known of a space by itself.
func CheckSpace(s Space) error {
	return firstProblem(
		checkName("name", s.Name),
		checkZone(s.Zone),
		checkBuffer("before", s.Before),
		checkBuffer("after", s.After),
		checkHorizon(s.HorizonDays),
		checkLeaving(s.Leaving),
		checkHours(s.OpenFrom, s.OpenUntil),
		s.Account.checkVersions(),
	)
}

// CheckVersions refuses what cannot be a version of the SALTO KS API: it
// becomes a part of every address.
func (a Account) CheckVersions() error { return firstProblem(a.checkVersions()) }

func (a Account) checkVersions() *Problem {
	switch {
	case !isVersion(a.APIVersion):
		return invalid("api_version", "“{{.Version}}” is not a version of the service. Write it like v1.2, or leave it empty for the usual one.", "Version", a.APIVersion)
	case !isVersion(a.SchedulesVersion):
		return invalid("schedules_version", "“{{.Version}}” is not a version for time schedules. Write it like v1.1, or leave it empty for the usual one.", "Version", a.SchedulesVersion)
	case !isVersion(a.EntriesVersion):
		return invalid("entries_version", "“{{.Version}}” is not a version for entries. Write it like v1.1, or leave it empty for the usual one.", "Version", a.EntriesVersion)
	}
	return nil
}

var versionForm = regexp.MustCompile(`^v[0-9]{1,3}(\.[0-9]{1,3})?$`)

func isVersion(s string) bool { return s == "" || versionForm.MatchString(s) }

func checkZone(zone string) *Problem {
	if _, err := time.LoadLocation(zone); err != nil || zone == "" || zone == "Local" {
		return invalid("zone", "“{{.Zone}}” is not a time zone. Choose one from the list, like Europe/Paris.", "Zone", zone)
	}
	return nil
}

func checkHorizon(days int) *Problem {
	if days < 1 || days > 60 {
		return invalid("horizon", "Bookings cannot be put into SALTO KS {{.Days}} days ahead. Choose 1 to 60 days.", "Days", days)
	}
	return nil
}

func checkLeaving(l Leaving) *Problem {
	if l != LeavingSuspend && l != LeavingDelete {
		return invalid("leaving", "Choose whether people who leave are suspended or deleted in SALTO KS.")
	}
	return nil
}

// CheckPlan checks what can be known of a plan by itself.
func CheckPlan(p Plan) error {
	refs := make([]spaceRef, len(p.Mappings))
	for i, m := range p.Mappings {
		refs[i] = spaceRef{m.Space, m.Group}
	}
	return firstProblem(checkName("name", p.Name), checkNote("note", p.Note), checkRefs("mappings", refs))
}

// spaceRef is a reference to something of one space's site.
type spaceRef struct {
	space SpaceID
	ref   KSRef
}

// checkRefs refuses references that name nothing, and the same one twice. One
// that is known by name only is the same as another of that name.
func checkRefs(field string, refs []spaceRef) *Problem {
	seen := make(map[spaceRef]bool, len(refs))
	for _, r := range refs {
		if r.ref.ID == "" && strings.TrimSpace(r.ref.Name) == "" {
			return invalid(field, "A door or group without a name was chosen. Choose it again from the list.")
		}
		same := spaceRef{r.space, KSRef{ID: r.ref.ID}}
		if r.ref.ID == "" {
			same.ref.Name = r.ref.Name
		}
		if seen[same] {
			return invalid(field, "“{{.Name}}” was chosen twice. Take one out.", "Name", r.ref.Name)
		}
		seen[same] = true
	}
	return nil
}

// CheckPerson checks what can be known of a person by themselves.
func CheckPerson(p Person) error {
	doors := make([]spaceRef, len(p.ExtraDoors))
	for i, d := range p.ExtraDoors {
		doors[i] = spaceRef{d.Space, d.Door}
	}
	return firstProblem(
		checkName("first_name", p.Name()),
		checkLine("first_name", p.FirstName), checkLine("last_name", p.LastName),
		checkEmail(p.Email),
		checkLine("phone", p.Phone), checkLine("company", p.Company), checkNote("note", p.Note),
		checkDate("next_plan_on", p.NextPlanOn),
		checkDate("starts_on", p.StartsOn), checkDate("ends_on", p.EndsOn),
		checkDate("paused_from", p.PausedFrom), checkDate("paused_until", p.PausedUntil),
		checkOwnPlan(p), checkOrder(p), checkPause(p), checkConnect(p.Connect),
		checkRefs("extra_doors", doors),
	)
}

func checkOwnPlan(p Person) *Problem {
	switch {
	case p.Main != 0 && p.Main == p.ID:
		return invalid("main", "{{.Name}} cannot be their own main member. Choose another main member.", "Name", p.Name())
	case p.Main != 0 && (p.Plan != 0 || p.NextPlan != 0):
		return invalid("plan", "A co-member has the plan of the main member. Take out the plan, or the main member.")
	case (p.NextPlan == 0) != (p.NextPlanOn == ""):
		return invalid("next_plan_on", "A change of plan needs the new plan and the day. Add what is missing, or take out both.")
	case p.NextPlan != 0 && p.Plan == 0:
		return invalid("next_plan", "Only a member with a plan can change to another. Choose the plan that {{.Name}} has until then.", "Name", p.Name())
	}
	return nil
}

func checkOrder(p Person) *Problem {
	switch {
	case p.EndsOn != "" && p.EndsOn < p.StartsOn.AddDays(-1): // the day before the first: never was
		return invalid("ends_on", "The last day ({{.Last}}) comes before the first ({{.First}}). Correct one of them.", "Last", string(p.EndsOn), "First", string(p.StartsOn))
	case p.NextPlanOn != "" && p.NextPlanOn <= p.StartsOn:
		return invalid("next_plan_on", "The plan changes on {{.Day}}, not after the first day ({{.First}}). Choose the new plan at once, or a later day.", "Day", string(p.NextPlanOn), "First", string(p.StartsOn))
	case p.NextPlanOn != "" && p.EndsOn != "" && p.NextPlanOn > p.EndsOn:
		return invalid("next_plan_on", "The plan changes on {{.Day}}, after the last day ({{.Last}}). Take out one of them.", "Day", string(p.NextPlanOn), "Last", string(p.EndsOn))
	}
	return nil
}

func checkPause(p Person) *Problem {
	switch {
	case p.PausedFrom == "" && p.PausedUntil != "":
		return invalid("paused_from", "The pause has no first day. Add it, or take out the last.")
	case p.PausedUntil != "" && p.PausedUntil < p.PausedFrom:
		return invalid("paused_until", "The pause ends on {{.Until}}, before it begins on {{.From}}. Correct one of them.", "Until", string(p.PausedUntil), "From", string(p.PausedFrom))
	case p.PausedFrom != "" && p.PausedFrom < p.StartsOn:
		return invalid("paused_from", "The pause begins on {{.From}}, before the first day ({{.First}}). Choose a later day.", "From", string(p.PausedFrom), "First", string(p.StartsOn))
	case p.PausedFrom != "" && p.EndsOn != "" && p.PausedFrom > p.EndsOn:
		return invalid("paused_from", "The pause begins on {{.From}}, after the last day ({{.Last}}). Take out the pause, or choose a later last day.", "From", string(p.PausedFrom), "Last", string(p.EndsOn))
	}
	return nil
}

func checkConnect(c Connect) *Problem {
	switch c {
	case ConnectNone, ConnectPhoneAndTag, ConnectTagOnly, ConnectPhoneOnly:
		return nil
	}
	return invalid("connect", "Choose how this person opens doors: phone and tag, tag only, phone only, or not at all.")
}

// CheckRoom checks what can be known of a room by itself.
func CheckRoom(r Room) error {
	return firstProblem(
		checkName("name", r.Name), checkNote("note", r.Note),
		checkOwnBuffer("before", r.Before), checkOwnBuffer("after", r.After),
		checkBookable(r.OpenFrom, r.OpenUntil),
		checkRefs("doors", ofSpace(r.Space, r.Doors)), checkRefs("groups", ofSpace(r.Space, r.Groups)),
	)
}

func ofSpace(space SpaceID, refs []KSRef) []spaceRef {
	list := make([]spaceRef, len(refs))
	for i, r := range refs {
		list[i] = spaceRef{space, r}
	}
	return list
}

func checkOwnBuffer(field string, minutes *int) *Problem {
	if minutes == nil {
		return nil
	}
	return checkBuffer(field, *minutes)
}

func checkBookable(from, until string) *Problem {
	switch {
	case from == "" && until == "":
		return nil
	case from == "" || until == "":
		return invalid("open_from", "Bookable hours need a beginning and an end. Add what is missing, or take out both.")
	}
	return checkHours(from, until)
}

// CheckTag checks what can be known of a tag by itself.
func CheckTag(t Tag) error {
	return firstProblem(
		checkLine("number", t.Number), checkLine("printed", t.Printed),
		checkTagNamed(t), checkTagTech(t), checkTagState(t),
	)
}

func checkTagNamed(t Tag) *Problem {
	if t.Number == "" && len(t.UID) == 0 {
		return invalid("number", "A tag needs the number that is printed on it, or a tap on the reader. Give one of them.")
	}
	return nil
}

func checkTagTech(t Tag) *Problem {
	switch t.Tech {
	case "", TechHigh, TechLow:
		return nil
	}
	return invalid("tech", "“{{.Tech}}” is no frequency of tags. Choose 13.56 MHz or 125 kHz, or none.", "Tech", string(t.Tech))
}

func checkTagState(t Tag) *Problem {
	switch t.State {
	case TagHeld:
		if t.Holder == 0 {
			return invalid("holder", "Nobody holds tag {{.Number}}. Choose a person, or mark it as free.", "Number", t.Title())
		}
		return nil
	case TagFree, TagLost, TagBroken:
		if t.Holder != 0 {
			return invalid("state", "Tag {{.Number}} is with somebody. Take it back before it is marked as free, lost or broken.", "Number", t.Title())
		}
		return nil
	}
	return invalid("state", "Choose whether tag {{.Number}} is free, held, lost or broken.", "Number", t.Number)
}

// CheckPassType checks what can be known of a pass type by itself.
func CheckPassType(t PassType) error {
	switch {
	case t.Minutes <= 0:
		return invalid("minutes", "A pass must last for some time. Choose at least one minute.")
	case t.Price < 0:
		return invalid("price", "A price cannot be below zero. Correct it.")
	case len(t.Currency) != 3 || strings.Trim(t.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
		return invalid("currency", "“{{.Currency}}” is not a currency. Write its three letters, like EUR.", "Currency", t.Currency)
	}
	return firstProblem(checkName("name", t.Name))
}

// CheckPass checks what can be known of a pass by itself.
func CheckPass(p Pass) error {
	switch {
	case p.Person == 0:
		return invalid("person", "A pass belongs to somebody. Choose a person.")
	case p.Type == 0:
		return invalid("type", "Choose what kind of pass it is.")
	}
	return firstProblem(checkDate("expires_on", p.ExpiresOn))
}
