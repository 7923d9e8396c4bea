package doors

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// driftCard is the card of what somebody changed in SALTO KS by hand.
type driftCard struct {
	win    fyne.Window
	answer func(key, choice string)
	again  func() // shows the same facts once more

	count   *widgets.Pill
	body    *fyne.Container
	content *fyne.Container

	now    time.Time
	zone   *time.Location
	rows   []*driftRow // in sight, those that ask first
	last   driftPicture
	most   int             // differences in sight; the rest is behind a button
	unfold map[string]bool // parts of those that were answered, by choice
}

// driftPicture is everything that the card shows.
type driftPicture struct {
	List          differences
	Zone          string
	Today         store.Date // the day is left out of times of today
	Most          int
	Kept, Ignored bool // unfolded
	Busy          map[string]bool
}

// driftPage is how many differences are shown before the button that shows
// more.
const driftPage = 8

func newDriftCard(win fyne.Window, answer func(key, choice string), again func()) *driftCard {
	c := &driftCard{win: win, answer: answer, again: again, most: driftPage, unfold: map[string]bool{}}
	c.count = widgets.NewPill(widgets.Warn, "")
	c.body = listdetail.Stack(0)
	head := container.NewHBox(widgets.CardTitle(lang.L("Changed in SALTO KS by hand")), container.NewCenter(c.count))
	c.content = container.NewStack(widgets.Card("", container.New(headed{}, head, c.body)))
	c.content.Hide()
	return c
}

// show tells whether something else is shown than before. busy are the keys of
// the differences whose answers are on their way.
func (c *driftCard) show(a asks, busy map[string]bool, now time.Time) bool {
	list := differences{}
	if connected(a.Space) {
		list = sorted(a.Drifts)
	}
	c.now, c.zone = now, a.Space.Location()
	next := driftPicture{list, a.Space.Zone, store.DateOf(now, c.zone), c.most, c.unfold[Keep], c.unfold[Ignore], maps.Clone(busy)}
	if reflect.DeepEqual(next, c.last) {
		return false
	}
	c.last = next
	at := c.focused()
	c.count.Set(widgets.Warn, strconv.Itoa(len(list.Asked)))
	c.count.Hidden = len(list.Asked) == 0
	c.fill()
	c.content.Hidden = list.none()
	c.content.Refresh()
	c.refocus(at)
	return true
}

func (c *driftCard) fill() {
	old := c.rows
	c.rows, c.body.Objects = nil, nil
	list := c.last.List
	open := append(slices.Clone(list.Asked), list.Closing...)
	for i, d := range open {
		if i == c.most {
			left := len(open) - i
			c.add(container.NewHBox(widgets.NewLinkButton(
				lang.N("Show {{.Count}} more", left, map[string]any{"Count": left}), c.showMore)))
			break
		}
		c.addRow(old, d)
	}
	c.fold(Keep, lang.L("Kept as exceptions ({{.Count}})", count(list.Kept)), list.Kept, old)
	c.fold(Ignore, lang.L("Ignored for now ({{.Count}})", count(list.Ignored)), list.Ignored, old)
}

func count(list []store.Drift) map[string]any { return map[string]any{"Count": len(list)} }

// fold adds the answered ones behind a button that shows and hides them.
func (c *driftCard) fold(answer, title string, list []store.Drift, old []*driftRow) {
	if len(list) == 0 {
		return
	}
	icon := theme.IconRight
	if c.unfold[answer] {
		icon = theme.IconDown
	}
	c.add(container.NewHBox(widgets.NewStyledButton(widgets.Link, title, theme.NewIcon(icon), func() {
		c.unfold[answer] = !c.unfold[answer]
		c.again()
	})))
	if c.unfold[answer] {
		for _, d := range list {
			c.addRow(old, d)
		}
	}
}

// addRow adds a difference: the row that was there, if nothing about it has
// changed, so that the keyboard stays on its buttons.
func (c *driftCard) addRow(old []*driftRow, d store.Drift) {
	today := store.DateOf(c.now, c.zone)
	i := slices.IndexFunc(old, func(r *driftRow) bool { return r.today == today && reflect.DeepEqual(r.drift, d) })
	var r *driftRow
	if i >= 0 {
		r = old[i]
	} else {
		r = newDriftRow(d, c.answer, c.now, c.zone)
	}
	r.lock(c.last.Busy[d.Key])
	c.rows = append(c.rows, r)
	c.add(r.object)
}

func (c *driftCard) add(o fyne.CanvasObject) {
	if len(c.body.Objects) > 0 {
		c.body.Add(widgets.Line())
	}
	c.body.Add(o)
}

func (c *driftCard) showMore() {
	c.most += 10 * driftPage
	c.again()
}

// focused is where in the list the keyboard is, or -1.
func (c *driftCard) focused() int {
	where := c.win.Canvas().Focused()
	return slices.IndexFunc(c.rows, func(r *driftRow) bool { return r.has(where) })
}

// refocus puts the keyboard, if it was in the list, on the row that is now
// where the answered one was.
func (c *driftCard) refocus(at int) {
	if at < 0 || c.focused() >= 0 {
		return
	}
	canvas := c.win.Canvas()
	if at = min(at, len(c.rows)-1); at >= 0 && len(c.rows[at].buttons) > 0 {
		canvas.Focus(c.rows[at].buttons[0])
		return
	}
	canvas.Unfocus()
}
