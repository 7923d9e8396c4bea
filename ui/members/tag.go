package members

import (
	"errors"
	"slices"

	"latchkey/store"
	"latchkey/ui/tap"
)

// saveTag gives the person the tag that was chosen or typed, and takes the
// one before back. Problems name the row of the form.
func (f *memberForm) saveTag(tx *store.Tx, holder store.PersonID) error {
	want, err := f.wantedTag()
	if err != nil {
		return err
	}
	if want.ID != 0 && want.ID == f.tag.ID {
		return nil
	}
	if f.tag.ID != 0 {
		old := f.tag
		old.State, old.Holder = store.TagFree, 0
		if err := tx.SaveTag(&old); err != nil {
			return ofTag(err)
		}
	}
	if want.ID == 0 && want.Number == "" && len(want.UID) == 0 {
		return nil
	}
	want.State, want.Holder = store.TagHeld, holder
	return ofTag(tx.SaveTag(&want))
}

// wantedTag returns the tag that the form names; no number means none.
func (f *memberForm) wantedTag() (store.Tag, error) {
	if number, typed := f.tagField.Created(); typed {
		return f.typedTag(number)
	}
	i := slices.IndexFunc(f.roster.Tags, func(t store.Tag) bool { return tagID(t.ID) == f.tagField.Value() })
	if i < 0 {
		return store.Tag{}, nil
	}
	return f.roster.Tags[i], nil
}

// typedTag finds the tag of a number that was typed, or makes a new one.
func (f *memberForm) typedTag(number string) (store.Tag, error) {
	if f.tapped.is(number) {
		return store.Tag{UID: f.tapped.UID, Tech: tap.TechOf(f.tapped.Tech)}, nil
	}
	i := slices.IndexFunc(f.roster.Tags, func(t store.Tag) bool { return t.Number == number })
	if i < 0 {
		return store.Tag{Number: number}, nil
	}
	return f.roster.Tags[i], f.usable(f.roster.Tags[i])
}

// usable says why a tag cannot be given to the person of the form.
func (f *memberForm) usable(t store.Tag) error {
	args := map[string]any{"Number": t.Title()}
	switch {
	case t.Holder != 0 && t.Holder != f.before.ID:
		args["Name"] = f.roster.name(t.Holder)
		return tagProblem("{{.Name}} holds tag {{.Number}}. Take it back from them first.", args)
	case t.State == store.TagLost:
		return tagProblem("Tag {{.Number}} is marked as lost. Give another.", args)
	case t.State == store.TagBroken:
		return tagProblem("Tag {{.Number}} is marked as broken. Give another.", args)
	}
	return nil
}

func tagProblem(text string, args map[string]any) error {
	return &store.Problem{Code: store.CodeConflict, Field: "tag", Text: text, Args: args}
}

// ofTag puts a problem of the tag below the row of the tag.
func ofTag(err error) error {
	var p *store.Problem
	if !errors.As(err, &p) {
		return err
	}
	moved := *p
	moved.Field, moved.Err = "tag", err
	return &moved
}
