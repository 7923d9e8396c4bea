package widgets

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/theme"
)

// FormField is one row of a form.
type FormField struct {
	Name  string // what store.Problem.Field calls it
	Label string
	Field Field
	Hint  string // a muted sentence below it; may be empty
}

// FormSpec is what a form asks and what it does with the answers.
type FormSpec struct {
	Title  string
	Fields []FormField
	// Extra is shown below the fields; may be nil.
	Extra fyne.CanvasObject
	// OK is the word on the button ("Save" when empty).
	OK string
	// OnSave does the work, away from the UI thread: it may read the fields,
	// which nobody can change meanwhile, and must not touch widgets otherwise.
	// A *store.Problem whose Field is the Name of a row is shown under that
	// row, any other error at the top; what was typed stays.
	OnSave func(ctx context.Context) error
	// OnSaved is called on the UI thread after the form has closed.
	OnSaved func()
	// OnCancel is called on the UI thread when the form closed without saving.
	OnCancel func()
	// Dispatcher runs OnSave. Nil runs it at once.
	Dispatcher Dispatcher
	// Draft keeps what is typed until the form is saved or given up. Nil: it
	// goes with the form.
	Draft Draft
	// Width of the fields in pixels; 0 means 340.
	Width float32
}

// Form is an open form.
type Form struct {
	spec   FormSpec
	win    fyne.Window
	modal  *modal
	rows   []*formRow
	top    *Paragraph
	topBox *fyne.Container
	body   *fyne.Container
	scroll *container.Scroll
	ok     *Button
	cancel *Button
	before []string
	saving bool
	asking bool
}

// ShowForm opens a form over the window with the first field focused. Enter
// saves; Esc closes, and asks first if something was changed.
func ShowForm(win fyne.Window, spec FormSpec) *Form {
	if spec.OK == "" {
		spec.OK = lang.L("Save")
	}
	if spec.Dispatcher == nil {
		spec.Dispatcher = Sync{}
	}
	if spec.Width == 0 {
		spec.Width = 340
	}
	f := &Form{spec: spec, win: win}
	f.build()
	f.modal = showModal(win, f.frame(), f.key)
	f.fit()
	f.before = f.state()
	f.restore()
	f.focusFirst()
	return f
}

func (f *Form) build() {
	labels := float32(0)
	for _, field := range f.spec.Fields {
		labels = max(labels, NewText(field.Label, TextStyle{}).MinSize().Width)
	}
	f.top = ErrorText("")
	f.topBox = container.New(insets{0, 4}, atWidth(labels+formGap+f.spec.Width, f.top))
	f.topBox.Hide()
	f.body = container.New(formColumn{})
	for _, field := range f.spec.Fields {
		row := newFormRow(field, labels, f.spec.Width)
		field.Field.Watch(func() { f.changed(row) }, func() { f.left(row) })
		f.rows = append(f.rows, row)
		f.body.Add(row.box)
	}
	if f.spec.Extra != nil {
		f.body.Add(f.spec.Extra)
	}
}

func (f *Form) frame() fyne.CanvasObject {
	f.scroll = container.NewVScroll(f.body)
	f.ok = NewPrimaryButton(f.spec.OK, f.Save)
	f.cancel = NewButton(lang.L("Cancel"), f.Cancel)
	head := container.NewVBox(Heading(f.spec.Title), f.topBox, gap(4))
	return container.NewBorder(head, container.NewVBox(gap(8), dialogButtons(f.cancel, f.ok)), nil, nil, f.scroll)
}

// formChrome is the height of everything in the dialog but the fields.
const formChrome = 190

// fit gives the fields the room that they need, as far as the window has it.
func (f *Form) fit() {
	need := f.body.MinSize()
	room := max(120, f.win.Canvas().Size().Height-formChrome)
	f.scroll.SetMinSize(fyne.NewSize(need.Width, min(need.Height, room)))
	f.modal.fit()
}

func (f *Form) state() []string {
	all := make([]string, len(f.rows))
	for i, row := range f.rows {
		all[i] = row.field.Field.State()
	}
	return all
}

// Changed tells whether something differs from when the form was opened.
func (f *Form) Changed() bool {
	for i, s := range f.state() {
		if s != f.before[i] {
			return true
		}
	}
	return false
}

// ShowField shows or hides the row of a name.
func (f *Form) ShowField(name string, visible bool) {
	if row := f.row(name); row != nil && row.box.Visible() != visible {
		if visible {
			row.box.Show()
		} else {
			row.box.Hide()
		}
		f.fit()
	}
}

// Refit measures the form again after its Extra has changed its height.
func (f *Form) Refit() { f.fit() }

func (f *Form) row(name string) *formRow {
	for _, row := range f.rows {
		if name != "" && row.field.Name == name {
			return row
		}
	}
	return nil
}

func (f *Form) key(ev *fyne.KeyEvent) {
	switch {
	case ev.Name == fyne.KeyEscape:
		f.Cancel()
	case isEnter(ev):
		f.Save()
	}
}

// Cancel closes the form, after a question if something was changed.
func (f *Form) Cancel() {
	if f.saving || f.asking {
		return
	}
	if !f.Changed() {
		f.discard()
		return
	}
	f.asking = true
	ask(f.win, question{
		kind:     Warn,
		title:    lang.L("Discard what you entered?"),
		sentence: lang.L("What you entered here has not been saved."),
		yes:      lang.L("Discard"), danger: true,
		no:      lang.L("Keep editing"),
		onYes:   f.discard,
		onClose: func() { f.asking = false },
	})
}

func (f *Form) discard() {
	f.modal.close()
	f.dropDraft()
	if f.spec.OnCancel != nil {
		f.spec.OnCancel()
	}
}

// Save checks the fields and runs OnSave.
func (f *Form) Save() {
	if f.saving || !f.modal.open || !f.checkAll() {
		return
	}
	f.lock(true)
	d := f.spec.Dispatcher
	d.Go(func(ctx context.Context) {
		var err error
		if f.spec.OnSave != nil {
			err = f.spec.OnSave(ctx)
		}
		d.Do(func() { f.saved(err) })
	})
}

func (f *Form) saved(err error) {
	f.lock(false)
	if err != nil {
		f.ShowError(err)
		return
	}
	f.modal.close()
	f.dropDraft()
	if f.spec.OnSaved != nil {
		f.spec.OnSaved()
	}
}

func (f *Form) lock(on bool) {
	f.saving = on
	for _, row := range f.rows {
		field := row.field.Field
		if on {
			row.fixed = field.Disabled()
			field.Disable()
		} else if !row.fixed {
			field.Enable()
		}
	}
	for _, b := range []*Button{f.ok, f.cancel} {
		if on {
			b.Disable()
		} else {
			b.Enable()
		}
	}
}

// checkAll shows what is wrong with each field by itself.
func (f *Form) checkAll() bool {
	f.clear()
	var first *formRow
	for _, row := range f.rows {
		if !row.box.Visible() {
			continue
		}
		if err := row.field.Field.Check(); err != nil {
			row.say(ProblemText(err), true)
			if first == nil {
				first = row
			}
		}
	}
	if first != nil {
		f.fit()
		f.focus(first)
	}
	return first == nil
}

// ShowError shows an error as OnSave's would be.
func (f *Form) ShowError(err error) {
	f.clear()
	found, other := problems(err)
	var first *formRow
	var general *store.Problem
	for _, p := range found {
		row := f.row(p.Field)
		if row == nil || !row.box.Visible() {
			general = p
			continue
		}
		row.say(sentence(p), true)
		if first == nil {
			first = row
		}
	}
	switch {
	case general != nil:
		f.sayTop(sentence(general))
	case other != nil:
		f.sayTop(ProblemText(other))
	}
	f.fit()
	if first != nil {
		f.focus(first)
	} else {
		f.scroll.ScrollToTop()
	}
}

func (f *Form) sayTop(text string) {
	f.top.SetText(text)
	f.topBox.Show()
}

func (f *Form) clear() {
	f.topBox.Hide()
	for _, row := range f.rows {
		row.say("", false)
	}
	f.fit()
}

// changed keeps what was entered, and takes an error away once the field is right
// again.
func (f *Form) changed(row *formRow) {
	f.keep()
	if row.failed && row.field.Field.Check() == nil {
		row.say("", false)
		f.fit()
	}
}

// left checks a field as the keyboard leaves it; an empty one may still be on
// its way.
func (f *Form) left(row *formRow) {
	if f.saving || !f.modal.open || row.field.Field.State() == "" {
		return
	}
	if err := row.field.Field.Check(); err != nil {
		row.say(ProblemText(err), true)
		f.fit()
	}
}

func (f *Form) focusFirst() {
	for _, row := range f.rows {
		if row.box.Visible() && row.field.Field.FocusTarget() != nil {
			f.focus(row)
			return
		}
	}
	f.win.Canvas().Focus(f.ok)
}

func (f *Form) focus(row *formRow) {
	if top := row.box.Position().Y; top < f.scroll.Offset.Y || top > f.scroll.Offset.Y+f.scroll.Size().Height-40 {
		f.scroll.ScrollToOffset(fyne.NewPos(0, top))
	}
	if t := row.field.Field.FocusTarget(); t != nil {
		f.win.Canvas().Focus(t)
	}
}

// formRow is a label, a field and the sentence below it.
type formRow struct {
	field   FormField
	box     *fyne.Container
	message *Paragraph
	failed  bool
	fixed   bool // was disabled before the save began
}

func newFormRow(field FormField, labels, width float32) *formRow {
	r := &formRow{field: field, message: MutedParagraph(field.Hint)}
	r.message.Resize(fyne.NewSize(width, r.message.MinSize().Height))
	r.message.Hidden = field.Hint == ""
	label := NewText(field.Label, TextStyle{})
	r.box = container.New(formRowLayout{labels, width}, label, field.Field, r.message)
	return r
}

// say shows an error, or with no text the hint again.
func (r *formRow) say(text string, failed bool) {
	r.failed = failed
	color := theme.ColorBad
	if text == "" {
		text, color = r.field.Hint, theme.ColorMuted
	}
	r.message.segment.Style.ColorName = color
	r.message.SetText(text)
	r.message.rich.Refresh()
	r.message.Hidden = text == ""
	r.box.Refresh()
}
