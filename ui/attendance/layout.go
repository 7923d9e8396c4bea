package attendance

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"latchkey/store"
	"latchkey/ui/theme"
	"latchkey/ui/words"
)

// dialogWidth is how wide what a dialog explains is.
const dialogWidth = 440

// atWidth gives an object the width of a dialog before it is measured.
func atWidth(o fyne.CanvasObject) fyne.CanvasObject {
	o.Resize(fyne.NewSize(dialogWidth, o.MinSize().Height)) // lines break before they are measured
	return container.New(ofWidth(dialogWidth), o)
}

// ofWidth is a layout of a fixed width.
type ofWidth float32

func (w ofWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(size)
}

func (w ofWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(float32(w), objects[0].MinSize().Height)
}

// share puts a row above two cards, of which the first gets a share of the
// height.
type share float32

func (s share) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap := fynetheme.Size(theme.SizeCardPadding)
	top := objects[0].MinSize().Height
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(size.Width, top))
	room := max(0, size.Height-top-2*gap)
	first := room * float32(s)
	objects[1].Move(fyne.NewPos(0, top+gap))
	objects[1].Resize(fyne.NewSize(size.Width, first))
	objects[2].Move(fyne.NewPos(0, top+2*gap+first))
	objects[2].Resize(fyne.NewSize(size.Width, room-first))
}

func (s share) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(600, objects[0].MinSize().Height+300)
}

// sortedPeople are people by name.
func sortedPeople(people map[store.PersonID]store.Person) []store.Person {
	return slices.SortedFunc(maps.Values(people), func(a, b store.Person) int {
		return cmp.Or(strings.Compare(words.Fold(a.Name()), words.Fold(b.Name())), cmp.Compare(a.ID, b.ID))
	})
}
