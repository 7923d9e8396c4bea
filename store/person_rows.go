package store

import (
	"context"

	"latchkey/store/internal/db"
)

const noPerson = "This person does not exist any more. Look again in Members."

// Person returns one person, also a deleted one, or a Problem (CodeMissing).
func (s *Store) Person(ctx context.Context, id PersonID) (Person, error) {
	return read(ctx, s, func(r rows) (Person, error) { return r.person(ctx, id) })
}

// Person returns one person as this transaction sees them.
func (tx *Tx) Person(id PersonID) (Person, error) { return tx.rows.person(tx.ctx, id) }

// CoMembers returns the co-members under a main member, by name.
func (s *Store) CoMembers(ctx context.Context, main PersonID) ([]Person, error) {
	return read(ctx, s, func(r rows) ([]Person, error) { return r.coMembers(ctx, main) })
}

// PersonByEmail returns the person with an e-mail address, whatever its case,
// or a Problem (CodeMissing).
func (s *Store) PersonByEmail(ctx context.Context, email string) (Person, error) {
	return read(ctx, s, func(r rows) (Person, error) {
		row, err := r.q.PersonOfEmail(ctx, foldEmail(email))
		if row, err = found(row, err, "Nobody has this e-mail address. Check how it is written."); err != nil {
			return Person{}, err
		}
		return r.onePerson(ctx, row)
	})
}

func (r rows) person(ctx context.Context, id PersonID) (Person, error) {
	row, err := r.q.Person(ctx, int64(id))
	if row, err = found(row, err, noPerson); err != nil {
		return Person{}, err
	}
	return r.onePerson(ctx, row)
}

func (r rows) onePerson(ctx context.Context, row db.Person) (Person, error) {
	list, err := r.withDoors(ctx, []db.Person{row})
	if err != nil {
		return Person{}, err
	}
	return list[0], nil
}

func (r rows) coMembers(ctx context.Context, main PersonID) ([]Person, error) {
	list, err := r.q.CoMembers(ctx, ref(main))
	if err != nil {
		return nil, err
	}
	return r.withDoors(ctx, list)
}

// manyPeople is from how many people on all extra doors are read at once.
const manyPeople = 500

// withDoors adds the extra doors to people, in one query.
func (r rows) withDoors(ctx context.Context, list []db.Person) ([]Person, error) {
	if len(list) == 0 {
		return nil, nil
	}
	var doors []db.ExtraDoor
	var err error
	if len(list) > manyPeople {
		doors, err = r.q.AllExtraDoors(ctx)
	} else {
		doors, err = r.q.ExtraDoorsOf(ctx, mapped(list, func(p db.Person) int64 { return p.ID }))
	}
	if err != nil {
		return nil, err
	}
	of := map[int64][]ExtraDoor{}
	for _, d := range doors {
		of[d.PersonID] = append(of[d.PersonID], ExtraDoor{SpaceID(d.SpaceID), KSRef{ID: d.KSID, Name: d.Name}})
	}
	return mapped(list, func(p db.Person) Person { return person(p, of[p.ID]) }), nil
}

func person(r db.Person, doors []ExtraDoor) Person {
	return Person{
		ID: PersonID(r.ID), Key: r.Key, Rev: r.Rev, FirstName: r.FirstName, LastName: r.LastName, Email: r.Email,
		Phone: r.Phone, Company: r.Company, Note: r.Note, Plan: deref[PlanID](r.PlanID), Main: deref[PersonID](r.MainID),
		NextPlan: deref[PlanID](r.NextPlanID), NextPlanOn: Date(r.NextPlanOn), StartsOn: Date(r.StartsOn),
		EndsOn: Date(r.EndsOn), PausedFrom: Date(r.PausedFrom), PausedUntil: Date(r.PausedUntil),
		Connect: Connect(r.Connect), ExtraDoors: doors, Deleted: r.Deleted, CreatedAt: instant(r.CreatedAt), BlockedAt: instant(r.BlockedAt),
	}
}

type personImage struct{ Person }

func (r rows) personImage(ctx context.Context, id PersonID) (personImage, error) {
	p, err := r.person(ctx, id)
	return personImage{p}, err
}

func (i personImage) mark() rowMark {
	return rowMark{tablePerson, int64(i.ID), i.Rev, i.Key, i.Deleted}
}

func (i personImage) title() string { return i.Name() }

func (i personImage) removed() image {
	i.Deleted = true
	return i
}

// write names who has the e-mail address, before the table only says that
// somebody has.
func (i personImage) write(tx *Tx, rev int64) (image, error) {
	i.Rev = rev
	if !i.Deleted {
		if err := tx.emailFree(i.Person); err != nil {
			return nil, err
		}
	}
	id, err := tx.rows.q.PutPerson(tx.ctx, db.PutPersonParams{
		ID: ref(i.ID), Key: i.Key, Rev: i.Rev, Deleted: i.Deleted, FirstName: i.FirstName, LastName: i.LastName,
		Email: i.Email, EmailFolded: foldEmail(i.Email), Phone: i.Phone, Company: i.Company, Note: i.Note,
		PlanID: ref(i.Plan), MainID: ref(i.Main), NextPlanID: ref(i.NextPlan), NextPlanOn: string(i.NextPlanOn),
		StartsOn: string(i.StartsOn), EndsOn: string(i.EndsOn), PausedFrom: string(i.PausedFrom),
		PausedUntil: string(i.PausedUntil), Connect: string(i.Connect), CreatedAt: unix(i.CreatedAt), BlockedAt: unix(i.BlockedAt),
		Folded: fold(i.FirstName + " " + i.LastName + " " + i.Email + " " + i.Company),
		Sort:   fold(i.LastName + " " + i.FirstName),
	})
	if err != nil {
		return nil, wrap(err, "person")
	}
	i.ID = PersonID(id)
	if err := tx.rows.q.DropExtraDoors(tx.ctx, id); err != nil {
		return nil, wrap(err, "person")
	}
	for pos, d := range i.ExtraDoors {
		err := tx.rows.q.AddExtraDoor(tx.ctx, db.AddExtraDoorParams{
			PersonID: id, Pos: int64(pos), SpaceID: int64(d.Space), KSID: d.Door.ID, Name: d.Door.Name,
		})
		if err != nil {
			return nil, wrap(err, "person")
		}
	}
	tx.touchPerson(KindPerson, i.ID)
	return i, tx.lookForAllowance(i.Person)
}
