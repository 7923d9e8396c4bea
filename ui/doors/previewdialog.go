package doors

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// previewDialog shows what would change, by person. It is the only place where
// the desk can agree to it: so it sees what it agrees to.
type previewDialog struct {
	deps  Deps
	view  string // what is shown
	intro *fyne.Container
	wrong *widgets.Paragraph
	list  *found
	agree *widgets.Button
	close func()
}

// openPreview works out what would change and shows it. done is called when it
// is in sight, or when that failed.
func openPreview(deps Deps, done func()) {
	d := &previewDialog{deps: deps, intro: listdetail.Stack(4), wrong: widgets.ErrorText("")}
	d.wrong.Hide()
	d.agree = widgets.NewButton(lang.L("Agree"), d.agreed)
	win := deps.Desk.Win
	d.list = newFound(win, lang.L("Find a person or a door"), d.wrong, d.intro)
	d.load(func(p Preview, err error) {
		done()
		if err != nil {
			widgets.ShowProblem(win, err)
			return
		}
		d.show(p)
		d.close = widgets.ShowContent(win, lang.L("What would change in SALTO KS"), d.list.content, d.agree)
		d.list.keepEnter(win)
	})
}

func (d *previewDialog) load(done func(Preview, error)) {
	run := d.deps.Desk.Dispatch
	run.Go(func(ctx context.Context) {
		p, err := d.deps.Preview(ctx)
		if ctx.Err() == nil {
			run.Do(func() { done(p, err) })
		}
	})
}

func (d *previewDialog) show(p Preview) {
	d.view = p.View
	d.intro.Objects = nil
	for _, why := range p.Why {
		d.intro.Add(widgets.NewParagraph(words.Sentence(why), ""))
	}
	switch {
	case p.Steps == 0:
		d.say(lang.L("Nothing waits to go to SALTO KS."))
	case len(p.Why) == 0 && p.View == "":
		d.say(lang.L("This goes to SALTO KS by itself, as soon as it can: {{.Counts}}.", map[string]any{"Counts": counts(p.Lose, p.Gain, p.Steps)}))
	default:
		d.say(counts(p.Lose, p.Gain, p.Steps))
	}
	d.offer(p)
	var entries []entry
	for _, r := range p.rows() {
		entries = append(entries, entry{r.text(), func() fyne.CanvasObject { return changeRow(r) }})
	}
	d.list.set(entries)
}

// offer shows the button that agrees where there is something to agree to.
func (d *previewDialog) offer(p Preview) {
	d.agree.Enable()
	d.agree.SetStyle(widgets.Plain)
	if p.Lose > 0 {
		d.agree.SetStyle(widgets.Danger)
	}
	if d.deps.Agree == nil || p.View == "" || p.Steps == 0 {
		d.agree.Hide()
	} else {
		d.agree.Show()
	}
}

func (d *previewDialog) say(text string) {
	d.intro.Add(widgets.NewParagraph(text, theme.ColorMuted))
}

// agreed sends the answer. Where it is refused, because something has changed
// since, the dialog says so and shows what is so now.
func (d *previewDialog) agreed() {
	d.agree.Disable()
	view, run := d.view, d.deps.Desk.Dispatch
	run.Go(func(ctx context.Context) {
		err := d.deps.Agree(ctx, view)
		if ctx.Err() != nil {
			return
		}
		run.Do(func() {
			if err == nil {
				d.close()
				return
			}
			d.refuse(err)
			d.load(d.reloaded)
		})
	})
}

func (d *previewDialog) reloaded(p Preview, err error) {
	if err != nil {
		d.refuse(err)
		return
	}
	d.show(p)
}

func (d *previewDialog) refuse(err error) {
	d.wrong.SetText(widgets.ProblemText(err))
	d.wrong.Show()
	d.list.content.Refresh()
}

// changeRow is what happens to one person.
func changeRow(r row) fyne.CanvasObject {
	lines := listdetail.Stack(2)
	if r.Name != "" {
		name := widgets.NewText(r.Name, widgets.TextStyle{Bold: true, Ellipsis: true})
		if r.Takes {
			lines.Add(container.NewBorder(nil, nil, nil, widgets.NewPill(widgets.Bad, lang.L("loses something")), name))
		} else {
			lines.Add(name)
		}
	}
	for _, l := range r.Lines {
		lines.Add(widgets.NewParagraph(l, ""))
	}
	return container.New(spaced{}, lines)
}

// spaced keeps room above and below an object.
type spaced struct{}

const rowSide = 9

func (spaced) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, rowSide))
	objects[0].Resize(size.SubtractWidthHeight(0, 2*rowSide))
}

func (spaced) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(0, 2*rowSide)
}
