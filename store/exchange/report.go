package exchange

import "latchkey/store"

// Count is what an import did with the entries of one kind.
type Count struct {
	Added     int `json:"added"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
}

func (c *Count) note(known, changed bool) {
	switch {
	case !known:
		c.Added++
	case changed:
		c.Updated++
	default:
		c.Unchanged++
	}
}

// RowError is a row of a CSV file that cannot be imported, and why.
type RowError struct {
	Line int            `json:"line"`
	Err  *store.Problem `json:"-"`
}

// Error returns the sentence in English, without the line.
func (e RowError) Error() string { return e.Err.Error() }

// Unwrap returns the problem.
func (e RowError) Unwrap() error { return e.Err }

// Report is what an import did. When the import is refused, all counts are
// zero and Rows names every row of a CSV file that is in the way.
type Report struct {
	Space       store.SpaceID `json:"-"`
	Spaces      Count         `json:"spaces"`
	Plans       Count         `json:"plans"`
	PassTypes   Count         `json:"pass_types"`
	People      Count         `json:"people"`
	Rooms       Count         `json:"rooms"`
	Series      Count         `json:"series"`
	Bookings    Count         `json:"bookings"`
	Tags        Count         `json:"tags"`
	Passes      Count         `json:"passes"`
	Corrections Count         `json:"corrections"`
	Rows        []RowError    `json:"-"`
	Change      store.Change  `json:"-"` // its Undo takes the whole import back
}

// Changed tells whether the import changed anything.
func (r Report) Changed() bool {
	for _, c := range []Count{r.Spaces, r.Plans, r.PassTypes, r.People, r.Rooms, r.Series, r.Bookings, r.Tags, r.Passes, r.Corrections} {
		if c.Added+c.Updated > 0 {
			return true
		}
	}
	return false
}
