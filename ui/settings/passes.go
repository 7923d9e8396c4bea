package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/listdetail"
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
	save := func() {
		c.desk.Save("", func(tx *store.Tx) error { return tx.SetPassesApart(!shared) })
	}
	if shared {
		widgets.Ask(c.desk.Win, lang.L("Share passes?"),
			lang.L("Main members and their co-members use one stock of passes from now on. Who was shut out for want of a pass opens the doors of the plan again, where the team has one."),
			lang.L("Share passes"), save)
		return
	}
	widgets.Confirm(c.desk.Win, lang.L("Keep passes apart?"),
		lang.L("Co-members can use only passes of their own from now on. Where a plan opens its doors only with a valid pass, those without one lose them at once. Members lists them: choose the state “No valid pass”."),
		lang.L("Keep apart"), save)
}
