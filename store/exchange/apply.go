package exchange

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"latchkey/store"
)

// errRefused rolls a member import back; the rows that caused it are reported.
var errRefused = errors.New("rows refused")

// Apply brings a member list into the store: all of it, or nothing when any
// row is in the way; the report then names each such row. People are found by
// e-mail address, those without one by tag number or name; what a found
// person has is changed only where the list has a cell that is not empty.
// Without a column “connect”, new members are connected as the space's
// automatic connection says.
func Apply(ctx context.Context, st *store.Store, space store.SpaceID, t *Table) (Report, error) {
	if len(t.Errors) > 0 {
		return Report{Rows: t.Errors}, refused(t.Errors)
	}
	a, err := newApplier(ctx, st, space)
	if err != nil {
		return Report{}, fmt.Errorf("import members: %w", err)
	}
	change, err := st.Do(ctx, store.ActorImport, func(tx *store.Tx) error {
		a.tx = tx
		return a.run(ctx, t.Rows)
	})
	if errors.Is(err, errRefused) {
		return Report{Rows: a.failed}, refused(a.failed)
	}
	if err != nil {
		return Report{}, fmt.Errorf("import members: %w", err)
	}
	a.report.Space, a.report.Change = space, change
	return a.report, nil
}

func refused(rows []RowError) error {
	return &store.Problem{
		Code: store.CodeInvalid,
		Text: "{{.Count}} rows cannot be imported, so nothing was. The first is line {{.Line}}: {{.Reason}}",
		Args: map[string]any{"Count": len(rows), "Line": rows[0].Line, "Reason": rows[0].Error()},
		Err:  rows[0].Err,
	}
}

type applier struct {
	tx     *store.Tx
	space  store.Space
	today  store.Date
	plans  map[string]store.PlanID // by folded name and by key
	people *directory
	tags   map[string]store.Tag // by number
	report Report
	failed []RowError
}

func newApplier(ctx context.Context, st *store.Store, id store.SpaceID) (*applier, error) {
	space, err := st.Space(ctx, id)
	if err != nil {
		return nil, err
	}
	a := &applier{
		space: space, today: store.DateOf(st.Now(), space.Location()),
		plans: map[string]store.PlanID{}, tags: map[string]store.Tag{},
	}
	plans, err := st.Plans(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range plans {
		a.plans[p.Key], a.plans[fold(p.Name)] = p.ID, p.ID
	}
	people, err := st.People(ctx, store.PeopleFilter{})
	if err != nil {
		return nil, err
	}
	tags, err := st.Tags(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range tags {
		a.tags[t.Number] = t
	}
	a.people = newDirectory(people, tags)
	return a, nil
}

// run saves main members before those under them, and goes on after a row
// that is refused, so that the desk sees all of them at once.
func (a *applier) run(ctx context.Context, rows []Row) error {
	for _, under := range []bool{false, true} {
		for _, row := range rows {
			if (row.Values[FieldMain] != "") != under {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			err := a.row(row)
			var p *store.Problem
			if errors.As(err, &p) {
				a.failed = append(a.failed, RowError{Line: row.Line, Err: p})
			} else if err != nil {
				return err
			}
		}
	}
	if len(a.failed) > 0 {
		return errRefused
	}
	return nil
}

func (a *applier) row(row Row) error {
	have, err := a.people.find(row)
	if err != nil {
		return err
	}
	want := have
	if err := a.fill(&want, row); err != nil {
		return err
	}
	known, changed := have.ID != 0, !reflect.DeepEqual(want, have)
	if changed {
		if err := a.tx.SavePerson(&want); err != nil {
			return err
		}
	}
	a.people.done(row, want)
	a.report.People.note(known, changed)
	return a.giveTags(want, row.Values[FieldTag])
}

// fill puts a row's cells into a person.
func (a *applier) fill(p *store.Person, row Row) error {
	for field, target := range map[Field]*string{
		FieldFirstName: &p.FirstName, FieldLastName: &p.LastName, FieldPhone: &p.Phone,
		FieldCompany: &p.Company, FieldNote: &p.Note,
	} {
		if v := row.Values[field]; v != "" {
			*target = v
		}
	}
	if v := row.Values[FieldEmail]; !strings.EqualFold(v, p.Email) && v != "" {
		p.Email = v
	}
	for field, target := range map[Field]*store.Date{FieldStartsOn: &p.StartsOn, FieldEndsOn: &p.EndsOn} {
		if v := row.Values[field]; v != "" {
			*target = store.Date(v)
		}
	}
	if err := a.fillPlan(p, row); err != nil {
		return err
	}
	a.fillConnect(p, row)
	return nil
}

// fillPlan compares with the plan that holds today: a change that lies ahead
// is left alone by a list that knows only today.
func (a *applier) fillPlan(p *store.Person, row Row) error {
	if name := row.Values[FieldPlan]; name != "" {
		plan, ok := a.plans[name]
		if !ok {
			plan, ok = a.plans[fold(name)]
		}
		if !ok {
			return invalid("plan", "There is no plan “{{.Plan}}”. Create it under Plans, or correct the cell.", "Plan", name)
		}
		if plan != p.PlanOn(a.today) {
			p.Plan = plan
			if p.NextPlanOn <= a.today {
				p.NextPlan, p.NextPlanOn = 0, ""
			}
		}
	}
	if who := row.Values[FieldMain]; who != "" {
		main, err := a.people.main(who)
		if err != nil {
			return err
		}
		p.Main = main.ID
	}
	return nil
}

func (a *applier) fillConnect(p *store.Person, row Row) {
	switch v := store.Connect(row.Values[FieldConnect]); {
	case v != "":
		p.Connect = v
	case p.ID != 0:
	case a.space.AutoConnect && (p.Plan != 0 || p.Main != 0) && p.Email != "":
		p.Connect = store.ConnectPhoneAndTag
	case a.space.AutoConnect && (p.Plan != 0 || p.Main != 0):
		p.Connect = store.ConnectTagOnly
	default:
		p.Connect = store.ConnectNone
	}
}

// giveTags hands the tags of a cell to a person; several are divided by
// blanks.
func (a *applier) giveTags(p store.Person, cell string) error {
	for _, number := range strings.Fields(cell) {
		have := a.tagNumbered(number)
		if have.Holder == p.ID && have.State == store.TagHeld {
			a.report.Tags.note(true, false)
			continue
		}
		if have.ID != 0 && have.State != store.TagFree {
			return a.tagTaken(have)
		}
		want := have
		want.State, want.Holder = store.TagHeld, p.ID
		if err := a.tx.SaveTag(&want); err != nil {
			return err
		}
		a.tags[want.Number] = want
		a.report.Tags.note(have.ID != 0, true)
	}
	return nil
}

// tagNumbered finds a tag, also when a spreadsheet has eaten its leading
// zeros and only one tag can be meant.
func (a *applier) tagNumbered(number string) store.Tag {
	if t, ok := a.tags[number]; ok {
		return t
	}
	var found []store.Tag
	for n, t := range a.tags {
		if n != "" && strings.TrimLeft(n, "0") == strings.TrimLeft(number, "0") {
			found = append(found, t)
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	return store.Tag{Number: number}
}

func (a *applier) tagTaken(t store.Tag) error {
	if holder, ok := a.people.byID[t.Holder]; ok {
		return invalid("tag", "Tag {{.Number}} is held by {{.Name}}. Take it back first, or correct the cell.", "Number", t.Number, "Name", holder.Name())
	}
	return invalid("tag", "Tag {{.Number}} is marked {{.State}}. Mark it free first, or correct the cell.", "Number", t.Number, "State", t.State)
}
