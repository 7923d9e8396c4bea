package widgets

import "fyne.io/fyne/v2"

// Column says how one column of a Table looks and sorts. It has either Text or
// Pill.
type Column[T any] struct {
	Title  string
	Min    float32 // width in pixels that the column has in any case
	Weight float32 // its share of the room that is left over
	Text   func(T) string
	Pill   func(T) (Kind, string) // an empty text shows nothing
	Strong bool                   // the column that names the row
	Muted  bool
	Align  fyne.TextAlign
	// Compare orders two rows as slices.SortFunc wants it. Without it the
	// column does not sort.
	Compare func(a, b T) int
}

// track is what the layout of a row needs to know of a column.
type track struct {
	min, weight float32
	align       fyne.TextAlign
	pill        bool
	strong      bool
	muted       bool
}

const (
	rowSide   = 16 // left and right of a row
	columnGap = 12
)

// place returns the left edge and the width of each column in a row of a
// width. Where the minimum widths do not fit, all give way in proportion.
func place(tracks []track, width float32) (left, widths []float32) {
	left, widths = make([]float32, len(tracks)), make([]float32, len(tracks))
	var least, weight float32
	for _, t := range tracks {
		least += t.min
		weight += t.weight
	}
	room := max(0, width-2*rowSide-columnGap*float32(len(tracks)-1))
	x := float32(rowSide)
	for i, t := range tracks {
		switch {
		case least > room:
			widths[i] = t.min * room / least
		case weight > 0:
			widths[i] = t.min + (room-least)*t.weight/weight
		default:
			widths[i] = t.min
		}
		left[i] = x
		x += widths[i] + columnGap
	}
	return left, widths
}
