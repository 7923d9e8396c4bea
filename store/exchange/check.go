package exchange

import (
	"encoding/hex"
	"regexp"
	"strings"

	"latchkey/store"
)

// maxKey bounds a key, in bytes.
const maxKey = 200

// check tells whether the file is complete and consistent in itself. What
// only the store can know (a clash of bookings, an e-mail address in use) is
// found when it is imported.
func (f *File) check() error {
	if f.Format != Format {
		return invalid("format", "The file has the format “{{.Found}}”, not “{{.Format}}”. Choose a space file made by Latchkey.", "Found", f.Format, "Format", Format)
	}
	c := checker{file: f}
	for _, section := range []func() error{
		c.space, c.passTypes, c.plans, c.people, c.mains, c.rooms, c.series, c.bookings, c.tags, c.passes, c.corrections,
	} {
		if err := section(); err != nil {
			return err
		}
	}
	return nil
}

// checker holds the keys of the sections that it has been through.
type checker struct {
	file                                           *File
	planKeys, typeKeys, peopleKeys, roomKeys, runs map[string]bool
}

func (c *checker) space() error {
	s := c.file.Space
	at := entry{"space", -1, s.Name}
	return firstOf(at,
		required("key", s.Key),
		required("name", s.Name),
		zone(s.Zone),
		between("before", s.Before, 0, 120),
		between("after", s.After, 0, 120),
		between("horizon_days", s.HorizonDays, 1, 60),
		oneOf("leaving", string(s.Leaving), string(store.LeavingSuspend), string(store.LeavingDelete)),
		clock("open_from", s.OpenFrom),
		clock("open_until", s.OpenUntil),
		refs("arrivals", s.Arrivals),
		arrivalIDs(s.Arrivals),
	)
}

func (c *checker) plans() (err error) {
	c.planKeys, err = each("plans", c.file.Plans, func(p Plan) (string, string, error) {
		return p.Key, p.Name, firstOf(nil, required("name", p.Name), refs("groups", p.Groups), c.monthly(p.PassesMonthly))
	})
	return err
}

var currency = regexp.MustCompile(`^[A-Z]{3}$`)

func (c *checker) passTypes() (err error) {
	c.typeKeys, err = each("pass_types", c.file.PassTypes, func(t PassType) (string, string, error) {
		return t.Key, t.Name, firstOf(nil,
			required("name", t.Name),
			unless(t.Minutes > 0, "minutes", "“minutes” must be at least 1: it is the length of the pass."),
			unless(t.Price >= 0, "price", "“price” must not be below 0; it is in cents (the smallest unit of the currency)."),
			unless(currency.MatchString(t.Currency), "currency", "“currency” must be a three-letter code like EUR."),
		)
	})
	return err
}

func (c *checker) people() (err error) {
	c.peopleKeys, err = each("people", c.file.People, func(p Person) (string, string, error) {
		return p.Key, p.name(), firstOf(nil, c.personFields(p)...)
	})
	return err
}

func (p Person) name() string { return strings.TrimSpace(p.FirstName + " " + p.LastName) }

func (c *checker) personFields(p Person) []error {
	_, badBlock := p.blocked()
	return []error{
		unless(p.name() != "", "first_name", "A person needs a first or a last name. Add one."),
		known("plan", p.Plan, "plans", c.planKeys),
		known("next_plan", p.NextPlan, "plans", c.planKeys),
		unless(p.Main == "" || p.Plan == "", "main", "A co-member has the plan of the main member. Remove “plan” or “main”."),
		unless((p.NextPlan == "") == (p.NextPlanOn == ""), "next_plan_on", "A change of plan needs both “next_plan” and “next_plan_on”. Add the other or remove both."),
		unless(p.NextPlan == "" || p.Plan != "", "next_plan", "A change of plan needs a plan to change from. Add “plan” or remove “next_plan”."),
		date("next_plan_on", p.NextPlanOn),
		date("starts_on", p.StartsOn),
		date("ends_on", p.EndsOn),
		date("paused_from", p.PausedFrom),
		date("paused_until", p.PausedUntil),
		badBlock,
		unless(p.PausedUntil == "" || p.PausedFrom != "", "paused_from", "A pause needs its first day. Add “paused_from” or remove “paused_until”."),
		oneOf("connect", string(p.Connect), "", string(store.ConnectNone), string(store.ConnectPhoneAndTag),
			string(store.ConnectTagOnly), string(store.ConnectPhoneOnly)),
		refs("extra_doors", p.ExtraDoors),
	}
}

// mains checks who is under whom, which needs all people to be known.
func (c *checker) mains() error {
	under := make(map[string]string, len(c.file.People))
	for _, p := range c.file.People {
		under[p.Key] = p.Main
	}
	for i, p := range c.file.People {
		err := firstOf(nil,
			known("main", p.Main, "people", c.peopleKeys),
			unless(p.Main == "" || p.Main != p.Key, "main", "Nobody is their own main member. Remove “main”."),
			unless(p.Main == "" || under[p.Main] == "", "main", "The main member “{{.Main}}” is a co-member too. Name the main member of both.", "Main", p.Main),
		)
		if err != nil {
			return entry{"people", i, p.name()}.wrap(err)
		}
	}
	return nil
}

func (c *checker) rooms() (err error) {
	c.roomKeys, err = each("rooms", c.file.Rooms, func(r Room) (string, string, error) {
		return r.Key, r.Name, firstOf(nil,
			required("name", r.Name),
			buffer("before", r.Before),
			buffer("after", r.After),
			unless((r.OpenFrom == "") == (r.OpenUntil == ""), "open_from", "Bookable hours need both “open_from” and “open_until”. Add the other or remove both."),
			unless(r.OpenFrom == "" || clock("open_from", r.OpenFrom) == nil, "open_from", "“open_from” must be a time like 08:30."),
			unless(r.OpenUntil == "" || clock("open_until", r.OpenUntil) == nil, "open_until", "“open_until” must be a time like 18:00 or 24:00."),
			refs("doors", r.Doors),
			refs("groups", r.Groups),
		)
	})
	return err
}

var rule = regexp.MustCompile(`^([A-Z-]+=[A-Z0-9,+-]+;)*FREQ=(DAILY|WEEKLY|MONTHLY)(;[A-Z-]+=[A-Z0-9,+-]+)*$`)

func (c *checker) series() (err error) {
	c.runs, err = each("series", c.file.Series, func(s Series) (string, string, error) {
		return s.Key, s.Title, firstOf(nil,
			required("room", s.Room), known("room", s.Room, "rooms", c.roomKeys),
			required("person", s.Person), known("person", s.Person, "people", c.peopleKeys),
			window(s.Start, s.End),
			unless(rule.MatchString(s.Rule), "rule", "“rule” must be an RFC 5545 rule like FREQ=WEEKLY;COUNT=10, with FREQ daily, weekly or monthly."),
			excepts(s.Except),
		)
	})
	return err
}

func (c *checker) bookings() error {
	_, err := each("bookings", c.file.Bookings, func(b Booking) (string, string, error) {
		return b.Key, b.Title, firstOf(nil,
			required("room", b.Room), known("room", b.Room, "rooms", c.roomKeys),
			required("person", b.Person), known("person", b.Person, "people", c.peopleKeys),
			known("series", b.Series, "series", c.runs),
			window(b.Start, b.End),
		)
	})
	return err
}

func (c *checker) tags() error {
	numbers := map[string]bool{}
	_, err := each("tags", c.file.Tags, func(t Tag) (string, string, error) {
		_, notHex := hex.DecodeString(t.UID)
		twice := t.Number != "" && numbers[t.Number]
		numbers[t.Number] = true
		return t.Key, t.Number, firstOf(nil,
			unless(t.Number != "" || t.UID != "", "number", "A tag needs its number or its UID. Add one."),
			unless(!twice, "number", "The tag number “{{.Number}}” is used twice. Remove one.", "Number", t.Number),
			errorUnless(notHex == nil, badUID),
			oneOf("tech", string(t.Tech), "", string(store.TechHigh), string(store.TechLow)),
			oneOf("state", string(t.State), "", string(store.TagFree), string(store.TagHeld), string(store.TagLost), string(store.TagBroken)),
			known("holder", t.Holder, "people", c.peopleKeys),
			unless((t.Holder != "") == (t.state() == store.TagHeld), "holder", "A held tag needs a holder, and any other tag has none. Correct “state” or “holder”."),
		)
	})
	return err
}

func (t Tag) state() store.TagState {
	switch {
	case t.State != "":
		return t.State
	case t.Holder != "":
		return store.TagHeld
	}
	return store.TagFree
}
