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
	// Optional columns disappear, the last first, where the least widths of all
	// do not fit.
	Optional bool
	// Compare orders two rows as slices.SortFunc wants it. Without it the
	// column does not sort.
	Compare func(a, b T) int
	// Falls says that Compare puts the greatest first, or the latest: the arrow
	// in the head points down then.
	Falls bool
}

// track is what the layout of a row needs to know of a column.
type track struct {
	min, weight float32
	align       fyne.TextAlign
	pill        bool
	strong      bool
	muted       bool
	optional    bool
}

const (
	rowSide   = 16 // left and right of a row
	columnGap = 12
)

// place returns the left edge and the width of each column in a row of a
// width; a column that has no room has no width. Where the least widths do not
// fit even without the optional columns, all give way in proportion.
func place(tracks []track, width float32) (left, widths []float32) {
	left, widths = make([]float32, len(tracks)), make([]float32, len(tracks))
	shown := fitting(tracks, width)
	least, weight, room := demand(tracks, shown, width)
	x := float32(rowSide)
	for i, t := range tracks {
		if !shown[i] {
			left[i] = x
			continue
		}
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

// fitting drops optional columns from the end until the rest fits.
func fitting(tracks []track, width float32) []bool {
	shown := make([]bool, len(tracks))
	for i := range shown {
		shown[i] = true
	}
	for i := len(tracks) - 1; i >= 0; i-- {
		if least, _, room := demand(tracks, shown, width); least <= room {
			break
		}
		shown[i] = !tracks[i].optional
	}
	return shown
}

// demand is what the shown columns need at least, the sum of their weights and
// the room that there is for them.
func demand(tracks []track, shown []bool, width float32) (least, weight, room float32) {
	count := 0
	for i, t := range tracks {
		if shown[i] {
			least += t.min
			weight += t.weight
			count++
		}
	}
	return least, weight, max(0, width-2*rowSide-columnGap*float32(max(0, count-1)))
}
