package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"latchkey/store/internal/db"
	"latchkey/store/mistake"
)

// passTimes returns, by person, when the passes let in that are not over at from: one that
// is used lets in who uses it, and one that is not, everybody who shares it. The
// last day of a pass ends by the clock of loc.
func (r rows) passTimes(ctx context.Context, from time.Time, loc *time.Location, people []Person) ([]PassTime, error) {
	good, err := r.q.GoodPasses(ctx, db.GoodPassesParams{Since: from.Unix(), Day: string(DateOf(from, loc))})
	if err != nil {
		return nil, err
	}
	running, err := r.q.RunningPasses(ctx, from.Unix())
	if err != nil || len(good)+len(running) == 0 {
		return nil, err
	}
	out := mapped(running, func(row db.RunningPassesRow) PassTime {
		t := PassTime{Person: PersonID(row.PersonID), From: instant(row.FirstAt), To: instant(row.UntilAt), Used: true}
		if mistake.On(mistake.StayWithoutEnd) {
			t.To = time.Time{}
		}
		return t
	})
	apart, err := r.setting(ctx, settingApart)
	if err != nil {
		return nil, err
	}
	shared := teams(people, apart == "")
	for _, row := range good {
		t := PassTime{From: instant(row.GrantedAt)}
		if row.ExpiresOn != "" {
			t.To = Date(row.ExpiresOn).End(loc)
		}
		if end := instant(row.EndedAt); !end.IsZero() && (t.To.IsZero() || end.Before(t.To)) {
			t.To = end
		}
		for _, p := range shared[PersonID(row.PersonID)] {
			t.Person = p
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b PassTime) int { return cmp.Or(cmp.Compare(a.Person, b.Person), a.From.Compare(b.From)) })
	return out, nil
}

// teams returns, for each person, who shares their passes: themselves, and
// where passes are shared their main member and all co-members of that.
func teams(people []Person, shared bool) map[PersonID][]PersonID {
	under := make(map[PersonID][]PersonID)
	for _, p := range people {
		main := p.ID
		if p.Main != 0 && shared {
			main = p.Main
		}
		under[main] = append(under[main], p.ID)
	}
	out := make(map[PersonID][]PersonID, len(people))
	for _, team := range under {
		slices.Sort(team)
		for _, p := range team {
			out[p] = team
		}
	}
	return out
}
