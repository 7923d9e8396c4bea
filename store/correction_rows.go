package store

import (
	"context"
	"strings"
	"time"

	"latchkey/store/internal/db"
)

const noCorrection = "This correction does not exist any more. Look again in Attendance."

func correction(r db.Correction) Correction {
	return Correction{
		ID: CorrectionID(r.ID), Key: r.Key, Rev: r.Rev, Space: SpaceID(r.SpaceID), Person: PersonID(r.PersonID),
		Kind: CorrectionKind(r.Kind), At: instant(r.At), Entry: r.EntryID, Note: r.Note,
	}
}

// CorrectionsOf returns what the desk said of a person's presence, the first first.
func (s *Store) CorrectionsOf(ctx context.Context, person PersonID) ([]Correction, error) {
	return read(ctx, s, func(r rows) ([]Correction, error) {
		list, err := r.q.CorrectionsFrom(ctx, db.CorrectionsFromParams{People: idList([]PersonID{person})})
		return mapped(list, correction), err
	})
}

type correctionImage struct {
	Correction
	deleted bool
	name    string // of the person
}

func (r rows) correctionImage(ctx context.Context, id CorrectionID) (correctionImage, error) {
	row, err := r.q.Correction(ctx, int64(id))
	if row, err = found(row, err, noCorrection); err != nil {
		return correctionImage{}, err
	}
	p, err := r.person(ctx, PersonID(row.PersonID))
	return correctionImage{correction(row), row.Deleted, p.Name()}, err
}

func (i correctionImage) mark() rowMark {
	return rowMark{tableCorrection, int64(i.ID), i.Rev, i.Key, i.deleted}
}

func (i correctionImage) title() string { return i.name }

func (i correctionImage) removed() image {
	i.deleted = true
	return i
}

func (i correctionImage) write(tx *Tx, rev int64) (image, error) {
	i.Rev = rev
	if i.ID != 0 {
		have, err := tx.rows.q.Correction(tx.ctx, int64(i.ID))
		if err != nil {
			return nil, wrap(err, "correction")
		}
		if err := tx.recount(PersonID(have.PersonID), instant(have.At)); err != nil {
			return nil, err
		}
	}
	id, err := tx.rows.q.PutCorrection(tx.ctx, db.PutCorrectionParams{
		ID: ref(i.ID), Key: i.Key, Rev: i.Rev, Deleted: i.deleted, SpaceID: int64(i.Space), PersonID: int64(i.Person),
		Kind: string(i.Kind), At: unix(i.At), EntryID: i.Entry, Note: i.Note,
	})
	if err != nil {
		return nil, wrap(err, "correction")
	}
	i.ID = CorrectionID(id)
	return i, tx.recount(i.Person, i.At)
}

func (i correctionImage) allowed(*Tx) error { return nil }

// Correct inserts or updates what the desk says of somebody's presence. It is
// refused for a day that is closed, and for a time that is still to come.
func (tx *Tx) Correct(c *Correction) error {
	want := *c
	want.Key, want.Note = strings.TrimSpace(want.Key), strings.TrimSpace(want.Note)
	want.At = instant(unix(want.At))
	person, err := tx.correctionRules(want)
	if err != nil {
		return err
	}
	have, err := tx.claim(tableCorrection, int64(want.ID), want.Key, want.Rev)
	if err != nil {
		return err
	}
	var was correctionImage
	if have != nil {
		was = have.(correctionImage)
	}
	want.ID, want.Rev, want.Key = was.ID, was.Rev, keyOr(want.Key, was.Key)
	if have != nil && !was.deleted && want == was.Correction {
		*c = want
		return nil
	}
	img, err := tx.put(have, correctionImage{Correction: want, name: person.Name()})
	if err != nil {
		return err
	}
	*c = img.(correctionImage).Correction
	return tx.logEdit(c.Space, c.Person, tx.correctionSaid(*c, person.Name()))
}

// Uncorrect takes a correction away.
func (tx *Tx) Uncorrect(id CorrectionID) error {
	have, err := tx.rows.correctionImage(tx.ctx, id)
	if err != nil || have.deleted {
		return err
	}
	if _, err := tx.correctionRules(have.Correction); err != nil {
		return err
	}
	if _, err := tx.put(have, have.removed()); err != nil {
		return err
	}
	return tx.logEdit(have.Space, have.Person, say("What the desk said of the presence of {{.Person}} was taken back.", "Person", have.name))
}

func (tx *Tx) correctionRules(c Correction) (Person, error) {
	if _, err := tx.Space(c.Space); err != nil {
		return Person{}, err
	}
	switch {
	case c.Kind != CheckedIn && c.Kind != CheckedOut && c.Kind != NotThem:
		return Person{}, invalid("kind", "Choose whether somebody came, left, or was not there.")
	case c.At.IsZero():
		return Person{}, invalid("at", "Say when that was.")
	case c.At.After(tx.Now):
		return Person{}, invalid("at", "This time is still to come. Choose one that is over.")
	case (c.Kind == NotThem) != (c.Entry != ""):
		return Person{}, invalid("entry", "Choose the entry that does not count.")
	}
	closed, err := tx.rows.closedBefore(tx.ctx)
	if err != nil {
		return Person{}, err
	}
	if c.At.Before(closed) {
		return Person{}, invalid("at", "This day is closed. Open it again in Attendance first.")
	}
	p, err := tx.Person(c.Person)
	if err == nil && p.Deleted {
		err = &Problem{Code: CodeMissing, Field: "person", Text: "{{.Person}} was removed. Choose another person.", Args: pairs([]any{"Person", p.Name()})}
	}
	return p, err
}

func (tx *Tx) correctionSaid(c Correction, person string) Sentence {
	at := string(LocalOf(c.At, tx.locationOf(c.Space)))
	switch c.Kind {
	case CheckedIn:
		return say("{{.Person}} was checked in by hand at {{.At}}.", "Person", person, "At", at)
	case CheckedOut:
		return say("{{.Person}} left at {{.At}}, as the desk says.", "Person", person, "At", at)
	}
	return say("The entry of {{.At}} was not {{.Person}}, as the desk says.", "Person", person, "At", at)
}

func (tx *Tx) locationOf(id SpaceID) (loc *time.Location) {
	s, err := tx.Space(id)
	if err != nil {
		return time.UTC
	}
	return s.Location()
}
