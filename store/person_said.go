package store

import (
	"reflect"
	"strings"
)

// personSaid says for the log what became of a person: one sentence for each
// thing that matters at a door, and one for the rest.
func (tx *Tx) personSaid(was, now Person) ([]Sentence, error) {
	names := planNames{tx: tx}
	var said []Sentence
	switch {
	case was.ID == 0:
		said = append(said, tx.addedSaid(now, &names))
		was = Person{Plan: now.Plan, Main: now.Main, Connect: ConnectNone, StartsOn: now.StartsOn}
		copyProfile(&was, now)
	case was.Deleted:
		said = append(said, say("{{.Name}} was brought back.", "Name", now.Name()))
	}
	said = append(said, planSaidOf(was, now, &names)...)
	said = append(said, tx.mainSaid(was, now)...)
	said = append(said, datesSaid(was, now)...)
	said = append(said, accessSaid(was, now)...)
	said = append(said, profileSaid(was, now)...)
	return said, names.err
}

// planNames looks names up for sentences, and keeps the first error.
type planNames struct {
	tx  *Tx
	err error
}

func (n *planNames) of(id PlanID) string {
	if id == 0 || n.err != nil {
		return ""
	}
	img, err := n.tx.rows.planImage(n.tx.ctx, id)
	n.err = err
	return img.Name
}

func (tx *Tx) nameOf(id PersonID) string {
	p, err := tx.Person(id)
	if err != nil {
		return ""
	}
	return p.Name()
}

func (tx *Tx) addedSaid(p Person, names *planNames) Sentence {
	switch {
	case p.Main != 0:
		return say("{{.Name}} was added as a co-member of {{.Main}}.", "Name", p.Name(), "Main", tx.nameOf(p.Main))
	case p.Plan != 0:
		return say("{{.Name}} was added, with the plan {{.Plan}}.", "Name", p.Name(), "Plan", names.of(p.Plan))
	}
	return say("{{.Name}} was added as a visitor.", "Name", p.Name())
}

func planSaidOf(was, now Person, names *planNames) []Sentence {
	var said []Sentence
	switch {
	case was.Plan == now.Plan:
	case now.Plan == 0:
		said = append(said, say("{{.Name}} has no plan of their own any more: it was {{.Old}}.", "Name", now.Name(), "Old", names.of(was.Plan)))
	case was.Plan == 0:
		said = append(said, say("{{.Name}} has the plan {{.Plan}} now.", "Name", now.Name(), "Plan", names.of(now.Plan)))
	default:
		said = append(said, say("{{.Name}} has the plan {{.Plan}} instead of {{.Old}}.", "Name", now.Name(), "Plan", names.of(now.Plan), "Old", names.of(was.Plan)))
	}
	switch {
	case was.NextPlan == now.NextPlan && was.NextPlanOn == now.NextPlanOn:
	case now.NextPlan == 0:
		said = append(said, say("{{.Name}} does not change to another plan any more.", "Name", now.Name()))
	default:
		said = append(said, say("{{.Name}} changes to the plan {{.Plan}} on {{.Day}}.", "Name", now.Name(), "Plan", names.of(now.NextPlan), "Day", string(now.NextPlanOn)))
	}
	return said
}

func (tx *Tx) mainSaid(was, now Person) []Sentence {
	switch {
	case was.Main == now.Main:
		return nil
	case now.Main == 0:
		return []Sentence{say("{{.Name}} is not a co-member of {{.Main}} any more.", "Name", now.Name(), "Main", tx.nameOf(was.Main))}
	}
	return []Sentence{say("{{.Name}} is a co-member of {{.Main}} now.", "Name", now.Name(), "Main", tx.nameOf(now.Main))}
}

func datesSaid(was, now Person) []Sentence {
	var said []Sentence
	name := now.Name()
	switch {
	case was.StartsOn == now.StartsOn:
	case now.StartsOn == "":
		said = append(said, say("{{.Name}} has no first day any more.", "Name", name))
	default:
		said = append(said, say("{{.Name}} starts on {{.Day}}.", "Name", name, "Day", string(now.StartsOn)))
	}
	switch {
	case was.EndsOn == now.EndsOn:
	case now.EndsOn == "":
		said = append(said, say("{{.Name}} is not cancelled any more.", "Name", name))
	default:
		said = append(said, say("{{.Name}} is cancelled. The last day is {{.Day}}.", "Name", name, "Day", string(now.EndsOn)))
	}
	switch {
	case was.PausedFrom == now.PausedFrom && was.PausedUntil == now.PausedUntil:
	case now.PausedFrom == "":
		said = append(said, say("{{.Name}} is not paused any more.", "Name", name))
	case now.PausedUntil == "":
		said = append(said, say("{{.Name}} is paused from {{.From}} on.", "Name", name, "From", string(now.PausedFrom)))
	default:
		said = append(said, say("{{.Name}} is paused from {{.From}} until {{.Until}}.", "Name", name, "From", string(now.PausedFrom), "Until", string(now.PausedUntil)))
	}
	return said
}

func accessSaid(was, now Person) []Sentence {
	var said []Sentence
	name := now.Name()
	switch {
	case was.BlockedAt.IsZero() == now.BlockedAt.IsZero():
	case now.BlockedAt.IsZero():
		said = append(said, say("{{.Name}} is not blocked any more.", "Name", name))
	default:
		said = append(said, say("{{.Name}} was blocked and may open nothing.", "Name", name))
	}
	switch {
	case was.Connect == now.Connect:
	case now.Connect == ConnectNone:
		said = append(said, say("{{.Name}} is not connected to SALTO KS any more.", "Name", name))
	case now.Connect == ConnectPhoneAndTag:
		said = append(said, say("{{.Name}} is connected to SALTO KS with phone and tag.", "Name", name))
	case now.Connect == ConnectTagOnly:
		said = append(said, say("{{.Name}} is connected to SALTO KS with a tag only.", "Name", name))
	default:
		said = append(said, say("{{.Name}} is connected to SALTO KS with the phone only.", "Name", name))
	}
	switch {
	case reflect.DeepEqual(was.ExtraDoors, now.ExtraDoors):
	case len(now.ExtraDoors) == 0:
		said = append(said, say("{{.Name}} has no extra doors any more.", "Name", name))
	default:
		doors := mapped(now.ExtraDoors, func(d ExtraDoor) string { return refName(d.Door) })
		said = append(said, say("{{.Name}} has these extra doors now: {{.Doors}}.", "Name", name, "Doors", strings.Join(doors, ", ")))
	}
	return said
}

func profileSaid(was, now Person) []Sentence {
	var said []Sentence
	if was.Name() != now.Name() {
		said = append(said, say("{{.Old}} is called {{.Name}} now.", "Old", was.Name(), "Name", now.Name()))
	}
	if was.Email != now.Email || was.Phone != now.Phone || was.Company != now.Company || was.Note != now.Note || was.Key != now.Key {
		said = append(said, say("The details of {{.Name}} were changed.", "Name", now.Name()))
	}
	return said
}

// copyProfile copies what is not about access.
func copyProfile(to *Person, from Person) {
	to.Key, to.FirstName, to.LastName = from.Key, from.FirstName, from.LastName
	to.Email, to.Phone, to.Company, to.Note = from.Email, from.Phone, from.Company, from.Note
}
