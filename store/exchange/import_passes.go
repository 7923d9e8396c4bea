package exchange

import (
	"context"

	"latchkey/store"
)

func (im *importer) savePasses(ctx context.Context) error {
	return im.do(ctx, jobs("passes", im.file.Passes, func(p Pass) string { return p.Key }, im.savePass))
}

// savePass leaves a pass that is as the file says alone: what it lies in may be
// closed.
func (im *importer) savePass(f Pass) error {
	have, known := im.have.passes[f.Key]
	want, err := im.pass(have, f)
	if err != nil {
		return err
	}
	changed := !known || want != have
	for saved := want; changed; saved = want { // another kind brings its own length and price along
		if err := im.tx.SavePass(&saved); err != nil {
			return err
		}
		if f.Minutes == 0 || saved.Minutes == want.Minutes && saved.Price == want.Price && saved.Currency == want.Currency {
			break
		}
		want.ID, want.Rev = saved.ID, saved.Rev
	}
	im.report.Passes.note(known, changed)
	return nil
}

// pass is what the file makes of a pass. Like a block, taking one back is
// imported, and giving it back left to the desk.
func (im *importer) pass(have store.Pass, f Pass) (store.Pass, error) {
	granted, err := instant("granted_at", f.GrantedAt)
	if err != nil {
		return store.Pass{}, err
	}
	ended, err := instantOrNone("ended_at", f.EndedAt)
	if err != nil {
		return store.Pass{}, err
	}
	want := have
	want.Key, want.Person, want.Type = f.Key, im.people[f.Person], im.types[f.Type]
	want.GrantedAt, want.ExpiresOn = granted, f.ExpiresOn
	want.Source, want.Batch, want.Note = f.source(), f.Batch, f.Note
	if f.Minutes != 0 {
		want.Minutes, want.Price, want.Currency = f.Minutes, f.Price, f.Currency
		if f.Currency == "" {
			want.Currency = im.currency(f.Type)
		}
	}
	if !ended.IsZero() {
		want.EndedAt, want.Why = ended, f.Why
	}
	return want, nil
}

// currency is that of a kind of pass of the file.
func (im *importer) currency(key string) string {
	for _, t := range im.file.PassTypes {
		if t.Key == key {
			return t.Currency
		}
	}
	return ""
}

func (im *importer) saveCorrections(ctx context.Context) error {
	return im.do(ctx, jobs("corrections", im.file.Corrections, func(c Correction) string { return c.Key }, im.saveCorrection))
}

// saveCorrection leaves one that is as the file says alone, as savePass does.
func (im *importer) saveCorrection(f Correction) error {
	at, err := instant("at", f.At)
	if err != nil {
		return err
	}
	have, known := im.have.corrections[f.Key]
	want := have
	want.Space, want.Key, want.Person = im.space.ID, f.Key, im.people[f.Person]
	want.Kind, want.At, want.Entry, want.Note = f.Kind, at, f.Entry, f.Note
	changed := !known || want != have
	if changed {
		if err := im.tx.Correct(&want); err != nil {
			return err
		}
	}
	im.report.Corrections.note(known, changed)
	return nil
}
