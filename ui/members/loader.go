package members

import (
	"context"

	"latchkey/ui/desk"
	"latchkey/ui/widgets"
)

// loader reads something away from the UI thread, one reading at a time: what
// is asked for meanwhile is read once more afterwards, and only the answer to
// the newest question is shown. It is used on the UI thread.
type loader[Q, A any] struct {
	desk *desk.Desk
	read func(ctx context.Context, question Q) (A, error)
	show func(question Q, answer A)

	running, again bool
	newest         Q
}

func (l *loader[Q, A]) ask(question Q) {
	l.newest = question
	if l.running {
		l.again = true
		return
	}
	l.running = true
	l.desk.Dispatch.Go(func(ctx context.Context) {
		answer, err := l.read(ctx, question)
		if ctx.Err() != nil {
			return
		}
		l.desk.Dispatch.Do(func() { l.answered(question, answer, err) })
	})
}

func (l *loader[Q, A]) answered(question Q, answer A, err error) {
	l.running = false
	switch {
	case l.again:
		l.again = false
		l.ask(l.newest)
	case err != nil:
		widgets.ShowProblem(l.desk.Win, err)
	default:
		l.show(question, answer)
	}
}
