package doors

import (
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/words"
)

// What the desk may say to a difference, as Deps.Answer takes it.
const (
	Restore = "restore" // as this file says
	Keep    = "keep"    // an exception
	Ignore  = "ignore"  // until it changes
)

// choice is one answer: the word on its button, and what it does.
type choice struct {
	ID, Word string
	Does     string
}

// choices are the answers to a difference, what Latchkey wants first. One that
// is over is only taken note of, and an exception only taken back.
func choices(d store.Drift) []choice {
	if !d.OverAt.IsZero() {
		return []choice{{Ignore, lang.L("OK"), ""}}
	}
	all := everyChoice(d)
	switch d.Answer {
	case store.Keep:
		return all[:1]
	case store.Ignore:
		return all[:2]
	}
	return all
}

func everyChoice(d store.Drift) []choice {
	means := meaningOf(d)
	all := []choice{{Restore, lang.L("Restore"), words.Sentence(means.restore)}, {Keep, lang.L("Keep"), words.Sentence(means.keep)}}
	if d.Kind == "same person" {
		all[0].Word, all[1].Word = lang.L("Yes, the same"), lang.L("No, somebody else")
		return all
	}
	return append(all, choice{Ignore, lang.L("Ignore"), lang.L("Stays as it is for now. You are asked again when it changes.")})
}

// meaning is what two of the answers do.
type meaning struct{ restore, keep store.Sentence }

// meanings are by the kind of a drift, as package reconcile names them.
var meanings = map[string]meaning{
	"user gone":     means("A user is made again in SALTO KS, with the doors that this file says.", "Stays removed, as an exception, and opens nothing."),
	"user blocked":  means("Is unblocked, and opens what this file says.", "Stays blocked, as an exception."),
	"seat taken":    means("Gets a seat again, and opens what this file says.", "Stays suspended, as an exception, and opens nothing."),
	"seat given":    means("The seat is freed again.", "Keeps the seat, as an exception."),
	"name changed":  means("SALTO KS gets the name in this file.", "The name in SALTO KS stays, as an exception."),
	"email changed": means("SALTO KS gets the address in this file.", "The address in SALTO KS stays, as an exception."),
	"tag changed":   means("SALTO KS gets the tag in this file.", "The tag in SALTO KS stays, as an exception."),
	"member out":    means("Is put into the group again, and opens its doors.", "Stays out of the group, as an exception."),
	"person out":    means("Is put into the group again, and opens its doors.", "Stays out of the group, as an exception."),
	"by hand":       means("Is taken out of the group.", "Stays in the group, as an exception."),
	"stranger":      means("Is taken out of the group.", "Stays in the group, as an exception."),
	"group gone":    means("The group is made again, and opens its doors.", "The group stays removed, as an exception, and opens nothing."),
	"door out":      means("The group gets the door again.", "The group stays without the door, as an exception."),
	"door in":       means("The door is taken out of the group.", "The door stays in the group, as an exception."),
	"hours shorter": means("The group gets the hours in this file.", "The hours in SALTO KS stay, as an exception."),
	"hours longer":  means("The group gets the hours in this file.", "The hours in SALTO KS stay, as an exception."),
	"same person":   means("Latchkey takes this user of SALTO KS for the person here.", "Latchkey leaves this user alone, and makes another one."),
}

func means(restore, keep string) meaning {
	return meaning{store.Sentence{Text: restore}, store.Sentence{Text: keep}}
}

// meaningOf has words for every difference, also of a kind that is not known
// here.
func meaningOf(d store.Drift) meaning {
	if m, known := meanings[d.Kind]; known {
		return m
	}
	if d.Way == store.Narrower {
		return means("Is given again, as this file says.", "Stays as it is, as an exception.")
	}
	return means("Is put back, as this file says.", "Stays as it is, as an exception.")
}
