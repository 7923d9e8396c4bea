package settings

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/listdetail"
	"latchkey/ui/passes"
	"latchkey/ui/widgets"
)

// passCard says how passes are shared, in the whole file.
type passCard struct {
	desk    *desk.Desk
	shared  *widgets.CheckField
	quiet   bool // the box is being set by the program
	content fyne.CanvasObject
}

func newPassCard(d *desk.Desk) *passCard {
	c := &passCard{desk: d, shared: widgets.NewCheckField(lang.L("Co-members share the passes of their main member"))}
	c.shared.Disable() // until it has been read
	c.shared.OnChanged = func(on bool) {
		if !c.quiet {
			c.ask(on)
		}
	}
	c.content = widgets.Card(lang.L("Passes"), listdetail.Stack(4, c.shared,
		widgets.MutedParagraph(lang.L("Shared, a team uses one stock of passes, whoever of it comes. Otherwise each co-member needs passes of their own. It holds for all spaces, from now on."))))
	return c
}

func (c *passCard) show(apart bool) {
	c.set(!apart)
	c.shared.Enable()
}

func (c *passCard) set(on bool) {
	c.quiet = true
	c.shared.SetValue(on)
	c.quiet = false
}

// ask says what it means before it is done: sharing is no edit that can be
// undone, but it can be set the other way again. Until then the box stays as it
// was.
func (c *passCard) ask(shared bool) {
	c.set(!shared)
	if !shared {
		desk.Load(c.desk, c.losers, c.askApart)
		return
	}
	save := func() {
		c.desk.Save("", func(tx *store.Tx) error { return tx.SetPassesApart(false) })
	}
	widgets.Ask(c.desk.Win, lang.L("Share passes?"),
		lang.L("Main members and their co-members use one stock of passes from now on. Who was shut out for want of a pass opens the doors of the plan again, where the team has one."),
		lang.L("Share passes"), save)
}

// askApart names who loses doors when passes are kept apart.
func (c *passCard) askApart(losers []string) {
	who := lang.L("Nobody loses a door by it now.")
	if len(losers) > 0 {
		who = lang.L("They lose doors at once: {{.Names}}.", map[string]any{"Names": someNames(losers)})
	}
	widgets.Confirm(c.desk.Win, lang.L("Keep passes apart?"),
		lang.L("Co-members can use only passes of their own from now on, and where a plan opens its doors only with a valid pass they need one.")+" "+who,
		lang.L("Keep apart"), func() {
			c.desk.Save("", func(tx *store.Tx) error { return tx.SetPassesApart(true) })
		})
}

// losers names those whom only a pass of somebody else in their team lets in.
func (c *passCard) losers(ctx context.Context) ([]string, error) {
	now := c.desk.Now()
	snap, err := c.desk.Store.Snapshot(ctx, c.desk.Space(), now, now)
	if err != nil {
		return nil, fmt.Errorf("passes: %w", err)
	}
	byID := make(map[store.PersonID]store.Person, len(snap.People))
	for _, p := range snap.People {
		byID[p.ID] = p
	}
	limited := make(map[store.PlanID]bool)
	for _, p := range snap.Plans {
		limited[p.ID] = p.PassLimited
	}
	held, day := passes.HeldAt(snap.Passes, now), store.DateOf(now, snap.Space.Location())
	var out []string
	for _, p := range snap.People {
		main := p
		if p.Main != 0 {
			main = byID[p.Main]
		}
		if !held[p.ID].In || !limited[main.PlanOn(day)] || !passes.Enters(p, main, day) {
			continue
		}
		uses, err := c.desk.Store.PassesOf(ctx, p.ID)
		if err != nil {
			return nil, fmt.Errorf("passes: %w", err)
		}
		if !slices.ContainsFunc(uses, func(u store.PassUse) bool { return ownsIn(p.ID, u, now, snap.Space.Location()) }) {
			out = append(out, p.Name())
		}
	}
	return out, nil
}

// ownsIn tells whether a pass lets somebody in also where nobody shares: one of
// their own, or one that they are using.
func ownsIn(id store.PersonID, u store.PassUse, now time.Time, zone *time.Location) bool {
	if u.By != 0 {
		return u.By == id && now.Before(u.Until)
	}
	return u.Person == id && !u.GrantedAt.After(now) && len(passes.Usable([]store.PassUse{u}, now, zone)) > 0
}

// fewNames is how many people a sentence names.
const fewNames = 5

func someNames(names []string) string {
	if more := len(names) - fewNames; more > 0 {
		names = append(slices.Clone(names[:fewNames]), lang.N("and {{.Count}} more", more, map[string]any{"Count": more}))
	}
	return strings.Join(names, ", ")
}
