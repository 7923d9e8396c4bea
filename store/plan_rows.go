package store

import (
	"cmp"
	"context"
	"reflect"
	"slices"
	"strings"

	"latchkey/store/internal/db"
)

const noPlan = "This plan does not exist any more. Look again in Plans."

// Plans returns all plans by name, archived ones too.
func (s *Store) Plans(ctx context.Context) ([]Plan, error) {
	return read(ctx, s, func(r rows) ([]Plan, error) { return r.plans(ctx) })
}

// Plan returns one plan, or a Problem (CodeMissing).
func (s *Store) Plan(ctx context.Context, id PlanID) (Plan, error) {
	return read(ctx, s, func(r rows) (Plan, error) { return r.plan(ctx, id) })
}

// Plan returns one plan as this transaction sees it.
func (tx *Tx) Plan(id PlanID) (Plan, error) { return tx.rows.plan(tx.ctx, id) }

func (r rows) plans(ctx context.Context) ([]Plan, error) {
	list, err := r.q.Plans(ctx)
	if err != nil {
		return nil, err
	}
	groups, err := r.q.AllPlanGroups(ctx)
	if err != nil {
		return nil, err
	}
	of := map[int64][]Mapping{}
	for _, g := range groups {
		of[g.PlanID] = append(of[g.PlanID], mapping(g))
	}
	given, err := r.q.Allowances(ctx)
	if err != nil {
		return nil, err
	}
	monthly := map[int64][]Allowance{}
	for _, a := range given {
		monthly[a.PlanID] = append(monthly[a.PlanID], allowance(a))
	}
	return mapped(list, func(p db.Plan) Plan { return plan(p, of[p.ID], monthly[p.ID]) }), nil
}

func (r rows) plan(ctx context.Context, id PlanID) (Plan, error) {
	img, err := r.planImage(ctx, id)
	if err != nil {
		return Plan{}, err
	}
	if img.deleted {
		return Plan{}, &Problem{Code: CodeMissing, Text: noPlan}
	}
	return img.Plan, nil
}

type planImage struct {
	Plan
	deleted bool
}

func (r rows) planImage(ctx context.Context, id PlanID) (planImage, error) {
	row, err := r.q.Plan(ctx, int64(id))
	if row, err = found(row, err, noPlan); err != nil {
		return planImage{}, err
	}
	groups, err := r.q.PlanGroups(ctx, row.ID)
	if err != nil {
		return planImage{}, err
	}
	monthly, err := r.q.PlanAllowances(ctx, row.ID)
	return planImage{plan(row, mapped(groups, mapping), mapped(monthly, allowance)), row.Deleted}, err
}

func plan(r db.Plan, m []Mapping, a []Allowance) Plan {
	return Plan{ID: PlanID(r.ID), Key: r.Key, Rev: r.Rev, Name: r.Name, Note: r.Note, Archived: r.Archived, PassLimited: r.PassLimited, Mappings: m, Allowances: a}
}

func allowance(r db.Allowance) Allowance {
	return Allowance{Type: PassTypeID(r.TypeID), Count: int(r.Count)}
}

func mapping(g db.PlanGroup) Mapping {
	return Mapping{Space: SpaceID(g.SpaceID), Group: KSRef{ID: g.KSID, Name: g.Name}}
}

func (i planImage) mark() rowMark {
	return rowMark{tablePlan, int64(i.ID), i.Rev, i.Key, i.deleted}
}

func (i planImage) title() string { return i.Name }

func (i planImage) removed() image { return planImage{i.Plan, true} }

func (i planImage) write(tx *Tx, rev int64) (image, error) {
	i.Rev = rev
	id, err := tx.rows.q.PutPlan(tx.ctx, db.PutPlanParams{
		ID: ref(i.ID), Key: i.Key, Rev: i.Rev, Deleted: i.deleted, Name: i.Name, Note: i.Note, Archived: i.Archived, PassLimited: i.PassLimited,
	})
	if err != nil {
		return nil, wrap(err, "plan")
	}
	i.ID = PlanID(id)
	if err := tx.rows.q.DropPlanGroups(tx.ctx, id); err != nil {
		return nil, wrap(err, "plan")
	}
	for pos, m := range i.Mappings {
		err := tx.rows.q.AddPlanGroup(tx.ctx, db.AddPlanGroupParams{
			PlanID: id, Pos: int64(pos), SpaceID: int64(m.Space), KSID: m.Group.ID, Name: m.Group.Name,
		})
		if err != nil {
			return nil, wrap(err, "plan")
		}
	}
	tx.touch(KindPlan)
	return i, tx.writeAllowances(i.Plan)
}

// allowed refuses to take away a plan that somebody has.
func (i planImage) allowed(tx *Tx) error {
	if !i.deleted {
		return nil
	}
	holder, err := maybe(tx.rows.q.HolderOfPlan(tx.ctx, ref(i.ID)))
	if err != nil || holder == nil {
		return err
	}
	return &Problem{Code: CodeConflict, Text: "{{.Person}} has the plan {{.Plan}}. Give another plan to everybody who has it first.",
		Args: pairs([]any{"Person", person(*holder, nil).Name(), "Plan", i.Name})}
}

// SavePlan inserts or updates a plan. A group that is named without an id
// keeps the id that it was found under before.
func (tx *Tx) SavePlan(p *Plan) error {
	want := *p
	for _, f := range []*string{&want.Key, &want.Name, &want.Note} {
		*f = strings.TrimSpace(*f)
	}
	have, err := tx.claim(tablePlan, int64(want.ID), want.Key, want.Rev)
	if err != nil {
		return err
	}
	var was planImage
	if have != nil {
		was = have.(planImage)
	}
	want.ID, want.Rev, want.Key = was.ID, was.Rev, keyOr(want.Key, was.Key)
	want.Mappings = keepFound(want.Mappings, was.Mappings, mappingRef)
	want.Allowances = slices.SortedFunc(slices.Values(want.Allowances), func(a, b Allowance) int { return cmp.Compare(a.Type, b.Type) })
	if err := CheckPlan(want); err != nil {
		return err
	}
	if have != nil && !was.deleted && reflect.DeepEqual(want, was.Plan) {
		*p = want
		return nil
	}
	for _, m := range want.Mappings {
		if _, err := tx.Space(m.Space); err != nil {
			return err
		}
	}
	img, err := tx.put(have, planImage{Plan: want})
	if err != nil {
		return err
	}
	*p = img.(planImage).Plan
	return tx.logEdit(0, 0, planSaid(have != nil && !was.deleted, was.Plan, *p)...)
}

func mappingRef(m *Mapping) (SpaceID, *KSRef) { return m.Space, &m.Group }

// keepFound copies a list of references; those with a name only get the id
// that the reference of that name has in the row as it is. So a form that was
// opened before the first look at the site does not lose what was found since.
func keepFound[T any](want, have []T, of func(*T) (SpaceID, *KSRef)) []T {
	if len(want) == 0 {
		return nil
	}
	ids := map[spaceRef]string{}
	for i := range have {
		space, r := of(&have[i])
		ids[spaceRef{space, KSRef{Name: r.Name}}] = r.ID
	}
	list := make([]T, len(want))
	for i, w := range want {
		space, r := of(&w)
		if r.ID == "" {
			r.ID = ids[spaceRef{space, KSRef{Name: r.Name}}]
		}
		list[i] = w
	}
	return list
}

func planSaid(known bool, was, now Plan) []Sentence {
	groups := strings.Join(mapped(now.Mappings, func(m Mapping) string { return refName(m.Group) }), ", ")
	if !known {
		if groups == "" {
			return []Sentence{say("The plan {{.Name}} was added. It opens no doors.", "Name", now.Name)}
		}
		return []Sentence{say("The plan {{.Name}} was added, with these groups of SALTO KS: {{.Groups}}.", "Name", now.Name, "Groups", groups)}
	}
	var said []Sentence
	switch {
	case reflect.DeepEqual(was.Mappings, now.Mappings):
	case groups == "":
		said = append(said, say("The plan {{.Name}} opens no doors any more.", "Name", now.Name))
	default:
		said = append(said, say("The plan {{.Name}} has these groups of SALTO KS now: {{.Groups}}.", "Name", now.Name, "Groups", groups))
	}
	switch {
	case now.Archived && !was.Archived:
		said = append(said, say("The plan {{.Name}} was archived.", "Name", now.Name))
	case was.Archived && !now.Archived:
		said = append(said, say("The plan {{.Name}} is offered again.", "Name", now.Name))
	}
	switch {
	case now.PassLimited && !was.PassLimited:
		said = append(said, say("The plan {{.Name}} opens its doors only with a valid pass now.", "Name", now.Name))
	case was.PassLimited && !now.PassLimited:
		said = append(said, say("The plan {{.Name}} opens its doors without a pass now.", "Name", now.Name))
	}
	if was.Name != now.Name {
		said = append(said, say("The plan {{.Old}} is called {{.Name}} now.", "Old", was.Name, "Name", now.Name))
	}
	if !reflect.DeepEqual(was.Allowances, now.Allowances) {
		said = append(said, say("The passes that the plan {{.Name}} gives each month were changed.", "Name", now.Name))
	}
	if was.Note != now.Note || was.Key != now.Key {
		said = append(said, say("The details of the plan {{.Name}} were changed.", "Name", now.Name))
	}
	return said
}

func refName(r KSRef) string {
	if r.Name == "" {
		return r.ID
	}
	return r.Name
}
