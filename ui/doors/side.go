package doors

import (
	"image/color"
	"reflect"
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
	body    *flow.Scroll
	content fyne.CanvasObject
	last    sidePicture
}

// sidePicture is everything that the column shows.
type sidePicture struct {
	Space  store.Space
	Mirror store.Mirror
	Faults []store.Sentence
	Today  store.Date // the day is left out of times of today
}

func newSide() *side {
	body := flow.NewScroll(fynetheme.Size(theme.SizeCardPadding))
	s := &side{body: body, content: body.Content()}
	s.content.Hide()
	return s
}

// show tells whether something else is shown than before.
func (s *side) show(f facts, faults []store.Sentence, now time.Time) bool {
	next := sidePicture{f.Space, f.Mirror, faults, store.DateOf(now, f.Space.Location())}
	if reflect.DeepEqual(next, s.last) {
		return false
	}
	s.last = next
	if !f.connected() {
		s.content.Hide()
		return true
	}
	var cards []fyne.CanvasObject
	if len(faults) > 0 {
		cards = append(cards, widgets.Card(lang.L("To put right"), faultRows(faults)))
	}
	s.body.Set(append(cards, widgets.Card(lang.L("Health"), health(f, now)))...)
	s.content.Show()
	return true
}

func faultRows(faults []store.Sentence) fyne.CanvasObject {
	rows := listdetail.Stack(10)
	for _, f := range faults {
		mark := widget.NewIcon(theme.NewColoredIcon(theme.IconBad, theme.ColorBad))
		rows.Add(container.New(marked{}, mark, widgets.NewParagraph(words.Sentence(f), "")))
	}
	return rows
}

// health says how SALTO KS is, in a word for each part.
func health(f facts, now time.Time) fyne.CanvasObject {
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
