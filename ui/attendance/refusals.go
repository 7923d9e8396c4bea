package attendance

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/words"
)

// mostRefusals is how many refused attempts are read, the newest.
const mostRefusals = 1000

// refusedFacts is what is known of the refused attempts.
type refusedFacts struct {
	Space   store.Space
	Now     time.Time
	Entries []store.Entry
	People  map[store.PersonID]store.Person
}

func loadRefused(ctx context.Context, s *store.Store, id store.SpaceID) (f refusedFacts, err error) {
	if f.Space, err = s.Space(ctx, id); err != nil {
		return f, fmt.Errorf("space %d: %w", id, err)
	}
	f.Now = s.Now()
	if f.Entries, err = s.Rejected(ctx, id, time.Time{}, mostRefusals); err != nil {
		return f, fmt.Errorf("refused attempts: %w", err)
	}
	f.People, err = everybody(ctx, s)
	return f, err
}

// refusal is one refused attempt.
type refusal struct {
	store.Entry
	Who  string
	Why  string
	Open bool // the person can be opened in Members
}

// refusals are the attempts that the words find, the newest first.
func (f refusedFacts) refusals(query string) []refusal {
	out := []refusal{}
	for _, e := range f.Entries {
		p := f.People[e.Person]
		r := refusal{Entry: e, Who: whoTried(e, f.People), Why: whyRefused(e), Open: p.ID != 0 && !p.Deleted}
		if words.Fits(r.Who+" "+e.Tag+" "+e.DoorName+" "+r.Why, query) {
			out = append(out, r)
		}
	}
	return out
}

func whoTried(e store.Entry, people map[store.PersonID]store.Person) string {
	switch {
	case e.Person != 0:
		return nameOf(people, e.Person)
	case unknownPIN(e):
		return lang.L("Somebody with a PIN")
	case e.UserName != "":
		return e.UserName
	case e.Tag != "":
		return lang.L("tag {{.Number}}", map[string]any{"Number": e.Tag})
	}
	return lang.L("Somebody unknown")
}

// unknownPIN tells whether a PIN was tried that nobody has: SALTO KS names a
// user then that does not exist (ks-connect-api.md 5.5).
func unknownPIN(e store.Entry) bool {
	return e.Person == 0 && e.Way == "pin_code" && e.UserName == ""
}

// whyRefused puts SALTO KS's reason into words.
func whyRefused(e store.Entry) string {
	switch {
	case unknownPIN(e):
		return lang.L("unknown PIN")
	case e.Platform == "" && e.Tag != "":
		return lang.L("unknown tag")
	}
	switch e.Detail {
	case "no_access":
		return lang.L("no access")
	case "suspended":
		return lang.L("suspended")
	case "offline":
		return lang.L("lock offline")
	case "":
		return lang.L("no reason given")
	}
	return e.Detail
}

// owner is what is known of a tag's number.
type owner struct {
	Number string
	Tag    store.Tag    // zero: the file does not know it
	Holder store.Person // zero: nobody
	User   string       // who has it in SALTO KS; "": nobody, or it is not known
}

func loadOwner(ctx context.Context, s *store.Store, id store.SpaceID, number string) (o owner, err error) {
	o.Number = number
	tags, err := s.Tags(ctx)
	if err != nil {
		return o, fmt.Errorf("tags: %w", err)
	}
	if i := slices.IndexFunc(tags, func(t store.Tag) bool { return t.Number == number }); i >= 0 {
		o.Tag = tags[i]
	}
	if o.Tag.Holder != 0 {
		if o.Holder, err = s.Person(ctx, o.Tag.Holder); err != nil {
			return o, fmt.Errorf("holder of a tag: %w", err)
		}
		return o, nil
	}
	seen, err := s.Seen(ctx, id)
	if err != nil {
		return o, fmt.Errorf("tags in SALTO KS: %w", err)
	}
	for _, u := range seen.Users {
		if u.TagNumber == number && !u.Gone {
			o.User = u.Name()
		}
	}
	return o, nil
}

// words says whose the tag is, and what can be done about it.
func (o owner) words() string {
	args := map[string]any{"Number": o.Number, "Name": o.Holder.Name(), "User": o.User}
	switch {
	case o.Holder.ID != 0:
		return lang.L("Tag {{.Number}} is with {{.Name}}.", args)
	case o.Tag.State == store.TagLost:
		return lang.L("Tag {{.Number}} is marked as lost: somebody has found it, or uses it. It opens no door.", args)
	case o.Tag.State == store.TagBroken:
		return lang.L("Tag {{.Number}} is marked as broken, but was just used. Whoever has it should hand it in.", args)
	case o.User != "":
		return lang.L("Tag {{.Number}} belongs to {{.User}} in SALTO KS, who is nobody in Latchkey. Their doors are managed in SALTO KS.", args)
	case o.Tag.ID != 0:
		return lang.L("Tag {{.Number}} is known, and nobody has it. Give it to somebody in Members: edit the person and choose this tag.", args)
	}
	return lang.L("Latchkey does not know tag {{.Number}}. If it is one of yours, edit the person who has it in Members and type this number as their tag. If it is not, somebody tried a tag of another place: nothing has to be done.", args)
}
