package doors

import (
	"reflect"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// waiting is the card of the changes that are not at the doors yet.
type waiting struct {
	retry   func(keys ...string)
	connect func()
	again   func() // shows the same facts once more

	title   *widgets.Text
	count   *widgets.Pill
	all     *widgets.Button
	head    *fyne.Container
	body    *fyne.Container
	content *fyne.Container

	last picture
	most int // groups in sight; the rest is behind a button
}

// picture is everything that the card shows.
type picture struct {
	Known     bool
	Connected bool
	Status    Status
	Work      []store.Work
	Zone      string
	Most      int
	Minute    time.Time
}

// groupPage is how many people are shown before the button that shows more.
const groupPage = 30

func newWaiting(retry func(keys ...string), connect, again func()) *waiting {
	w := &waiting{retry: retry, connect: connect, again: again, most: groupPage}
	w.title = widgets.CardTitle(lang.L("Waiting to go to SALTO KS"))
	w.count = widgets.NewPill(widgets.Neutral, "")
	w.all = widgets.NewButton(lang.L("Try all again"), func() { retry() })
	w.head = container.NewBorder(nil, nil, container.NewHBox(w.title, container.NewCenter(w.count)), w.all)
	w.body = listdetail.Stack(0)
	w.content = container.NewStack(widgets.Card("", container.New(headed{}, w.head, w.body)))
	return w
}

// show shows what waits and tells whether that is something else than before:
// what has not changed is left alone, so that the keyboard stays where it is.
func (w *waiting) show(f facts, s Status, now time.Time) bool {
	next := picture{true, f.connected(), s, f.Work, f.Space.Zone, w.most, now.Truncate(time.Minute)}
	if reflect.DeepEqual(next, w.last) {
		return false
	}
	w.last = next
	if !f.connected() {
		w.showHead(0, 0)
		w.body.Objects = []fyne.CanvasObject{w.unconnected()}
		return true
	}
	w.showHead(len(f.Work), parked(f.Work))
	var rows []fyne.CanvasObject
	if notice := troubleNotice(s, now, f.Space.Location()); notice != nil {
		rows = append(rows, notice)
	}
	if len(f.Work) == 0 {
		rows = append(rows, allDone(s, now, f.Space.Location()))
	}
	groups := grouped(f.Work, now)
	if n := stillIn(groups); n > 0 {
		rows = append(rows, container.New(below{4}, widgets.ErrorText(lang.N(
			"{{.Count}} people should be out: SALTO KS has not shown yet that they are.", n, map[string]any{"Count": n}))))
	}
	w.body.Objects = append(rows, w.groups(groups)...)
	return true
}

func (w *waiting) showHead(steps, stuck int) {
	w.count.Set(widgets.Neutral, strconv.Itoa(steps))
	w.count.Hidden = steps == 0
	w.all.Hidden = stuck < 2
	w.head.Refresh()
}

// unconnected explains and leads to the first step.
func (w *waiting) unconnected() fyne.CanvasObject {
	return listdetail.Stack(12,
		widgets.NewParagraph(lang.L("This space is not connected to SALTO KS yet. Everything you enter is kept here, and goes to the doors as soon as it is."), theme.ColorMuted),
		container.NewHBox(widgets.NewPrimaryButton(lang.L("Connect SALTO KS"), w.connect)))
}

// troubleNotice says what is wrong with SALTO KS as a whole, or is nil.
func troubleNotice(s Status, now time.Time, loc *time.Location) fyne.CanvasObject {
	if s.Trouble.Text == "" {
		return nil
	}
	kind, text := widgets.Warn, words.Sentence(s.Trouble)
	if s.State == StateNeedsYou {
		kind = widgets.Bad
	}
	if s.Retry.After(now) {
		text += " " + lang.L("Next attempt: {{.At}}.", map[string]any{"At": words.Instant(s.Retry, now, loc)})
	}
	return container.New(below{12}, listdetail.Notice(kind, text))
}

func allDone(s Status, now time.Time, loc *time.Location) fyne.CanvasObject {
	if s.State != StateUpToDate {
		return widgets.NewParagraph(lang.L("No change waits."), theme.ColorMuted)
	}
	text := lang.L("SALTO KS holds exactly what this file says.")
	if !s.Done.IsZero() {
		text = lang.L("SALTO KS holds exactly what this file says, confirmed {{.At}}.", map[string]any{"At": words.Instant(s.Done, now, loc)})
	}
	pill := container.NewHBox(widgets.NewPill(widgets.Good, lang.L("All doors are up to date")))
	return listdetail.Stack(8, pill, widgets.NewParagraph(text, theme.ColorMuted))
}

// groups are the rows, the first page of them.
func (w *waiting) groups(groups []group) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i, g := range groups {
		if i == w.most {
			left := len(groups) - i
			rows = append(rows, container.NewHBox(widgets.NewLinkButton(
				lang.N("Show {{.Count}} more", left, map[string]any{"Count": left}), w.showMore)))
			break
		}
		for j, l := range g.Lines {
			if i > 0 && j == 0 {
				rows = append(rows, widgets.Line())
			}
			name := g.Name
			if j > 0 {
				name = ""
			}
			rows = append(rows, w.row(g, name, l))
		}
	}
	return rows
}

func (w *waiting) showMore() {
	w.most += 10 * groupPage
	w.again()
}

// nameWidth is the room for the person.
const nameWidth = 150

// beside is what stands beside a name: the whole sentence where the name is cut.
func beside(name, text, whole string) string {
	if widgets.Measure(name, theme.SizeText, true).Width > nameWidth {
		return whole
	}
	return text
}

func (w *waiting) row(g group, name string, l line) fyne.CanvasObject {
	text := beside(g.Name, l.Text, l.Whole)
	if l.Steps > 1 {
		steps := lang.N("{{.Count}} steps", l.Steps, map[string]any{"Count": l.Steps})
		text += " (" + steps + ")"
	}
	what := listdetail.Stack(4, widgets.NewParagraph(text, ""))
	kind, state := phase(l)
	if l.Out {
		what.Add(widgets.MutedParagraph(state))
		kind, state = widgets.Bad, lang.L("should be out")
	}
	if l.Error != "" {
		color := theme.ColorMuted
		if l.Phase == store.PhaseParked {
			color = theme.ColorBad
		}
		what.Add(widgets.NewParagraph(l.Error, color))
	}
	if len(l.Retry) > 0 {
		what.Add(container.NewHBox(widgets.NewButton(lang.L("Try again"), func() { w.retry(l.Retry...) })))
	}
	layout := stepLayout{name: nameWidth}
	if g.Name == "" {
		layout.name = 0
	}
	return container.New(layout,
		widgets.NewText(name, widgets.TextStyle{Bold: true, Ellipsis: true}), what, widgets.NewPill(kind, state))
}

// phase says how far a line has come.
func phase(l line) (widgets.Kind, string) {
	switch {
	case l.Phase == store.PhaseParked:
		return widgets.Bad, lang.L("needs you")
	case l.Phase == store.PhaseSent:
		return widgets.Accent, lang.L("sent, reading back")
	case l.Held:
		return widgets.Warn, lang.L("held until you answer")
	case l.Later:
		return widgets.Warn, lang.L("waits")
	}
	return widgets.Neutral, lang.L("ready")
}

// headed puts a head above a body that takes the rest.
type headed struct{}

const headGap = 8

func (headed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(size.Width, objects[0].MinSize().Height))
	height := objects[0].MinSize().Height // now that its lines are broken
	objects[0].Resize(fyne.NewSize(size.Width, height))
	objects[1].Move(fyne.NewPos(0, height+headGap))
	objects[1].Resize(fyne.NewSize(size.Width, max(0, size.Height-height-headGap)))
}

func (headed) MinSize(objects []fyne.CanvasObject) fyne.Size {
	head, body := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(max(head.Width, body.Width), head.Height+headGap+body.Height)
}

// below keeps room below an object.
type below struct{ gap float32 }

func (b below) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(size.SubtractWidthHeight(0, b.gap))
}

func (b below) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(0, b.gap)
}
