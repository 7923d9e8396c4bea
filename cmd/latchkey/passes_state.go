package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"latchkey/store"
)

// passState is how it stands with somebody's passes, as the subcommands print it.
type passState struct {
	Person  string     `json:"person"`
	Changed int        `json:"changed"` // how many were given or taken back now
	Count   passCounts `json:"count"`
	Passes  []onePass  `json:"passes"` // the oldest first

	kind string // of those that were given or taken back now
	took bool   // they were taken back
}

type passCounts struct {
	Granted  int `json:"granted"`
	Used     int `json:"used"`
	Returned int `json:"returned"`
	Expired  int `json:"expired"`
	Ended    int `json:"ended"`
	Left     int `json:"left"`
}

type onePass struct {
	Key       string          `json:"key"`
	Kind      string          `json:"kind"`
	State     store.PassState `json:"state"` // left, used, expired or ended
	Owner     string          `json:"owner"` // a team shares its passes
	GrantedAt *time.Time      `json:"granted_at"`
	ExpiresOn store.Date      `json:"expires_on,omitempty"`
	Minutes   int             `json:"minutes"`
	Price     int64           `json:"price"` // in the smallest unit of the currency
	Currency  string          `json:"currency"`
	Source    string          `json:"source"`
	Note      string          `json:"note,omitempty"`
	UsedBy    string          `json:"used_by,omitempty"`
	From      *time.Time      `json:"from"`
	Until     *time.Time      `json:"until"`
	EndedAt   *time.Time      `json:"ended_at"`
	Why       string          `json:"why,omitempty"`
}

// printPasses prints what was done, and how it stands with somebody's passes.
func (p *program) printPasses(cmd *cobra.Command, o options, s store.Space, person store.Person, state passState) error {
	ctx := cmd.Context()
	uses, err := p.store.PassesOf(ctx, person.ID)
	if err != nil {
		return err
	}
	team, err := p.store.Team(ctx, person.ID)
	if err != nil {
		return err
	}
	stays, err := p.store.CheckInsOf(ctx, team...)
	if err != nil {
		return err
	}
	state.Person, state.Count = person.Name(), passCounts(store.CountPasses(uses, stays, p.store.Now(), s.Location()))
	if state.Passes, err = p.passesAs(ctx, s, uses); err != nil {
		return err
	}
	return o.print(cmd.OutOrStdout(), state, state.write)
}

func (p *program) passesAs(ctx context.Context, s store.Space, uses []store.PassUse) ([]onePass, error) {
	kinds, err := p.kindNames(ctx)
	if err != nil {
		return nil, err
	}
	names := map[store.PersonID]string{0: ""}
	list := []onePass{}
	for _, u := range uses {
		for _, id := range []store.PersonID{u.Person, u.By} {
			if _, known := names[id]; known {
				continue
			}
			who, err := p.store.Person(ctx, id)
			if err != nil {
				return nil, err
			}
			names[id] = who.Name()
		}
		list = append(list, onePass{
			Key: u.Key, Kind: kinds[u.Type].name, State: u.State(p.store.Now(), s.Location()), Owner: names[u.Person],
			GrantedAt: timeIn(u.GrantedAt, s), ExpiresOn: u.ExpiresOn, Minutes: u.Minutes, Price: u.Price, Currency: u.Currency,
			Source: string(u.Source), Note: u.Note, UsedBy: names[u.By], From: timeIn(u.From, s), Until: timeIn(u.Until, s),
			EndedAt: timeIn(u.EndedAt, s), Why: u.Why,
		})
	}
	return list, nil
}

func (l passState) write(w io.Writer) {
	did := []string{"Name", l.Person, "Kind", l.kind, "Count", strconv.Itoa(l.Changed)}
	switch {
	case l.took:
		line(w, "Passes of {{.Name}} that were taken back, of the kind {{.Kind}}: {{.Count}}.", did...)
	case l.Changed > 0:
		line(w, "New passes of {{.Name}}, of the kind {{.Kind}}: {{.Count}}.", did...)
	default:
		for _, p := range l.Passes {
			p.write(w)
		}
	}
	line(w, "Passes of {{.Name}}: {{.Left}} left of {{.Granted}} ({{.Used}} used, {{.Returned}} given back for a longer one, {{.Expired}} expired, {{.Ended}} taken back).",
		"Name", l.Person, "Left", strconv.Itoa(l.Count.Left), "Granted", strconv.Itoa(l.Count.Granted), "Used", strconv.Itoa(l.Count.Used),
		"Returned", strconv.Itoa(l.Count.Returned), "Expired", strconv.Itoa(l.Count.Expired), "Ended", strconv.Itoa(l.Count.Ended))
}

// write prints a pass on a line of its own.
func (p onePass) write(w io.Writer) {
	local := func(t *time.Time) string { return localTime(t, t.Location()) }
	fmt.Fprint(w, "- ")
	switch {
	case p.State == store.PassUsed:
		line(w, "{{.Kind}}: used by {{.Name}}, from {{.From}} until {{.Until}}.", "Kind", p.Kind, "Name", p.UsedBy, "From", local(p.From), "Until", local(p.Until))
	case p.State == store.PassEnded:
		line(w, "{{.Kind}}: taken back {{.At}} ({{.Why}}).", "Kind", p.Kind, "At", local(p.EndedAt), "Why", p.Why)
	case p.State == store.PassExpired:
		line(w, "{{.Kind}}: expired unused, its last day was {{.Day}}.", "Kind", p.Kind, "Day", string(p.ExpiresOn))
	case p.ExpiresOn != "":
		line(w, "{{.Kind}}: there still, its last day is {{.Day}}.", "Kind", p.Kind, "Day", string(p.ExpiresOn))
	default:
		line(w, "{{.Kind}}: there still, and does not expire.", "Kind", p.Kind)
	}
}
