package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/listdetail"
	"latchkey/ui/widgets"
)

// Updates is the question whether there is a newer version.
type Updates struct {
	On   bool // it is asked once a week
	Set  func(on bool)
	Open func() // opens the page of the newer version in the browser
}

// updateRow chooses whether it is asked, and shows what was found.
type updateRow struct {
	found   *widgets.Paragraph
	open    fyne.CanvasObject
	resized func()
	content fyne.CanvasObject
}

func newUpdateRow(u *Updates, resized func()) *updateRow {
	r := &updateRow{resized: resized, found: widgets.NewParagraph("", "")}
	ask := widgets.NewCheckField(lang.L("Look for a new version once a week"))
	ask.SetValue(u.On)
	ask.OnChanged = u.Set
	r.open = container.NewHBox(widgets.NewButton(lang.L("Open the download page"), u.Open))
	r.found.Hide()
	r.open.Hide()
	r.content = listdetail.Stack(8, ask,
		widgets.MutedParagraph(lang.L("It only asks which version is the newest, and says nothing of this computer or the space. Nothing is downloaded.")),
		r.found, r.open)
	return r
}

// SetNewVersion shows that there is a newer version; "": there is none.
func (p *Page) SetNewVersion(version string) {
	r := p.updates
	if r == nil {
		return
	}
	r.found.SetText(lang.L("Latchkey {{.Version}} is there.", map[string]any{"Version": version}))
	r.found.Hidden = version == ""
	if version == "" {
		r.open.Hide()
	} else {
		r.open.Show()
	}
	r.resized()
}
