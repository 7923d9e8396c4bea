package settings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/desk"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// aboutCard says what the program is, and that nobody
// changed the log.
type aboutCard struct {
	desk    *desk.Desk
	resized func()
	head    *widgets.Text
	verdict *widgets.Paragraph
	bad     *widgets.Paragraph
	check   *widgets.Button
	content fyne.CanvasObject
}

// headShown is how much of the log's hash is shown: enough to compare two by
// eye.
const headShown = 16

func newAboutCard(d *desk.Desk, a About, u *updateRow, resized func()) *aboutCard {
	c := &aboutCard{desk: d, resized: resized, verdict: widgets.NewParagraph("", theme.ColorGood), bad: widgets.ErrorText("")}
	c.verdict.Hide()
	c.bad.Hide()
	c.head = widgets.NewText("", widgets.TextStyle{Ellipsis: true, Align: fyne.TextAlignTrailing})
	c.check = widgets.NewButton(lang.L("Check the log"), c.verify)
	parts := []fyne.CanvasObject{
		widgets.KeyValues(
			widgets.PairText(lang.L("Version"), a.Version),
			widgets.PairText(lang.L("Licence"), a.Licence),
			widgets.PairText(lang.L("Log for support"), a.Log),
			widgets.Pair{Key: lang.L("Log ends with"), Value: c.head}),
		widgets.MutedParagraph(lang.L("Each line of the log is sealed with the one before it: a line that was changed or taken out later shows.")),
		container.NewHBox(c.check),
		c.verdict, c.bad,
	}
	if u != nil {
		parts = append(parts, u.content)
	}
	c.content = widgets.Card(lang.L("About Latchkey"), listdetail.Stack(12, parts...))
	return c
}

func (c *aboutCard) show(head string) {
	if len(head) > headShown {
		head = head[:headShown]
	}
	if head == "" {
		head = lang.L("nothing yet")
	}
	c.head.SetText(head)
}

// verify checks the whole log, away from the UI thread.
func (c *aboutCard) verify() {
	c.check.Disable()
	c.desk.Dispatch.Go(func(ctx context.Context) {
		err := c.desk.Store.VerifyLog(ctx)
		c.desk.Dispatch.Do(func() {
			c.check.Enable()
			c.verdict.SetText(lang.L("The log is whole: every line is as it was written."))
			c.bad.SetText(widgets.ProblemText(err))
			c.verdict.Hidden, c.bad.Hidden = err != nil, err == nil
			c.resized()
		})
	})
}
