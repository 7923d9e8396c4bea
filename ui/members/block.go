package members

import (
	"context"
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// stateBlocked is what the list shows and filters by in place of the state of
// somebody who was blocked.
const stateBlocked store.State = "blocked"

func isBlocked(p store.Person) bool { return !p.BlockedAt.IsZero() }

// unblocked returns the person without the block.
func unblocked(p store.Person) store.Person {
	p.BlockedAt = time.Time{}
	return p
}

// blocking is what shuts a person out at once, or lets them in again.
func (d *dialogs) blocking(p store.Person, today store.Date) action {
	if isBlocked(p) {
		return action{label: lang.L("Unblock"), button: true, do: func() { d.unblock(p) }}
	}
	return action{
		label: lang.L("Block now…"), danger: true,
		button: p.State(today) != store.StateCancelled,
		do:     func() { d.block(p) },
	}
}

// block asks before somebody is shut out, whatever else gives them a door.
func (d *dialogs) block(p store.Person) {
	sentence := lang.L("{{.Name}} opens nothing any more: the doors close at once when SALTO KS can be reached. Bookings and plan stay in Latchkey, and nothing is deleted. “Unblock” gives it all back.", named(p))
	if n := d.roster().coMembers[p.ID]; n > 0 {
		sentence += " " + lang.N("{{.Count}} co-members keep their doors.", n, map[string]any{"Count": n})
	}
	widgets.Confirm(d.deps.Desk.Win, lang.L("Block {{.Name}} now?", named(p)), sentence, lang.L("Block now"), func() {
		d.deps.Desk.Save(lang.L("{{.Name}} blocked.", named(p)), blockNow(p.ID))
	})
}

// blockNow is the change of the file that blocks a person as they are then: an
// edit made elsewhere meanwhile does not stand in the way.
func blockNow(id store.PersonID) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		p, err := tx.Person(id)
		if err != nil || isBlocked(p) {
			return err
		}
		p.BlockedAt = tx.Now
		return tx.SavePerson(&p)
	}
}

// unblock says which doors come back, and gives them back.
func (d *dialogs) unblock(p store.Person) {
	today := d.roster().today()
	d.open(change{
		title: lang.L("Unblock {{.Name}}", named(p)), ok: lang.L("Unblock"),
		person: p,
		after:  func() (store.Person, store.Date) { return unblocked(p), max(today, p.StartsOn) },
		done:   func(store.Person) string { return lang.L("{{.Name}} is not blocked any more.", named(p)) },
		watch:  func(*widgets.Form, func()) {},
	})
}

// maxFound is how many people are offered to be blocked: who is not among them
// is found by typing.
const maxFound = 20

// blockSomebody finds a person by typing, and blocks them after the question.
func (d *dialogs) blockSomebody() {
	widgets.ShowPicker(d.deps.Desk.Win, widgets.PickerSpec{
		Placeholder: lang.L("Block somebody: name, e-mail address or tag number"),
		Dispatcher:  d.deps.Desk.Dispatch,
		Search:      d.blockable,
	})
}

func (d *dialogs) blockable(ctx context.Context, query string) []widgets.Result {
	people, err := d.deps.Desk.Store.People(ctx, store.PeopleFilter{Query: query})
	if err != nil {
		return nil // the list stays empty; the next letter asks again
	}
	var out []widgets.Result
	for _, p := range people {
		if isBlocked(p) {
			continue
		}
		out = append(out, widgets.Result{
			Text: p.Name(), Detail: joined(p.Email, p.Company), Icon: theme.NewIcon(theme.IconMembers),
			Action: func() { d.block(p) },
		})
		if len(out) == maxFound {
			break
		}
	}
	return out
}
