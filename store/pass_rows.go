package store

import (
	"context"
	"strings"
	"time"

	"latchkey/store/internal/db"
)

// PassTypes returns all kinds of passes, the shortest first.
func (s *Store) PassTypes(ctx context.Context) ([]PassType, error) {
	return read(ctx, s, func(r rows) ([]PassType, error) {
		list, err := r.q.PassTypes(ctx)
		return mapped(list, passType), err
	})
}

// Passes returns all passes, the oldest first.
func (s *Store) Passes(ctx context.Context) ([]Pass, error) {
	return read(ctx, s, func(r rows) ([]Pass, error) {
		list, err := r.q.Passes(ctx)
		return mapped(list, pass), err
	})
}

func passType(r db.PassType) PassType {
	return PassType{ID: r.ID, Key: r.Key, Name: r.Name, Minutes: int(r.Minutes), Price: r.Price, Currency: r.Currency}
}

func pass(r db.Pass) Pass {
	return Pass{ID: r.ID, Key: r.Key, Person: PersonID(r.PersonID), Type: r.TypeID, GrantedAt: instant(r.GrantedAt), ExpiresOn: Date(r.ExpiresOn)}
}

// passTimes returns when the passes let in that are not over at from. The last
// day of a pass ends by the clock of loc.
func (r rows) passTimes(ctx context.Context, from time.Time, loc *time.Location) ([]PassTime, error) {
	list, err := r.q.PassTimes(ctx, db.PassTimesParams{Since: from.Unix(), Day: string(DateOf(from, loc))})
	return mapped(list, func(row db.PassTimesRow) PassTime {
		t := PassTime{Person: PersonID(row.PersonID), From: instant(row.GrantedAt)}
		switch {
		case row.FirstAt != 0:
			t.From = instant(row.FirstAt)
			t.To = t.From.Add(time.Duration(row.Minutes) * time.Minute)
		case row.ExpiresOn != "":
			t.To = Date(row.ExpiresOn).End(loc)
		}
		return t
	}), err
}

// SavePassType inserts or updates a kind of pass.
func (tx *Tx) SavePassType(t *PassType) error {
	want := *t
	want.Key, want.Name = strings.TrimSpace(want.Key), strings.TrimSpace(want.Name)
	if err := CheckPassType(want); err != nil {
		return err
	}
	var was PassType
	if want.ID != 0 {
		row, err := tx.rows.q.PassType(tx.ctx, want.ID)
		if row, err = found(row, err, "This kind of pass does not exist any more. Look again in Settings."); err != nil {
			return err
		}
		was = passType(row)
	}
	want.Key = keyOr(want.Key, was.Key)
	if want == was {
		*t = want
		return nil
	}
	id, err := tx.rows.q.PutPassType(tx.ctx, db.PutPassTypeParams{
		ID: ref(want.ID), Key: want.Key, Name: want.Name, Minutes: int64(want.Minutes), Price: want.Price, Currency: want.Currency,
	})
	if err != nil {
		return wrap(err, "pass type")
	}
	want.ID = id
	*t = want
	tx.touch(KindPass)
	if was.ID == 0 {
		return tx.logEdit(0, 0, say("The pass {{.Name}} was added.", "Name", t.Name))
	}
	return tx.logEdit(0, 0, say("The pass {{.Name}} was changed.", "Name", t.Name))
}

// SavePass inserts or updates a pass. GrantedAt is the transaction's time
// where it is zero.
func (tx *Tx) SavePass(p *Pass) error {
	want := *p
	want.Key = strings.TrimSpace(want.Key)
	if want.GrantedAt.IsZero() {
		want.GrantedAt = tx.Now
	}
	want.GrantedAt = instant(want.GrantedAt.Unix())
	if err := CheckPass(want); err != nil {
		return err
	}
	var was Pass
	if want.ID != 0 {
		row, err := tx.rows.q.Pass(tx.ctx, want.ID)
		if row, err = found(row, err, "This pass does not exist any more. Look again in Members."); err != nil {
			return err
		}
		was = pass(row)
	}
	want.Key = keyOr(want.Key, was.Key)
	if want == was {
		*p = want
		return nil
	}
	kind, person, err := tx.passRules(want)
	if err != nil {
		return err
	}
	id, err := tx.rows.q.PutPass(tx.ctx, db.PutPassParams{
		ID: ref(want.ID), Key: want.Key, PersonID: int64(want.Person), TypeID: want.Type, GrantedAt: unix(want.GrantedAt), ExpiresOn: string(want.ExpiresOn),
	})
	if err != nil {
		return wrap(err, "pass")
	}
	want.ID = id
	*p = want
	tx.touchPerson(KindPass, p.Person)
	if was.ID == 0 {
		return tx.logEdit(0, p.Person, say("{{.Person}} has a pass: {{.Name}}.", "Person", person.Name(), "Name", kind.Name))
	}
	return tx.logEdit(0, p.Person, say("A pass of {{.Person}} was changed: {{.Name}}.", "Person", person.Name(), "Name", kind.Name))
}

func (tx *Tx) passRules(p Pass) (PassType, Person, error) {
	row, err := tx.rows.q.PassType(tx.ctx, p.Type)
	if row, err = found(row, err, "This kind of pass does not exist any more. Choose another."); err != nil {
		return PassType{}, Person{}, err
	}
	person, err := tx.Person(p.Person)
	if err == nil && person.Deleted {
		err = &Problem{Code: CodeMissing, Field: "person", Text: "{{.Person}} was removed. Choose another person.", Args: pairs([]any{"Person", person.Name()})}
	}
	return passType(row), person, err
}
