package members

import (
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// unconnected returns the people whom “Connect all” means.
func unconnected(r *roster) []store.Person {
	today := r.today()
	var out []store.Person
	for _, p := range r.People.All() {
		if connectable(p, today) {
			out = append(out, p)
		}
	}
	return out
}

// connectAll connects everybody who has a plan and is not connected, after a
// question with the number.
func (d *dialogs) connectAll() {
	people := unconnected(d.roster())
	n := len(people)
	if n == 0 {
		return
	}
	invited := 0
	for _, p := range people {
		if p.Email != "" {
			invited++
		}
	}
	count := map[string]any{"Count": words.Number(n), "Invited": words.Number(invited)}
	widgets.Ask(d.deps.Desk.Win, lang.N("Connect {{.Count}} members to SALTO KS?", n, count),
		lang.L("SALTO KS sends an invitation to those who have an e-mail address: {{.Invited}}. The others get a tag only. Each of them needs a seat.", count),
		lang.L("Connect"), func() {
			d.deps.Desk.Save(lang.N("{{.Count}} members connected.", n, count), func(tx *store.Tx) error {
				for _, p := range people {
					p = connected(p)
					if err := tx.SavePerson(&p); err != nil {
						return err
					}
				}
				return nil
			})
		})
}

// connectOne connects one person as far as what is known of them allows.
func (d *dialogs) connectOne(p store.Person) {
	d.deps.Desk.Save(lang.L("{{.Name}} connected.", named(p)), func(tx *store.Tx) error {
		p := connected(p)
		return tx.SavePerson(&p)
	})
}
