package exchange

import (
	"strings"

	"latchkey/store"
)

// directory finds the person that a row is about.
type directory struct {
	byID   map[store.PersonID]store.Person
	emails map[string]store.PersonID   // lower case
	names  map[string][]store.PersonID // folded
	tags   map[string]store.PersonID   // number -> holder
	lines  map[store.PersonID]int      // the row that a person was found for
}

func newDirectory(people []store.Person, tags []store.Tag) *directory {
	d := &directory{
		byID: map[store.PersonID]store.Person{}, emails: map[string]store.PersonID{},
		names: map[string][]store.PersonID{}, tags: map[string]store.PersonID{}, lines: map[store.PersonID]int{},
	}
	for _, p := range people {
		d.add(p)
	}
	for _, t := range tags {
		if t.Holder != 0 && t.Number != "" {
			d.tags[t.Number] = t.Holder
		}
	}
	return d
}

func (d *directory) add(p store.Person) {
	if _, known := d.byID[p.ID]; !known {
		d.names[fold(p.Name())] = append(d.names[fold(p.Name())], p.ID)
	}
	d.byID[p.ID] = p
	if p.Email != "" {
		d.emails[strings.ToLower(p.Email)] = p.ID
	}
}

func (d *directory) byEmail(email string) (store.Person, bool) {
	p, ok := d.byID[d.emails[strings.ToLower(email)]]
	return p, ok
}

// find returns the person of a row, or the zero Person for somebody new.
func (d *directory) find(row Row) (store.Person, error) {
	p, err := d.search(row)
	if first := d.lines[p.ID]; err == nil && p.ID != 0 && first != 0 && first != row.Line {
		return p, invalid("name", "Line {{.Line}} is about {{.Name}} too. Keep one row for each person, or give both their e-mail addresses.", "Line", first, "Name", p.Name())
	}
	return p, err
}

// done notes that a row has been brought into the store as p.
func (d *directory) done(row Row, p store.Person) {
	d.add(p)
	d.lines[p.ID] = row.Line
}

func (d *directory) search(row Row) (store.Person, error) {
	if email := row.Values[FieldEmail]; email != "" {
		p, found := d.byEmail(email)
		if !found && row.name() == "" {
			return p, invalid("email", "Nobody has the e-mail address {{.Email}}, and the row has no name to add. Add a name, or correct the address.", "Email", email)
		}
		return p, nil
	}
	for _, number := range strings.Fields(row.Values[FieldTag]) {
		if p := d.byID[d.tags[number]]; p.ID != 0 && fold(p.Name()) == fold(row.name()) {
			return p, nil
		}
	}
	return d.byName(row.name())
}

// byName finds the one person of that name; of several, the one without an
// e-mail address, as the row has none either.
func (d *directory) byName(name string) (store.Person, error) {
	same := d.names[fold(name)]
	var bare []store.PersonID
	for _, id := range same {
		if d.byID[id].Email == "" {
			bare = append(bare, id)
		}
	}
	switch {
	case len(bare) == 1:
		return d.byID[bare[0]], nil
	case len(same) == 1:
		return d.byID[same[0]], nil
	case len(same) == 0:
		return store.Person{}, nil
	}
	return store.Person{}, invalid("name", "There are {{.Count}} people called {{.Name}}. Add the e-mail address to the row.", "Count", len(same), "Name", name)
}

// main finds a main member by e-mail address, or else by full name.
func (d *directory) main(who string) (store.Person, error) {
	p, found := d.byEmail(who)
	if found {
		return p, nil
	}
	if p, err := d.byName(who); err != nil || p.ID != 0 {
		return p, err
	}
	return p, invalid("main", "The main member “{{.Main}}” is neither in Latchkey nor in the list. Add that person to the list, or correct the cell.", "Main", who)
}
