package widgets

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// ComboField is a choice of one among many: typing narrows the list down.
//
// With Create set, what was typed and is not among the choices can be taken as
// something new: Created then returns it, and Value is empty.
type ComboField struct {
	fieldBase
	// OnChanged is called when another choice was made, also by SetValue.
	OnChanged func(id string)
	// Create gives the words of the item that makes something new of what was
	// typed ("New visitor “Tom”"). Nil offers no such item.
	Create func(typed string) string

	choices []Choice
	folded  []string
	shown   []int // indexes of choices in the open list; -1 is Create
	value   string
	created string
	quiet   bool // the text is being set by the program

	entry *entry
	drop  *dropDown
}

var _ Field = (*ComboField)(nil)

// NewComboField returns a field with nothing chosen.
func NewComboField(placeholder string, choices ...Choice) *ComboField {
	f := &ComboField{entry: newEntry()}
	f.entry.SetPlaceHolder(placeholder)
	f.entry.OnChanged = func(string) {
		if !f.quiet {
			f.typed()
		}
	}
	f.entry.whole = true
	f.entry.onKey = f.key
	f.entry.onLeft = f.leave
	f.entry.ActionItem = newFieldIcon(theme.IconDown, f.toggle)
	f.drop = newDropDown(f, f.entry, f.pick)
	f.drop.onEscape = f.settle
	f.ExtendBaseWidget(f)
	f.SetChoices(choices)
	return f
}

// SetTypist has what is typed looked at first.
func (f *ComboField) SetTypist(t Typist) { f.entry.typist = t }

// Value returns the ID of the choice, or "".
func (f *ComboField) Value() string { return f.value }

// Created returns what was typed when the item of Create was picked.
func (f *ComboField) Created() (text string, ok bool) { return f.created, f.created != "" }

// SetValue chooses by ID. An ID that is not among the choices chooses nothing.
func (f *ComboField) SetValue(id string) {
	if f.index(id) < 0 {
		id = ""
	}
	f.take(id, "")
}

// SetCreated takes text as something new, as if it had been typed and the item
// of Create been picked.
func (f *ComboField) SetCreated(text string) { f.take("", text) }

// SetChoices replaces the choices; a value that is no longer among them goes.
func (f *ComboField) SetChoices(choices []Choice) {
	f.choices = choices
	f.folded = make([]string, len(choices))
	for i, c := range choices {
		f.folded[i] = fold(c.Text + " " + c.Detail)
	}
	if f.value != "" && f.index(f.value) < 0 {
		f.take("", "")
	}
}

func (f *ComboField) take(id, created string) {
	f.drop.close()
	changed := id != f.value || created != f.created
	f.value, f.created = id, created
	f.settle()
	if !changed {
		return
	}
	if f.OnChanged != nil {
		f.OnChanged(id)
	}
	f.tellChanged()
}

// settle writes the name of what is chosen into the entry.
func (f *ComboField) settle() {
	text := f.created
	if i := f.index(f.value); i >= 0 {
		text = f.choices[i].Text
	}
	f.quiet = true
	f.entry.SetText(text)
	f.entry.CursorColumn = len([]rune(text))
	f.quiet = false
}

func (f *ComboField) index(id string) int {
	if id == "" {
		return -1
	}
	return slices.IndexFunc(f.choices, func(c Choice) bool { return c.ID == id })
}

// typed narrows the list down to what is in the entry.
func (f *ComboField) typed() {
	query := strings.TrimSpace(f.entry.Text)
	f.open(query)
	if query == "" && (f.value != "" || f.created != "") {
		f.value, f.created = "", ""
		if f.OnChanged != nil {
			f.OnChanged("")
		}
	}
	f.tellChanged()
}

func (f *ComboField) open(query string) {
	words := strings.Fields(fold(query))
	f.shown = f.shown[:0]
	var items []pickItem
	exact := false
	for i, c := range f.choices {
		if matches(f.folded[i], words) {
			f.shown = append(f.shown, i)
			items = append(items, pickItem{text: c.Text, detail: c.Detail})
			exact = exact || fold(c.Text) == fold(query)
		}
	}
	if f.Create != nil && query != "" && !exact {
		f.shown = append(f.shown, -1)
		items = append(items, pickItem{text: f.Create(query), icon: fyneAddIcon()})
	}
	if len(items) == 0 {
		items = []pickItem{{text: lang.L("Nothing found")}}
	}
	f.drop.show(items, 0)
}

func (f *ComboField) pick(i int) {
	switch {
	case i >= len(f.shown): // the line that says that nothing was found
		f.settle()
	case f.shown[i] < 0:
		f.take("", strings.TrimSpace(f.entry.Text))
	default:
		f.take(f.choices[f.shown[i]].ID, "")
	}
}

func (f *ComboField) toggle() {
	if f.drop.isOpen() {
		f.drop.close()
		return
	}
	if c := CanvasOf(f.entry); c != nil {
		c.Focus(f.entry)
	}
	f.open("")
}

func (f *ComboField) key(ev *fyne.KeyEvent) bool {
	if isEnter(ev) && f.drop.isOpen() { // by way of the typist
		return f.drop.list.typedKey(ev)
	}
	if ev.Name == fyne.KeyDown || ev.Name == fyne.KeyUp {
		f.open("")
		return true
	}
	return false
}

// leave puts the entry right when the person goes on without picking: the one
// choice that the text names, or what was chosen before.
func (f *ComboField) leave() {
	if f.drop.isOpen() {
		return
	}
	typed := fold(strings.TrimSpace(f.entry.Text))
	i := slices.IndexFunc(f.choices, func(c Choice) bool { return fold(c.Text) == typed })
	if i >= 0 && typed != "" && f.choices[i].ID != f.value && f.created == "" {
		f.take(f.choices[i].ID, "")
	} else {
		f.settle()
	}
	f.tellLeft()
}

// Enable implements Field.
func (f *ComboField) Enable() { f.entry.Enable() }

// Disable implements Field.
func (f *ComboField) Disable() { f.drop.close(); f.entry.Disable() }

// Disabled implements Field.
func (f *ComboField) Disabled() bool { return f.entry.Disabled() }

// Check implements Field: text that names no choice is not one.
func (f *ComboField) Check() error {
	if f.value == "" && f.created == "" && strings.TrimSpace(f.entry.Text) != "" {
		return badInput("“{{.Text}}” is not in the list. Pick one of the names shown.",
			map[string]any{"Text": strings.TrimSpace(f.entry.Text)})
	}
	return nil
}

// State implements Field.
func (f *ComboField) State() string { return f.value + "\x00" + f.created + "\x00" + f.entry.Text }

// FocusTarget implements Field.
func (f *ComboField) FocusTarget() fyne.Focusable { return f.entry }

// CreateRenderer is called by Fyne.
func (f *ComboField) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(f.entry)
}
