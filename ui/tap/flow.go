package tap

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/encoder"
	"latchkey/ui/widgets"
)

// Actions are what can be done with a tag of the file; each asks what there is
// to ask.
type Actions interface {
	Give(store.Tag)
	TakeBack(store.Tag)
	Lose(store.Tag)
	Found(store.Tag)
}

// Deps is what the flow needs of the program.
type Deps struct {
	Desk *desk.Desk
	Tags Actions
	// ShowPerson opens a person in Members, ShowTag a tag in Tags.
	ShowPerson func(store.PersonID)
	ShowTag    func(store.TagID)
	// LookForTags has the site's tags read often while it is on. May be nil.
	LookForTags func(on bool)
	// Typist watches what is typed for a reader that types.
	Typist widgets.Typist
	// Notice shows a sentence for a while, in nobody's way.
	Notice func(string)
}

// Flow answers taps for which nothing else waits. It is used on the UI thread.
type Flow struct {
	deps    Deps
	asked   int    // number of the newest tap
	shut    func() // closes the sheet that is open; nil: none is
	pairing *pairing
	doubt   Doubt
}

// New returns a flow that shows nothing yet.
func New(deps Deps) *Flow { return &Flow{deps: deps} }

// Tapped takes what happened at the reader.
func (f *Flow) Tapped(e encoder.Event) {
	switch {
	case e.Err != nil:
		f.deps.Notice(lang.L(e.Err.Error()))
	case e.Several:
		f.deps.Notice(lang.L("More than one tag is on the reader. Tap them one at a time."))
	default:
		f.look(byTap(e.Tag))
	}
}

// bring shows a tag of the file, as a tap on it would.
func (f *Flow) bring(id store.TagID) { f.look(byID(id)) }

// Refresh takes a change of the file into account, while a new tag waits for
// its number.
func (f *Flow) Refresh(c store.Change) {
	if f.pairing != nil && c.Kinds.Has(store.KindMirror|store.KindTag|store.KindEntry) {
		f.pairing.ask()
	}
}

// look reads whose a tag is; a newer tap takes the place of an older one.
func (f *Flow) look(find finder) {
	f.asked++
	mine, d := f.asked, f.deps.Desk
	id := d.Space()
	desk.Load(d, func(ctx context.Context) (facts, error) { return load(ctx, d.Store, id, find) }, func(a facts) {
		if mine == f.asked {
			f.show(a)
		}
	})
}

// show brings the tag up; over a dialog that is somebody else's it only says
// whose it is.
func (f *Flow) show(a facts) {
	f.close()
	if f.deps.Desk.Win.Canvas().Overlays().Top() != nil {
		f.deps.Notice(a.sentence())
		return
	}
	switch {
	case a.Known():
		f.known(a)
	case len(a.Perhaps) > 0:
		f.choose(a)
	default:
		f.unknown(a)
	}
}

func (f *Flow) close() {
	if f.shut != nil {
		f.shut()
	}
}

// open shows a sheet in place of the one before.
func (f *Flow) open(s widgets.SheetSpec) {
	s.OnClose = func() { f.shut = nil }
	f.shut = widgets.ShowSheet(f.deps.Desk.Win, s)
}

// then is a button that closes the sheet and goes on.
func (f *Flow) then(make func(string, func()) *widgets.Button, text string, do func()) *widgets.Button {
	return make(text, func() {
		f.close()
		do()
	})
}
