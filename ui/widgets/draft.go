package widgets

// Draft is where a form keeps what is typed into it until it is saved or given
// up, so that it survives the end of the program. It is used on the UI thread.
type Draft interface {
	// Kept is what an earlier form of the same thing left to be gone on with, by
	// the names of the rows; nil: nothing.
	Kept() map[string]string
	// Keep takes what stands in the form now.
	Keep(rows []DraftRow)
	// Drop forgets it: it was saved or given up.
	Drop()
}

// DraftRow is what stands in one row of a form.
type DraftRow struct {
	Name    string
	State   string // as Field.State has it
	Changed bool   // since the form was opened
	Words   bool   // State is what somebody typed, as typed
}

// Restorer is a Field that can be brought into a state that its State has
// returned. One that is not is left out of drafts.
type Restorer interface{ Restore(state string) }

// keep notes what stands in the form.
func (f *Form) keep() {
	switch d := f.spec.Draft; {
	case d == nil || f.saving || f.before == nil:
	case f.Changed():
		d.Keep(f.draftRows())
	default:
		d.Drop()
	}
}

func (f *Form) draftRows() []DraftRow {
	var out []DraftRow
	for i, row := range f.rows {
		field := row.field.Field
		if _, able := field.(Restorer); !able || row.field.Name == "" || secret(field) {
			continue
		}
		_, words := field.(*TextField)
		state := field.State()
		out = append(out, DraftRow{Name: row.field.Name, State: state, Changed: state != f.before[i], Words: words})
	}
	return out
}

// secret tells whether what is typed into a field must not be written anywhere.
func secret(field Field) bool {
	t, text := field.(*TextField)
	return text && t.entry.Password
}

// restore types again what an earlier form left.
func (f *Form) restore() {
	if f.spec.Draft == nil {
		return
	}
	kept := f.spec.Draft.Kept()
	for _, row := range f.rows {
		r, able := row.field.Field.(Restorer)
		if state, has := kept[row.field.Name]; able && has && !secret(row.field.Field) {
			r.Restore(state)
		}
	}
}

func (f *Form) dropDraft() {
	if f.spec.Draft != nil {
		f.spec.Draft.Drop()
	}
}
