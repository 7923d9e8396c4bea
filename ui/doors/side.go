package doors

import (
	"image/color"
	"reflect"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/store"
	"latchkey/ui/flow"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// side is the column of what is wrong and of health.
type side struct {
	judged    bool   // somebody says what is wrong: else nothing is said of it
	strangers func() // shows who they are; nil: it is not known

	body    *flow.Scroll
	content fyne.CanvasObject
	last    sidePicture
}

// condition is how a space's site is.
type condition struct {
	Faults    []store.Sentence // of plans and rooms
	Warnings  []Warning
	Strangers []store.KSUser // users of the site who are nobody here
}

// faults are those that no warning has said already.
func (c condition) faults() []store.Sentence {
	return slices.DeleteFunc(slices.Clone(c.Faults), func(f store.Sentence) bool {
		return slices.ContainsFunc(c.Warnings, func(w Warning) bool { return w.Text.String() == f.String() })
	})
}

// sidePicture is everything that the column shows.
type sidePicture struct {
	Space     store.Space
	Mirror    store.Mirror
	Condition condition
	Today     store.Date // the day is left out of times of today
}

func newSide(judged bool, strangers func()) *side {
	body := flow.NewScroll(fynetheme.Size(theme.SizeCardPadding))
	s := &side{judged: judged, strangers: strangers, body: body, content: body.Content()}
	s.content.Hide()
	return s
}

// show tells whether something else is shown than before.
func (s *side) show(f facts, c condition, now time.Time) bool {
	next := sidePicture{f.Space, f.Mirror, c, store.DateOf(now, f.Space.Location())}
	if reflect.DeepEqual(next, s.last) {
		return false
	}
	s.last = next
	if !f.connected() {
		s.content.Hide()
		return true
	}
	var cards []fyne.CanvasObject
	if faults := c.faults(); len(faults) > 0 {
		cards = append(cards, widgets.Card(lang.L("To put right"), faultRows(faults)))
	}
	s.body.Set(append(cards, widgets.Card(lang.L("Health"), s.health(f, c, now)))...)
	s.content.Show()
	return true
}

// health says what is wrong with SALTO KS, and how each part of it is.
func (s *side) health(f facts, c condition, now time.Time) fyne.CanvasObject {
	all := listdetail.Stack(8)
	if s.judged {
		all.Add(warningRows(c.Warnings, now, f.Space.Location()))
	}
	all.Add(s.parts(f, len(c.Strangers), now))
	return all
}

func faultRows(faults []store.Sentence) fyne.CanvasObject {
	rows := listdetail.Stack(10)
	for _, f := range faults {
		mark := widget.NewIcon(theme.NewColoredIcon(theme.IconBad, theme.ColorBad))
		rows.Add(container.New(marked{}, mark, widgets.NewParagraph(words.Sentence(f), "")))
	}
	return rows
}

// parts says how SALTO KS is, in a word for each part.
func (s *side) parts(f facts, strangers int, now time.Time) fyne.CanvasObject {
	site := f.Mirror.Site
	rows := []widgets.Pair{
		widgets.PairText(lang.L("Signed in as"), f.Space.Account.Email),
		widgets.PairText(lang.L("Site"), f.Space.SiteName),
	}
	if site.LookedAt.IsZero() {
		return widgets.KeyValues(append(rows, widgets.PairText(lang.L("Last full look"), lang.L("not yet")))...)
	}
	if site.SeatsBought > 0 || site.SeatsUsed > 0 {
		kind, text := seats(site.SeatsUsed, site.SeatsBought)
		rows = append(rows, widgets.Pair{Key: lang.L("Seats"), Value: widgets.NewPill(kind, text)})
	}
	subscription := widgets.NewPill(widgets.Good, lang.L("valid"))
	if !site.SubscriptionValid {
		subscription = widgets.NewPill(widgets.Bad, lang.L("ended"))
	}
	rows = append(rows,
		widgets.PairText(lang.L("Last full look"), words.Instant(site.LookedAt, now, f.Space.Location())),
		widgets.Pair{Key: lang.L("Subscription"), Value: subscription})
	if s.strangers != nil && strangers > 0 {
		rows = append(rows, widgets.Pair{Key: lang.L("In SALTO KS only"), Value: widgets.NewLinkButton(
			lang.N("{{.Count}} users…", strangers, map[string]any{"Count": strangers}), s.strangers)})
	}
	all := listdetail.Stack(0, widgets.KeyValues(rows...))
	for _, h := range hubs(f.Mirror.Doors) {
		all.Add(widgets.Line())
		all.Add(hubRow(h))
	}
	return all
}

// hubRow cuts the name where it is too long, not the state.
func hubRow(h hub) fyne.CanvasObject {
	pill := widgets.NewPill(widgets.Good, lang.L("online"))
	if !h.Online {
		pill = widgets.NewPill(widgets.Bad, lang.L("offline"))
	}
	name := widgets.NewText(lang.L("Hub {{.Name}}", map[string]any{"Name": h.Name}),
		widgets.TextStyle{Color: theme.ColorMuted, Ellipsis: true})
	height := canvas.NewRectangle(color.Transparent)
	height.SetMinSize(fyne.NewSize(0, fynetheme.Size(theme.SizeRow)))
	return container.NewStack(height, container.NewBorder(nil, nil, nil, container.NewCenter(pill), name))
}

// seats warns from four fifths on, because seats have to be bought ahead.
func seats(used, bought int) (widgets.Kind, string) {
	text := lang.L("{{.Used}} of {{.Bought}}", map[string]any{"Used": used, "Bought": bought})
	switch {
	case used >= bought:
		return widgets.Bad, text
	case used*5 >= bought*4:
		return widgets.Warn, text
	}
	return widgets.Good, text
}

// marked puts a small mark before a sentence.
type marked struct{}

const markSize = 18

func (marked) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const gap = 8
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSquareSize(markSize))
	objects[1].Move(fyne.NewPos(markSize+gap, 0))
	objects[1].Resize(fyne.NewSize(max(0, size.Width-markSize-gap), size.Height))
}

func (marked) MinSize(objects []fyne.CanvasObject) fyne.Size {
	text := objects[1].MinSize()
	return fyne.NewSize(text.Width+markSize, max(markSize, text.Height))
}
