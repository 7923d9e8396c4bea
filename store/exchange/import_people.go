package exchange

import (
	"cmp"
	"context"
	"reflect"
	"slices"
	"time"

	"latchkey/store"
)

func (im *importer) saveSpace(context.Context) error {
	f, want := im.file.Space, im.have.space
	want.Key, want.Name, want.Zone = f.Key, f.Name, f.Zone
	want.Before, want.After, want.HorizonDays = f.Before, f.After, f.HorizonDays
	want.AutoConnect, want.AskFirst, want.Leaving = f.AutoConnect, f.AskFirst, f.Leaving
	want.OpenFrom, want.OpenUntil = f.OpenFrom, f.OpenUntil
	var err error
	if want.Arrivals, err = im.have.arrivals(f.Arrivals); err != nil {
		return entry{"space", -1, f.Name}.wrap(err)
	}
	known, changed := want.ID != 0, want != im.have.space
	if changed {
		if err := im.tx.SaveSpace(&want); err != nil {
			return entry{"space", -1, f.Name}.wrap(err)
		}
	}
	im.space = want
	im.report.Spaces.note(known, changed)
	im.step()
	return nil
}

func (im *importer) savePlans(ctx context.Context) error {
	return im.do(ctx, jobs("plans", im.file.Plans, func(p Plan) string { return p.Name }, im.savePlan))
}

func (im *importer) savePlan(f Plan) error {
	have, known := im.have.plans[f.Key]
	want := have
	want.Key, want.Name, want.Note, want.Archived = f.Key, f.Name, f.Note, f.Archived
	want.PassLimited = f.PassLimited
	want.Mappings = im.mappings(have.Mappings, f.Groups)
	want.Allowances = im.allowances(f.PassesMonthly)
	changed := !known || !reflect.DeepEqual(want, have)
	if want.Archived && im.givenNewly(f.Key) {
		want.Archived = false
	}
	if !known || !reflect.DeepEqual(want, have) {
		if err := im.tx.SavePlan(&want); err != nil {
			return err
		}
	}
	if f.Archived && !want.Archived {
		im.toShelve = append(im.toShelve, want)
	}
	im.plans[f.Key] = want.ID
	im.report.Plans.note(known, changed)
	return nil
}

// allowances are the passes that a plan gives each month, in the store's order.
func (im *importer) allowances(f []Allowance) (list []store.Allowance) {
	for _, a := range f {
		list = append(list, store.Allowance{Type: im.types[a.Type], Count: a.Count})
	}
	slices.SortFunc(list, func(a, b store.Allowance) int { return cmp.Compare(a.Type, b.Type) })
	return list
}

// givenNewly tells whether the file gives the plan to somebody who does not
// have it in the store.
func (im *importer) givenNewly(key string) bool {
	id := im.have.plans[key].ID
	return slices.ContainsFunc(im.file.People, func(p Person) bool {
		have := im.have.people[p.Key]
		return p.Plan == key && (id == 0 || have.Plan != id) || p.NextPlan == key && (id == 0 || have.NextPlan != id)
	})
}

// shelvePlans archives the plans that had to be open while people were saved.
func (im *importer) shelvePlans(context.Context) error {
	for _, p := range im.toShelve {
		p.Archived = true
		if err := im.tx.SavePlan(&p); err != nil {
			return entry{"plans", -1, p.Name}.wrap(err)
		}
	}
	return nil
}

func (im *importer) savePassTypes(ctx context.Context) error {
	return im.do(ctx, jobs("pass_types", im.file.PassTypes, func(t PassType) string { return t.Name }, im.savePassType))
}

func (im *importer) savePassType(f PassType) error {
	have, known := im.have.types[f.Key]
	want := have
	want.Key, want.Name, want.Minutes, want.Price, want.Currency = f.Key, f.Name, f.Minutes, f.Price, f.Currency
	want.Archived = f.Archived
	changed := !known || want != have
	if changed {
		if err := im.tx.SavePassType(&want); err != nil {
			return err
		}
	}
	im.types[f.Key] = want.ID
	im.report.PassTypes.note(known, changed)
	return nil
}

// savePeople saves main members before those under them.
func (im *importer) savePeople(ctx context.Context) error {
	todo := jobs("people", im.file.People, Person.name, im.savePerson)
	var mains, others []job
	for i, p := range im.file.People {
		if p.Main == "" {
			mains = append(mains, todo[i])
		} else {
			others = append(others, todo[i])
		}
	}
	if err := im.do(ctx, mains); err != nil {
		return err
	}
	return im.do(ctx, others)
}

func (im *importer) savePerson(f Person) error {
	have, known := im.have.people[f.Key]
	want := have
	blocked, err := f.blocked()
	if err != nil {
		return err
	}
	want.Key, want.Deleted = f.Key, false
	want.FirstName, want.LastName, want.Email, want.Phone = f.FirstName, f.LastName, f.Email, f.Phone
	want.Company, want.Note = f.Company, f.Note
	want.Plan, want.Main = im.plans[f.Plan], im.people[f.Main]
	want.NextPlan, want.NextPlanOn = im.plans[f.NextPlan], f.NextPlanOn
	want.StartsOn, want.EndsOn = f.StartsOn, f.EndsOn
	want.PausedFrom, want.PausedUntil = f.PausedFrom, f.PausedUntil
	if !blocked.IsZero() { // an import blocks, and leaves it to the desk to unblock
		want.BlockedAt = blocked
	}
	want.Connect = f.connect()
	want.ExtraDoors = im.extraDoors(have.ExtraDoors, f.ExtraDoors)
	changed := !known || !reflect.DeepEqual(want, have)
	if changed {
		if err := im.tx.SavePerson(&want); err != nil {
			return err
		}
	}
	im.people[f.Key] = want.ID
	im.report.People.note(known, changed)
	return nil
}

func (p Person) connect() store.Connect {
	if p.Connect == "" {
		return store.ConnectNone
	}
	return p.Connect
}

// blocked returns since when the person is blocked; zero: not at all.
func (p Person) blocked() (time.Time, error) {
	return instantOrNone("blocked_at", p.BlockedAt)
}
