package tags

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/widgets"
)

// Dialogs are the questions and forms that change tags. They read what they
// need themselves, and are used on the UI thread.
//
// A tag is handed in as it was shown: when somebody else has it by the time
// that the answer comes, nothing is done, and the desk is told.
type Dialogs struct {
	deps Deps
	// Added is called once New has added a tag; may be nil.
	Added func(store.TagID)
}

// NewDialogs returns the dialogs.
func NewDialogs(deps Deps) *Dialogs { return &Dialogs{deps: deps} }

// TakeBack notes that the holder gave the tag back.
func (d *Dialogs) TakeBack(t store.Tag) {
	d.withHolder(t, func(holder store.Person) {
		d.save(lang.L("Tag {{.Number}} taken back from {{.Name}}.", named(t, holder)), t, func(tx *store.Tx) error { return tx.TakeTag(t.ID) })
	})
}

// Lose asks whether the tag is lost.
func (d *Dialogs) Lose(t store.Tag) {
	d.withHolder(t, func(holder store.Person) {
		args := named(t, holder)
		widgets.Confirm(d.deps.Desk.Win, lang.L("Is tag {{.Number}} lost?", args), loseWords(t, holder), lang.L("Mark as lost"), func() {
			d.save(lang.L("Tag {{.Number}} marked as lost.", args), t, func(tx *store.Tx) error { return tx.LoseTag(t.ID) })
		})
	})
}

// loseWords says what it means that a tag is lost.
func loseWords(t store.Tag, holder store.Person) string {
	args := named(t, holder)
	turnsUp := lang.L("If it turns up, choose “Found” in Tags.")
	switch {
	case holder.ID == 0:
		return lang.L("It opens no door, and is not given to anybody.") + " " + turnsUp
	case holder.Email != "" && holder.Connect != store.ConnectTagOnly:
		return lang.L("The doors close for this tag at once, ahead of everything else that waits. {{.Name}} keeps the plan and the phone, and needs another tag.", args) + " " + turnsUp
	}
	return lang.L("The doors close for this tag at once, ahead of everything else that waits. {{.Name}} keeps the plan, but opens no door until they have another tag.", args) + " " + turnsUp
}

// Broken notes that the tag is broken; whoever had it has none any more.
func (d *Dialogs) Broken(t store.Tag) {
	d.save(lang.L("Tag {{.Number}} marked as broken.", named(t, store.Person{})), t, func(tx *store.Tx) error { return tx.BreakTag(t.ID) })
}

// Found makes a tag free that was lost or broken.
func (d *Dialogs) Found(t store.Tag) {
	text := lang.L("Tag {{.Number}} is free again.", named(t, store.Person{}))
	d.save(text, t, func(tx *store.Tx) error { return tx.FoundTag(t.ID) })
}

// Remove asks before the tag is taken out of the file.
func (d *Dialogs) Remove(t store.Tag) {
	d.withHolder(t, func(holder store.Person) {
		args := named(t, holder)
		text := lang.L("Latchkey forgets its number, what is printed on it, and how the tag reader sees it. It stays in SALTO KS. The log keeps who had it.")
		if holder.ID != 0 {
			text = lang.L("Tag {{.Number}} is with {{.Name}}, who has none then.", args) + " " + text
		}
		widgets.Confirm(d.deps.Desk.Win, lang.L("Remove tag {{.Number}}?", args), text, lang.L("Remove tag"), func() {
			d.save(lang.L("Tag {{.Number}} removed.", args), t, func(tx *store.Tx) error { return tx.RemoveTag(t.ID) })
		})
	})
}

// withHolder reads who has a tag; nobody is the zero Person.
func (d *Dialogs) withHolder(t store.Tag, then func(holder store.Person)) {
	if t.Holder == 0 {
		then(store.Person{})
		return
	}
	desk.Load(d.deps.Desk, func(ctx context.Context) (store.Person, error) {
		p, err := d.deps.Desk.Store.Person(ctx, t.Holder)
		if err != nil {
			err = fmt.Errorf("holder of a tag: %w", err)
		}
		return p, err
	}, then)
}

// save makes one change to a tag that is still as it was shown.
func (d *Dialogs) save(text string, t store.Tag, change func(tx *store.Tx) error) {
	d.deps.Desk.Save(text, func(tx *store.Tx) error {
		if err := unchanged(tx, t); err != nil {
			return err
		}
		return change(tx)
	})
}

// unchanged refuses a tag that is with somebody else by now, or lost: the
// person at the desk agreed to something else. What SALTO KS says of it
// meanwhile is in nobody's way.
func unchanged(tx *store.Tx, t store.Tag) error {
	now, err := tx.Tag(t.ID)
	if err == nil && (now.State != t.State || now.Holder != t.Holder) {
		err = &store.Problem{
			Code: store.CodeChanged, Args: map[string]any{"Name": t.Title()},
			Text: "“{{.Name}}” was changed elsewhere meanwhile. Look at how it is now, then make your change again.",
		}
	}
	return err
}

// named fills a tag and a person into a sentence.
func named(t store.Tag, p store.Person) map[string]any {
	return map[string]any{"Number": t.Title(), "Name": p.Name()}
}
