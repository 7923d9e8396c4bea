package doors

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
)

// The states of the engine, as Status.State has them. The empty one means
// that the space is not connected to SALTO KS.
const (
	StateUpToDate = "up to date"
	StateWorking  = "working"
	StateWaiting  = "waiting"
	StateOffline  = "offline"
	StateNeedsYou = "needs you"
)

// Status is what the desk sees of the engine.
type Status struct {
	State   string
	Waiting int            // steps on their way or waiting
	Parked  int            // steps that need the desk
	Trouble store.Sentence // empty text: none
	Retry   time.Time      // when the next attempt is made, while there is trouble
	Done    time.Time      // when everything was last confirmed
}

// pill says in a few words how the doors are. It puts what the desk is asked
// before everything but what is broken: that keeps the answer from having an
// effect.
func pill(s Status, a asks) (widgets.Kind, string) {
	waiting := map[string]any{"Count": s.Waiting}
	broken := s.State == StateNeedsYou && (s.Parked > 0 || s.Trouble.Text != "")
	switch {
	case s.State == "":
		return widgets.Neutral, lang.L("Not connected")
	case broken:
		return widgets.Bad, lang.L("Needs you")
	case a.count() > 0:
		return askKind(a), lang.L("Needs an answer")
	case s.State == StateNeedsYou:
		return widgets.Bad, lang.L("Needs you")
	}
	switch s.State {
	case StateOffline:
		if s.Waiting == 0 {
			return widgets.Warn, lang.L("Offline")
		}
		return widgets.Warn, lang.L("Offline: {{.Count}} waiting", waiting)
	case StateUpToDate:
		return widgets.Good, lang.L("Doors are up to date")
	}
	if s.Waiting == 0 {
		return widgets.Neutral, lang.L("Looking at SALTO KS…")
	}
	return widgets.Warn, lang.N("{{.Count}} changes waiting", s.Waiting, waiting)
}

// askKind is how loud a question is.
func askKind(a asks) widgets.Kind {
	switch {
	case a.question() == nil:
		return widgets.Warn
	case a.quiet():
		return widgets.Accent
	}
	return widgets.Bad
}
