package doors

import (
	"reflect"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/store"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// guardCard is the question that holds the changes up. It stays until it is
// answered.
type guardCard struct {
	back    *widgets.Panel
	body    *fyne.Container
	look    *widgets.Button
	content *fyne.Container

	last guardPicture
}

// guardPicture is everything that the card shows.
type guardPicture struct {
	Question *store.Question
	Quiet    bool
	Zone     string
	Today    store.Date // the day is left out of times of today
}

// newGuardCard returns a card that is not in sight. look opens the preview;
// nil leaves the button out.
func newGuardCard(look func()) *guardCard {
	c := &guardCard{
		back: widgets.NewPanel(theme.ColorBadBack, theme.ColorBad, fynetheme.Size(fynetheme.SizeNameCardRadius)),
		body: listdetail.Stack(0),
		look: widgets.NewPrimaryButton(lang.L("Look at the changes…"), look),
	}
	c.look.Hidden = look == nil
	c.content = container.NewStack(c.back, widgets.Padded(c.body))
	c.content.Hide()
	return c
}

// show tells whether something else is shown than before.
func (c *guardCard) show(a asks, now time.Time) bool {
	next := guardPicture{a.question(), a.quiet(), a.Space.Zone, store.DateOf(now, a.Space.Location())}
	if reflect.DeepEqual(next, c.last) {
		return false
	}
	c.last = next
	if next.Question == nil {
		c.content.Hide()
		return true
	}
	c.back.SetFill(theme.ColorBadBack, theme.ColorBad)
	icon, color := theme.IconBad, theme.ColorBad
	if next.Quiet {
		c.back.SetFill(theme.ColorAccentBack, theme.ColorAccent)
		icon, color = theme.IconKey, theme.ColorAccent
	}
	c.body.Objects = []fyne.CanvasObject{container.New(banner{}, widget.NewIcon(theme.NewColoredIcon(icon, color)),
		c.words(next, now, a.Space.Location()), c.look)}
	c.content.Show()
	c.content.Refresh()
	return true
}

func (c *guardCard) words(p guardPicture, now time.Time, loc *time.Location) fyne.CanvasObject {
	title := lang.L("Held until you answer")
	if p.Quiet {
		title = lang.L("Nothing goes to SALTO KS before you have looked")
	}
	lines := listdetail.Stack(4, widgets.CardTitle(title))
	for _, why := range p.Question.Why {
		lines.Add(widgets.NewParagraph(words.Sentence(why), ""))
	}
	counted := counts(p.Question.Lose, p.Question.Gain, p.Question.Steps)
	if !p.Question.AskedAt.IsZero() {
		counted += " · " + lang.L("asked {{.At}}", map[string]any{"At": words.Instant(p.Question.AskedAt, now, loc)})
	}
	lines.Add(widgets.NewParagraph(counted, theme.ColorMuted))
	return lines
}

// counts says how many people lose and get access, by how many requests.
func counts(lose, gain, steps int) string {
	var parts []string
	count := func(n int) map[string]any { return map[string]any{"Count": words.Number(n)} }
	if lose > 0 {
		parts = append(parts, lang.N("{{.Count}} people lose access", lose, count(lose)))
	}
	if gain > 0 {
		parts = append(parts, lang.N("{{.Count}} people get access", gain, count(gain)))
	}
	parts = append(parts, lang.N("{{.Count}} requests to SALTO KS", steps, count(steps)))
	return strings.Join(parts, ", ")
}

// banner puts a mark at the left, words beside it and a button at the right.
type banner struct{}

const (
	bannerMark = 24
	bannerGap  = 14
)

func (banner) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	mark, lines, button := objects[0], objects[1], objects[2]
	mark.Move(fyne.Position{})
	mark.Resize(fyne.NewSquareSize(bannerMark))
	right := size.Width
	if button.Visible() {
		want := button.MinSize()
		right -= want.Width
		button.Move(fyne.NewPos(right, max(0, (size.Height-want.Height)/2)))
		button.Resize(want)
		right -= bannerGap
	}
	left := float32(bannerMark + bannerGap)
	lines.Move(fyne.NewPos(left, 0))
	lines.Resize(fyne.NewSize(max(0, right-left), size.Height))
}

func (banner) MinSize(objects []fyne.CanvasObject) fyne.Size {
	lines, button := objects[1].MinSize(), objects[2].MinSize()
	return fyne.NewSize(bannerMark+bannerGap+lines.Width+bannerGap+button.Width, max(bannerMark, lines.Height, button.Height))
}
