package plans

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
)

// kindForm are the fields of a kind of pass.
type kindForm struct {
	kind    store.PassType // as it was when the form was opened
	name    *widgets.TextField
	length  *widgets.SelectField
	minutes *widgets.NumberField // for a length that is not among the usual ones
	price   *widgets.MoneyField
}

// The usual lengths in minutes, and how another one is called.
const (
	hourPass    = 60
	halfDayPass = 4 * 60
	dayPass     = 10 * 60
	otherLength = "other"
	longestPass = 31 * 24 * 60
)

// usualCurrency is that of the first kind, which nobody has typed yet.
const usualCurrency = "EUR"

func newKindForm(kind store.PassType) *kindForm {
	f := &kindForm{
		kind: kind, name: widgets.NewTextField(""),
		length: widgets.NewSelectField("",
			widgets.Choice{ID: strconv.Itoa(hourPass), Text: lang.L("1 hour")},
			widgets.Choice{ID: strconv.Itoa(halfDayPass), Text: lang.L("Half a day (4 hours)")},
			widgets.Choice{ID: strconv.Itoa(dayPass), Text: lang.L("A day (10 hours)")},
			widgets.Choice{ID: otherLength, Text: lang.L("Another length")}),
		minutes: widgets.NewNumberField(widgets.NumberSpec{Unit: lang.L("minutes"), Min: 1, Max: longestPass}),
		price:   widgets.NewMoneyField(kind.Currency),
	}
	f.name.SetValue(kind.Name)
	if kind.ID == 0 {
		f.length.SetValue(strconv.Itoa(dayPass))
		return f
	}
	f.length.SetValue(strconv.Itoa(kind.Minutes))
	if f.length.Value() == "" {
		f.length.SetValue(otherLength)
	}
	f.minutes.SetValue(int64(kind.Minutes))
	f.price.SetValue(kind.Price, kind.Currency)
	return f
}

func (f *kindForm) fields() []widgets.FormField {
	hint := ""
	if f.kind.ID != 0 {
		hint = lang.L("Passes that were given keep the length and the price that they had then.")
	}
	return []widgets.FormField{
		{Name: "name", Label: lang.L("Name"), Field: f.name},
		{Name: "length", Label: lang.L("Lasts"), Field: f.length, Hint: lang.L("Counted from the first entry.")},
		{Name: "minutes", Label: lang.L("Length"), Field: f.minutes, Hint: lang.L("90 minutes are an hour and a half.")},
		{Name: "price", Label: lang.L("Price"), Field: f.price, Hint: hint},
	}
}

// value returns the kind as entered.
func (f *kindForm) value() store.PassType {
	kind := f.kind
	kind.Name = f.name.Value()
	kind.Price, kind.Currency = f.price.Value()
	n, err := strconv.Atoi(f.length.Value())
	if err != nil {
		n = int(f.minutes.Value())
	}
	kind.Minutes = n
	return kind
}

// create asks for a new kind, with the currency of the others.
func (k *kinds) create() {
	currency := usualCurrency
	if len(k.rows) > 0 {
		currency = k.rows[0].Currency
	}
	k.ask(lang.L("New kind of pass"), store.PassType{Currency: currency}, lang.L("Kind of pass added."))
}

// edit asks for other details of the kind shown.
func (k *kinds) edit() {
	if k.shown.ID != 0 {
		k.ask(lang.L("Edit kind of pass"), k.shown.PassType, lang.L("Kind of pass changed."))
	}
}

func (k *kinds) ask(title string, kind store.PassType, done string) {
	f := newKindForm(kind)
	var saved store.PassType
	open := widgets.ShowForm(k.desk.Win, widgets.FormSpec{
		Title: title, Fields: f.fields(), Dispatcher: k.desk.Dispatch, Draft: k.desk.Drafts.Draft(draftPassKind, int64(kind.ID), title),
		OnSave: func(ctx context.Context) error {
			saved = f.value()
			return k.desk.Commit(ctx, done, func(tx *store.Tx) error { return tx.SavePassType(&saved) })
		},
		OnSaved: func() {
			if !k.table.Select(kindKey(saved.ID)) {
				k.wanted = saved.ID
			}
		},
	})
	open.ShowField("minutes", f.length.Value() == otherLength)
	f.length.OnChanged = func(id string) { open.ShowField("minutes", id == otherLength) }
}
