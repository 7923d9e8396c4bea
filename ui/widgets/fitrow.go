package widgets

import "fyne.io/fyne/v2"

// FitRow puts objects beside each other at the widths that they want. Where
// there is no room for that they move together and then give way, which texts
// with an ellipsis can.
type FitRow struct{ Gap float32 }

// FitGap is how near to each other the objects may move.
const FitGap = 6

// Layout is called by Fyne.
func (f FitRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var wanted float32
	gaps := float32(-1)
	for _, o := range objects {
		if o.Visible() {
			wanted += o.MinSize().Width
			gaps++
		}
	}
	gap := max(FitGap, min(f.Gap, (size.Width-wanted)/max(1, gaps)))
	share := min(1, (size.Width-gap*gaps)/max(1, wanted))
	var x float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		width := o.MinSize().Width * share
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(width, size.Height))
		x += width + gap
	}
}

// MinSize is called by Fyne.
func (FitRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var height float32
	for _, o := range objects {
		height = max(height, o.MinSize().Height)
	}
	return fyne.NewSize(0, height)
}
