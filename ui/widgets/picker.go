package widgets

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/theme"
)

// Result is one thing that a Picker found.
type Result struct {
	Text   string
	Detail string        // what kind of thing it is; may be empty
	Icon   fyne.Resource // may be nil
	Action func()        // called on the UI thread after the picker has closed
}

// PickerSpec is what a picker looks for.
type PickerSpec struct {
	Placeholder string
	// Search finds what fits a query, best first; an empty query asks for a
	// few suggestions. It runs away from the UI thread, and the answer to an
	// older query is dropped.
	Search func(ctx context.Context, query string) []Result
	// Dispatcher runs Search. Nil runs it at once.
	Dispatcher Dispatcher
}

// Picker is the open list that finds a person, a room, a tag or an action.
type Picker struct {
	spec    PickerSpec
	modal   *modal
	entry   *entry
	list    *pickList
	nothing *Text
	results []Result
	asked   int  // number of the newest query
	shown   int  // number of the query that results answer
	entered bool // Enter was pressed before the answer came
}

// ShowPicker opens a picker over the window. Arrows move, Enter picks, Esc
// closes.
func ShowPicker(win fyne.Window, spec PickerSpec) *Picker {
	if spec.Dispatcher == nil {
		spec.Dispatcher = Sync{}
	}
	p := &Picker{spec: spec, entry: newEntry()}
	p.list = newPickList(p.pick)
	p.nothing = NewText(lang.L("Nothing found"), TextStyle{Color: theme.ColorMuted, Align: fyne.TextAlignCenter})
	p.nothing.Hide()
	p.entry.SetPlaceHolder(spec.Placeholder)
	p.entry.OnChanged = p.search
	p.entry.onKey = p.key
	const width, height = 560, 10 * pickRowHeight
	found := container.New(fixed{width, height}, container.NewStack(p.list, p.nothing))
	p.modal = showModal(win, container.New(stack{gap: 8}, p.entry, found), func(ev *fyne.KeyEvent) { p.key(ev) })
	win.Canvas().Focus(p.entry)
	p.search("")
	return p
}

// Close closes the picker.
func (p *Picker) Close() { p.modal.close() }

func (p *Picker) search(query string) {
	p.asked++
	mine := p.asked
	d := p.spec.Dispatcher
	d.Go(func(ctx context.Context) {
		results := p.spec.Search(ctx, query)
		d.Do(func() {
			if mine == p.asked && p.modal.open {
				p.shown = mine
				p.show(results)
			}
		})
	})
}

func (p *Picker) show(results []Result) {
	p.results = results
	items := make([]pickItem, len(results))
	for i, r := range results {
		items[i] = pickItem{text: r.Text, detail: r.Detail, icon: r.Icon}
	}
	p.list.set(items, 0)
	if len(results) == 0 {
		p.nothing.Show()
	} else {
		p.nothing.Hide()
	}
	if p.entered {
		p.entered = false
		p.pick(0)
	}
}

func (p *Picker) key(ev *fyne.KeyEvent) bool {
	if ev.Name == fyne.KeyEscape {
		p.modal.close()
		return true
	}
	// What is still in sight answers an older query: Enter means the best
	// answer to what was typed.
	if isEnter(ev) && p.shown != p.asked {
		p.entered = true
		return true
	}
	return p.list.typedKey(ev)
}

func (p *Picker) pick(i int) {
	if i >= len(p.results) {
		return
	}
	p.modal.close()
	if f := p.results[i].Action; f != nil {
		f()
	}
}

// fixed is a layout of one size.
type fixed struct{ width, height float32 }

func (f fixed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

func (f fixed) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(f.width, f.height) }
