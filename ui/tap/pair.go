package tap

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/encoder"
	"latchkey/ui/listdetail"
	"latchkey/ui/widgets"
)

// pairing is the open form that asks for the number of a tag in SALTO KS. While
// it is open the site's tags are read often: one that was just registered at a
// lock, or was just held to one, is chosen by itself.
type pairing struct {
	flow   *Flow
	tag    encoder.Tag
	since  time.Time // what came after it is likely this tag
	seen   map[string]bool
	number *widgets.ComboField
	news   *widgets.Paragraph
	form   *widgets.Form
	loader listdetail.Loader[offers]
	made   store.Tag
}

// offers are the numbers that a new tag may have.
type offers struct {
	Connected bool
	Free      []store.SiteTag // in use nowhere, the newest first
	Refused   []store.Entry   // of tags that are nobody's, the newest first
	Own       []ownTag        // of the file, never on a reader yet
}

// ownTag is a tag of the file of which only the number is known.
type ownTag struct{ Number, Holder string }

// lately is how long before a tap on the reader the same tag may have been at a lock.
const lately = 2 * time.Minute

func loadOffers(ctx context.Context, s *store.Store, id store.SpaceID, since time.Time) (offers, error) {
	space, err := s.Space(ctx, id)
	if err != nil {
		return offers{}, fmt.Errorf("space: %w", err)
	}
	o := offers{Connected: space.SiteID != ""}
	if o.Free, err = s.FreeSiteTags(ctx, id); err != nil {
		return o, fmt.Errorf("tags in SALTO KS: %w", err)
	}
	if o.Refused, err = s.Rejected(ctx, id, since, 20); err != nil {
		return o, fmt.Errorf("refused attempts: %w", err)
	}
	o.Own, err = loadOwn(ctx, s)
	return o, err
}

func loadOwn(ctx context.Context, s *store.Store) ([]ownTag, error) {
	tags, err := s.Tags(ctx)
	if err != nil {
		return nil, fmt.Errorf("tags: %w", err)
	}
	people, err := s.People(ctx, store.PeopleFilter{})
	if err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	names := make(map[store.PersonID]string, len(people))
	for _, p := range people {
		names[p.ID] = p.Name()
	}
	var out []ownTag
	for _, t := range tags {
		if len(t.UID) == 0 && t.Number != "" {
			out = append(out, ownTag{t.Number, names[t.Holder]})
		}
	}
	return out, nil
}

// Pair asks for the number in SALTO KS of a tag that was tapped.
func (f *Flow) Pair(t encoder.Tag) {
	d := f.deps.Desk
	p := &pairing{flow: f, tag: t, since: d.Now().Add(-lately)}
	p.number = widgets.NewComboField(lang.L("Choose or type"))
	p.number.Create = func(typed string) string {
		return lang.L("Tag number {{.Number}}", map[string]any{"Number": typed})
	}
	p.number.SetTypist(f.deps.Typist)
	p.news = widgets.NewParagraph("", "")
	p.news.Resize(fyne.NewSize(sheetWidth, 0)) // in which its lines break
	p.loader = listdetail.Loader[offers]{Desk: d, Read: func(ctx context.Context, id store.SpaceID) (offers, error) {
		return loadOffers(ctx, d.Store, id, p.since)
	}, Show: p.show}
	p.form = widgets.ShowForm(d.Win, widgets.FormSpec{
		Title: lang.L("Which number has this tag?"), OK: lang.L("Pair"),
		Fields: []widgets.FormField{{
			Name: "tag", Label: lang.L("Number in SALTO KS"), Field: p.number,
			Hint: lang.L("Eight digits; often they are printed on the tag. The reader sees it as {{.UID}}, which SALTO KS does not show.", map[string]any{"UID": uidWords(t)}),
		}},
		Extra: p.news, OnSave: p.save, OnSaved: p.saved, OnCancel: p.end, Dispatcher: d.Dispatch,
	})
	f.pairing = p
	if f.deps.LookForTags != nil {
		f.deps.LookForTags(true)
	}
	p.ask()
}

func uidWords(t encoder.Tag) string {
	if t.Guess {
		return t.Text
	}
	return t.UID.String()
}

func (p *pairing) ask() { p.loader.Ask() }

// show offers what there is. What is new since the form opened is chosen, unless
// the desk has chosen already.
func (p *pairing) show(o offers) {
	if p.flow.pairing != p { // closed meanwhile
		return
	}
	defer p.form.Refit() // the sentence may be longer
	first := p.seen == nil
	if first {
		p.seen = make(map[string]bool)
	}
	choices, fresh := p.choices(o, first)
	p.number.SetChoices(choices)
	switch {
	case !o.Connected:
		p.news.SetText(lang.L("The space is not connected to SALTO KS. The number can be typed; that it is there shows once it is connected."))
	case fresh != "":
		p.news.SetText(lang.L("SALTO KS has just seen tag {{.Number}}. If it is this one, press Pair.", map[string]any{"Number": fresh}))
		if text, typed := p.number.Created(); p.number.Value() == "" && !typed && text == "" {
			p.number.SetValue(fresh)
		}
	case p.number.Value() == "":
		p.news.SetText(lang.L("Not in the list? SALTO KS learns a tag at a lock: in SALTO KS open Tags, choose Add tags, pick a lock, and hold the tag to it. Or hold it to any lock now. As soon as SALTO KS knows it, it is chosen here."))
	}
}

// choices are the numbers, and the one of them that was not there before, if it is
// only one: of several nobody can tell. What was at a lock just before the tap
// counts as new.
func (p *pairing) choices(o offers, first bool) (list []widgets.Choice, fresh string) {
	var news []string
	add := func(number, detail string, isNew bool) {
		list = append(list, widgets.Choice{ID: number, Text: number, Detail: detail})
		if isNew && !p.seen[number] {
			news = append(news, number)
		}
		p.seen[number] = true
	}
	for _, e := range o.Refused {
		if e.Platform == "" && e.Tag != "" && !slices.ContainsFunc(list, func(c widgets.Choice) bool { return c.ID == e.Tag }) {
			add(e.Tag, lang.L("just at {{.Door}}", map[string]any{"Door": e.DoorName}), true)
		}
	}
	for _, t := range o.Free {
		if !slices.ContainsFunc(list, func(c widgets.Choice) bool { return c.ID == t.Number }) {
			add(t.Number, lang.L("free in SALTO KS"), !first || t.FirstSeen.After(p.since))
		}
	}
	for _, t := range o.Own {
		detail := lang.L("in Latchkey, with nobody")
		if t.Holder != "" {
			detail = t.Holder
		}
		add(t.Number, detail, false)
	}
	if len(news) == 1 {
		fresh = news[0]
	}
	return list, fresh
}

// save runs away from the UI thread.
func (p *pairing) save(ctx context.Context) error {
	number, typed := p.number.Created()
	if !typed {
		number = p.number.Value()
	}
	if number == "" {
		return &store.Problem{Code: store.CodeInvalid, Field: "tag", Text: "Choose the number that SALTO KS shows for this tag, or type it."}
	}
	d := p.flow.deps.Desk
	ksID, err := ksIDOf(ctx, d, number)
	if err != nil {
		return err
	}
	text := lang.L("Tag {{.Number}} paired.", map[string]any{"Number": number})
	return d.Commit(ctx, text, func(tx *store.Tx) error {
		p.made, err = tx.PairTag(p.tag.UID, TechOf(p.tag.Tech), number, ksID)
		return err
	})
}

// ksIDOf is the id of a number that the site has, as last read.
func ksIDOf(ctx context.Context, d *desk.Desk, number string) (string, error) {
	known, err := d.Store.SiteTags(ctx, d.Space())
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(known, func(t store.SiteTag) bool { return t.Number == number && !t.Gone })
	if i < 0 {
		return "", nil
	}
	return known[i].ID, nil
}

func (p *pairing) saved() {
	p.end()
	p.flow.bring(p.made.ID)
}

func (p *pairing) end() {
	p.flow.pairing = nil
	if p.flow.deps.LookForTags != nil {
		p.flow.deps.LookForTags(false)
	}
}
