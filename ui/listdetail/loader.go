package listdetail

import (
	"context"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/widgets"
)

// Loader reads what a page shows of a space, away from the UI thread and once
// at a time: any number of wishes that arrive meanwhile become one more
// reading. It is used on the UI thread.
type Loader[A any] struct {
	Desk *desk.Desk
	Read func(ctx context.Context, space store.SpaceID) (A, error)
	Show func(A)

	running, again bool
}

// Ask reads the space that is shown, and hands what was read to Show.
func (l *Loader[A]) Ask() {
	if l.running {
		l.again = true
		return
	}
	l.running = true
	space, read := l.Desk.Space(), l.Read // which another question may replace meanwhile
	l.Desk.Dispatch.Go(func(ctx context.Context) {
		a, err := read(ctx, space)
		if ctx.Err() != nil {
			return
		}
		l.Desk.Dispatch.Do(func() { l.answer(a, err) })
	})
}

func (l *Loader[A]) answer(a A, err error) {
	l.running = false
	switch {
	case l.again: // something changed meanwhile: what was read is old
		l.again = false
		l.Ask()
	case err != nil:
		widgets.ShowProblem(l.Desk.Win, err)
	default:
		l.Show(a)
	}
}
