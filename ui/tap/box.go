package tap

import (
	"cmp"
	"context"
	"slices"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/encoder"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// boxing pairs a box of fobs, one tap each: it names a number, and the fob that is
// tapped next is the one that bears it.
type boxing struct {
	flow    *Flow
	list    []ownTag
	at      int     // of the list
	done    []boxed // the last is undone first
	busy    bool    // a tap is being written down
	number  *widgets.Text
	holder  *widgets.Text
	state   *widgets.Paragraph
	skip    *widgets.Button
	back    *widgets.Button
	release func()
	shut    func()
}

// boxed is one fob that was paired.
type boxed struct {
	at   int
	undo store.Undo
}

// PairBox asks for one fob after the other, by number, and pairs each with a tap.
func (f *Flow) PairBox(taps *Router) {
	d := f.deps.Desk
	id := d.Space()
	desk.Load(d, func(ctx context.Context) ([]ownTag, error) {
		o, err := loadOffers(ctx, d.Store, id, d.Now())
		return o.unpaired(), err
	}, func(list []ownTag) {
		if len(list) == 0 {
			f.refuse(lang.L("No fob to pair"), lang.L("The reader knows every tag that Latchkey and SALTO KS have. Register new fobs at a lock first: in SALTO KS open Tags, choose Add tags, pick a lock and hold them to it one after the other."))
			return
		}
		b := &boxing{flow: f, list: list}
		b.open(taps)
	})
}

// unpaired are all numbers that no reader has seen yet, in their order, which is
// that of fobs in a box.
func (o offers) unpaired() []ownTag {
	out := slices.Clone(o.Own)
	for _, t := range o.Free {
		if t.Number != "" {
			out = append(out, ownTag{Number: t.Number})
		}
	}
	slices.SortFunc(out, func(a, b ownTag) int { return cmp.Compare(a.Number, b.Number) })
	return out
}

func (b *boxing) open(taps *Router) {
	b.number = widgets.NewText("", widgets.TextStyle{Size: theme.SizeTitle, Bold: true})
	b.holder = widgets.NewText("", widgets.TextStyle{Color: theme.ColorMuted, Ellipsis: true})
	b.state = widgets.NewParagraph("", theme.ColorMuted)
	b.skip = widgets.NewButton(lang.L("Skip"), b.next)
	b.back = widgets.NewButton(lang.L("Undo the last"), b.undo)
	b.release = taps.Take(b.tapped)
	b.shut = widgets.ShowSheet(b.flow.deps.Desk.Win, widgets.SheetSpec{
		Title:   lang.L("Pair a box of fobs"),
		Content: stacked(paragraph(lang.L("Tap the fob with this number:")), b.number, b.holder, b.state),
		Buttons: []*widgets.Button{b.back, b.skip},
		OnClose: b.release,
	})
	b.show("")
}

// show names the fob that is next.
func (b *boxing) show(said string) {
	if b.at >= len(b.list) {
		b.number.SetText(lang.L("All done"))
		b.holder.SetText("")
	} else {
		t := b.list[b.at]
		b.number.SetText(t.Number)
		b.holder.SetText(t.Holder)
	}
	if said == "" {
		said = lang.L("{{.Done}} of {{.Total}} fobs seen.", map[string]any{"Done": b.at, "Total": len(b.list)})
	}
	b.state.SetText(said)
	enable(b.skip, b.at < len(b.list))
	enable(b.back, len(b.done) > 0)
}

func enable(b *widgets.Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

func (b *boxing) next() {
	b.at++
	b.show("")
}

// tapped pairs the fob with the number that is shown.
func (b *boxing) tapped(e encoder.Event) {
	switch {
	case b.busy || b.at >= len(b.list):
	case e.Err != nil:
		b.show(lang.L(e.Err.Error()))
	case e.Several:
		b.show(lang.L("More than one tag is on the reader. Tap them one at a time."))
	case Unusable(e.Tag) != nil:
		b.show(widgets.ProblemText(Unusable(e.Tag)))
	case !b.flow.doubt.Sure(e.Tag):
		b.show(lang.L("Some tags show another number each time, and this may be one. Take it away, and tap it again."))
	default:
		b.pair(e.Tag)
	}
}

func (b *boxing) pair(t encoder.Tag) {
	d, at := b.flow.deps.Desk, b.at
	number := b.list[at].Number
	b.busy = true
	d.Dispatch.Go(func(ctx context.Context) {
		undo, err := pairOne(ctx, d, t, number)
		if ctx.Err() != nil {
			return
		}
		d.Dispatch.Do(func() {
			b.busy = false
			if err != nil {
				b.show(widgets.ProblemText(err))
				return
			}
			b.done = append(b.done, boxed{at, undo})
			b.at = at + 1
			b.show("")
		})
	})
}

func pairOne(ctx context.Context, d *desk.Desk, t encoder.Tag, number string) (store.Undo, error) {
	all, err := d.Store.Tags(ctx)
	if err != nil {
		return store.Undo{}, err
	}
	if m := Find(t, all); m.Known() && m.Sure.Number != number {
		return store.Undo{}, &store.Problem{Code: store.CodeConflict, Text: "This is tag {{.Number}}, which the reader knows already. Tap another.", Args: map[string]any{"Number": m.Sure.Title()}}
	}
	ksID, err := ksIDOf(ctx, d, number)
	if err != nil {
		return store.Undo{}, err
	}
	c, err := d.Store.Do(ctx, store.ActorDesk, func(tx *store.Tx) error {
		_, err := tx.PairTag(t.UID, TechOf(t.Tech), number, ksID)
		return err
	})
	return c.Undo, err
}

// undo takes the last fob back, and names it again.
func (b *boxing) undo() {
	if b.busy || len(b.done) == 0 {
		return
	}
	last, d := b.done[len(b.done)-1], b.flow.deps.Desk
	b.busy = true
	d.Dispatch.Go(func(ctx context.Context) {
		_, err := d.Store.Undo(ctx, last.undo)
		if ctx.Err() != nil {
			return
		}
		d.Dispatch.Do(func() {
			b.busy = false
			if err != nil {
				b.show(widgets.ProblemText(err))
				return
			}
			b.done, b.at = b.done[:len(b.done)-1], last.at
			b.show(lang.L("Fob {{.Number}} is not paired any more. Tap it again.", map[string]any{"Number": b.list[last.at].Number}))
		})
	})
}
