package main

import (
	"context"
	"strconv"

	"latchkey/store"
	"latchkey/sync/engine"
	"latchkey/sync/health"
	"latchkey/sync/reconcile"
	"latchkey/ui/doors"
)

// doorPage gives the screen Doors what only the engine can say, and takes the
// answers of the desk. Everything in it is called away from the UI thread.
type doorPage struct {
	program *program
	space   func() store.SpaceID
	engine  func() *engine.Engine // nil: none runs
}

func (p doorPage) preview(ctx context.Context) (doors.Preview, error) {
	plan, err := engine.Plan(ctx, p.program.store, p.space(), p.program.store.Now())
	if err != nil {
		return doors.Preview{}, err
	}
	return previewOf(plan), nil
}

// agree answers the question of the guard.
func (p doorPage) agree(ctx context.Context, view string) error {
	if e := p.engine(); e != nil {
		return e.Agree(ctx, view)
	}
	return engine.Agree(ctx, p.program.store, p.space(), view, p.program.store.Now())
}

// answer answers a difference.
func (p doorPage) answer(ctx context.Context, key, choice string) error {
	if e := p.engine(); e != nil {
		return e.Answer(ctx, key, engine.Choice(choice))
	}
	return engine.Answer(ctx, p.program.store, p.space(), key, engine.Choice(choice), p.program.store.Now())
}

// strangers are the users of the site who are nobody in the file.
func (p doorPage) strangers(ctx context.Context) ([]store.KSUser, error) {
	ledger, err := p.program.store.Ledger(ctx, p.space())
	if err != nil {
		return nil, err
	}
	seen, err := p.program.store.Seen(ctx, p.space())
	if err != nil {
		return nil, err
	}
	return reconcile.Strangers(ledger, seen), nil
}

// previewOf puts the steps of a plan together by person. There is nothing to
// agree to before the site was looked at: what is planned then is a guess.
func previewOf(plan engine.Preview) doors.Preview {
	out := doors.Preview{Steps: len(plan.Set.Steps)}
	out.Lose, out.Gain = losersAndWinners(plan.Set.Steps)
	if q := plan.Question; q != nil && !plan.Snap.Mirror.Site.LookedAt.IsZero() {
		out.Why, out.View = q.Why, plan.View
		out.Lose, out.Gain = q.Lose, q.Gain
	}
	at := make(map[string]int)
	for _, s := range plan.Set.Steps {
		key := personKey(s)
		i, known := at[key]
		if !known {
			i = len(out.People)
			at[key] = i
			out.People = append(out.People, doors.PersonChange{})
		}
		c := &out.People[i]
		if c.Person == "" {
			c.Person = s.What.Args["Name"]
		}
		c.Lines = append(c.Lines, s.What)
		c.Takes = c.Takes || s.Takes() && s.Class != reconcile.Tidy
	}
	return out
}

// personKey is what the steps about one person have in common.
func personKey(s reconcile.Step) string {
	if name := s.What.Args["Name"]; s.Person == 0 || name == "" {
		return "name:" + name
	}
	return "person:" + strconv.FormatInt(int64(s.Person), 10)
}

// losersAndWinners count the people who lose and get access by steps.
func losersAndWinners(steps []reconcile.Step) (lose, gain int) {
	by := map[string]map[store.PersonID]bool{store.ExpenseTakes: {}, store.ExpenseGives: {}, store.ExpenseNeither: {}}
	for _, s := range steps {
		x := s.Expense()
		by[x.Way][x.Person] = true
	}
	return len(by[store.ExpenseTakes]), len(by[store.ExpenseGives])
}

// warningsOf are the warnings of package health for the screen.
func warningsOf(all []health.Warning) []doors.Warning {
	severities := map[health.Severity]doors.Severity{health.High: doors.High, health.Medium: doors.Medium, health.Low: doors.Low}
	out := make([]doors.Warning, 0, len(all))
	for _, w := range all {
		out = append(out, doors.Warning{Code: string(w.Code), Severity: severities[w.Severity], Title: w.Title, Text: w.Text, Since: w.Since})
	}
	return out
}
