package members

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/encoder"
	"latchkey/ui/tap"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// bench is a page in a window of the test driver, over a file of its own.
type bench struct {
	t       *testing.T
	store   *store.Store
	page    *Page
	win     fyne.Window
	space   store.SpaceID
	changes chan store.Change
	serial  int64
	undo    func()
	undone  string
	asked   []time.Time // what Explain was asked about
	taps    tap.Router
	paired  []string // what the number of was asked for
}

// moment is a Monday morning, 10:36 in Paris.
var moment = time.Date(2026, 11, 23, 9, 36, 0, 0, time.UTC)

func newBench(t *testing.T, fill func(tx *store.Tx, space store.SpaceID) error) *bench {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light))
	b := &bench{t: t, changes: make(chan store.Change, 1000)}
	var err error
	b.store, err = store.Open(t.Context(), store.Options{
		Path: filepath.Join(t.TempDir(), "space.latchkey"), Now: func() time.Time { return moment },
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.store.Close()) })
	c, err := b.store.Do(t.Context(), store.ActorDesk, func(tx *store.Tx) error {
		s := store.Space{Name: "Maison Nord", Zone: "Europe/Paris", Before: 5, After: 5, HorizonDays: 14,
			Leaving: store.LeavingSuspend, OpenFrom: "08:00", OpenUntil: "20:00"}
		if err := tx.SaveSpace(&s); err != nil {
			return err
		}
		b.space = s.ID
		return fill(tx, s.ID)
	})
	require.NoError(t, err)
	b.serial = c.Serial
	t.Cleanup(b.store.Subscribe(func(c store.Change) { b.changes <- c }))
	b.open()
	return b
}

func (b *bench) open() {
	b.win = fyne.CurrentApp().NewWindow("")
	b.page = New(Deps{
		Desk: &desk.Desk{
			Store: b.store, Win: b.win, Dispatch: widgets.Sync{},
			Space:  func() store.SpaceID { return b.space },
			Undone: func(text string, undo func()) { b.undone, b.undo = text, undo },
		},
		Explain: b.explain, Preview: b.preview,
		OpenBooking: func(store.BookingID) {},
		Taps:        &b.taps, Pair: func(t encoder.Tag) { b.paired = append(b.paired, t.UID.String()) },
	})
	b.win.SetPadded(false)
	b.win.SetContent(container.NewPadded(b.page.Content()))
	b.win.Resize(fyne.NewSize(1200, 800))
	b.page.Shown()
	b.settle()
}

// explain answers as if the plan's doors opened.
func (b *bench) explain(ctx context.Context, id store.PersonID, at time.Time) ([]DoorLine, error) {
	b.asked = append(b.asked, at)
	p, err := b.store.Person(ctx, id)
	if err != nil {
		return nil, err
	}
	open, err := b.doors(ctx, p)
	if err != nil {
		return nil, err
	}
	var lines []DoorLine
	for _, door := range []string{"Front door", "Storage", "Studio A", "Workshop"} {
		l := DoorLine{Door: door, Open: slices.Contains(open, door)}
		if l.Open {
			l.When = []store.Sentence{{Text: "always"}}
			l.Why = []store.Sentence{{Text: "Plan “{{.Plan}}”, through the group “{{.Group}}”.",
				Args: map[string]string{"Plan": "Full time", "Group": "Full time"}}}
			l.Proof = moment.Add(-100 * time.Minute)
		} else {
			l.Why = []store.Sentence{{Text: "No plan, extra door or booking gives this door at that time."}}
		}
		lines = append(lines, l)
	}
	return lines, nil
}

func (b *bench) preview(ctx context.Context, before, after store.Person) (gains, loses []string, err error) {
	had, err := b.doors(ctx, before)
	if err != nil {
		return nil, nil, err
	}
	has, err := b.doors(ctx, after)
	if err != nil {
		return nil, nil, err
	}
	return without(has, had), without(had, has), nil
}

func without(all, gone []string) (left []string) {
	for _, s := range all {
		if !slices.Contains(gone, s) {
			left = append(left, s)
		}
	}
	return left
}

// doors are those of the plan (named like its groups) and the extra ones.
func (b *bench) doors(ctx context.Context, p store.Person) ([]string, error) {
	if p.State(store.DateOf(moment, time.UTC)) != store.StateActive || isBlocked(p) {
		return nil, nil
	}
	var out []string
	if p.Plan != 0 {
		plan, err := b.store.Plan(ctx, p.Plan)
		if err != nil {
			return nil, err
		}
		for _, m := range plan.Mappings {
			out = append(out, m.Group.Name)
		}
	}
	for _, x := range p.ExtraDoors {
		out = append(out, x.Door.Name)
	}
	return out, nil
}

// settle hands the changes made so far to the page.
func (b *bench) settle() {
	b.t.Helper()
	meta, err := b.store.Meta(b.t.Context())
	require.NoError(b.t, err)
	for b.serial < meta.Serial {
		select {
		case c := <-b.changes:
			b.serial = c.Serial
			b.page.Refresh(c)
		case <-time.After(5 * time.Second):
			b.t.Fatal("the change feed is silent")
		}
	}
}

func (b *bench) person(name string) store.Person {
	b.t.Helper()
	found, err := b.store.PersonByName(b.t.Context(), name)
	require.NoError(b.t, err)
	require.Len(b.t, found, 1, name)
	return found[0]
}

// choose selects somebody as a tap on the row does.
func (b *bench) choose(name string) store.Person {
	b.t.Helper()
	p := b.person(name)
	b.page.Select(p.ID)
	return p
}

// shown are the names in the table.
func (b *bench) shown() []string {
	var out []string
	for _, w := range b.page.list.table.Rows() {
		out = append(out, w.name())
	}
	return out
}

// press presses the button of a word; with a dialog open, one of the dialog's.
func (b *bench) press(label string) {
	b.t.Helper()
	for _, o := range all[*widgets.Button](b.top()) {
		if o.Text() == label && o.Visible() {
			test.Tap(o)
			b.settle()
			return
		}
	}
	b.t.Fatalf("no button %q", label)
}

// fieldOf returns the nth visible field of a type in the open dialog.
func fieldOf[T fyne.CanvasObject](b *bench, n int) T {
	b.t.Helper()
	found := all[T](b.top())
	require.Greater(b.t, len(found), n)
	return found[n]
}

// texts are the words in sight in the dialog, or else in the window.
func (b *bench) texts() []string {
	var out []string
	for _, o := range all[*widgets.Text](b.top()) {
		out = append(out, o.Text())
	}
	for _, o := range all[*widgets.Paragraph](b.top()) {
		out = append(out, o.Text())
	}
	for _, o := range all[*widgets.Pill](b.top()) {
		out = append(out, o.Text())
	}
	return out
}

func (b *bench) top() fyne.CanvasObject {
	if o := b.win.Canvas().Overlays().Top(); o != nil {
		return o
	}
	return b.win.Content()
}

func (b *bench) dialogOpen() bool { return b.win.Canvas().Overlays().Top() != nil }

func (b *bench) key(name fyne.KeyName) {
	b.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: name})
	b.settle()
}

// all finds the visible objects of a type.
func all[T fyne.CanvasObject](root fyne.CanvasObject) []T {
	if !root.Visible() {
		return nil
	}
	var out []T
	if o, ok := root.(T); ok {
		out = append(out, o)
	}
	switch o := root.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			out = append(out, all[T](child)...)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			out = append(out, all[T](child)...)
		}
	}
	return out
}

// house fills the file with a few plans, tags and people.
func house(tx *store.Tx, space store.SpaceID) error {
	ref := func(names ...string) (m []store.Mapping) {
		for _, n := range names {
			m = append(m, store.Mapping{Space: space, Group: store.KSRef{Name: n}})
		}
		return m
	}
	full := store.Plan{Name: "Full time", Mappings: ref("Front door", "Storage")}
	basic := store.Plan{Name: "Basic", Mappings: ref("Front door")}
	for _, p := range []*store.Plan{&full, &basic, {Name: "Post box"}} {
		if err := tx.SavePlan(p); err != nil {
			return err
		}
	}
	if err := tx.SaveMirror(space, store.Mirror{Site: store.KSSite{ID: "s", Name: "Nord", Zone: "Europe/Paris"}, Doors: []store.KSDoor{
		{ID: "d1", Name: "Front door"}, {ID: "d2", Name: "Storage"}, {ID: "d3", Name: "Studio A"}, {ID: "d4", Name: "Workshop"},
	}}); err != nil {
		return err
	}
	people := []*store.Person{
		{FirstName: "Mia", LastName: "Berg", Email: "mia@ostrea.example", Phone: "+33 6 12 34 56 78", Company: "Ostrea SARL", Plan: full.ID, StartsOn: "2025-03-03", Connect: store.ConnectPhoneAndTag},
		{FirstName: "Ada", LastName: "Lindqvist", Email: "ada@x.example", Plan: full.ID, Connect: store.ConnectPhoneAndTag},
		{FirstName: "Ben", LastName: "Carter", Plan: basic.ID, Connect: store.ConnectTagOnly},
		{FirstName: "David", LastName: "Roussel", Email: "david@x.example", Plan: full.ID, PausedFrom: "2026-11-01", PausedUntil: "2026-11-30", Connect: store.ConnectPhoneAndTag},
		{FirstName: "Elif", LastName: "Yılmaz", Email: "elif@x.example", Plan: basic.ID},
		{FirstName: "Jonas", LastName: "Weiß", Plan: basic.ID, StartsOn: "2026-12-01"},
		{FirstName: "Nuno", LastName: "Alves", Email: "nuno@x.example", Plan: basic.ID, EndsOn: "2026-11-30", Connect: store.ConnectPhoneOnly},
		{FirstName: "Rosa", LastName: "Conti", Plan: full.ID, EndsOn: "2026-11-12", Connect: store.ConnectTagOnly},
		{FirstName: "Sam", LastName: "Okafor", Email: "sam@guest.example"},
	}
	for _, p := range people {
		if err := tx.SavePerson(p); err != nil {
			return err
		}
	}
	paul := &store.Person{FirstName: "Paul", LastName: "Ostrea", Main: people[0].ID, Company: "Ostrea SARL", Connect: store.ConnectTagOnly}
	if err := tx.SavePerson(paul); err != nil {
		return err
	}
	for i, number := range []string{"0230 0001", "0230 0042", "0230 0043"} {
		t := store.Tag{Number: number, State: store.TagHeld, Holder: people[i].ID}
		if err := tx.SaveTag(&t); err != nil {
			return err
		}
	}
	for _, t := range []store.Tag{{Number: "0230 0090", State: store.TagFree}, {Number: "0230 0099", State: store.TagLost}} {
		if err := tx.SaveTag(&t); err != nil {
			return err
		}
	}
	room := store.Room{Space: space, Name: "Studio A"}
	if err := tx.SaveRoom(&room); err != nil {
		return err
	}
	for _, day := range []string{"2026-11-23", "2026-11-25"} {
		b := store.Booking{Room: room.ID, Person: people[0].ID, Title: "Rehearsal",
			Start: store.LocalTime(day + "T14:00"), End: store.LocalTime(day + "T16:00")}
		if err := tx.SaveBooking(&b); err != nil {
			return err
		}
	}
	return nil
}

// pick chooses by its words in the nth searchable field of the dialog.
func (b *bench) pick(n int, text string) {
	b.t.Helper()
	b.typed(n, text)
	_, made := fieldOf[*widgets.ComboField](b, n).Created()
	require.False(b.t, made, "%q is not among the choices", text)
}

// typed types into the nth searchable field of the dialog and takes the first
// of what is offered.
func (b *bench) typed(n int, text string) {
	b.t.Helper()
	f := fieldOf[*widgets.ComboField](b, n)
	c := b.win.Canvas()
	f.SetValue("")
	c.Focus(f.FocusTarget())
	if text == "" {
		return
	}
	for _, r := range text {
		c.Focused().TypedRune(r)
	}
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

func (b *bench) tags() []store.Tag {
	b.t.Helper()
	tags, err := b.store.Tags(b.t.Context())
	require.NoError(b.t, err)
	return tags
}

func (b *bench) tagOf(id store.PersonID) string {
	for _, t := range b.tags() {
		if t.Holder == id {
			return t.Number
		}
	}
	return ""
}

func (b *bench) holderOf(number string) store.PersonID {
	for _, t := range b.tags() {
		if t.Number == number {
			return t.Holder
		}
	}
	return 0
}

// states are the rows of the table as "name: state".
func (b *bench) states() []string {
	var out []string
	for _, w := range b.page.list.table.Rows() {
		_, state := w.state()
		out = append(out, w.name()+": "+state)
	}
	return out
}
