package settings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// siteList is the sites to choose from.
type siteList struct {
	Sites   []Site
	Loading bool
	Failure string // why they could not be read
}

// askSites reads the account's sites, away from the UI thread.
func (c *accountCard) askSites() {
	list := &siteList{Loading: true}
	c.sites = list
	d := c.deps.Desk
	d.Dispatch.Go(func(ctx context.Context) {
		sites, err := c.deps.Sites(ctx)
		d.Dispatch.Do(func() {
			if c.sites != list {
				return
			}
			c.sites = &siteList{Sites: sites, Failure: widgets.ProblemText(err)}
			c.draw()
		})
	})
}

func (c *accountCard) askSitesAgain() {
	c.askSites()
	c.draw()
}

func (c *accountCard) sitesBody() fyne.CanvasObject {
	again := widgets.NewButton(lang.L("Look again"), c.askSitesAgain)
	rows := listdetail.Stack(12)
	list := c.sites
	switch {
	case list == nil || list.Loading:
		rows.Add(widgets.NewParagraph(lang.L("Looking at the sites of {{.Account}}…", c.accountArgs()), theme.ColorMuted))
	case list.Failure != "":
		rows.Add(listdetail.Notice(widgets.Bad, list.Failure))
		rows.Add(container.NewHBox(again, c.disconnectButton()))
	case len(list.Sites) == 0:
		rows.Add(listdetail.Notice(widgets.Warn, lang.L("The account {{.Account}} sees no site. Ask the owner of the site to make it a site admin in SALTO KS.", c.accountArgs())))
		rows.Add(container.NewHBox(again, c.disconnectButton()))
	default:
		rows.Add(widgets.NewParagraph(lang.L("Signed in as {{.Account}}. Which site is this space?", c.accountArgs()), ""))
		rows.Add(c.siteRows(list.Sites))
		rows.Add(container.NewHBox(c.disconnectButton()))
	}
	return rows
}

func (c *accountCard) accountArgs() map[string]any {
	return map[string]any{"Account": c.facts.Space.Account.Email}
}

func (c *accountCard) disconnectButton() fyne.CanvasObject {
	return widgets.NewButton(lang.L("Use another account…"), c.disconnect)
}

func (c *accountCard) siteRows(sites []Site) fyne.CanvasObject {
	rows := listdetail.Stack(0)
	for i, s := range sites {
		if i > 0 {
			rows.Add(widgets.Line())
		}
		name := widgets.NewText(s.Name, widgets.TextStyle{Bold: true, Ellipsis: true})
		choose := widgets.NewButton(lang.L("Choose"), func() { c.chooseSite(s) })
		rows.Add(container.New(siteRow{}, name, choose))
		if s.Warning != nil {
			rows.Add(listdetail.Notice(widgets.Warn, widgets.ProblemText(s.Warning)))
		}
	}
	return rows
}

func (c *accountCard) chooseSite(s Site) {
	d := c.deps.Desk
	d.Dispatch.Go(func(ctx context.Context) {
		err := c.deps.ChooseSite(ctx, s)
		d.Dispatch.Do(func() {
			if err != nil {
				widgets.ShowProblem(d.Win, err)
			}
			c.reload()
		})
	})
}

// siteRow puts the name at the left and the button at the right, both in the
// middle of the height.
type siteRow struct{}

func (siteRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	name, button := objects[0], objects[1]
	want := button.MinSize()
	button.Move(fyne.NewPos(size.Width-want.Width, (size.Height-want.Height)/2))
	button.Resize(want)
	name.Move(fyne.NewPos(0, 0))
	name.Resize(fyne.NewSize(max(0, size.Width-want.Width-12), size.Height))
}

func (siteRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	name, button := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(name.Width+12+button.Width, max(name.Height, button.Height)+12)
}
