package store

import (
	"reflect"
	"strconv"
	"strings"
)

// SavePerson inserts or updates a person. CreatedAt is set on insert and kept
// afterwards; a door that is named without an id keeps the id that it was
// found under before.
func (tx *Tx) SavePerson(p *Person) error {
	want := tidyPerson(*p)
	have, err := tx.claim(tablePerson, int64(want.ID), want.Key, want.Rev)
	if err != nil {
		return err
	}
	var was Person
	if have != nil {
		was = have.(personImage).Person
	}
	want.ID, want.Rev, want.Key = was.ID, was.Rev, keyOr(want.Key, was.Key)
	want.ExtraDoors = keepFound(want.ExtraDoors, was.ExtraDoors, func(d *ExtraDoor) (SpaceID, *KSRef) { return d.Space, &d.Door })
	want.CreatedAt = was.CreatedAt
	if have == nil {
		want.CreatedAt = tx.Now
	}
	if err := tx.personRules(was, want); err != nil {
		return err
	}
	if have != nil && reflect.DeepEqual(was, want) {
		*p = want
		return nil
	}
	img, err := tx.put(have, personImage{want})
	if err != nil {
		return err
	}
	if was.BlockedAt.IsZero() && !want.BlockedAt.IsZero() {
		tx.touch(KindBlocked)
	}
	*p = img.(personImage).Person
	said, err := tx.personSaid(was, *p)
	if err != nil {
		return err
	}
	return tx.logEdit(0, p.ID, said...)
}

func tidyPerson(p Person) Person {
	for _, f := range []*string{&p.Key, &p.FirstName, &p.LastName, &p.Email, &p.Phone, &p.Company, &p.Note} {
		*f = strings.TrimSpace(*f)
	}
	if p.Connect == "" {
		p.Connect = ConnectNone
	}
	p.BlockedAt = instant(unix(p.BlockedAt))
	return p
}

// personRules checks a person by themselves and against the file.
func (tx *Tx) personRules(was, p Person) error {
	if p.Deleted {
		return &Problem{Code: CodeMissing, Text: "{{.Name}} was removed. Look again in Members.", Args: pairs([]any{"Name", p.Name()})}
	}
	if err := CheckPerson(p); err != nil {
		return err
	}
	if err := tx.mainRules(p); err != nil {
		return err
	}
	for _, given := range []struct {
		field    string
		old, now PlanID
	}{{"plan", was.Plan, p.Plan}, {"next_plan", was.NextPlan, p.NextPlan}} {
		if err := tx.planGiven(given.field, given.old, given.now); err != nil {
			return err
		}
	}
	for _, d := range p.ExtraDoors {
		if _, err := tx.Space(d.Space); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) emailFree(p Person) error {
	if p.Email == "" {
		return nil
	}
	other, err := maybe(tx.rows.q.PersonOfEmail(tx.ctx, foldEmail(p.Email)))
	if err != nil || other == nil || PersonID(other.ID) == p.ID {
		return err
	}
	return &Problem{Code: CodeConflict, Field: "email", Text: "{{.Other}} has the e-mail address {{.Email}} already. Choose that person, or type another address.",
		Args: pairs([]any{"Other", person(*other, nil).Name(), "Email", p.Email})}
}

// mainRules keeps co-members one level deep, under somebody who is there.
func (tx *Tx) mainRules(p Person) error {
	if p.Main == 0 {
		return nil
	}
	main, err := tx.Person(p.Main)
	if err != nil {
		return err
	}
	switch {
	case main.Deleted:
		return &Problem{Code: CodeMissing, Field: "main", Text: "The main member {{.Main}} was removed. Choose another main member.", Args: pairs([]any{"Main", main.Name()})}
	case main.Main != 0:
		return invalid("main", "{{.Main}} is a co-member too and cannot have co-members. Choose the main member of both.", "Main", main.Name())
	}
	under, err := tx.coMembersOf(p.ID)
	if err != nil || under == "" {
		return err
	}
	return invalid("main", "{{.Name}} has co-members: {{.CoMembers}}. Put them under another main member first.", "Name", p.Name(), "CoMembers", under)
}

// coMembersOf names the co-members of a person.
func (tx *Tx) coMembersOf(id PersonID) (string, error) {
	if id == 0 {
		return "", nil
	}
	list, err := tx.rows.q.CoMembers(tx.ctx, ref(id))
	if err != nil {
		return "", err
	}
	names := make([]string, len(list))
	for i, row := range list {
		names[i] = person(row, nil).Name()
	}
	return strings.Join(names, ", "), nil
}

func (tx *Tx) planGiven(field string, old, now PlanID) error {
	if now == 0 || now == old {
		return nil
	}
	p, err := tx.Plan(now)
	if err != nil {
		return err
	}
	if p.Archived {
		return invalid(field, "The plan {{.Plan}} is archived and cannot be given any more. Choose another plan.", "Plan", p.Name)
	}
	return nil
}

// allowed checks a person who was put back. Undo may put back a plan that was
// archived since: they had it before.
func (i personImage) allowed(tx *Tx) error {
	if i.Deleted {
		return tx.nobodyUnder(i.Person)
	}
	return tx.personRules(i.Person, i.Person)
}

func (tx *Tx) nobodyUnder(p Person) error {
	under, err := tx.coMembersOf(p.ID)
	if err != nil || under == "" {
		return err
	}
	return &Problem{Code: CodeConflict, Text: "{{.Name}} has co-members: {{.CoMembers}}. Remove them first, or put them under another main member.",
		Args: pairs([]any{"Name", p.Name(), "CoMembers", under})}
}

// DeletePerson removes a person, with the bookings that are not over yet; the
// tags that they hold become free. Somebody who has co-members is not removed:
// the Problem (CodeConflict) names them.
func (tx *Tx) DeletePerson(id PersonID) error {
	p, err := tx.Person(id)
	if err != nil {
		return err
	}
	if p.Deleted {
		return nil
	}
	if err := tx.nobodyUnder(p); err != nil {
		return err
	}
	dropped, err := tx.dropBookingsOf(id)
	if err != nil {
		return err
	}
	if err := tx.freeTagsOf(p); err != nil {
		return err
	}
	if _, err := tx.put(personImage{p}, personImage{p}.removed()); err != nil {
		return err
	}
	if dropped == 0 {
		return tx.logEdit(0, id, say("{{.Name}} was removed.", "Name", p.Name()))
	}
	return tx.logEdit(0, id, say("{{.Name}} was removed, and with them the bookings that were not over: {{.Count}}.",
		"Name", p.Name(), "Count", strconv.Itoa(dropped)))
}

// PutLost puts somebody into the file who was made in another version of it, as
// if they had been removed since: SALTO KS has a user for them, who is to be
// brought in order like that of anybody who left. ID, names and CreatedAt count; a number
// that somebody got in the meantime is refused with a Problem (CodeConflict).
func (tx *Tx) PutLost(p Person) error {
	lost := Person{ID: p.ID, Key: newKey(), FirstName: p.FirstName, LastName: p.LastName, Connect: ConnectNone, Deleted: true, CreatedAt: p.CreatedAt}
	if _, err := tx.Person(p.ID); err == nil {
		return &Problem{Code: CodeConflict, Text: "{{.Name}} was just added. Press “Sync now” in Doors.", Args: pairs([]any{"Name", tx.nameOf(p.ID)})}
	}
	if _, err := (personImage{lost}).write(tx, 1); err != nil {
		return err
	}
	tx.touchPerson(KindPerson, p.ID)
	return nil
}
