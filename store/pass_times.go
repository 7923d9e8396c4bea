package store

import (
	"context"
	"slices"
	"time"

	"latchkey/store/internal/db"
	"latchkey/store/mistake"
)

// passTimes returns when the passes let in that are not over at from: one that
// is used lets in who uses it, and one that is not, everybody who shares it. The
// last day of a pass ends by the clock of loc.
func (r rows) passTimes(ctx context.Context, from time.Time, loc *time.Location, people []Person) ([]PassTime, error) {
	list, err := r.q.PassTimes(ctx, db.PassTimesParams{Since: from.Unix(), Day: string(DateOf(from, loc))})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	apart, err := r.setting(ctx, settingApart)
	if err != nil {
		return nil, err
	}
	shared := teams(people, apart == "")
	var out []PassTime
	for _, row := range list {
		t := PassTime{Person: PersonID(row.PersonID), From: instant(row.GrantedAt)}
		if row.UsedBy != nil && !mistake.On(mistake.StayWithoutEnd) {
			out = append(out, PassTime{Person: PersonID(*row.UsedBy), From: instant(row.FirstAt), To: instant(row.UntilAt), Used: true})
			continue
		}
		if row.ExpiresOn != "" {
			t.To = Date(row.ExpiresOn).End(loc)
		}
		if end := instant(row.EndedAt); !end.IsZero() && (t.To.IsZero() || end.Before(t.To)) {
			t.To = end
		}
		for _, p := range shared[t.Person] {
			t.Person = p
			out = append(out, t)
		}
	}
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
