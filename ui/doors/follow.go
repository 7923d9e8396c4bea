package doors

import (
	"context"

	"fyne.io/fyne/v2"

	"latchkey/store"
	"latchkey/ui/widgets"
)

// Refresh takes a change of the file into account. Faults and questions are
// read also while the page is out of sight, because Count has them.
func (p *Page) Refresh(c store.Change) {
	if c.Kinds.Has(store.KindSpace | store.KindPlan | store.KindRoom | store.KindMirror) {
		p.wrong.Ask()
	}
	if c.Kinds.Has(store.KindSpace | store.KindGuard | store.KindDrift) {
		p.asked.Ask()
	}
	if !p.shown {
		return
	}
	if c.Kinds.Has(store.KindSpace | store.KindMirror | store.KindWork) {
		p.states.Ask()
	}
	if c.Kinds.Has(store.KindSpace | store.KindMirror) { // a look ends with the mirror: users are many
		p.askStrangers()
	}
	if c.Kinds.Has(store.KindLog) {
		p.log.reload()
	}
}

func (p *Page) askStrangers() {
	if p.deps.Strangers != nil {
		p.unknown.Ask()
	}
}

// SetStatus shows what the engine is doing.
func (p *Page) SetStatus(s Status) {
	p.status = s
	if !p.started { // what was asked before the program was ended last
		p.started = true
		p.asked.Ask()
	}
	p.showPresent()
	p.showSide()
	p.tell()
}

// Judge asks Health again.
func (p *Page) Judge() { p.showSide() }

func (p *Page) showFacts(f facts) {
	p.facts, p.loaded = f, true
	if f.connected() {
		p.sync.Enable()
		p.preview.Enable()
	} else {
		p.sync.Disable()
		p.preview.Disable()
	}
	p.showPresent()
	p.showSide()
}

func (p *Page) showAsks(a asks) {
	p.asks = a
	p.showPresent()
	p.tell()
}

func (p *Page) showFaults(faults []store.Sentence) {
	p.cond.Faults = faults
	p.showSide()
	p.tell()
}

func (p *Page) countStrangers(users []store.KSUser) {
	p.cond.Strangers = users
	p.showSide()
}

// showPresent shows what is asked, what was changed and what waits.
func (p *Page) showPresent() {
	if !p.loaded {
		return
	}
	now := p.deps.Desk.Now()
	a := p.asks
	if p.deps.Answer == nil {
		a.Drifts = nil
	}
	other := p.guard.show(a, now)
	other = p.drift.show(a, p.busy, now) || other
	other = p.waiting.show(p.facts, p.status, now) || other
	if other {
		p.present.Set(p.cards()...)
		p.content.Refresh() // the cards may be higher or lower now
	}
}

// cards are those about the present. What was changed by hand goes first, as
// long as it is not only exceptions that are left of it.
func (p *Page) cards() []fyne.CanvasObject {
	if list := p.drift.last.List; len(list.Asked)+len(list.Closing) == 0 {
		return []fyne.CanvasObject{p.waiting.content, p.drift.content}
	}
	return []fyne.CanvasObject{p.drift.content, p.waiting.content}
}

func (p *Page) showSide() {
	if p.deps.Health != nil {
		p.cond.Warnings = p.deps.Health()
	}
	if p.loaded && p.side.show(p.facts, p.cond, p.deps.Desk.Now()) {
		p.content.Refresh() // the column may have come or gone
	}
}

// tell tells the program when the count or the pill is another.
func (p *Page) tell() {
	kind, text := p.Pill()
	now := told{p.Count(), kind, text}
	if now == p.told {
		return
	}
	p.told = now
	if p.deps.Counted != nil {
		p.deps.Counted()
	}
}

// showPreview opens the preview, once at a time: to work it out takes a moment.
func (p *Page) showPreview() {
	if p.opening {
		return
	}
	p.opening = true
	openPreview(p.deps, func() { p.opening = false })
}

func (p *Page) showStrangers() { showStrangers(p.deps.Desk.Win, p.cond.Strangers) }

// answer sends what the desk says to a difference. Until it has arrived the
// difference takes no other answer.
func (p *Page) answer(key, choice string) {
	p.busy[key] = true
	p.showPresent()
	d := p.deps.Desk
	d.Dispatch.Go(func(ctx context.Context) {
		err := p.deps.Answer(ctx, key, choice)
		d.Dispatch.Do(func() {
			delete(p.busy, key)
			p.asked.Ask()
			widgets.ShowProblem(d.Win, err)
		})
	})
}

// retry takes parked steps back into the queue, all of them for none.
func (p *Page) retry(keys ...string) {
	if len(keys) == 0 {
		keys = []string{""}
	}
	d := p.deps.Desk
	d.Dispatch.Go(func(ctx context.Context) {
		for _, key := range keys {
			if err := p.deps.Engine.Retry(ctx, key); err != nil {
				d.Dispatch.Do(func() { widgets.ShowProblem(d.Win, err) })
				return
			}
		}
	})
}
