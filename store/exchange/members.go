package exchange

import (
	"fmt"
	"io"
	"net/mail"
	"strings"

	"latchkey/store"
)

// MaxMembersSize is the largest member list that ReadMembers reads, in bytes.
const MaxMembersSize = 16 << 20

// Row is one person of a member list. Values has a text for each cell that
// was not empty: dates as "2006-01-02", Connect as the store writes it.
type Row struct {
	Line   int
	Values map[Field]string
}

// Table is a member list as it was understood, for a preview and for Apply.
type Table struct {
	Encoding  string // "UTF-8", "UTF-16" or "Windows-1252"
	Separator rune
	Columns   []Column
	Rows      []Row
	Errors    []RowError // rows that cannot be read; Apply refuses while there are any
}

// ReadMembers reads a member list from CSV with any of the separators comma,
// semicolon, tab and bar, finding the columns by their headings. A file that
// is no such list is refused with a *store.Problem; single bad rows are
// listed in the table.
func ReadMembers(r io.Reader) (*Table, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxMembersSize+1))
	if err != nil {
		return nil, fmt.Errorf("read member list: %w", err)
	}
	if len(raw) > MaxMembersSize {
		return nil, invalid("", "The file is larger than {{.Size}} MB. Split the list into smaller files.", "Size", MaxMembersSize>>20)
	}
	text, encoding, ok := decodeText(raw)
	if !ok {
		return nil, invalid("", "This is not a text file. Save the list as CSV in your spreadsheet program, then import that file.")
	}
	t := &Table{Encoding: encoding}
	records, err := t.split(text)
	if err != nil {
		return nil, err
	}
	t.read(records)
	return t, nil
}

// split finds the separator under which the first row is a header, and
// returns the rows below it.
func (t *Table) split(text string) ([]record, error) {
	best := 0
	var rows []record
	for _, separator := range ",;\t|" {
		records, unclosed := parseCSV(text, separator)
		if len(records) == 0 {
			return nil, invalid("", "The file is empty. Choose a member list with a row of headings and a row for each person.")
		}
		columns, recognised := columnsOf(records[0].fields)
		if recognised <= best {
			continue
		}
		if unclosed > 0 {
			return nil, invalid("", "A quotation mark on line {{.Line}} is never closed. Close it or remove it, then import the file again.", "Line", unclosed)
		}
		best, rows = recognised, records[1:]
		t.Separator, t.Columns = separator, columns
	}
	switch {
	case best == 0:
		return nil, invalid("", "The first line has no headings that Latchkey knows. Give the columns headings like “First name”, “Last name”, “E-mail” and “Plan”.")
	case len(t.Columns) == 1:
		return nil, invalid("", "The list has one column only. It needs at least two, like “Name” and “E-mail”, with a comma, a semicolon or a tab between them.")
	case !t.has(FieldName) && !t.has(FieldFirstName) && !t.has(FieldLastName) && !t.has(FieldEmail):
		return nil, invalid("", "The list has no column that tells who each row is. Add a column “Name” or “E-mail”.")
	case len(rows) == 0:
		return nil, invalid("", "The list has headings but nobody below them. Add a row for each person.")
	}
	return rows, nil
}

func (t *Table) has(f Field) bool {
	for _, c := range t.Columns {
		if c.Field == f {
			return true
		}
	}
	return false
}

// read turns records into rows, and lists those that it cannot.
func (t *Table) read(records []record) {
	lines := map[string]int{} // e-mail -> line
	for _, rec := range records {
		row, err := t.row(rec)
		if err == nil && len(row.Values) == 0 {
			continue
		}
		if mail := strings.ToLower(row.Values[FieldEmail]); err == nil && mail != "" {
			if first := lines[mail]; first != 0 {
				err = invalid("email", "Line {{.Line}} has the e-mail address {{.Email}} too. Keep one row for each person.", "Line", first, "Email", mail)
			}
			lines[mail] = rec.line
		}
		if err != nil {
			t.Errors = append(t.Errors, RowError{Line: rec.line, Err: err})
			continue
		}
		t.Rows = append(t.Rows, row)
	}
}

func (t *Table) row(rec record) (Row, *store.Problem) {
	row := Row{Line: rec.line, Values: map[Field]string{}}
	for i, cell := range rec.fields {
		cell = strings.TrimSpace(unguard(cell))
		if cell == "" {
			continue
		}
		if i >= len(t.Columns) {
			return row, invalid("", "The row has more cells than there are headings. Check its separators and quotation marks.")
		}
		field := t.Columns[i].Field
		if field == "" {
			continue
		}
		value, err := cellValue(field, cell)
		if err != nil {
			return row, err
		}
		row.Values[field] = value
	}
	if name, ok := row.Values[FieldName]; ok {
		row.setName(name)
	}
	return row, row.check()
}

func (r Row) setName(full string) {
	delete(r.Values, FieldName)
	first, last := splitName(full)
	if r.Values[FieldFirstName] == "" && first != "" {
		r.Values[FieldFirstName] = first
	}
	if r.Values[FieldLastName] == "" && last != "" {
		r.Values[FieldLastName] = last
	}
}

func (r Row) name() string {
	return strings.TrimSpace(r.Values[FieldFirstName] + " " + r.Values[FieldLastName])
}

func (r Row) check() *store.Problem {
	switch {
	case len(r.Values) == 0:
		return nil
	case r.name() == "" && r.Values[FieldEmail] == "":
		return invalid("name", "The row has neither a name nor an e-mail address. Add one, or remove the row.")
	case r.Values[FieldPlan] != "" && r.Values[FieldMain] != "":
		return invalid("plan", "{{.Name}} has both a plan and a main member. A co-member has the plan of the main member: leave one cell empty.", "Name", r.name())
	}
	return nil
}

func cellValue(f Field, cell string) (string, *store.Problem) {
	switch f {
	case FieldEmail:
		address, err := mail.ParseAddress(cell)
		if err != nil || address.Address != cell {
			return "", invalid(string(f), "“{{.Email}}” is not an e-mail address. Correct it, or leave the cell empty.", "Email", cell)
		}
	case FieldStartsOn, FieldEndsOn:
		return dayOf(f, cell)
	case FieldConnect:
		return connectOf(cell)
	}
	return cell, nil
}
