package store

import (
	"context"
	"fmt"
	"slices"
)

// Undo holds what rows were before a transaction. It lives in memory only and
// is the caller's to keep. The zero Undo is empty.
type Undo struct{ steps []undoStep }

// Empty tells whether there is nothing to undo: the transaction touched no
// row that the desk edits.
func (u Undo) Empty() bool { return len(u.steps) == 0 }

// undoStep is one row, with its child rows.
type undoStep struct {
	table  table
	id     int64
	rev    int64 // after the transaction
	before image // nil: it did not exist
}

// table names the tables of rows that can be undone.
type table int

const (
	tableSpace table = iota
	tablePlan
	tablePerson
	tableRoom
	tableSeries
	tableBooking
	tableTag
	tablePassType
	tablePass
	tableCorrection
)

// image is a row with its child rows, as it was at some revision.
type image interface {
	mark() rowMark
	title() string
	// removed returns the image of the same row, deleted.
	removed() image
	// write makes the row and its children so, with revision rev. Id 0
	// inserts. It returns the image as written.
	write(tx *Tx, rev int64) (image, error)
	// allowed checks the rules that need the file, as far as they could be
	// broken by putting the row back.
	allowed(tx *Tx) error
}

type rowMark struct {
	table   table
	id      int64
	rev     int64
	key     string
	deleted bool
}

// load returns the image of a row as it is now.
func (tx *Tx) load(t table, id int64) (image, error) {
	switch t {
	case tableSpace:
		return tx.rows.spaceImage(tx.ctx, SpaceID(id))
	case tablePlan:
		return tx.rows.planImage(tx.ctx, PlanID(id))
	case tablePerson:
		return tx.rows.personImage(tx.ctx, PersonID(id))
	case tableRoom:
		return tx.rows.roomImage(tx.ctx, RoomID(id))
	case tableSeries:
		return tx.rows.seriesImage(tx.ctx, SeriesID(id))
	case tableBooking:
		return tx.rows.bookingImage(tx.ctx, BookingID(id))
	case tableTag:
		return tx.rows.tagImage(tx.ctx, TagID(id))
	case tablePassType:
		return tx.rows.passTypeImage(tx.ctx, PassTypeID(id))
	case tablePass:
		return tx.rows.passImage(tx.ctx, PassID(id))
	case tableCorrection:
		return tx.rows.correctionImage(tx.ctx, CorrectionID(id))
	}
	return nil, fmt.Errorf("no table %d", t)
}

// keyed is what is known of a row by its external key.
type keyed struct {
	ID, Rev int64
	Deleted bool
}

// tableNames are what SQL calls the tables.
var tableNames = [...]string{
	tableSpace: "space", tablePlan: "plan", tablePerson: "person", tableRoom: "room", tableSeries: "series", tableBooking: "booking",
	tableTag: "tag", tablePassType: "pass_type", tablePass: "pass", tableCorrection: "correction",
}

// ofKey returns the row that bears a key, or nil.
func (tx *Tx) ofKey(t table, key string) (*keyed, error) {
	var k keyed
	err := tx.rows.raw.QueryRowContext(tx.ctx, "SELECT id, rev, deleted FROM "+tableNames[t]+" WHERE key = ?", key).Scan(&k.ID, &k.Rev, &k.Deleted)
	return maybe(k, err)
}

// claim returns the image of the row that a Save with this id, key and
// revision is about, and nil for a new one. A deleted row that bears the key
// comes back to life: the key says that it is the same.
func (tx *Tx) claim(t table, id int64, key string, rev int64) (image, error) {
	if id != 0 {
		have, err := tx.load(t, id)
		if err != nil {
			return nil, err
		}
		if have.mark().rev != rev {
			return nil, changed(have)
		}
		return have, nil
	}
	if key == "" {
		return nil, nil
	}
	row, err := tx.ofKey(t, key)
	if err != nil || row == nil {
		return nil, err
	}
	if !row.Deleted {
		return nil, &Problem{Code: CodeConflict, Field: "key", Text: "The key “{{.Key}}” is in use already. Choose another.", Args: pairs([]any{"Key", key})}
	}
	return tx.load(t, row.ID)
}

func changed(have image) *Problem {
	return &Problem{Code: CodeChanged, Text: "“{{.Name}}” was changed elsewhere meanwhile. Look at how it is now, then make your change again.",
		Args: pairs([]any{"Name", have.title()})}
}

// put writes a row, remembers what it was before, and returns it as written.
func (tx *Tx) put(before, after image) (image, error) {
	rev := int64(1)
	if before != nil {
		rev = before.mark().rev + 1
	}
	written, err := after.write(tx, rev)
	if err != nil {
		return nil, err
	}
	tx.remember(before, written.mark())
	return written, nil
}

// remember notes the first state of each row that the transaction touches.
func (tx *Tx) remember(before image, now rowMark) {
	steps := tx.change.Undo.steps
	i, known := tx.undoIndex[undoKey{now.table, now.id}]
	if known {
		steps[i].rev = now.rev
		return
	}
	tx.undoIndex[undoKey{now.table, now.id}] = len(steps)
	tx.change.Undo.steps = append(steps, undoStep{now.table, now.id, now.rev, before})
}

type undoKey struct {
	table table
	id    int64
}

// Undo puts the rows back to what they were before the transaction that u
// came from. It is refused with a Problem (CodeChanged) when one of them was
// changed since, and with the Problem of a rule when something that was made
// since is in the way. The change that it returns can be undone in turn.
func (s *Store) Undo(ctx context.Context, u Undo) (Change, error) {
	return s.Do(ctx, ActorDesk, func(tx *Tx) error { return tx.putBack(u.steps) })
}

func (tx *Tx) putBack(steps []undoStep) error {
	now := make([]image, len(steps))
	for i, step := range steps {
		have, err := tx.load(step.table, step.id)
		if err != nil {
			return err
		}
		if have.mark().rev != step.rev {
			return changed(have)
		}
		now[i] = have
	}
	restored := make([]image, 0, len(steps))
	for i, step := range slices.Backward(steps) {
		want := step.before
		if want == nil {
			want = now[i].removed()
		}
		img, err := tx.put(now[i], want)
		if err != nil {
			return err
		}
		restored = append(restored, img)
	}
	for _, img := range restored {
		if err := img.allowed(tx); err != nil {
			return err
		}
	}
	slices.Reverse(restored)
	return tx.logUndo(now, restored)
}
